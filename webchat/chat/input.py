"""Edits of a text area, in order: one at a time, and of those that wait only the newest.

Without an async listener an edit is over when :meth:`InputQueue.edit` returns. With one, the box
keeps what the person types and shows the store's text when the last edit has settled.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import Any, NamedTuple

from webchat.actions import ActionsManager
from webchat.undo import Undo, once


class _Edit(NamedTuple):
    payload: dict[str, Any]
    context: Context  # holds the origin under which the person typed


class InputQueue:
    """The edits of all text areas of one side, by channel."""

    def __init__(self, actions: ActionsManager) -> None:
        self._actions = actions
        self._running: set[str] = set()
        self._waiting: dict[str, _Edit] = {}
        self._listeners: list[Callable[[str], object]] = []
        self._awaited: dict[str, asyncio.Event] = {}

    def edit(
        self, sid: str, body: str, *, selection_start: int = 0, selection_end: int = 0
    ) -> bool:
        """Invoke SetInputText, now or as soon as the running edit of this channel is over.

        Args:
            sid: The channel.
            body: The whole text.
            selection_start: Where the selection begins, in characters.
            selection_end: Where it ends; the caret.

        Returns:
            Whether everything has settled, so that the store's text may be shown at once.
        """
        payload = {
            "channelSid": sid,
            "body": body,
            "selectionStart": selection_start,
            "selectionEnd": selection_end,
        }
        if sid in self._running:
            self._waiting[sid] = _Edit(payload, copy_context())
            return False
        self._run(sid, payload)
        return sid not in self._running

    def is_settled(self, sid: str) -> bool:
        """Whether no edit of this channel runs or waits."""
        return sid not in self._running

    async def settled(self, sid: str) -> None:
        """Wait until no edit of this channel runs or waits."""
        while sid in self._running:
            await self._awaited.setdefault(sid, asyncio.Event()).wait()

    def subscribe(self, listener: Callable[[str], object]) -> Undo:
        """Call *listener* with a channel's sid each time its last edit has settled."""
        self._listeners.append(listener)
        return once(lambda: self._listeners.remove(listener))

    def _run(self, sid: str, payload: dict[str, Any]) -> None:
        """Run *payload*, and what came meanwhile, until one takes time or nothing is left."""
        self._running.add(sid)
        invoke = self._actions.invoke_action
        result = invoke("SetInputText", payload)
        while result.done():
            waiting = self._waiting.pop(sid, None)
            if waiting is None:
                self._settle(sid)
                return
            result = waiting.context.run(invoke, "SetInputText", waiting.payload)
        result.add_done_callback(partial(self._ended, sid))

    def _ended(self, sid: str, _result: object) -> None:
        waiting = self._waiting.pop(sid, None)
        if waiting is None:
            self._settle(sid)
        else:
            waiting.context.run(self._run, sid, waiting.payload)

    def _settle(self, sid: str) -> None:
        self._running.discard(sid)
        if (event := self._awaited.pop(sid, None)) is not None:
            event.set()
        for listener in tuple(self._listeners):
            listener(sid)
