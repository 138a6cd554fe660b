"""How the pages of the Functions dock look."""

from ui.theme import Tokens


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    line = (
        f"stop:0 {t.panel}, stop:0.4 {t.panel}, stop:0.41 {t.hairline}, "
        f"stop:0.6 {t.hairline}, stop:0.61 {t.panel}, stop:1 {t.panel}"
    )
    return f"""
QSplitter[part="panes"]::handle:horizontal {{
    width: 5px; background: qlineargradient(x1:0, y1:0, x2:1, y2:0, {line});
}}
QSplitter[part="panes"]::handle:vertical {{
    height: 5px; background: qlineargradient(x1:0, y1:0, x2:0, y2:1, {line});
}}
QSplitter[part="panes"]::handle:hover {{ background: {t.focus}; }}
QWidget[part="pane-head"] {{ background: {t.panel}; }}
QWidget[part="pane-head"] QLabel {{ background: transparent; }}
QLabel[part="pane-title"] {{ color: {t.text_muted}; font-size: {t.font_meta}px; }}
QComboBox[part="tool"] {{ combobox-popup: 0; }}
QPushButton[part="pane-button"] {{ padding: 4px 10px; font-size: {t.font_meta}px; }}
QPushButton[part="pane-button"]:focus {{ padding: 3px 9px; }}
QPlainTextEdit[part="code"] {{
    background: {t.panel_alt}; border: 1px solid transparent; border-radius: 0;
}}
QPlainTextEdit[part="code"]:focus {{ border: 2px solid {t.focus}; }}
QListWidget[part="lines"]::item {{ padding: 3px 6px; }}
QListWidget[part="lines"] {{ border: 1px solid transparent; }}
QListWidget[part="lines"]:focus {{ border: 1px solid {t.focus}; }}
QFrame[part="trouble"] {{
    background: {t.panel_alt}; border: none; border-bottom: 1px solid {t.hairline};
}}
QFrame[part="trouble"] QLabel {{ background: transparent; }}
"""
