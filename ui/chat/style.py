"""The widget's style sheet: its shapes and the colours that a palette cannot say.

The rules ask for a dynamic property, ``chat="launcher"``, and so are weaker than any rule that
names a component (``#EntryPoint``): whoever restyles the widget by its documented names wins, from
the application's sheet as from that of any window around it. In a program that has applied the
:class:`~ui.theme.Theme` they are part of its one sheet; in any other Qt window the widget carries
the whole look itself.
"""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from ui.theme import Theme, Tokens
from ui.theme.palette import palette
from ui.theme.qss import stylesheet


def dress(root: QWidget) -> None:
    """Give *root* and all that is in it the look of the present tokens."""
    theme = Theme.instance()
    theme.extend(sheet)
    colours = palette(theme.tokens)
    colours.setColor(QPalette.ColorRole.Window, theme.tokens.widget_window)
    colours.setColor(QPalette.ColorRole.PlaceholderText, theme.tokens.widget_text_muted)
    root.setPalette(colours)
    if not theme.is_applied:
        font = root.font()
        font.setPixelSize(theme.tokens.font_body)
        root.setFont(font)
        whole = stylesheet(theme.tokens, is_dark=theme.is_dark)
        root.setStyleSheet(f"{whole}\n{sheet(theme.tokens)}")


def sheet(t: Tokens) -> str:
    """Return the rules of every component."""
    return "\n".join(part(t) for part in (_texts, _buttons, _surfaces, _fields, _chips, _notices))


def _texts(t: Tokens) -> str:
    return f"""
QLabel[chat] {{ color: {t.widget_text}; background: transparent; }}
QLabel[chat="title"] {{ color: {t.widget_header_text}; font-weight: 600; }}
QLabel[chat="heading"] {{ font-size: {t.font_title}px; font-weight: 600; }}
QLabel[chat="muted"] {{ color: {t.widget_text_muted}; }}
QLabel[chat="meta"] {{ color: {t.widget_text_muted}; font-size: {t.font_meta}px; }}
QLabel[chat="error"] {{ color: {t.error}; font-size: {t.font_meta}px; }}
QLabel[chat="on-button"] {{ color: {t.button_text}; font-weight: 600; }}
QLabel[chat="notice"] {{ color: {t.notice_text}; font-size: 12px; }}
QLabel[chat="badge"] {{
    background: {t.error}; color: {t.widget_window}; border: 2px solid {t.stage};
    border-radius: 11px; font-size: {t.font_meta}px; font-weight: 700; padding: 0 4px;
}}
"""


def _buttons(t: Tokens) -> str:
    hover, pressed = (QColor(t.button).darker(by).name() for by in (112, 125))
    return f"""
QPushButton[chat="launcher"] {{
    background: {t.button}; border: none; border-radius: 22px; padding: 0;
}}
QPushButton[chat="launcher"]:hover, QPushButton[chat="primary"]:hover,
QPushButton[chat="send"]:hover {{ background: {hover}; }}
QPushButton[chat="launcher"]:pressed, QPushButton[chat="primary"]:pressed,
QPushButton[chat="send"]:pressed {{ background: {pressed}; }}
QPushButton[chat="launcher"]:focus {{ border: 2px solid {t.button_text}; padding: 0; }}
QPushButton[chat="primary"] {{
    background: {t.button}; color: {t.button_text}; border: 1px solid {t.button};
    border-radius: {t.radius}px; padding: 8px 16px; font-weight: 600;
}}
QPushButton[chat="primary"]:disabled, QPushButton[chat="send"]:disabled {{
    background: {t.widget_hairline}; border-color: {t.widget_hairline};
    color: {t.text_disabled};
}}
QPushButton[chat="primary"]:focus {{
    border: 2px solid {t.widget_text}; padding: 7px 15px;
}}
QPushButton[chat="outline"] {{
    background: transparent; color: {t.widget_text}; border: 1px solid {t.input_border};
    border-radius: {t.radius}px; padding: 7px 16px;
}}
QPushButton[chat="outline"]:hover {{ background: {t.hover}; }}
QPushButton[chat="outline"]:focus {{ border: 2px solid {t.focus}; padding: 6px 15px; }}
QPushButton[chat="icon"] {{
    background: transparent; border: 2px solid transparent; border-radius: {t.radius}px;
    padding: 0;
}}
QPushButton[chat="icon"]:hover {{ background: {t.hover}; }}
QPushButton[chat="icon"]:focus {{ border-color: {t.focus}; padding: 0; }}
QPushButton[chat="send"] {{
    background: {t.button}; border: none; border-radius: 18px; padding: 0;
}}
QPushButton[chat="send"]:focus {{ border: 2px solid {t.widget_text}; padding: 0; }}
"""


