"""A small mark over the top of the list while older messages are being read.

It shows only when that takes a moment: what is there at once needs no word. It lies over the
messages, so that nothing moves when it comes or goes.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import WidgetTheme
from webchat.side.strings import Strings

_PATIENCE_MS = 150
_HEIGHT = 24
_PADDING = 12
_TOP = 8


class LoadingMark(QWidget):
    """A pill with a few words."""

    def __init__(self, strings: Strings, view: QWidget) -> None:
        """Lie over the top of *view*, hidden for now."""
        super().__init__(view)
        self._view, self._strings = view, strings
        self._text = ""
        self.setObjectName("MessageList.Loading")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        WidgetTheme.instance().changed.connect(self.update)
        view.installEventFilter(self)
        self.hide()

    def begin(self) -> None:
        """Show up in a moment."""
        self._say(self._strings.render("OlderMessagesLoading"))
        self._patience.start()

    def set_count(self, count: int) -> None:
        """Say how many messages were read so far."""
        self._say(self._strings.render("OlderMessagesLoaded", count=count))

    def end(self) -> None:
        """Go away."""
        self._patience.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the pill."""
        tokens = WidgetTheme.instance().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.widget_hairline), 1))
        painter.setBrush(QColor(tokens.widget_window))
        edge = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(QColor(tokens.widget_text_muted))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the words."""
        width = QFontMetrics(self._font()).horizontalAdvance(self._text)
        return QSize(width + 2 * _PADDING, _HEIGHT)

    def _say(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._place()
        self.update()

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(WidgetTheme.instance().tokens.font_meta)
        return font

    def _place(self) -> None:
        size = self.sizeHint()
        self.resize(size)
        self.move((self._view.width() - size.width()) // 2, _TOP)
