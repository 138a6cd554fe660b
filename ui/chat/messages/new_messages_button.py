"""A small button over the end of the list: there are messages below that nobody has seen."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme import WidgetTheme

_HEIGHT = 30
_PADDING = 12
_ICON = 16
_GAP = 4
_HOVER = 112


class NewMessagesButton(QAbstractButton):
    """Goes to the newest messages when it is pressed.

    The keyboard does the same with End, so it is no stop of its own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("MessageList.NewMessages")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        WidgetTheme.instance().changed.connect(self.update)
        self.hide()

    def set_label(self, text: str) -> None:
        """Set what is read on it and what is read out."""
        self.setText(text)
        self.setAccessibleName(text)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the size of icon and text."""
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text + _ICON + _GAP + 2 * _PADDING, _HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Light up."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw a pill with an arrow down and the text."""
        theme = WidgetTheme.instance()
        fill = QColor(theme.tokens.button)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens.widget_window), 2))  # apart from a bubble below it
        painter.setBrush(fill.darker(_HOVER) if self.underMouse() else fill)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _HEIGHT / 2, _HEIGHT / 2)
        place = QRect(_PADDING, (self.height() - _ICON) // 2, _ICON, _ICON)
        theme.icon("arrow-down", _ICON, "button_text").paint(painter, place)
        painter.setPen(QColor(theme.tokens.button_text))
        left = place.right() + 1 + _GAP
        text = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(
            text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text()
        )