def _surfaces(t: Tokens) -> str:
    return f"""
QFrame[chat="panel"] {{
    background: {t.widget_window}; border: 1px solid {t.widget_hairline};
    border-radius: {t.radius_card}px;
}}
QFrame[chat="header"] {{
    background: transparent; border: none; border-bottom: 1px solid {t.widget_hairline};
}}
QFrame[chat="bar"] {{
    background: {t.widget_input_bar}; border: none;
    border-bottom-left-radius: {t.radius_card - 1}px;
    border-bottom-right-radius: {t.radius_card - 1}px;
}}
QScrollArea[chat="form"], QScrollArea[chat="form"] > QWidget > QWidget {{
    background: transparent; border: none;
}}
"""


def _fields(t: Tokens) -> str:
    return f"""
QLineEdit[chat="field"], QPlainTextEdit[chat="field"], QComboBox[chat="field"] {{
    background: {t.widget_input}; color: {t.widget_text}; border: 1px solid {t.input_border};
    border-radius: {t.radius}px; padding: 6px 8px;
}}
QPlainTextEdit[chat="field"] {{ padding: 3px 6px; }}
QLineEdit[chat="field"]:focus, QPlainTextEdit[chat="field"]:focus,
QComboBox[chat="field"]:focus {{ border: 2px solid {t.focus}; padding: 5px 7px; }}
QPlainTextEdit[chat="field"]:focus {{ padding: 2px 5px; }}
QLineEdit[chat="field"]:read-only, QPlainTextEdit[chat="field"]:read-only {{
    background: {t.widget_input_bar};
}}
QLineEdit[chat="field"][invalid="true"], QPlainTextEdit[chat="field"][invalid="true"],
QComboBox[chat="field"][invalid="true"] {{ border-color: {t.error}; }}
QRadioButton[chat], QCheckBox[chat] {{ color: {t.widget_text}; background: transparent; }}
QPlainTextEdit[chat="input"] {{
    background: {t.widget_input}; color: {t.widget_text}; border: 2px solid {t.widget_input};
    border-radius: {t.radius}px; padding: 0;
}}
QPlainTextEdit[chat="input"]:focus {{ border-color: {t.focus}; padding: 0; }}
QPlainTextEdit[chat="input"]:disabled {{ color: {t.text_disabled}; }}
"""


def _chips(t: Tokens) -> str:
    return f"""
QFrame[chat="chip"] {{
    background: {t.widget_input}; border: 1px solid {t.input_border};
    border-radius: {t.radius}px;
}}
QFrame[chat="chip"]:focus {{ border-color: {t.focus}; }}
QLabel[chat="chip-name"] {{ font-weight: 600; }}
"""


def _notices(t: Tokens) -> str:
    kinds = {
        "information": t.notice_information,
        "success": t.notice_success,
        "warning": t.notice_warning,
        "error": t.notice_error,
    }
    frame = f"""
QFrame[chat="notice-item"] {{
    border: 1px solid {t.widget_hairline}; border-radius: {t.radius}px;
}}
QPushButton[chat="notice"] {{
    background: transparent; color: {t.notice_text}; border: 1px solid {t.notice_text};
    border-radius: {t.radius_bubble}px; padding: 3px 10px; font-size: 12px; font-weight: 600;
}}
QPushButton[chat="notice"]:focus {{ border: 2px solid {t.focus}; padding: 2px 9px; }}
"""
    return frame + "\n".join(
        f'QFrame[chat="notice-item"][kind="{kind}"] {{ background: {colour}; }}'
        for kind, colour in kinds.items()
    )
