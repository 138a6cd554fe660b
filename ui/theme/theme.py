"""The window's look in use: which tokens hold now, and telling the widgets when that changes.

There is one :class:`Theme` per program. It follows the system's light or dark scheme unless
the person chose one, and puts palette and style sheet on the application.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import ClassVar, Literal, TypeAlias, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ui.theme.icons import pixel_ratios, tinted_icon
from ui.theme.palette import palette
from ui.theme.qss import stylesheet
from ui.theme.tokens import SHELL_DARK, SHELL_LIGHT, Tokens

Scheme: TypeAlias = Literal["system", "light", "dark"]
SheetPart: TypeAlias = Callable[[Tokens], str]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


class Theme(QObject):
    """The look in use of all but the chat widget.

    Signals:
        changed: The tokens are others now; icons and painted widgets renew themselves.
    """

    changed = Signal()

    _instance: ClassVar["Theme | None"] = None

    def __init__(self) -> None:
        super().__init__()
        self._scheme: Scheme = "system"
        self._icons: dict[tuple[object, ...], QIcon] = {}
        self._parts: list[SheetPart] = []
        self._applied_to: QApplication | None = None
        self._is_put_off = False
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        self._tokens = self._wanted()

    @classmethod
    def instance(cls) -> "Theme":
        """Return the program's theme; the first call needs a QApplication."""
        if cls._instance is None:
            cls._instance = Theme()
        return cls._instance

    @property
    def tokens(self) -> Tokens:
        """The colours and measures that hold now."""
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """Whether the dark look is in use."""
        return self._tokens is SHELL_DARK

    @property
    def is_applied(self) -> bool:
        """Whether the application wears it; else a widget has to bring its own look along."""
        return self._applied_to is not None

    @property
    def scheme(self) -> Scheme:
        """What the person chose."""
        return self._scheme

    def set_scheme(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark whatever it says.

        Raises:
            ValueError: It is none of the three.
        """
        if scheme not in SCHEMES:
            raise ValueError(f"A scheme is one of {', '.join(SCHEMES)}, not {scheme!r}.")
        self._scheme = scheme
        self._refresh()

    def apply(self, app: QApplication) -> None:
        """Put style, font, palette and style sheet on *app*, now and after each change."""
        self._applied_to = app
        app.setStyle("Fusion")
        font = QFont(app.font())
        font.setPixelSize(self._tokens.font_body)
        app.setFont(font)
        self.dress()

    def extend(self, *parts: SheetPart) -> None:
        """Add rules to the application's style sheet; adding the same part again is harmless.

        Several at once cost one new sheet instead of several.

        Args:
            parts: Make the rules from the tokens, again for each look.
        """
        fresh = [part for part in parts if part not in self._parts]
        if fresh:
            self._parts += fresh
            self.dress()

    def icon(self, name: str, size: int = 16, role: str = "text") -> QIcon:
        """Return an icon in the colour of a token.

        The icon does not follow a later change of the look: ask again on :attr:`changed`.

        Args:
            name: A file in ``assets/icons`` without its suffix.
            size: Its edge in logical pixels: 16 or 20.
            role: The name of a colour in :class:`~ui.theme.tokens.Tokens`.

        Raises:
            FileNotFoundError: There is no such icon.
            AttributeError: There is no such token.
        """
        return self.icon_in(name, size, getattr(self._tokens, role), self._tokens.text_disabled)

    def icon_in(self, name: str, size: int, colour: str, disabled: str) -> QIcon:
        """Return an icon in a colour, and in another when its control is disabled.

        Args:
            name: A file in ``assets/icons`` without its suffix.
            size: Its edge in logical pixels.
            colour: ``#rrggbb``.
            disabled: ``#rrggbb``.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        key = (name, size, colour, disabled, pixel_ratios())
        if key not in self._icons:
            self._icons[key] = tinted_icon(name, size, colour, disabled)
        return self._icons[key]

    def _wanted(self) -> Tokens:
        if self._scheme != "system":
            return SHELL_DARK if self._scheme == "dark" else SHELL_LIGHT
        system = QGuiApplication.styleHints().colorScheme()
        return SHELL_DARK if system == Qt.ColorScheme.Dark else SHELL_LIGHT

    def _on_system_changed(self, _scheme: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self._tokens:
            self._tokens = wanted
            self.dress()
            self.changed.emit()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Dress the application once, not for each part that brings its rules.

        Best before there are widgets: each of them is dressed anew.
        """
        self._is_put_off = True
        try:
            yield
        finally:
            self._is_put_off = False
            self.dress()

    def dress(self) -> None:
        """Put palette and style sheet on the application anew, if it wears them."""
        if self._applied_to is not None and not self._is_put_off:
            self._applied_to.setPalette(palette(self._tokens))
            whole = [stylesheet(self._tokens, is_dark=self.is_dark)]
            whole += [part(self._tokens) for part in self._parts]
            self._applied_to.setStyleSheet("\n".join(whole))
