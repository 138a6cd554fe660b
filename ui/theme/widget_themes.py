"""The themes of the widget, read from ``assets/themes``: palettes, and what gets which colour.

The four names are the documented ones (webchat-ui, section 5.3). Their colours are the documented
ones, too, except where a text could not be read at 4.5 to 1 or a mark be made out at 3 to 1: there
the file says beside the token what was documented and why it is another one.

A file that is wrong is named in the log and set aside; without it the widget wears the colours of
the window around it.
"""

import functools
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from ui.resources import asset
from ui.theme.colour import parse
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT
from ui.theme.widget_tokens import COLOURS, WidgetTokens, on_shell, plain
from webchat import plain_json

ThemeName: TypeAlias = Literal["MediumTheme", "DarkTheme", "BlueMediumTheme", "BlueDarkTheme"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
FALLBACK: ThemeName = "MediumTheme"  # documented for a name that is not known
LIGHT_THEME: ThemeName = "BlueMediumTheme"
DARK_THEME: ThemeName = "BlueDarkTheme"
_PALETTE = tuple(f"base{number}" for number in range(1, 12))
_log = logging.getLogger(__name__)


def _opaque(text: str) -> None:
    colour = parse(text)
    if colour is None or colour.alpha < 1:
        raise ValueError(f"{text!r} is no opaque colour, such as #1976d2")


@dataclass(frozen=True)
class Change:
    """A token whose documented colour could not be read.

    Attributes:
        value: Its colour instead.
        documented: The entry that is documented for it.
        because: Why that one does not do, with the contrast that it has.
    """

    value: str
    documented: str
    because: str

    def __post_init__(self) -> None:
        """Check the colour."""
        _opaque(self.value)


@dataclass(frozen=True)
class WidgetThemeFile:
    """One theme.

    Attributes:
        name: Its documented name.
        title: What the menu calls it.
        palette_name: The documented name of its palette.
        light: Whether text on its grounds is dark.
        palette: ``base1`` to ``base11``.
        shared: The colours that all themes have under the same names.
        tokens: For each of :data:`~ui.theme.widget_tokens.COLOURS` an entry of the palette or of
            the shared ones, ``text`` (the dark or the light one, as ``light`` says), a token above
            it, a colour, or a :class:`Change`.
    """

    name: str
    title: str
    palette_name: str
    light: bool
    palette: dict[str, str]
    shared: dict[str, str]
    tokens: dict[str, str | Change]

    def __post_init__(self) -> None:
        """Check that it is whole and that each colour is one."""
        for what, given, wanted in (
            ("palette", self.palette, _PALETTE),
            ("tokens", self.tokens, COLOURS),
        ):
            missing, unknown = set(wanted) - set(given), set(given) - set(wanted)
            if missing or unknown:
                names = ", ".join(sorted(missing or unknown))
                raise ValueError(f"{what}: {'missing' if missing else 'unknown'} {names}")
        for colour in (*self.palette.values(), *self.shared.values()):
            _opaque(colour)
        self.colours()

    def colours(
        self, replaced: Mapping[str, str] | None = None, *, light: bool | None = None
    ) -> dict[str, str]:
        """Return the colour of each token.

        Args:
            replaced: Colours in the place of entries of the palette or of the shared ones.
            light: Whether text is dark; None is as the theme says.

        Raises:
            ValueError: A token's source is not known.
        """
        entries = {**self.shared, **self.palette, **(replaced or {})}
        is_light = self.light if light is None else light
        entries["text"] = entries["darkTextColor" if is_light else "lightTextColor"]
        result: dict[str, str] = {}
        for token, source in self.tokens.items():
            # A replaced entry is what the person wants, also where the shipped one was corrected.
            corrected = isinstance(source, Change) and source.documented not in (replaced or {})
            if isinstance(source, Change):
                result[token] = source.value if corrected else entries[source.documented]
            else:
                result[token] = _found(token, source, {**entries, **result})
        return result


def _found(token: str, source: str, known: Mapping[str, str]) -> str:
    if source in known:
        return known[source]
    colour = parse(source)
    if colour is None:
        raise ValueError(f"tokens: {token} comes from {source!r}, which is not known above it")
    return colour.solid


@functools.cache
def theme_file(name: str) -> WidgetThemeFile | None:
    """Return a shipped theme; None, and a line in the log, if its file is wrong.

    Raises:
        ValueError: There is no theme of that name.
    """
    if name not in THEME_NAMES:
        raise ValueError(f"A theme is one of {', '.join(THEME_NAMES)}, not {name!r}.")
    try:
        path = asset(f"themes/{name}.json")
        return plain_json.parse(WidgetThemeFile, path.read_bytes(), closed=True)
    except (OSError, ValueError) as error:
        _log.error("The theme %s cannot be used and is set aside: %s", name, error)
        return None


def title_of(name: ThemeName) -> str:
    """Return what a menu calls a theme."""
    found = theme_file(name)
    return name if found is None else found.title


def default_tokens(*, is_dark: bool) -> WidgetTokens:
    """Return the look of the widget that follows a light or a dark window."""
    shell = SHELL_DARK if is_dark else SHELL_LIGHT
    found = theme_file(DARK_THEME if is_dark else LIGHT_THEME)
    if found is None:
        return plain(shell)
    return on_shell(found.colours(), shell, is_light=found.light)


LIGHT = default_tokens(is_dark=False)
DARK = default_tokens(is_dark=True)
