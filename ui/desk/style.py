"""The rules of the desk's own parts, in the window's colours."""

from ui.theme import Tokens


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
QWidget[part="desk"] {{ background: {t.panel}; }}
QWidget[part="desk-head"] {{ background: {t.panel}; border-bottom: 1px solid {t.hairline}; }}
QLabel[part="desk-name"] {{ font-weight: 600; background: transparent; }}
QPushButton[part="desk-activity"] {{ padding: 3px 26px 3px 8px; }}
QPushButton[part="desk-activity"]:focus {{ padding: 2px 25px 2px 7px; }}
QPushButton[part="desk-offer"] {{ padding: 4px 12px; }}
QPushButton[part="desk-offer"]:focus {{ padding: 3px 11px; }}
QListView[part="desk-tasks"] {{ background: {t.panel}; border-bottom: 1px solid {t.hairline}; }}
QWidget[part="desk-answers"] {{
    background: {t.panel_alt}; border-bottom: 1px solid {t.hairline};
}}
QWidget[part="desk-answers"] QLabel {{ background: transparent; }}
QLabel[part="desk-banner"] {{
    background: {t.panel_alt}; color: {t.cancelled}; border-bottom: 1px solid {t.hairline};
    padding: 6px 12px;
}}
QLabel[part="desk-call"] {{
    background: {t.panel_alt}; border: 1px solid {t.hairline}; border-radius: 28px;
}}
QWidget[part="desk-hint"] {{
    background: {t.panel_alt}; border-bottom: 1px solid {t.hairline};
}}
QWidget[part="desk-hint"] QLabel {{ color: {t.cancelled}; background: transparent; }}
QFrame[part="desk-popup"] {{
    background: {t.panel}; border: 1px solid {t.input_border}; border-radius: {t.radius}px;
}}
DeskConversation QFrame[chat="bar"] {{ border-radius: 0; }}
QTabWidget[part="desk-tabs"]::pane {{ border: none; border-top: 1px solid {t.hairline}; }}
QTabWidget[part="desk-tabs"] QToolButton {{
    background: {t.panel}; border: 1px solid {t.hairline}; border-radius: 0; padding: 0;
}}
"""
