"""The application's style sheet: shapes, hairlines and focus rings, one sheet for the program.

It is set once per look, never per widget. A widget picks a variant by a dynamic property set before
it is shown: ``kind`` of a button is ``primary``, ``quiet`` (no frame) or absent; ``role`` of a
label is ``title``, ``muted``, ``meta`` or ``error``. Every control keeps a border of one pixel
in all states, so that the focus ring moves nothing.
"""

import re

from ui.resources import asset
from ui.theme.tokens import Tokens

# Images in a style sheet cannot be tinted, so the few that it needs come in one folder per look.
_MARKS = "icons/marks"
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def stylesheet(tokens: Tokens, *, is_dark: bool) -> str:
    """Return the style sheet of a look."""
    marks = asset(f"{_MARKS}/{'dark' if is_dark else 'light'}").as_posix()
    parts = (_labels, _buttons, _fields, _menus, _docks, _tabs, _tables, _scrollbars)
    return "\n".join((*(part(tokens) for part in parts), _checks(tokens, marks)))


def scoped(sheet: str, scope: str) -> str:
    """Return the rules of *sheet* for what is inside of *scope* only.

    Args:
        sheet: A style sheet without comments.
        scope: A selector, such as the class of a widget.
    """
    return _RULE.sub(lambda rule: f"{_inside(rule[1], scope)} {{{rule[2]}}}", sheet)


def _inside(selectors: str, scope: str) -> str:
    return ", ".join(f"{scope} {one.strip()}" for one in selectors.split(","))


def _labels(t: Tokens) -> str:
    return f"""
QToolTip {{
    background: {t.panel}; color: {t.text}; border: 1px solid {t.input_border};
    padding: 4px 8px; font-size: {t.font_meta}px;
}}
QLabel[role="title"] {{ font-size: {t.font_title}px; font-weight: 600; }}
QLabel[role="muted"] {{ color: {t.text_muted}; }}
QLabel[role="meta"] {{ color: {t.text_muted}; font-size: {t.font_meta}px; }}
QLabel[role="error"] {{ color: {t.failed}; }}
QStatusBar {{ background: {t.window}; border-top: 1px solid {t.hairline}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {t.text_muted}; font-size: {t.font_meta}px; padding: 4px 8px; }}
"""


def _buttons(t: Tokens) -> str:
    return f"""
QPushButton, QToolButton {{
    background: {t.panel}; color: {t.text}; border: 1px solid {t.input_border};
    border-radius: {t.radius}px; padding: 5px 12px; outline: none;
}}
QToolButton {{ padding: 4px; }}
QToolButton[popupMode="1"] {{ padding-right: 18px; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {{
    background: {t.selection};
}}
QPushButton:disabled, QToolButton:disabled {{ color: {t.text_disabled}; }}
QPushButton[kind="primary"], QPushButton:default {{
    background: {t.accent}; color: {t.accent_text}; border-color: {t.accent};
}}
QPushButton[kind="primary"]:hover, QPushButton:default:hover {{
    background: {t.link}; border-color: {t.link};
}}
QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {{
    background: {t.hover}; color: {t.text_disabled}; border-color: {t.hairline};
}}
QPushButton[kind="quiet"], QToolButton[kind="quiet"], QToolBar QToolButton {{
    background: transparent; border-color: transparent;
}}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover, QToolBar QToolButton:hover {{
    background: {t.hover};
}}
QPushButton:focus, QToolButton:focus, QPushButton[kind="quiet"]:focus,
QToolButton[kind="quiet"]:focus {{
    border: 2px solid {t.focus}; padding: 4px 11px;
}}
QToolButton:focus, QToolButton[kind="quiet"]:focus {{ padding: 3px; }}
QPushButton[kind="primary"]:focus, QPushButton:default:focus {{
    border: 2px solid {t.focus_on_accent};
}}
"""


