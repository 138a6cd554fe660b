"""Opening and saving the files of messages: through DownloadMedia, which checks them.

A picture is shown in a viewer; any other file is offered to be saved. Nothing is ever opened in
another program or run: what was sent by a stranger is only shown, or copied to where the person
says.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.bridge import until_destroyed
from ui.chat.media.attachment_names import is_picture, shown_name
from ui.chat.media.image_viewer import ImageViewer, Picture
from ui.chat.media.media_save import copy_whole, downloads_folder
from ui.chat.media.thumbnails import Thumbnails
from webchat.actions import Result
from webchat.model import Attachment, safe_name
from webchat.side.side import Side
from webchat.state import MessageState
from webchat.tasks import in_thread

_Use = Callable[[Path], object]


class MediaDownload(QObject):
    """What becomes of the files of one channel when a person clicks on them."""

    folder: ClassVar[Path | None] = None
    """Where the person last saved something, for the next time."""

    def __init__(self, side: Side, sid: str, canvas: QWidget) -> None:
        """Serve a conversation.

        Args:
            side: Whose it is.
            sid: The channel.
            canvas: What dialogs stand over.
        """
        super().__init__(canvas)
        self._side, self._sid, self._canvas = side, sid, canvas
        self._viewer: ImageViewer | None = None
        self._dialog: QFileDialog | None = None
        self._is_gone = False
        until_destroyed(self, self._forget)

    def open_file(self, message: MessageState, media: Attachment) -> None:
        """Show a picture in the viewer; offer any other file to be saved."""
        is_shown = is_picture(media) and not Thumbnails.for_side(self._side).is_broken(media)
        if is_shown:
            self._show(Picture(message, media))
        else:
            self.save_file(message, media)

    def save_file(self, message: MessageState, media: Attachment) -> None:
        """Ask where to save a file, and copy it there."""
        self._fetch(message, media, partial(self._ask_where, media))

    def _fetch(self, message: MessageState, media: Attachment, use: _Use) -> None:
        """Let the side check a file and say where its content is; then use that."""
        payload: dict[str, object] = {"channelSid": self._sid, "message": message}
        if media.sid:
            payload["mediaSid"] = media.sid
        if self._side.actions.find_pending_actions("DownloadMedia", payload):
            return  # the second click of two
        at = 0 if media.sid else message.media.index(media)
        with self._side.actions.as_origin("MessageBubble"):
            result = self._side.actions.invoke_action("DownloadMedia", payload)
        result.add_done_callback(partial(self._fetched, at, use))

    def _fetched(self, at: int, use: _Use, result: Result) -> None:
        if result.exception() is not None:
            result.was_awaited = False  # so that it is reported like any that nobody awaits
            self._close_viewer()
            return
        paths = result.result()
        is_right = isinstance(paths, (tuple, list)) and at < len(paths)
        if is_right and isinstance(paths[at], Path) and not self._is_gone:
            use(paths[at])

    # Pictures

    def _show(self, picture: Picture) -> None:
        self._close_viewer()
        self._viewer = viewer = ImageViewer(
            self._side, self._pictures(picture), picture, self._canvas
        )
        viewer.wanted.connect(self._on_wanted)
        viewer.save_requested.connect(self._on_save_requested)
        viewer.finished.connect(self._on_viewer_finished)
        viewer.open()
        self._on_wanted(picture)

    def _pictures(self, chosen: Picture) -> tuple[Picture, ...]:
        """Return the pictures of the conversation that can be shown, oldest first."""
        channel = self._side.store.state.chat.channels.get(self._sid)
        messages = () if channel is None else channel.messages
        is_broken = Thumbnails.for_side(self._side).is_broken
        found = tuple(
            Picture(message, one)
            for message in messages
            for one in message.media
            if is_picture(one) and not is_broken(one)
        )
        return found if chosen in found else (chosen,)

    def _on_wanted(self, picture: Picture) -> None:
        self._fetch(picture.message, picture.media, partial(self._show_content, picture))

    def _show_content(self, picture: Picture, path: Path) -> None:
        if self._viewer is not None:
            self._viewer.show_content(picture, path)

    def _on_save_requested(self, picture: Picture) -> None:
        self.save_file(picture.message, picture.media)

    def _on_viewer_finished(self, _result: int) -> None:
        self._viewer = None
        self._canvas.activateWindow()

    def _close_viewer(self) -> None:
        if self._viewer is not None:
            self._viewer.reject()

    # Saving

    def _ask_where(self, media: Attachment, source: Path) -> None:
        if self._dialog is not None:
            return
        folder = type(self).folder or downloads_folder()
        title = self._side.strings.render("MediaSaveAs")
        over: QWidget = self._viewer or self._canvas
        self._dialog = dialog = QFileDialog(over, title, str(folder / safe_name(media.filename)))
        dialog.setObjectName("SaveFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(partial(self._on_place_chosen, media, source))
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_place_chosen(self, media: Attachment, source: Path, name: str) -> None:
        target = Path(name)
        if name and not self._is_gone:
            type(self).folder = target.parent
            self._side.tasks.spawn(self._save(media, source, target), name="save a file")

    def _on_dialog_finished(self, _result: int) -> None:
        self._dialog = None

    async def _save(self, media: Attachment, source: Path, target: Path) -> None:
        strings, notices = self._side.strings, self._side.notifications
        try:
            await in_thread(copy_whole, source, target)
        except OSError as error:
            reason = error.strerror or str(error)
            name = shown_name(media)
            text = strings.render("MediaNotSaved", fileName=name, reason=reason)
            notices.show(text, "error")
        else:
            text = strings.render("MediaSaved", fileName=target.name)
            label = strings.render("MediaShowInFolder")
            notices.show(
                text, "success", action_label=label, on_action=partial(_show_folder, target)
            )
        if self._viewer is not None:
            self._viewer.say(text)

    def _forget(self) -> None:
        self._is_gone, self._viewer = True, None


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
