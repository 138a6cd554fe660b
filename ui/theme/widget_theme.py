"""The widget's look in use: the theme that was chosen or configured, or the window's lightness.

There is one :class:`WidgetTheme` per program, as there is one :class:`~ui.theme.theme.Theme` for
the window around the widget. Parts of the widget ask this one for tokens and icons, and renew
themselves on its :attr:`~WidgetTheme.changed`.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Literal, TypeAlias, get_args

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon

from ui.theme.colour import is_light
from ui.theme.overrides import Overrides, made_readable, read_palette
from ui.theme.theme import Theme
from ui.theme.tokens import Tokens
from ui.theme.widget_themes import (
    DARK_THEME,
    FALLBACK,
    LIGHT_THEME,
    THEME_NAMES,
    ThemeName,
    theme_file,
)
from ui.theme.widget_tokens import WidgetTokens, on_shell, plain
from webchat.config import ColorTheme

Choice: TypeAlias = Literal[
    "system", "MediumTheme", "DarkTheme", "BlueMediumTheme", "BlueDarkTheme", "configuration"
]
CHOICES: tuple[Choice, ...] = get_args(Choice)
WidgetSheetPart: TypeAlias = Callable[[WidgetTokens], str]
_log = logging.getLogger(__name__)


class WidgetTheme(QObject):
    """The widget's look in use.

    Signals:
        changed: The tokens are others now; icons and painted widgets renew themselves.
    """

    changed = Signal()

    _instance: ClassVar["WidgetTheme | None"] = None

    def __init__(self, theme: Theme) -> None:
        """Follow *theme*, the window's look."""
        super().__init__()
        self._theme = theme
        self._config = ColorTheme()
        self._overrides = Overrides({})
        self._palette: dict[str, str] = {}
        self._choice: Choice | None = None
        self._preview: Choice | None = None
        self._tokens: WidgetTokens | None = None
        self._made_for: Tokens | None = None
        self._parts: dict[WidgetSheetPart, Callable[[Tokens], str]] = {}
        theme.changed.connect(self.changed)

    @classmethod
    def instance(cls) -> "WidgetTheme":
        """Return the program's; the first call needs a QApplication."""
        if cls._instance is None:
            cls._instance = WidgetTheme(Theme.instance())
        return cls._instance

    @property
    def tokens(self) -> WidgetTokens:
        """The colours and measures that hold now."""
        if self._tokens is None or self._made_for is not self._theme.tokens:
            self._made_for = self._theme.tokens
            self._tokens = self._make(self.choice)
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """Whether the widget is dark, whatever the window is."""
        return not is_light(self.tokens.widget_window)

    @property
    def is_like_window(self) -> bool:
        """Whether widget and window are both light or both dark."""
        return self.is_dark == self._theme.is_dark

    @property
    def is_configured(self) -> bool:
        """Whether the configuration says anything of the widget's colours."""
        return self._config != ColorTheme()

    @property
    def choice(self) -> Choice:
        """What is worn now: a preview, else what holds."""
        return self._preview or self.settled

    @property
    def settled(self) -> Choice:
        """What holds: what was chosen, else the configuration, else the system."""
        wanted = self._choice
        if wanted is None or (wanted == "configuration" and not self.is_configured):
            return "configuration" if self.is_configured else "system"
        return wanted

    @property
    def chosen(self) -> Choice | None:
        """What the person chose, or None while they have not."""
        return self._choice

    def choose(self, choice: Choice | None) -> None:
        """Wear a theme, and end a preview.

        Args:
            choice: A theme's name, ``system`` for the window's lightness, ``configuration``, or
                None for what holds if nobody chooses.

        Raises:
            ValueError: There is no such choice.
        """
        _check(choice)
        self._choice, self._preview = choice, None
        self._renew()

    def preview(self, choice: Choice | None) -> None:
        """Wear a theme for now; None goes back to what was chosen.

        Raises:
            ValueError: There is no such choice.
        """
        _check(choice)
        self._preview = choice
        self._renew()

    def configure(self, config: ColorTheme) -> tuple[str, ...]:
        """Take over what a configuration says of the widget's colours.

        Returns:
            Sentences about what in it could not be used.
        """
        self._config = config
        self._overrides = Overrides(config.overrides)
        problems = list(self._overrides.problems)
        if config.base_name is not None and config.base_name not in THEME_NAMES:
            problems.insert(
                0,
                f"colorTheme: there is no theme {config.base_name!r}, so {FALLBACK} is used; "
                f"there are {', '.join(THEME_NAMES)}.",
            )
        found = theme_file(self._base())
        known = {} if found is None else {**found.shared, **found.palette}
        self._palette, unfit = read_palette(config.colors, known)
        problems += unfit
        for problem in problems:
            _log.warning("%s", problem)
        self._renew()
        return tuple(problems)

    def icon(self, name: str, size: int = 16, role: str = "widget_text") -> QIcon:
        """Return an icon in the colour of a token of the widget.

        The icon does not follow a later change of the look: ask again on :attr:`changed`.

        Args:
            name: A file in ``assets/icons`` without its suffix.
            size: Its edge in logical pixels.
            role: The name of a colour in :class:`~ui.theme.widget_tokens.WidgetTokens`.

        Raises:
            FileNotFoundError: There is no such icon.
            AttributeError: There is no such token.
        """
        tokens = self.tokens
        return self._theme.icon_in(name, size, getattr(tokens, role), tokens.text_disabled)

    def extend(self, *parts: WidgetSheetPart) -> None:
        """Add rules made of the widget's tokens to the application's style sheet.

        Args:
            parts: Make the rules, again for each look; adding one again is harmless.
        """
        for part in parts:
            if part not in self._parts:
                self._parts[part] = self._bound(part)
        self._theme.extend(*(self._parts[part] for part in parts))

    def _bound(self, part: WidgetSheetPart) -> Callable[[Tokens], str]:
        def rules(_tokens: Tokens) -> str:
            return part(self.tokens)

        return rules

    def _renew(self) -> None:
        before = self._tokens
        self._tokens = None
        if before is None or self.tokens != before:
            self._theme.dress()
            self.changed.emit()

    def _make(self, choice: Choice) -> WidgetTokens:
        shell = self._theme.tokens
        if choice == "configuration":
            return self._configured(shell)
        name = self._following() if choice == "system" else choice
        found = theme_file(name)
        if found is None:
            return plain(shell)
        return on_shell(found.colours(), shell, is_light=found.light)

    def _configured(self, shell: Tokens) -> WidgetTokens:
        found = theme_file(self._base())
        if found is None:
            return plain(shell)
        colours = self._overrides.over(found.colours(self._palette, light=self._config.light))
        colours = made_readable(colours, self._overrides.given)
        look = on_shell(colours, shell, is_light=is_light(colours["widget_window"]))
        avatars = {"avatar_other", "avatar_other_text"} & set(self._overrides.given)
        return replace(look, has_avatar_colours=bool(avatars))

    def _base(self) -> ThemeName:
        if self._config.base_name is None:
            return self._following()
        return next((one for one in THEME_NAMES if one == self._config.base_name), FALLBACK)

    def _following(self) -> ThemeName:
        return DARK_THEME if self._theme.is_dark else LIGHT_THEME


def _check(choice: Choice | None) -> None:
    if choice is not None and choice not in CHOICES:
        raise ValueError(f"A choice is one of {', '.join(CHOICES)}, not {choice!r}.")
