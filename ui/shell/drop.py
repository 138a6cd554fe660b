"""Dropping plugins and function apps anywhere on the window.

Drops are taken at the window, before the widget under the pointer gets them: the chat's text area
would write the file's address into the message otherwise. Only what the conversation takes, and is
dropped on it, is left to it.
"""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.chat.input.file_attachment_drop_area import takes_files, withdraw
from ui.chat.input.text_area import files_in
from ui.loadable import can_be_app, can_be_plugin
from ui.theme import Theme

_VEIL = 0.9
_INSET = 12


class Dropped(NamedTuple):
    """What is being dropped.

    Attributes:
        plugins: Files and folders that can be plugins.
        apps: Folders, zips and files that can be function apps.
        others: Names of what is neither.
    """

    plugins: tuple[Path, ...]
    apps: tuple[Path, ...]
    others: tuple[str, ...]

    @property
    def is_welcome(self) -> bool:
        """Whether there is anything to load."""
        return bool(self.plugins or self.apps)

    @property
    def sentence(self) -> str:
        """What a drop would do."""
        if not self.is_welcome:
            return refusal(self.others)
        plugins = ", ".join(path.name for path in self.plugins)
        apps = ", ".join(_app_name(path) for path in self.apps)
        kind = "function apps" if len(self.apps) > 1 else "function app"
        what = (plugins, f"the {kind} {apps}" if apps else "")
        return f"Drop to load {' and '.join(filter(None, what))}"


def sorted_out(mime: QMimeData) -> Dropped:
    """Return which of the files in *mime* can be plugins, and which function apps."""
    paths = files_in(mime)
    plugins = tuple(path for path in paths if can_be_plugin(path))
    apps = tuple(path for path in paths if can_be_app(path))
    others = tuple(path.name for path in paths if path not in plugins + apps)
    return Dropped(plugins, apps, others)


def refusal(names: tuple[str, ...]) -> str:
    """Return a sentence about what was dropped and cannot be loaded."""
    verb = "is no plugin" if len(names) == 1 else "are no plugins"
    return (
        f"{', '.join(names)} {verb}: a plugin is a .py file, or a folder with __init__.py. A "
        "function app is a folder with a function such as action.py or index.js, or its .zip."
    )


def _app_name(path: Path) -> str:
    """Return how an app is called that is dropped, by its folder if a file of it is."""
    from webchat.functions.apps.reading import place_of  # noqa: PLC0415  with the first drop

    return place_of(path).name


class DropTarget(QObject):
    """Takes the files dropped on a window.

    Signals:
        dropped: Paths of plugins, a tuple.
        apps_dropped: Paths of function apps, a tuple.
        refused: A sentence about what could not be taken.
    """

    dropped = Signal(object)
    apps_dropped = Signal(object)
    refused = Signal(object)

    def __init__(self, window: QWidget) -> None:
        """Take drops on *window*, which must pass its own drag and drop events on to here."""
        super().__init__(window)
        self._window = window
        self._hint = DropHint(window)
        self._watched: QObject | None = None
        window.setAcceptDrops(True)

    def watch(self) -> None:
        """See the drops before the widgets of the window do, once it has been created."""
        handle: QObject | None = self._window.windowHandle()
        if handle is not None and handle is not self._watched:
            handle.installEventFilter(self)
            self._watched = handle

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Take what concerns files, and leave the rest to the widgets."""
        return self.take(event)

    def take(self, event: QEvent) -> bool:
        """Handle an event of dragging or dropping; return whether it was about files."""
        if event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
            return False
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent, QDropEvent)):
            return False
        files = sorted_out(event.mimeData())
        if not files.is_welcome and not files.others:
            return False
        if takes_files(self._window, event.position().toPoint(), files_in(event.mimeData())):
            self._hint.hide()
            return False
        withdraw(self._window)  # which is not told any more that the pointer has gone
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._end(files)
        elif not self._hint.isVisible():
            self._hint.show_for(files)
        return True

    def _end(self, files: Dropped) -> None:
        self._hint.hide()
        if files.plugins:
            self.dropped.emit(files.plugins)
        if files.apps:
            self.apps_dropped.emit(files.apps)
        if files.others:
            self.refused.emit(refusal(files.others))


class DropHint(QWidget):
    """A veil over the window that says what a drop would do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("DropHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = ""
        self._is_welcome = True
        self.hide()

    def show_for(self, files: Dropped) -> None:
        """Cover the window and say what dropping these files would do."""
        self._text = files.sentence
        self._is_welcome = files.is_welcome
        self.setAccessibleName(self._text)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the veil, a frame and the sentence."""
        tokens = Theme.instance().tokens
        painter = QPainter(self)
        veil = QColor(tokens.panel)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(tokens.accent if self._is_welcome else tokens.cancelled)
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
        frame = self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(frame, tokens.radius_card, tokens.radius_card)
        font = self.font()
        font.setPixelSize(tokens.font_title)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = frame.adjusted(32, 32, -32, -32)
        label = painter.boundingRect(room, flags, self._text)
        painter.setPen(QPen(QColor(tokens.hairline), 1))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(label.adjusted(-20, -12, 20, 12), 10, 10)
        painter.setPen(QColor(tokens.text))
        painter.drawText(room, flags, self._text)
        painter.end()
