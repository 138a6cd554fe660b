"""The colours of the chat widget, and which of them is read on which.

They come from a theme of the widget (:mod:`ui.theme.widget_themes`), not from the look of the
window around it: a dark chat may stand in a light window. What such a theme does not speak of, such
as measures, links and the ground of a menu, is that of the window's look of the same lightness.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT, Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetTokens(Tokens):
    """One look of the widget; each colour ``#rrggbb``, and where ``NAME_text`` is read on NAME.

    Attributes:
        widget_window: Ground of the panel.
        widget_text: Text on it.
        widget_hairline: Around and between what the panel holds.
        widget_border: Around a field of the form.
        widget_header: Ground of the header.
        widget_logo: The built-in logo.
        entry_point: The launcher.
        bubble_own: The own bubble; meta is name and time.
        avatar_own: The circle beside an own message.
        welcome_text: The welcome above all messages.
        date_line: The line between two days; ``date_text`` is the day.
        typing_text: Who is typing.
        widget_input: Ground of a field of the form.
        widget_input_bar: Around the text area; ``input_muted`` is read on both.
        input_area: Ground of the text area; ``input_text`` is what is typed.
        tray: What takes the place of the input when the chat has ended.
        form: Ground of the form; ``form_label`` and ``form_footer`` are texts on it.
        pending: Ground while a chat is being started.
        invalid: Ground of what is shown for a form that cannot be used.
        modal: What opens over the widget: its menus.
        button: Any other button that is filled.
        error: Text that says what is wrong.
        notice_information: Grounds of notices; all carry ``notice_text``.
        notice_mark_information: The marks on them.
        has_avatar_colours: Whether avatars have the colours that are given here, because somebody
            chose them; else each author has one of their own.
    """

    widget_window: str
    widget_text: str
    widget_text_muted: str
    widget_hairline: str
    widget_border: str
    widget_header: str
    widget_header_text: str
    widget_header_muted: str
    widget_logo: str
    entry_point: str
    entry_point_text: str
    bubble_own: str
    bubble_own_text: str
    bubble_own_meta: str
    bubble_other: str
    bubble_other_text: str
    bubble_other_meta: str
    avatar_own: str
    avatar_own_text: str
    avatar_other: str
    avatar_other_text: str
    welcome_text: str
    date_line: str
    date_text: str
    typing_text: str
    widget_input: str
    widget_input_text: str
    widget_input_muted: str
    widget_input_bar: str
    input_area: str
    input_text: str
    input_muted: str
    input_error: str
    send_button: str
    send_button_text: str
    tray: str
    tray_text: str
    tray_button: str
    tray_button_text: str
    form: str
    form_text: str
    form_label: str
    form_footer: str
    form_error: str
    submit_button: str
    submit_button_text: str
    pending: str
    pending_text: str
    cancel_button: str
    cancel_button_text: str
    invalid: str
    invalid_text: str
    error_button: str
    error_button_text: str
    modal: str
    modal_text: str
    button: str
    button_text: str
    error: str
    notice_information: str
    notice_success: str
    notice_warning: str
    notice_error: str
    notice_text: str
    notice_focus: str
    notice_mark_information: str
    notice_mark_success: str
    notice_mark_warning: str
    notice_mark_error: str
    has_avatar_colours: bool = False


SHARED_WITH_SHELL = ("hover", "focus", "link", "text_disabled")
"""Tokens of the window's look that a theme of the widget gives a colour of its own."""

COLOURS: tuple[str, ...] = tuple(
    one.name
    for one in fields(WidgetTokens)
    if one.type in {str, "str"}
    and (one.name not in {shell.name for shell in fields(Tokens)} or one.name in SHARED_WITH_SHELL)
)
"""What a theme of the widget has to give."""

