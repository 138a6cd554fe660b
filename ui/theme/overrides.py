"""What a configuration lays over a theme: ``colorTheme.colors`` and ``colorTheme.overrides``.

The tree of overrides has the documented branches (webchat-ui, section 5.3); each ends in colours.
What is not known, or no colour, is passed over and named. Where a ground gets another colour and
its text none, the text is made readable: nobody should have to think of both.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ui.theme.colour import MARK_CONTRAST, TEXT_CONTRAST, contrast, parse, shaded
from ui.theme.widget_tokens import MARK_ON, TEXT_ON

_Branch = Mapping[str, str]


def _ground(token: str, text: str | None = None) -> _Branch:
    return {"background": token, "color": text or f"{token}_text"}


BRANCHES: Mapping[str, _Branch] = {
    "MainContainer": {
        "background": "widget_window",
        "color": "widget_text",
        "borderColor": "widget_hairline",
    },
    "MainHeader.Container": _ground("widget_header"),
    "MainHeader.Logo": {"color": "widget_logo", "fill": "widget_logo"},
    "EntryPoint.Container": _ground("entry_point"),
    "Chat.MessageListItem.FromMe.Bubble": _ground("bubble_own"),
    "Chat.MessageListItem.FromMe.Avatar": _ground("avatar_own"),
    "Chat.MessageListItem.FromMe.Header": {"color": "bubble_own_meta"},
    "Chat.MessageListItem.FromOthers.Bubble": _ground("bubble_other"),
    "Chat.MessageListItem.FromOthers.Avatar": _ground("avatar_other"),
    "Chat.MessageListItem.FromOthers.Header": {"color": "bubble_other_meta"},
    "Chat.MessageInput.Container": _ground("widget_input_bar", "input_text"),
    "Chat.MessageInput.Button": _ground("send_button"),
    "Chat.MessageCanvasTray.Container": _ground("tray"),
    "Chat.MessageCanvasTray.Button": _ground("tray_button"),
    "Chat.WelcomeMessage": {"color": "welcome_text"},
    "Chat.MessageList.DateSeparatorLine": {"color": "date_line", "borderColor": "date_line"},
    "Chat.MessageList.DateSeparatorText": {"color": "date_text"},
    "Chat.MessageList.TypingIndicator": {"color": "typing_text"},
    "PreEngagementCanvas.Container": _ground("form"),
    "PreEngagementCanvas.Form.SubmitButton": _ground("submit_button"),
    "PreEngagementCanvas.Form.Label": {"color": "form_label"},
    "PreEngagementCanvas.Footer": {"color": "form_footer"},
    "PendingEngagementCanvas.Container": _ground("pending"),
    "PendingEngagementCanvas.CancelButton": _ground("cancel_button"),
    "InvalidPreEngagementCanvas": _ground("invalid"),
    "ErrorPage.RefreshButton": _ground("error_button"),
    "Modal": _ground("modal"),
}
"""Where in the tree a token's colour may be given, by the documented keys."""

_PARTS = frozenset(
    ".".join(path[:length])
    for path in (branch.split(".") for branch in BRANCHES)
    for length in range(1, len(path) + 1)
)
_GROUNDS = frozenset(ground for on in TEXT_ON.values() for ground in on)
_NEUTRALS = ("#222222", "#ffffff", "#000000")
_REDS = ("#c52f2f", "#ef5350")  # the documented one is read on white only
_HOVER = 0.14  # how far the ground moves away from its text
# What is of a colour because something else is, and stays so when that gets another one.
_FOLLOWS = {
    "widget_window": ("widget_header", "form", "pending", "invalid"),
    "pending": ("cancel_button",),
    "widget_text": (
        "widget_header_text",
        "form_text",
        "form_label",
        "pending_text",
        "invalid_text",
    ),
    "bubble_own_text": ("bubble_own_meta",),
    "form_text": ("form_label", "form_footer"),
    "pending_text": ("cancel_button_text",),
}
# The documented input is one surface; here the text area has a ground of its own on it.
_GOES_ALONG = {"widget_input_bar": ("input_area",)}


