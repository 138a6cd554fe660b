"""The widget's style sheet: its shapes and the colours that a palette cannot say.

The rules ask for a dynamic property, ``chat="launcher"``, and so are weaker than any rule that
names a component (``#EntryPoint``): whoever restyles the widget by its documented names wins, from
the application's sheet as from that of any window around it. In a program that has applied the
:class:`~ui.theme.Theme` they are part of its one sheet; in any other Qt window the widget carries
the whole look itself.
"""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from ui.chat.style_buttons import buttons
from ui.theme import DARK, Theme, WidgetTheme, WidgetTokens
from ui.theme.colour import text_on
from ui.theme.palette import palette
from ui.theme.qss import scoped, stylesheet

SCOPES = ("RootContainer", "DeskConversation")
"""The classes of widgets that wear this look, whatever the window around them wears."""


def dress(root: QWidget) -> None:
    """Give *root* and all that is in it the look of the present tokens."""
    theme, look = Theme.instance(), WidgetTheme.instance()
    look.extend(controls, sheet)
    tokens = look.tokens
    colours = palette(tokens)
    for role, colour in (
        (QPalette.ColorRole.Window, tokens.widget_window),
        (QPalette.ColorRole.WindowText, tokens.widget_text),
        (QPalette.ColorRole.PlaceholderText, tokens.widget_text_muted),
    ):
        colours.setColor(QPalette.ColorGroup.Active, role, colour)
        colours.setColor(QPalette.ColorGroup.Inactive, role, colour)
    root.setPalette(colours)
    if not theme.is_applied:
        font = root.font()
        font.setPixelSize(tokens.font_body)
        root.setFont(font)
        whole = stylesheet(tokens, is_dark=look.is_dark)
        root.setStyleSheet(f"{whole}\n{sheet(tokens)}")


def controls(t: WidgetTokens) -> str:
    """Return rules for what Qt and plugins put into the widget, where the window's do not fit.

    A dark widget in a light window needs its own scroll bars, menus and check marks.
    """
    look = WidgetTheme.instance()
    menus = f"""
QMenu {{ background: {t.modal}; color: {t.modal_text}; }}
QMenu::item:selected {{ background: {t.hover}; color: {t.widget_text}; }}
"""
    whole = "" if look.is_like_window else stylesheet(t, is_dark=look.is_dark)
    return "\n".join(scoped(whole + menus, scope) for scope in SCOPES)


def sheet(t: WidgetTokens) -> str:
    """Return the rules of every component."""
    parts = (_texts, buttons, _surfaces, _grounds, _fields, _chips, _cards, _viewer, _notices)
    return "\n".join(part(t) for part in parts)


def _texts(t: WidgetTokens) -> str:
    looks = {
        "muted": t.widget_text_muted,
        "meta": t.widget_text_muted,
        "error": t.error,
        "input-error": t.input_error,
        "form-error": t.form_error,
        "on-button": t.entry_point_text,
        "notice": t.notice_text,
        "welcome": t.welcome_text,
        "typing": t.typing_text,
        "input-meta": t.input_muted,
        "tray-heading": t.tray_text,
        "tray-text": t.tray_text,
        "form-text": t.form_text,
        "form-muted": t.form_footer,
        "form-label": t.form_label,
        "form-footer": t.form_footer,
        "pending-text": t.pending_text,
        "invalid-text": t.invalid_text,
    }
    colours = "\n".join(
        f'QLabel[chat="{look}"] {{ color: {colour}; }}' for look, colour in looks.items()
    )
    return f"""
QLabel[chat] {{ color: {t.widget_text}; background: transparent; }}
{colours}
QLabel[chat="title"] {{ color: {t.widget_header_text}; font-weight: 600; }}
QLabel[chat="heading"], QLabel[chat="tray-heading"] {{
    font-size: {t.font_title}px; font-weight: 600;
}}
QLabel[chat="card-title"] {{ font-weight: 600; }}
QLabel[chat="meta"], QLabel[chat$="error"], QLabel[chat="typing"], QLabel[chat="input-meta"],
QLabel[chat="form-footer"] {{ font-size: {t.font_meta}px; }}
QLabel[chat="on-button"] {{ font-weight: 600; }}
QLabel[chat="notice"] {{ font-size: 12px; }}
QLabel[chat="badge"] {{
    background: {t.error}; color: {text_on(t.error)}; border: 2px solid {t.stage};
    border-radius: 11px; font-size: {t.font_meta}px; font-weight: 700; padding: 0 4px;
}}
"""


def _surfaces(t: WidgetTokens) -> str:
    inner = t.radius_card - 1
    return f"""
QFrame[chat="panel"] {{
    background: {t.widget_window}; border: 1px solid {t.widget_hairline};
    border-radius: {t.radius_card}px;
}}
QFrame[chat="header"] {{
    background: {t.widget_header}; border: none; border-bottom: 1px solid {t.widget_hairline};
    border-top-left-radius: {inner}px; border-top-right-radius: {inner}px;
}}
QFrame[chat="bar"], QFrame[chat="tray"] {{
    background: {t.widget_input_bar}; border: none;
    border-bottom-left-radius: {inner}px; border-bottom-right-radius: {inner}px;
}}
QFrame[chat="tray"] {{ background: {t.tray}; }}
MessageList {{ background: {t.widget_window}; }}
QScrollArea[chat="form"], QScrollArea[chat="form"] > QWidget > QWidget,
QScrollArea[chat="form-page"], QScrollArea[chat="form-page"] > QWidget > QWidget {{
    background: transparent; border: none;
}}
"""


