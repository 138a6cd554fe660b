"""Dropping files and words anywhere on the conversation.

A veil over the canvas says what a drop would do while files are dragged over it. It takes no events
itself: the canvas does, whichever of its parts the pointer is over, so nothing flickers on the way.

The window around may have uses of its own for some files, see :mod:`ui.loadable`; it asks
:func:`takes_files` whether the conversation is what a drop is meant for.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.input.attach import Attaching
from ui.chat.input.text_area import files_in
from ui.chat.labels import WrappedLabel
from ui.loadable import can_be_app, can_be_plugin
from ui.theme import WidgetTheme
from webchat.chat.media_checks import is_accepted
from webchat.side.side import Side

_VEIL = 0.96
_INSET = 12
_RADIUS = 10
_ICON = 20
_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


class FileAttachmentDropArea(QFrame):
    """The component FileAttachmentDropArea: a veil over a canvas, hidden until it is of use.

    Signals:
        text_dropped: Plain text was dropped beside the text area.
        files_dropped: Files were dropped, and are being attached.
    """

    text_dropped = Signal(str)
    files_dropped = Signal()

    def __init__(self, side: Side, sid: str, canvas: QWidget) -> None:
        """Take drops on a canvas.

        Args:
            side: Who writes.
            sid: The channel that files are attached for.
            canvas: The conversation, all of it.
        """
        super().__init__(canvas)
        self._side, self._canvas = side, canvas
        self._attaching = Attaching(side, sid)
        self.setObjectName("FileAttachmentDropArea")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = WrappedLabel("", self)
        self._title.setProperty("chat", "heading")
        self._subtitle = WrappedLabel("", self)
        self._subtitle.setProperty("chat", "muted")
        for label in (self._title, self._subtitle):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        WidgetTheme.instance().changed.connect(self._dress)
        self._retranslate()
        self._dress()
        self.hide()

    def takes(self, paths: Sequence[Path]) -> bool:
        """Whether files that are dropped on the canvas are meant for the conversation."""
        if not paths or not self._attaching.is_possible:
            return False
        rules = self._side.store.state.config.file_attachment
        if any(can_be_plugin(path) or can_be_app(path) for path in paths):  # which goes before
            return all(is_accepted(path.name, rules) for path in paths)
        return True

    def eventFilter(self, _canvas: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Take what is dragged over the canvas, and stay as large as it."""
        if event.type() in _DRAGS and isinstance(event, QDropEvent):
            return self._take(event)
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the veil and a dashed frame."""
        tokens = WidgetTheme.instance().tokens
        painter = QPainter(self)
        veil = QColor(tokens.widget_window)
        veil.setAlphaF(_VEIL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)  # only the lower corners are round, as those of the panel are
        above = QRectF(self.rect()).adjusted(0, -2 * _RADIUS, 0, 0)
        painter.drawRoundedRect(above, tokens.radius_card - 1, tokens.radius_card - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.focus), 2, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)

    def _take(self, event: QDropEvent) -> bool:
        """Handle a drag or a drop; return whether it was for the conversation."""
        paths, text = files_in(event.mimeData()), event.mimeData().text()
        is_for_files = self.takes(paths)
        if not is_for_files and (paths or not text or not self._attaching.may_write):
            self.hide()
            event.ignore()
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        is_over = event.type() == QEvent.Type.Drop
        self._show(is_shown=is_for_files and not is_over)
        if is_over and is_for_files:
            self._attaching.attach(paths, origin="FileAttachmentDropArea")
            self.files_dropped.emit()
        elif is_over:
            self.text_dropped.emit(text)
        return True

    def _show(self, *, is_shown: bool) -> None:
        if is_shown and self.isHidden():
            self.setGeometry(self._canvas.rect())
            self.raise_()
        self.setVisible(is_shown)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * _INSET] * 4)
        column.setSpacing(4)
        parts = QVBoxLayout()
        parts.setSpacing(8)
        column.addStretch()
        column.addLayout(parts)
        column.addStretch()
        self._slot = Slot(
            self,
            self._side,
            "FileAttachmentDropArea",
            parts,
            (
                BuiltIn("FileAttachmentDropArea.Icon", self._icon),
                BuiltIn("FileAttachmentDropArea.Title", self._title),
                BuiltIn("FileAttachmentDropArea.Subtitle", self._subtitle),
            ),
        )

    def _retranslate(self) -> None:
        title = self._side.strings.render("FileAttachmentDropAreaTitle")
        subtitle = self._side.strings.render("FileAttachmentDropAreaSubtitle")
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self.setAccessibleName(f"{title}. {subtitle}")

    def _dress(self) -> None:
        icon = WidgetTheme.instance().icon("paperclip", _ICON, "widget_text")
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))


def takes_files(window: QWidget, point: QPoint, paths: Sequence[Path]) -> bool:
    """Whether files that are dropped at a point of a window are meant for a conversation there.

    Args:
        window: Any widget that is around it.
        point: In its coordinates.
        paths: What is being dropped.
    """
    widget: QWidget | None = window.childAt(point)
    while widget is not None and widget is not window:
        for area in widget.findChildren(
            FileAttachmentDropArea, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            return area.takes(paths)
        widget = widget.parentWidget()
    return False


def withdraw(window: QWidget) -> None:
    """Hide the veils in a window that has taken a drag for itself."""
    for area in window.findChildren(FileAttachmentDropArea):
        area.hide()