class Overrides:
    """What a configuration's tree gives, by token.

    Attributes:
        given: A colour, perhaps translucent, for each token that the tree names.
        problems: Sentences about what was passed over.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        """Read *tree*."""
        self.given: dict[str, str] = {}
        self.problems: list[str] = []
        for branch, key, value in _leaves(tree, ""):
            self._take(branch, key, value)

    def _take(self, branch: str, key: str, value: object) -> None:
        where = f"{branch}.{key}" if branch else key
        if key not in BRANCHES.get(branch, {}):
            known = " and ".join(BRANCHES.get(branch, ()))
            self.problems.append(
                f"colorTheme.overrides: {where} is not known and was passed over"
                f"{f'; {branch} has {known}' if known else ''}."
            )
        elif not isinstance(value, str) or parse(value) is None:
            self.problems.append(not_a_colour(f"colorTheme.overrides: {where}", value))
        else:
            self.given[BRANCHES[branch][key]] = value

    def over(self, colours: Mapping[str, str]) -> dict[str, str]:
        """Return a theme's colours with these over them."""
        result = dict(colours)
        for token, text in self.given.items():
            self._lay(token, text, result)
        return result

    def _lay(self, token: str, text: str, result: dict[str, str]) -> None:
        colour = parse(text)
        if colour is None:
            return
        ground = next(iter(TEXT_ON.get(token, ())), "widget_window")
        before = result[token]
        result[token] = colour.over(result[ground])
        for other in (*_FOLLOWS.get(token, ()), *_GOES_ALONG.get(token, ())):
            is_same = result[other] == before or other in _GOES_ALONG.get(token, ())
            if other not in self.given and is_same:
                self._lay(other, result[token], result)


def read_palette(
    given: Mapping[str, Any], known: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return what ``colorTheme.colors`` replaces, and sentences about what it cannot.

    Args:
        given: Entries of the palette, or shared ones, and their colours.
        known: The entries of the theme and their colours.
    """
    replaced: dict[str, str] = {}
    problems: list[str] = []
    for name, value in given.items():
        colour = parse(value) if isinstance(value, str) else None
        if name not in known:
            problems.append(
                f"colorTheme.colors: {name} is not an entry of the palette and was passed over; "
                "there are base1 to base11 and shared ones such as defaultButtonColor."
            )
        elif colour is None:
            problems.append(not_a_colour(f"colorTheme.colors: {name}", value))
        else:
            replaced[name] = colour.over(known[name])
    return replaced, problems


def not_a_colour(where: str, came: object) -> str:
    """Return the sentence about a value that is no colour."""
    return (
        f"{where} must be a colour, such as #1976d2, rgb(25, 118, 210) or teal, "
        f"but {str(came)[:60]!r} came."
    )


def _leaves(tree: Mapping[str, Any], at: str) -> Iterator[tuple[str, str, object]]:
    """Yield branch, key and value of all that the tree ends in, also where it is unknown."""
    for key, value in tree.items():
        path = f"{at}.{key}" if at else str(key)
        if isinstance(value, Mapping) and path in _PARTS:
            yield from _leaves(value, path)
        else:
            yield at, str(key), value


def made_readable(colours: Mapping[str, str], given: Collection[str] = ()) -> dict[str, str]:
    """Return the colours with every text readable on its grounds, and every mark made out.

    Args:
        colours: By token.
        given: Tokens that stay as they are, since somebody chose them; so do grounds.
    """
    result = dict(colours)
    for table, least in ((TEXT_ON, TEXT_CONTRAST), (MARK_ON, MARK_CONTRAST)):
        for token, on in table.items():
            if token not in given and token not in _GROUNDS:
                grounds = [result[ground] for ground in on]
                choices = (result[token], *(_REDS if token.endswith("error") else ()), *_NEUTRALS)
                result[token] = _fitting(choices, grounds, least)
        if contrast(result["hover"], result["widget_text"]) < TEXT_CONTRAST:
            result["hover"] = shaded(result["widget_window"], result["widget_text"], _HOVER)
    return result


def _fitting(choices: Sequence[str], grounds: Sequence[str], least: float) -> str:
    """Return the first colour with enough contrast on every ground, else the best there is."""

    def worst(colour: str) -> float:
        return min(contrast(colour, ground) for ground in grounds)

    return next((one for one in choices if worst(one) >= least), max(choices, key=worst))
