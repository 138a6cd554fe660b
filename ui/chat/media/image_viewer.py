"""Looking at the pictures of a conversation, one after the other, in a window of their own.

The viewer asks for each picture (:attr:`ImageViewer.wanted`) and is given a file to read it from;
it reads it in a thread, no larger than a screen has use for, while a ring turns.
"""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.bridge import owned_tasks
from ui.chat.announcer import announce
from ui.chat.labels import ElidedLabel
from ui.chat.media.attachment_names import shown_name
from ui.chat.media.attachment_picture import PictureError, prepare, read_extent, read_picture
from ui.chat.media.image_canvas import STEP, ImageCanvas
from ui.chat.media.image_viewer_button import ViewerButton
from ui.chat.spinner import Spinner
from webchat.model import Attachment
from webchat.side.side import Side
from webchat.state import MessageState
from webchat.tasks import in_thread

MOST = QSize(4096, 4096)
"""The most pixels that are read of a picture; larger ones are made smaller on the way."""

_SPINNER = 80
_SHARE = 0.9  # of the window around
_SMALLEST = QSize(480, 400)
_PLUS = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal})


class Picture(NamedTuple):
    """A picture of the conversation."""

    message: MessageState
    media: Attachment


class ImageViewer(QDialog):
    """One picture, and a way to the others.

    Plus and minus magnify, 0 fits, 1 is the picture's own size, the arrows go to the picture before
    and after, Escape closes.

    Signals:
        wanted: The content of a Picture is to be fetched, for :meth:`show_content`.
        save_requested: A Picture is to be saved.
    """

    wanted = Signal(object)
    save_requested = Signal(object)

    def __init__(
        self, side: Side, pictures: tuple[Picture, ...], current: Picture, parent: QWidget
    ) -> None:
        """Make the viewer; it asks for *current* when told to, see :attr:`wanted`.

        Args:
            side: Whose words it speaks.
            pictures: Of the conversation, in order.
            current: The one to begin with.
            parent: What it stands over.
        """
        super().__init__(parent)
        prepare()
        self._side, self._pictures, self._at = side, pictures, pictures.index(current)
        self._image: QImage | None = None
        self.tasks = owned_tasks(self)
        self.setObjectName("ImageViewer")
        self.setProperty("chat", "viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas = ImageCanvas(self)
        self._canvas.setObjectName("ImageViewer.Canvas")
        self._spinner = Spinner(_SPINNER, self)
        self._spinner.setObjectName("ImageViewer.Spinner")
        self._words = self._label(ElidedLabel("", self), "ImageViewer.Text")
        self._place = self._label(QLabel(self), "ImageViewer.Place")
        self._scale = self._label(QLabel(self), "ImageViewer.Scale")
        self._make_buttons()
        self._lay_out()
        self.resize((parent.window().size() * _SHARE).expandedTo(_SMALLEST))
        self._canvas.zoomed.connect(self._on_zoomed)
        self._canvas.setFocus()
        self._begin()

    @property
    def current(self) -> Picture:
        """The picture that is shown or on its way."""
        return self._pictures[self._at]

    def show_content(self, picture: Picture, path: Path) -> None:
        """Show a picture from the file that holds its content, if it still is the current one."""
        if picture == self.current:
            self.tasks.spawn(self._read(picture, path), name="read a picture")

    def say(self, text: str) -> None:
        """Tell something about the picture, and read it out."""
        self._words.setText(text)
        announce(self, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Magnify, go on, copy, save; what is none of these closes or is left."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self._save()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
            self._go(1 if key == forward else -1)
        elif key in _PLUS or key == Qt.Key.Key_Minus:
            self._canvas.zoom(1 / STEP if key == Qt.Key.Key_Minus else STEP)
        elif key == Qt.Key.Key_0:
            self._canvas.fit()
        elif key == Qt.Key.Key_1:
            self._canvas.set_scale(1.0)
        else:
            super().keyPressEvent(event)

    # What is shown

    def _begin(self) -> None:
        """Show that the current picture is on its way."""
        strings = self._side.strings
        name = shown_name(self.current.media)
        self._image = None
        self._canvas.show_image(None)
        self._spinner.show()
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self._canvas.setAccessibleName(name)
        self._words.setText(strings.render("MediaLoading", fileName=name))
        self._place.setText(f"{self._at + 1} / {len(self._pictures)}")
        self._place.setVisible(len(self._pictures) > 1)
        for button, is_possible in (
            (self._previous, self._at > 0),
            (self._next, self._at + 1 < len(self._pictures)),
        ):
            button.setVisible(len(self._pictures) > 1)
            button.setEnabled(is_possible)
        self._copying.setEnabled(False)

    async def _read(self, picture: Picture, path: Path) -> None:
        kind = picture.media.content_type
        try:
            extent = await in_thread(read_extent, path, kind)
            image = await in_thread(read_picture, path, kind, MOST)
        except (PictureError, OSError):
            if picture == self.current:
                self._spinner.hide()
                self.say(self._side.strings.render("MediaMessageDamaged"))
            return
        if picture == self.current:
            self._image = image
            self._spinner.hide()
            self._canvas.show_image(image, extent)
            self._words.setText(shown_name(picture.media))
            self._copying.setEnabled(True)

    def _on_zoomed(self) -> None:
        percent = round(self._canvas.scale * 100)
        self._scale.setText(self._side.strings.render("MediaMessagePercent", percent=percent))

    # What the person does

    def _go(self, by: int) -> None:
        at = self._at + by
        if 0 <= at < len(self._pictures):
            self._at = at
            self._begin()
            self.wanted.emit(self.current)

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _zoom_in(self) -> None:
        self._canvas.zoom(STEP)

    def _zoom_out(self) -> None:
        self._canvas.zoom(1 / STEP)

    def _copy(self) -> None:
        if self._image is not None:
            QGuiApplication.clipboard().setImage(self._image)

    def _save(self) -> None:
        self.save_requested.emit(self.current)

    # Parts

    def _label(self, label: QLabel, name: str) -> QLabel:
        label.setObjectName(name)
        label.setProperty("chat", "viewer")
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _make_buttons(self) -> None:
        strings = self._side.strings

        def button(name: str, icon: str, key: str) -> ViewerButton:
            return ViewerButton(f"ImageViewer.{name}", icon, strings.render(key), self)

        self._previous = button("PreviousButton", "arrow-left", "MediaPrevious")
        self._next = button("NextButton", "arrow-right", "MediaNext")
        self._smaller = button("ZoomOutButton", "zoom-out", "MediaZoomOut")
        self._larger = button("ZoomInButton", "zoom-in", "MediaZoomIn")
        self._fitting = button("FitButton", "maximize", "MediaZoomFit")
        self._copying = button("CopyButton", "copy", "MediaCopyPicture")
        self._saving = button("SaveButton", "save", "MediaSaveAs")
        for one, act in (
            (self._previous, self._go_back),
            (self._next, self._go_on),
            (self._smaller, self._zoom_out),
            (self._larger, self._zoom_in),
            (self._fitting, self._canvas.fit),
            (self._copying, self._copy),
            (self._saving, self._save),
        ):
            one.clicked.connect(act)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        for widget in (self._previous, self._place, self._next):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._words, 1)
        row.addSpacing(8)
        for widget in (self._smaller, self._scale, self._larger, self._fitting):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(self._copying)
        row.addWidget(self._saving)
        ground = QGridLayout()
        ground.setContentsMargins(12, 12, 12, 0)
        ground.addWidget(self._canvas, 0, 0)
        ground.addWidget(self._spinner, 0, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(ground, 1)
        column.addLayout(row)
