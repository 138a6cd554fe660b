"""Pictures from the clipboard, which have no file: they get one, for as long as it is needed.

The files are in a folder that only this person can read. One is needed until its message has
been sent or discarded; the folder goes with the side, or with the program.
"""

import itertools
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ui.bridge import until_destroyed
from webchat.side.side import Side
from webchat.state import ChannelState, State
from webchat.tasks import in_thread

_LATER_MS = 500


class PastedPictures(QObject):
    """The files of what one side has pasted.

    Attributes:
        removing: Removes the folder at last; None while there is none.

    Signals:
        written: A picture has its file, a path, and can be attached.
    """

    written = Signal(object)

    def __init__(
        self, side: Side, is_busy: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """Keep the pictures that a person pastes.

        Args:
            side: Whose they are.
            is_busy: Whether files are being attached, so that none may be deleted yet.
            parent: Ends it.
        """
        super().__init__(parent)
        self._side, self._is_busy = side, is_busy
        self._folder: Path | None = None
        self.removing: weakref.finalize[..., Side] | None = None
        self._files: set[Path] = set()
        # Not from inside what a change of the state has called, nor once for each of many.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tidy)
        until_destroyed(self, side.store.subscribe(_used, self._on_used), self._end)

    def paste(self, image: QImage) -> None:
        """Write a picture into a file of its own; :attr:`written` tells when that is done."""
        if self._folder is None:
            try:
                self._folder = Path(tempfile.mkdtemp(prefix="webchat-"))
            except OSError as error:
                self._complain(self._name(), error.strerror or str(error))
                return
            remove = partial(shutil.rmtree, self._folder, ignore_errors=True)
            self.removing = weakref.finalize(self._side, remove)
        path = self._free_path(self._folder)
        self._files.add(path)
        self._side.tasks.spawn(self._write(QImage(image), path), name=f"write {path.name}")

    async def _write(self, image: QImage, path: Path) -> None:
        if not await in_thread(image.save, str(path), "PNG"):
            self._complain(path.name, self._side.strings.render("MediaNoRoom"))
        else:
            self.written.emit(path)
        self._soon.start()  # one that is refused, too, has to go

    def _complain(self, name: str, reason: str) -> None:
        text = self._side.strings.render("MediaNotSaved", fileName=name, reason=reason)
        self._side.notifications.show(text, "error")

    def _name(self) -> str:
        when = self._side.clock.now().astimezone().strftime("%Y-%m-%d %H.%M")
        return self._side.strings.render("AttachedFileImageName", when=when)

    def _free_path(self, folder: Path) -> Path:
        stem = self._name().replace("/", "-").replace("\\", "-")
        numbered = (f"{stem} ({number})" for number in itertools.count(2))
        paths = (folder / f"{name}.png" for name in itertools.chain((stem,), numbered))
        return next(path for path in paths if path not in self._files and not path.exists())

    def _on_used(self, _used: object) -> None:
        if self._files:
            self._soon.start()

    def _tidy(self) -> None:
        """Delete what nothing needs any more, unless something is just being done with files."""
        is_pending = bool(self._side.actions.find_pending_actions("SendMediaMessage"))
        self._soon.setInterval(_LATER_MS if is_pending or self._is_busy() else 0)
        if self._soon.interval():
            self._soon.start()
        else:
            self._end()

    def _end(self) -> None:
        for path in self._files - _used(self._side.store.state):
            path.unlink(missing_ok=True)
            self._files.discard(path)


def _used(state: State) -> frozenset[Path]:
    """Return the files that are attached, or belong to a message that has not been taken."""
    channels = state.chat.channels.values()
    return frozenset(path for channel in channels for path in _of_channel(channel))


def _of_channel(channel: ChannelState) -> Iterator[Path]:
    for one in channel.attached_files:
        if one.path is not None:
            yield one.path
    for message in reversed(channel.messages):
        if message.index is not None:
            return  # from here on all have been taken
        yield from (one.path for one in message.media if one.path is not None)
