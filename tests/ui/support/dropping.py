"""Dragging and dropping, as Qt tells a widget or a window of it."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

_WITH = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
_COPY = Qt.DropAction.CopyAction


def files(*paths):
    """Return what is on the way when files are dragged."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def words(text):
    data = QMimeData()
    data.setText(text)
    return data


def drag(target, data, at=QPoint(50, 50)):  # noqa: B008  nobody changes it
    """Come in and move a little; return whether it was taken.

    Where coming in was refused nothing moves: Qt would send that to whoever took the drag before,
    which may be gone by now.
    """
    entering = QDragEnterEvent(at, _COPY, data, *_WITH)
    QApplication.sendEvent(target, entering)
    if not entering.isAccepted():
        return False
    moving = QDragMoveEvent(at, _COPY, data, *_WITH)
    QApplication.sendEvent(target, moving)
    return moving.isAccepted()


def leave(target):
    QApplication.sendEvent(target, QDragLeaveEvent())


def drop(target, data, at=QPoint(50, 50)):  # noqa: B008
    """Drop; return whether it was taken."""
    event = QDropEvent(QPointF(at), _COPY, data, *_WITH)
    QApplication.sendEvent(target, event)
    return event.isAccepted()
