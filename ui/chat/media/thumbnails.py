"""Small pictures of what was sent, made in threads, the ones seen last kept.

A part of the conversation asks for what it draws, each time it draws it. What is not there yet is
made and told by :attr:`Thumbnails.ready`; until then its size is told as soon as that is known, so
that the place kept free is the right one.
"""

import contextlib
import logging
import weakref
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QPixmap

from ui.chat.media.attachment_names import is_picture
from ui.chat.media.attachment_picture import (
    THUMBNAIL_BYTES,
    CostlyPictureError,
    PictureError,
    prepare,
    read_extent,
    read_picture,
)
from webchat.errors import ConnectionLostError, MediaError, WebChatError
from webchat.model import Attachment
from webchat.side.side import Side
from webchat.state import ConnectionState, State
from webchat.tasks import in_thread

BOX = QSize(240, 180)
"""The most room a thumbnail takes in the conversation, in logical pixels."""

BUDGET = 16 * 1024**2
"""How many bytes of pixels are kept: some screens full, within 150 MB for the whole program."""

_AT_ONCE = 2
_MOST_WAITING = 48  # a flick through a long conversation asks for many that nobody waits for
_MOST_EXTENTS = 4000
_log = logging.getLogger(__name__)


class _Wish(NamedTuple):
    attachment: Attachment
    box: QSize


class _Kept(NamedTuple):
    pixmap: QPixmap
    box: QSize

    @property
    def cost(self) -> int:
        return self.pixmap.width() * self.pixmap.height() * 4


class Thumbnails(QObject):
    """The thumbnails of one side.

    Signals:
        ready: More is known about a picture: its size, itself, or that it cannot be shown. Carries
            its :func:`key_of`.
    """

    ready = Signal(object)

    def __init__(self, side: Side) -> None:
        super().__init__()
        prepare()
        self._side = weakref.ref(side)  # which holds this object
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._cost = 0
        self._sent: OrderedDict[str, str] = OrderedDict()
        self._extents: OrderedDict[str, QSize] = OrderedDict()
        self._broken: dict[str, set[str]] = {}  # by content, the sids under which it was tried
        self._costly: set[str] = set()
        self._wishes: OrderedDict[str, _Wish] = OrderedDict()
        self._making: set[str] = set()
        self._workers = 0
        self._missed: set[str] = set()
        # Never taken back: the store and this object go together, with the side.
        side.store.subscribe(_connection, self._on_connection)

    @classmethod
    def for_side(cls, side: Side) -> "Thumbnails":
        """Return the thumbnails of *side*, the same ones for all of its widgets."""
        if side not in _of_sides:
            _of_sides[side] = cls(side)
        return _of_sides[side]

    @property
    def is_enabled(self) -> bool:
        """Whether files are shown at all on this side."""
        side = self._side()
        return side is not None and side.store.state.config.file_attachment.enabled

    def extent(self, attachment: Attachment) -> QSize | None:
        """Return the size of a picture itself, upright; None while that is not known."""
        return self._extents.get(key_of(attachment)) or self._extents.get(_twin(attachment))

    def is_broken(self, attachment: Attachment) -> bool:
        """Whether it has turned out that a picture cannot be shown."""
        return attachment.sid in self._broken.get(key_of(attachment), ())

    def is_shown(self, attachment: Attachment) -> bool:
        """Whether an attachment is a picture of which there is, or may yet be, a small one."""
        is_costly = key_of(attachment) in self._costly
        return is_picture(attachment) and not is_costly and not self.is_broken(attachment)

    def pixmap(self, attachment: Attachment, box: QSize = BOX) -> QPixmap | None:
        """Return a picture, or None and begin to make it.

        Args:
            attachment: A picture.
            box: What it has to fit into, in logical pixels.
        """
        key, wanted = key_of(attachment), box * _ratio()
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        is_enough = kept is not None and _holds(kept.box, wanted)
        if not is_enough and self.is_shown(attachment):
            self._ask(key, _Wish(attachment, wanted))
        if kept is None:  # what was just sent is known by another key, and looks the same
            kept = self._kept.get(self._sent.get(_twin(attachment), ""))
        return kept.pixmap if kept is not None else None

    def _ask(self, key: str, wish: _Wish) -> None:
        side = self._side()
        if key in self._making or side is None:
            return
        self._wishes[key] = wish
        self._wishes.move_to_end(key)
        if len(self._wishes) > _MOST_WAITING:
            self._wishes.popitem(last=False)
        if self._workers < _AT_ONCE:
            with contextlib.suppress(RuntimeError):  # no loop runs: somebody draws for once
                side.tasks.spawn(self._work(side), name="make thumbnails")
                self._workers += 1

    async def _work(self, side: Side) -> None:
        """Make what is wished for, the newest wish first: that is what is in sight."""
        try:
            while self._wishes:
                key, wish = self._wishes.popitem()
                self._making.add(key)
                try:
                    await self._make(side, key, wish)
                finally:
                    self._making.discard(key)
        finally:
            self._workers -= 1

    async def _make(self, side: Side, key: str, wish: _Wish) -> None:
        attachment = wish.attachment
        try:
            path = await source_of(side, attachment)
            extent = await in_thread(read_extent, path, attachment.content_type)
            if self._note_extent(attachment, extent):
                self.ready.emit(key)
            image = await in_thread(
                read_picture, path, attachment.content_type, wish.box, THUMBNAIL_BYTES
            )
        except CostlyPictureError:
            self._costly.add(key)
        except (PictureError, MediaError, OSError) as error:
            _log.info("No thumbnail: %s", error)
            # A content that was damaged may be whole again once it was sent another time.
            self._broken.setdefault(key, set()).add(attachment.sid)
        except WebChatError as error:  # the connection, say: it may work the next time
            _log.debug("No thumbnail yet: %s", error)
            self._missed.add(key)
            return
        else:
            self._broken.pop(key, None)
            self._keep(attachment, _Kept(QPixmap.fromImage(image), wish.box))
        self.ready.emit(key)

    def _on_connection(self, connection: ConnectionState) -> None:
        """Let what could not be had be asked for again, once it may be there."""
        if connection == "connected":
            missed, self._missed = self._missed, set()
            for key in missed:
                self.ready.emit(key)

    def _note_extent(self, attachment: Attachment, extent: QSize) -> bool:
        """Note how large a picture is; return whether that is news."""
        is_news = self.extent(attachment) != extent
        for key in {key_of(attachment), _twin(attachment)}:
            self._extents[key] = extent
        while len(self._extents) > _MOST_EXTENTS:
            self._extents.popitem(last=False)
        return is_news

    def _keep(self, attachment: Attachment, kept: _Kept) -> None:
        key = key_of(attachment)
        before = self._kept.pop(key, None)
        self._cost += kept.cost - (before.cost if before is not None else 0)
        self._kept[key] = kept
        if attachment.path is not None:
            self._sent[_twin(attachment)] = key
        while self._cost > BUDGET and len(self._kept) > 1:
            _key, oldest = self._kept.popitem(last=False)
            self._cost -= oldest.cost
        while len(self._sent) > len(self._kept):
            self._sent.popitem(last=False)