def _fields(t: Tokens) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
    background: {t.input}; color: {t.text}; border: 1px solid {t.input_border};
    border-radius: {t.radius}px; padding: 4px 8px;
    selection-background-color: {t.accent}; selection-color: {t.accent_text};
    placeholder-text-color: {t.text_faint};
}}
QPlainTextEdit, QTextEdit {{ padding: 4px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus {{
    border: 2px solid {t.focus}; padding: 3px 7px;
}}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 3px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled {{
    color: {t.text_disabled}; border-color: {t.hairline};
}}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {{
    border-color: {t.failed};
}}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox QAbstractItemView {{
    background: {t.panel}; border: 1px solid {t.input_border}; padding: 4px;
}}
"""


def _menus(t: Tokens) -> str:
    return f"""
QMenuBar {{ background: {t.window}; border-bottom: 1px solid {t.hairline}; padding: 2px 4px; }}
QMenuBar::item {{ background: transparent; padding: 4px 8px; border-radius: {t.radius}px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.selection}; color: {t.text}; }}
QMenu {{
    background: {t.panel}; color: {t.text}; border: 1px solid {t.input_border}; padding: 4px;
}}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.text_disabled}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.hairline}; margin: 4px 8px; }}
"""


def _docks(t: Tokens) -> str:
    # A separator must be wide enough to be caught by the mouse, but look like a hairline.
    fade = (
        f"stop:0 {t.panel}, stop:0.4 {t.panel}, stop:0.41 {t.hairline}, "
        f"stop:0.6 {t.hairline}, stop:0.61 {t.panel}, stop:1 {t.panel}"
    )
    return f"""
QMainWindow {{ background: {t.window}; }}
QMainWindow::separator {{ width: 5px; height: 5px; }}
QMainWindow::separator:vertical {{
    background: qlineargradient(x1:0, y1:0, x2:1, y2:0, {fade});
}}
QMainWindow::separator:horizontal {{
    background: qlineargradient(x1:0, y1:0, x2:0, y2:1, {fade});
}}
QMainWindow::separator:hover {{ background: {t.focus}; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget::title {{
    background: {t.panel}; padding: 8px 12px; border-bottom: 1px solid {t.hairline};
}}
QToolBar {{
    background: {t.window}; border: none; border-bottom: 1px solid {t.hairline};
    padding: 4px 8px; spacing: 8px;
}}
QSplitter::handle {{ background: {t.hairline}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
"""


def _tabs(t: Tokens) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {t.hairline}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {t.text_muted}; padding: 6px 12px;
    border: 1px solid transparent; border-bottom: 2px solid transparent;
}}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ border: 1px solid {t.focus}; border-bottom: 2px solid {t.focus}; }}
"""


def _tables(t: Tokens) -> str:
    return f"""
QAbstractItemView {{
    background: {t.panel}; alternate-background-color: {t.panel_alt}; border: none; outline: none;
    selection-background-color: {t.selection}; selection-color: {t.text};
    gridline-color: {t.hairline};
}}
QAbstractItemView::item {{ padding: 2px 8px; }}
QAbstractItemView::item:hover {{ background: {t.hover}; }}
QAbstractItemView::item:selected {{ background: {t.selection}; color: {t.text}; }}
QAbstractItemView::item:focus {{ border: 1px solid {t.focus}; }}
QHeaderView {{ background: {t.panel}; }}
QHeaderView::section {{
    background: {t.panel}; color: {t.text_muted}; font-size: {t.font_meta}px; padding: 4px 8px;
    border: none; border-bottom: 1px solid {t.hairline};
}}
"""


def _scrollbars(t: Tokens) -> str:
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {t.input_border}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.text_faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; }}
"""


def _checks(t: Tokens, marks: str) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; outline: none; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator,
QMenu::indicator:non-exclusive {{
    width: 14px; height: 14px; border: 1px solid {t.text_faint}; border-radius: 4px;
    background: {t.panel};
}}
QMenu::indicator:non-exclusive {{ margin-right: -2px; left: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked,
QMenu::indicator:non-exclusive:checked {{
    background: {t.accent}; border-color: {t.accent}; image: url("{marks}/check.svg");
}}
QCheckBox::indicator:indeterminate {{
    background: {t.accent}; border-color: {t.accent}; image: url("{marks}/minus.svg");
}}
QRadioButton::indicator:checked {{
    background: {t.accent}; border-color: {t.accent}; image: url("{marks}/dot.svg");
}}
QCheckBox::indicator:focus, QRadioButton::indicator:focus,
QAbstractItemView::indicator:focus {{ border: 2px solid {t.focus}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
    border-color: {t.hairline}; background: {t.hover};
}}
QComboBox::down-arrow {{ image: url("{marks}/chevron-down.svg"); width: 14px; height: 14px; }}
"""
