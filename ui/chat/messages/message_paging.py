"""Reading older messages when somebody scrolls towards them, or asks for the very first.

A page is asked for one and a half viewports before the top, so that it is mostly there before it
is missed. A page that cannot be read is tried again at the next scroll, not before: there may be no
connection. Home reads everything there is; any other key stops that.
"""

import logging

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.chat.messages.message_loading import LoadingMark
from ui.chat.messages.message_view import MessageView
from ui.chat.shown_channel import ChannelSelector, shown_channel
from webchat.errors import WebChatError
from webchat.side.side import Side

_AHEAD = 1.5  # viewports
_PAGE_ON_THE_WAY = 500  # messages; small enough to show how it goes on
_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)
_STOPPED_BY = frozenset({QEvent.Type.Wheel, QEvent.Type.MouseButtonPress})
_log = logging.getLogger(__name__)


class MessagePaging(QObject):
    """Reads history into one list."""

    def __init__(
        self, side: Side, view: MessageView, channel: ChannelSelector = shown_channel
    ) -> None:
        """Follow where *view* is scrolled to; it shows the *channel* of *side*."""
        super().__init__(view)
        self._side, self._view, self._channel = side, view, channel
        self._mark = LoadingMark(side.strings, view)
        self._is_reading = False
        self._to_start = False
        view.moved.connect(self._on_moved)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def is_bound_for_start(self) -> bool:
        """Whether everything is being read, up to the very first message."""
        return self._to_start

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Take Home for the very first message, and anything else for a change of mind."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if event.type() in _STOPPED_BY:
            self._to_start = False
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Home and not event.modifiers():
            if self._has_older():
                self._to_start = True
                self._read()
        elif event.key() not in _MODIFIERS and self._to_start:
            self._to_start = False
            return event.key() == Qt.Key.Key_Escape  # which would leave the list otherwise
        return False

    def _has_older(self) -> bool:
        channel = self._channel(self._side.store.state)
        return channel is not None and channel.has_older_messages

    def _on_moved(self) -> None:
        height = self._view.viewport().height()
        is_near = self._view.flow.value <= _AHEAD * height
        if is_near and self._view.isVisible() and self._has_older():
            self._read()

    def _read(self) -> None:
        channel = self._channel(self._side.store.state)
        if self._is_reading or channel is None:
            return
        self._is_reading = True
        self._side.tasks.spawn(self._load(channel.sid), name=f"read older of {channel.sid}")

    async def _load(self, sid: str) -> None:
        handle = self._side.chat_client.channel(sid)
        self._mark.begin()
        count = 0
        try:
            added = await handle.load_older()
            while added and self._to_start and self._has_older():
                count += added
                self._mark.set_count(count)
                added = await handle.load_older(_PAGE_ON_THE_WAY)
        except WebChatError as error:
            _log.info("Older messages of %s could not be read: %s", sid, error)
            return
        finally:
            self._is_reading = False
            self._mark.end()
        self._arrive()

    def _arrive(self) -> None:
        view = self._view
        if self._to_start:
            self._to_start = False
            view.scroll_to_start()
            if view.current_row >= 0:
                rows = range(view.model().rowCount())
                view.set_current_row(next((row for row in rows if view.is_bubble(row)), -1))
        self._on_moved()