async def source_of(side: Side, attachment: Attachment) -> Path:
    """Return a file that holds an attachment's content, for reading only.

    Args:
        side: Whose conversation it is in.
        attachment: Its file.

    Raises:
        WebChatError: There is none, or none that can be reached now.
    """
    if attachment.path is not None:
        return attachment.path
    sid = _channel_of(side.store.state, attachment)
    if sid is None:
        raise ConnectionLostError("The chat of this file is not open.")
    return await side.centre.media_file(sid, attachment)


def key_of(attachment: Attachment) -> str:
    """Return what the content of an attachment is known by: its digest, or its path."""
    return attachment.digest or str(attachment.path)


def _channel_of(state: State, attachment: Attachment) -> str | None:
    """Return the sid of a channel that holds an attachment; a customer has one channel only."""
    if state.session.channel_sid is not None:
        return state.session.channel_sid
    return next(
        (
            channel.sid
            for channel in state.chat.channels.values()
            for message in reversed(channel.messages)
            if attachment in message.media
        ),
        None,
    )


def _connection(state: State) -> ConnectionState:
    return state.chat.session.connection_state


def _twin(attachment: Attachment) -> str:
    """Return what is the same before and after a file was sent."""
    return f"{attachment.filename}\n{attachment.size}\n{attachment.content_type}"


def _holds(box: QSize, wanted: QSize) -> bool:
    return wanted.width() <= box.width() and wanted.height() <= box.height()


def _ratio() -> float:
    return max((one.devicePixelRatio() for one in QGuiApplication.screens()), default=1.0)


_of_sides: "weakref.WeakKeyDictionary[Side, Thumbnails]" = weakref.WeakKeyDictionary()
