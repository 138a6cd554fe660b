"""Buttons of the widget: what all of them have, whatever they do.

Shapes and colours come from :mod:`ui.chat.style`; an icon takes its tint from a token and follows
the look.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QTransform
from PySide6.QtWidgets import QPushButton, QWidget

from ui.chat.labels import tooltip_of
from ui.enter import PressedByEnter
from ui.theme import WidgetTheme

_POINTING = frozenset({"send-horizontal"})
"""Icons that point to where lines end."""


class ChatButton(PressedByEnter, QPushButton):
    """A button with a word on it."""

    def __init__(
        self, name: str, look: str, parent: QWidget | None = None, *, fill: str = "button"
    ) -> None:
        """Make a button.

        Args:
            name: Its object name.
            look: ``primary``, ``outline`` or ``notice``.
            parent: The widget it stands in.
            fill: The token of a primary button's ground.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("chat", look)
        self.setProperty("fill", fill)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def set_label(self, text: str) -> None:
        """Set what is read on it and what is read out."""
        self.setText(text.replace("&", "&&"))  # a lone & would be taken for a shortcut
        self.setAccessibleName(text)


class IconButton(PressedByEnter, QPushButton):
    """A button with a picture on it; its name is a tooltip and is read out."""

    def __init__(  # noqa: PLR0917  a button is its name, its picture and its look
        self,
        name: str,
        icon: str,
        look: str,
        tint: str,
        side: int,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button.

        Args:
            name: Its object name.
            icon: An icon in ``assets/icons``.
            look: ``icon`` or ``send``.
            tint: The token that gives the icon's colour.
            side: Its edge, in logical pixels.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._icon, self._tint = icon, tint
        self.setObjectName(name)
        self.setProperty("chat", look)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(16, 16))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        WidgetTheme.instance().changed.connect(self._tinted)
        self._tinted()

    def set_label(self, text: str) -> None:
        """Set what it is called."""
        self.setToolTip(tooltip_of(text))
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Let an arrow point the other way in a mirrored widget."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._icon in _POINTING:
            self._tinted()

    def _tinted(self) -> None:
        icon = WidgetTheme.instance().icon(self._icon, 16, self._tint)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        turns = is_mirrored and self._icon in _POINTING
        self.setIcon(_turned(icon, self) if turns else icon)


def _turned(icon: QIcon, widget: QWidget) -> QIcon:
    """Return an icon as in a mirror."""
    turned, mirror = QIcon(), QTransform().scale(-1, 1)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        picture = icon.pixmap(QSize(16, 16), widget.devicePixelRatioF(), mode)
        turned.addPixmap(picture.transformed(mirror), mode)
    return turned
