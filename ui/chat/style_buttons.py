"""The rules of the widget's buttons: each of them has shapes for all that can happen to it.

A filled button names in its property ``fill`` the token of its ground; what is written on it is
``NAME_text``. Under the pointer it moves away from the colour of its text.
"""

from ui.theme import WidgetTokens
from ui.theme.colour import shaded

_FILLS = ("submit_button", "tray_button", "error_button")
_HOVERED, _PRESSED = 0.12, 0.24


def buttons(t: WidgetTokens) -> str:
    """Return the rules."""
    filled = [
        _filled(t, f'QPushButton[chat="primary"][fill="{fill}"]', fill, border=True)
        for fill in _FILLS
        if _differs(t, fill)
    ]
    parts = (
        _filled(t, 'QPushButton[chat="launcher"]', "entry_point"),
        _filled(t, 'QPushButton[chat="send"]', "send_button"),
        _filled(t, 'QPushButton[chat="primary"]', "button", border=True),
        *filled,
        _shapes(t),
        _outline(t),
        _small(),
    )
    return "\n".join(parts)


def _differs(t: WidgetTokens, fill: str) -> bool:
    return (getattr(t, fill), getattr(t, f"{fill}_text")) != (t.button, t.button_text)


def _filled(t: WidgetTokens, selector: str, fill: str, *, border: bool = False) -> str:
    ground, text = getattr(t, fill), getattr(t, f"{fill}_text")
    states = {"": ground, ":hover": shaded(ground, text, _HOVERED)}
    states[":pressed"] = shaded(ground, text, _PRESSED)
    return "\n".join(
        f"{selector}{state} {{ background: {colour}; color: {text}; "
        + (f"border: 1px solid {colour}; }}" if border else "border: none; }")
        for state, colour in states.items()
    )


def _shapes(t: WidgetTokens) -> str:
    return f"""
QPushButton[chat="launcher"] {{ border-radius: 22px; padding: 0; }}
QPushButton[chat="launcher"]:focus {{ border: 2px solid {t.entry_point_text}; padding: 0; }}
QPushButton[chat="primary"] {{
    border-radius: {t.radius}px; padding: 8px 16px; font-weight: 600;
}}
QPushButton[chat="primary"]:disabled, QPushButton[chat="send"]:disabled {{
    background: {t.widget_hairline}; border-color: {t.widget_hairline};
    color: {t.text_disabled};
}}
QPushButton[chat="primary"]:focus {{
    border: 2px solid {t.widget_text}; padding: 7px 15px;
}}
QPushButton[chat="icon"] {{
    background: transparent; border: 2px solid transparent; border-radius: {t.radius}px;
    padding: 0;
}}
QPushButton[chat="icon"]:hover {{ background: {t.hover}; }}
{_on_header(t)}
QPushButton[chat="icon"]:focus {{ border-color: {t.focus}; padding: 0; }}
QPushButton[chat="send"] {{ border-radius: 18px; padding: 0; }}
QPushButton[chat="send"]:focus {{ border: 2px solid {t.input_muted}; padding: 0; }}
"""


def _on_header(t: WidgetTokens) -> str:
    """Return rules for a header that has another ground than the panel."""
    if t.widget_header == t.widget_window:
        return ""
    hovered = shaded(t.widget_header, t.widget_header_muted, _HOVERED)
    return f"""
QFrame[chat="header"] QPushButton[chat="icon"]:hover {{ background: {hovered}; }}
QFrame[chat="header"] QPushButton[chat="icon"]:focus {{ border-color: {t.widget_header_text}; }}
"""


def _outline(t: WidgetTokens) -> str:
    return f"""
QPushButton[chat="outline"] {{
    background: {t.cancel_button}; color: {t.cancel_button_text};
    border: 1px solid {t.widget_border}; border-radius: {t.radius}px; padding: 7px 16px;
}}
QPushButton[chat="outline"]:hover {{
    background: {shaded(t.cancel_button, t.cancel_button_text, _HOVERED)};
}}
QPushButton[chat="outline"]:focus {{ border: 2px solid {t.focus}; padding: 6px 15px; }}
QPushButton[chat="outline"]:disabled {{
    background: transparent; border-color: {t.widget_hairline}; color: {t.text_disabled};
}}
"""


def _small() -> str:
    """Return the rules of buttons within a message; a busy one has room for a spinner."""
    return """
QPushButton[chat][density="small"] { padding: 5px 13px; }
QPushButton[chat][density="small"]:focus { padding: 4px 12px; }
QPushButton[chat][density="small"][busy="true"] { padding: 5px 7px 5px 19px; }
"""
