"""Keeps a text area and a channel's input text in step, in both directions.

Each edit is handed to the side's :class:`~webchat.chat.input.InputQueue`, which invokes
SetInputText. The area shows what the store then holds, whatever a plugin made of it. Until the last
edit has settled, and while an input method composes, the area keeps what was typed.

A message on its way out is *held*: what is typed behind it belongs to the next one, and is handed
on as soon as the held text was taken or refused.
"""

from typing import NamedTuple

from PySide6.QtCore import QObject

from ui.bridge import until_destroyed
from ui.chat.input.text_area import TextArea, plain
from webchat.side.side import Side
from webchat.state import State


class _Input(NamedTuple):
    text: str
    start: int
    end: int


class TextEcho(QObject):
    """One text area, one channel.

    Attributes:
        held: The message on its way out, the beginning of what the area shows; or None.
    """

    def __init__(self, side: Side, sid: str, area: TextArea) -> None:
        super().__init__(area)
        self.held: str | None = None
        self._side, self._sid, self._area = side, sid, area
        self._asked: _Input | None = None
        self._applied: _Input | None = None
        area.edited.connect(self._on_edited)
        area.composed.connect(self._show)
        until_destroyed(
            self,
            side.store.subscribe(self._stored, self._on_stored),
            side.input_queue.subscribe(self._on_settled),
        )
        self._show()

    def replace(self, text: str) -> None:
        """Put *text* in place of what stands there, as if the person had typed it."""
        self._area.show_text(text)
        self._area.select(len(text), len(text))
        self._on_edited()

    def hold(self) -> None:
        """Keep what stands there apart from what is typed from now on."""
        self.held = self._area.text()

    def let_go(self) -> None:
        """Hand on what was typed behind the held text, whatever has become of that."""
        held, self.held = self.held, None
        if held is None:
            return
        if self._area.text() == held:
            self._show()
        else:
            self._on_edited()

    def _on_edited(self) -> None:
        text = self._area.text()
        if self.held is not None:
            if text.startswith(self.held):
                return
            self.held = None  # the person took it up again
        asked = _Input(text, *self._area.selection())
        self._asked = asked
        with self._side.actions.as_origin("MessageInput"):
            self._side.input_queue.edit(
                self._sid, text, selection_start=asked.start, selection_end=asked.end
            )

    def _on_settled(self, sid: str) -> None:
        if sid == self._sid:
            self._show()

    def _on_stored(self, _stored: _Input | None) -> None:
        self._show()

    def _stored(self, state: State) -> _Input | None:
        channel = state.chat.channels.get(self._sid)
        if channel is None:
            return None
        return _Input(channel.input_text, channel.selection_start, channel.selection_end)

    def _show(self) -> None:
        """Show what the store holds, if it is time to."""
        stored = self._stored(self._side.store.state)
        is_waiting = not self._side.input_queue.is_settled(self._sid)
        if stored is None or is_waiting or self._area.is_composing:
            return
        if self.held is None:
            self._bring(stored)
        else:
            self._bring_held(plain(stored.text), self.held)
        self._applied = stored

    def _bring(self, stored: _Input) -> None:
        asked, self._asked = self._asked, None
        is_other = self._area.show_text(stored.text, rewrites=asked is not None)
        # Where a plugin rewrote the text but not the selection, the caret goes with the text.
        is_moved = stored != self._applied if asked is None else stored[1:] != asked[1:]
        if is_moved or (is_other and asked is None):
            self._area.select(stored.start, stored.end)

    def _bring_held(self, text: str, held: str) -> None:
        self._asked = None
        if text != held:
            self._area.show_text(text + self._area.text()[len(held) :])
            self.held = text
        if not text:
            self.let_go()