TEXT_ON: Mapping[str, tuple[str, ...]] = {
    "widget_text": ("widget_window",),
    "widget_text_muted": ("widget_window",),
    "widget_header_text": ("widget_header",),
    "widget_header_muted": ("widget_header",),
    "entry_point_text": ("entry_point",),
    "bubble_own_text": ("bubble_own",),
    "bubble_own_meta": ("bubble_own",),
    "bubble_other_text": ("bubble_other",),
    "bubble_other_meta": ("bubble_other",),
    "avatar_own_text": ("avatar_own",),
    "avatar_other_text": ("avatar_other",),
    "welcome_text": ("widget_window",),
    "date_text": ("widget_window",),
    "typing_text": ("widget_window",),
    "widget_input_text": ("widget_input",),
    "widget_input_muted": ("widget_input",),
    "input_text": ("input_area", "widget_input_bar"),
    "input_muted": ("widget_input_bar", "input_area"),
    "send_button_text": ("send_button",),
    "tray_text": ("tray",),
    "tray_button_text": ("tray_button",),
    "form_text": ("form",),
    "form_label": ("form",),
    "form_footer": ("form",),
    "submit_button_text": ("submit_button",),
    "pending_text": ("pending",),
    "cancel_button_text": ("cancel_button",),
    "invalid_text": ("invalid",),
    "error_button_text": ("error_button",),
    "modal_text": ("modal",),
    "button_text": ("button",),
    "error": ("widget_window",),
    "input_error": ("widget_input_bar",),
    "form_error": ("form",),
    "notice_text": ("notice_information", "notice_success", "notice_warning", "notice_error"),
    "link": ("widget_window",),
}
"""Each text, and every ground that it is read on."""

MARK_ON: Mapping[str, tuple[str, ...]] = {
    "focus": (
        "widget_window",
        "widget_header",
        "widget_input",
        "widget_input_bar",
        "input_area",
        "bubble_other",
        "form",
        "pending",
        "tray",
        "hover",
    ),
    "notice_focus": ("notice_information", "notice_success", "notice_warning", "notice_error"),
    "widget_logo": ("widget_header",),
    "widget_border": ("form", "widget_input"),
    "button": ("widget_window",),
    "submit_button": ("form",),
    "tray_button": ("tray",),
    "send_button": ("widget_input_bar",),
    "error_button": ("widget_window",),
    "notice_mark_information": ("notice_information",),
    "notice_mark_success": ("notice_success",),
    "notice_mark_warning": ("notice_warning",),
    "notice_mark_error": ("notice_error",),
}
"""Each mark that has to be made out, focus rings among them, and its grounds."""

_PLAIN: Mapping[str, str] = {
    "widget_text_muted": "text_muted",
    "widget_header_muted": "text_muted",
    "widget_hairline": "hairline",
    "widget_border": "text_faint",
    "widget_logo": "accent",
    "bubble_other": "hover",
    "bubble_other_meta": "text_muted",
    "avatar_other": "hover",
    "date_line": "hairline",
    "date_text": "text_muted",
    "typing_text": "text_muted",
    "welcome_text": "text_muted",
    "widget_input_bar": "panel_alt",
    "tray": "panel_alt",
    "form_footer": "text_muted",
    "input_muted": "text_muted",
    "widget_input_muted": "text_muted",
    **dict.fromkeys(("error", "input_error", "form_error"), "failed"),
    **dict.fromkeys(
        ("bubble_own", "avatar_own", "entry_point", "send_button", "tray_button"), "accent"
    ),
    **dict.fromkeys(("submit_button", "error_button", "button"), "accent"),
    **dict.fromkeys(("bubble_own_text", "bubble_own_meta", "avatar_own_text"), "accent_text"),
    **dict.fromkeys(("entry_point_text", "send_button_text", "tray_button_text"), "accent_text"),
    **dict.fromkeys(("submit_button_text", "error_button_text", "button_text"), "accent_text"),
    "notice_focus": "focus",
    "notice_mark_information": "running",
    "notice_mark_success": "completed",
    "notice_mark_warning": "cancelled",
    "notice_mark_error": "failed",
}


def plain(shell: Tokens) -> WidgetTokens:
    """Return the widget's look made of the window's alone: what holds without any theme."""
    own = [name for name in COLOURS if name not in SHARED_WITH_SHELL]
    colours = {
        name: _PLAIN.get(name, "text" if name.endswith(("text", "label")) else "panel")
        for name in own
    }
    return WidgetTokens(
        **_values(shell), **{name: getattr(shell, source) for name, source in colours.items()}
    )


def on_shell(colours: Mapping[str, str], shell: Tokens, *, is_light: bool) -> WidgetTokens:
    """Return the look that a theme's colours make in a window.

    Args:
        colours: A colour for each of :data:`COLOURS`.
        shell: The window's look: the ground around the widget, and the shadow on it.
        is_light: Whether the widget is; what it shows of the window's own is of that lightness.
    """
    like = SHELL_LIGHT if is_light else SHELL_DARK
    around = {name: getattr(shell, name) for name in ("stage", "page", "page_line", "shadow")}
    changes: dict[str, Any] = {**around, **colours}
    return replace(plain(like), **changes)


def _values(tokens: Tokens) -> dict[str, Any]:
    return {one.name: getattr(tokens, one.name) for one in fields(Tokens)}