def _grounds(t: WidgetTokens) -> str:
    """Return the grounds of whole canvases, where they are not the panel's."""
    inner = t.radius_card - 1
    grounds = {
        'QScrollArea[chat="form-page"]': t.form,
        'QWidget[chat="pending"]': t.pending,
        'QWidget[chat="invalid"]': t.invalid,
    }
    return "\n".join(
        f"{selector} {{ background: {ground}; border-bottom-left-radius: {inner}px; "
        f"border-bottom-right-radius: {inner}px; }}"
        for selector, ground in grounds.items()
        if ground != t.widget_window
    )


def _fields(t: WidgetTokens) -> str:
    return f"""
QLineEdit[chat="field"], QPlainTextEdit[chat="field"], QComboBox[chat="field"] {{
    background: {t.widget_input}; color: {t.widget_input_text};
    border: 1px solid {t.widget_border}; border-radius: {t.radius}px; padding: 6px 8px;
    placeholder-text-color: {t.widget_input_muted};
}}
QPlainTextEdit[chat="field"] {{ padding: 3px 6px; }}
QLineEdit[chat="field"]:focus, QPlainTextEdit[chat="field"]:focus,
QComboBox[chat="field"]:focus {{ border: 2px solid {t.focus}; padding: 5px 7px; }}
QPlainTextEdit[chat="field"]:focus {{ padding: 2px 5px; }}
QLineEdit[chat="field"]:read-only, QPlainTextEdit[chat="field"]:read-only {{
    border-style: dashed;
}}
QLineEdit[chat="field"][invalid="true"], QPlainTextEdit[chat="field"][invalid="true"],
QComboBox[chat="field"][invalid="true"] {{ border-color: {t.form_error}; }}
QRadioButton[chat], QCheckBox[chat] {{ color: {t.form_label}; background: transparent; }}
QPlainTextEdit[chat="input"] {{
    background: {t.input_area}; color: {t.input_text}; border: 2px solid {t.input_area};
    border-radius: {t.radius}px; padding: 0; placeholder-text-color: {t.input_muted};
}}
QPlainTextEdit[chat="input"]:focus {{ border-color: {t.focus}; padding: 0; }}
QPlainTextEdit[chat="input"][areaStyle="Bubble"] {{ border-radius: 18px; }}
QPlainTextEdit[chat="input"][areaStyle="Boxed"] {{
    border: 2px solid {t.widget_border}; border-radius: 0;
}}
QPlainTextEdit[chat="input"][areaStyle="Line"] {{
    background: transparent; border-color: transparent; border-radius: 0;
    border-bottom-color: {t.input_muted}; color: {t.input_text};
}}
QPlainTextEdit[chat="input"][areaStyle="Boxed"]:focus {{ border-color: {t.focus}; }}
QPlainTextEdit[chat="input"][areaStyle="Line"]:focus {{ border-bottom-color: {t.focus}; }}
QPlainTextEdit[chat="input"]:disabled {{ color: {t.text_disabled}; }}
"""


def _chips(t: WidgetTokens) -> str:
    return f"""
QFrame[chat="chip"] {{
    background: {t.input_area}; border: 1px solid {t.widget_hairline};
    border-radius: {t.radius}px;
}}
QFrame[chat="chip"]:focus {{ border-color: {t.focus}; }}
QLabel[chat="chip-name"] {{ color: {t.input_text}; font-weight: 600; }}
"""


def _cards(t: WidgetTokens) -> str:
    inner = t.radius_card - 1
    return f"""
QLabel[chat="card-trouble"] {{ color: {t.error}; font-weight: 600; }}
QFrame[chat="sheet"] {{
    background: {t.form}; border: none; border-top: 1px solid {t.widget_hairline};
    border-bottom-left-radius: {inner}px; border-bottom-right-radius: {inner}px;
}}
QProgressBar[chat="card"] {{
    background: {t.widget_hairline}; border: none; border-radius: 2px;
    min-height: 4px; max-height: 4px;
}}
QProgressBar[chat="card"]::chunk {{ background: {t.button}; border-radius: 2px; }}
"""


def _viewer(t: WidgetTokens) -> str:
    """Return the rules of the picture viewer, which is dark beside any look."""
    return f"""
QDialog[chat="viewer"] {{ background: {DARK.window}; }}
QLabel[chat="viewer"] {{ color: {DARK.text}; background: transparent; }}
QPushButton[chat="viewer"] {{
    background: transparent; border: 2px solid transparent; border-radius: {t.radius}px;
    padding: 0;
}}
QPushButton[chat="viewer"]:hover {{ background: {DARK.hover}; }}
QPushButton[chat="viewer"]:pressed {{ background: {DARK.selection}; }}
QPushButton[chat="viewer"]:focus {{ border-color: {DARK.focus}; padding: 0; }}
"""


def _notices(t: WidgetTokens) -> str:
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
QPushButton[chat="notice"]:focus {{ border: 2px solid {t.notice_focus}; padding: 2px 9px; }}
"""
    frame += f"""
QFrame[chat="banner"] {{ border: none; border-bottom: 1px solid {t.widget_hairline}; }}
QLabel[chat="notice-count"] {{
    background: {t.notice_information}; color: {t.notice_text}; font-size: {t.font_meta}px;
    border: 1px solid {t.widget_hairline}; border-radius: {t.radius}px; padding: 1px 8px;
}}
"""
    return frame + "\n".join(
        f'QFrame[chat="{part}"][kind="{kind}"] {{ background: {colour}; }}'
        for kind, colour in kinds.items()
        for part in ("notice-item", "banner")
    )
