"""Which way the widget is written, and how it writes times: as its language does.

A person who tests a layout may choose the direction by hand, whatever the language is.
"""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.models.locales import locale_of
from webchat.side.language import Direction
from webchat.side.strings import Strings

_DIRECTIONS: dict[Direction, Qt.LayoutDirection] = {
    "ltr": Qt.LayoutDirection.LeftToRight,
    "rtl": Qt.LayoutDirection.RightToLeft,
}


class Writing(QObject):
    """Gives a widget and all that is in it the direction and the locale of its language."""

    def __init__(self, root: QWidget, strings: Strings) -> None:
        """Follow the language of *strings* from now on.

        Args:
            root: The widget; owns this.
            strings: Whose language it speaks.
        """
        super().__init__(root)
        self._strings = strings
        self._chosen: Direction | None = None
        until_destroyed(self, strings.subscribe(self._write))
        self._write()

    @property
    def chosen(self) -> Direction | None:
        """The direction that the person chose, or None for the language's."""
        return self._chosen

    def choose(self, direction: Direction | None) -> None:
        """Write in a direction whatever the language is, or with None as the language does."""
        self._chosen = direction
        self._write()

    def _write(self) -> None:
        root = self.parent()
        if not isinstance(root, QWidget):
            return
        language = self._strings.language
        if self._chosen is None and language.direction == "ltr":
            root.unsetLayoutDirection()  # as the window around it
        else:
            root.setLayoutDirection(_DIRECTIONS[self._chosen or language.direction])
        if language.locale:
            root.setLocale(locale_of(language))
        else:
            root.unsetLocale()
