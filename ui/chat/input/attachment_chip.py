"""A file that waits to be sent: what it is, and a way to take it away again."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.chat.controls import IconButton
from ui.chat.labels import tooltip_of
from ui.chat.media.attachment_names import (
    described,
    elided_name,
    icon_of,
    is_picture,
    shown_name,
    size_text,
)
from ui.chat.media.thumbnails import BOX, Thumbnails, key_of
from ui.theme import WidgetTheme
from webchat.model import Attachment
from webchat.side.side import Side

HEIGHT = 40
"""Of a chip, in logical pixels."""

NARROWEST, WIDEST = 120, 200
_PICTURE = 32
_RADIUS = 4.0
_REMOVING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class AttachmentChip(QFrame):
    """One attached file; Delete takes it away while it has the focus.

    Signals:
        removed: The person takes this file, an Attachment, away.
    """

    removed = Signal(object)

    def __init__(self, side: Side, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self.attachment = side, attachment
        self.setObjectName("MessageInput.Attachment")
        self.setProperty("chat", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name = _Line("chip-name", self)
        self._size = _Line("input-meta", self)
        self._remove = IconButton(
            "MessageInput.Attachment.RemoveButton", "x", "icon", "input_muted", 24, self
        )
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete does it for the keyboard
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        self.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the whole name, within measure."""
        width = super().sizeHint().width()
        return QSize(min(max(width, NARROWEST), WIDEST), HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never widen the row."""
        return QSize(NARROWEST, HEIGHT)

    def retranslate(self) -> None:
        """Say everything in the words that hold now."""
        strings = self._side.strings
        name = shown_name(self.attachment)
        self._name.setText(name)
        self._size.setText(size_text(self.attachment.size, strings))
        self._remove.set_label(strings.render("AttachedFileRemove", fileName=name))
        self.setAccessibleName(described(self.attachment, strings))
        self.setAccessibleDescription(strings.render("AttachedFileHint"))
        self.setToolTip(tooltip_of(described(self.attachment, strings)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the file away on Delete."""
        if event.key() in _REMOVING and not event.isAutoRepeat():
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._size)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)  # beside a border of one pixel
        row.setSpacing(4)
        row.addWidget(_Picture(self._side, self.attachment, self))
        row.addSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self._remove)

    def _on_remove(self) -> None:
        self.removed.emit(self.attachment)


class _Line(QLabel):
    """A line, in its own direction of writing; a name that is too long keeps its extension."""

    def __init__(self, look: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("chat", look)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        room = self.contentsRect()
        line = elided_name(self.text(), QFontMetricsF(self.font()), room.width())
        aside = Qt.AlignmentFlag.AlignLeft
        if self.isRightToLeft():
            aside = Qt.AlignmentFlag.AlignRight
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = aside | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, line)


class _Picture(QWidget):
    """What the file looks like: the middle of a picture, or the icon of its kind."""

    def __init__(self, side: Side, attachment: Attachment, parent: QWidget) -> None:
        super().__init__(parent)
        self._attachment = attachment
        self._thumbnails = Thumbnails.for_side(side)
        self.setFixedSize(_PICTURE, _PICTURE)
        self._thumbnails.ready.connect(self._on_ready)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        one, box = self._attachment, QRectF(self.rect())
        pixmap = self._thumbnails.pixmap(one, BOX) if is_picture(one) else None
        if pixmap is None:
            name = "image-off" if self._thumbnails.is_broken(one) else icon_of(one)
            WidgetTheme.instance().icon(name, 20, "input_text").paint(painter, self.rect())
            return
        scale = max(box.width() / pixmap.width(), box.height() / pixmap.height())
        middle = QPointF(pixmap.width(), pixmap.height()) * scale / 2
        corner = box.center() - middle
        brush = QBrush(pixmap)
        brush.setTransform(QTransform(scale, 0, 0, scale, corner.x(), corner.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)

    def _on_ready(self, key: object) -> None:
        if key == key_of(self._attachment):
            self.update()
