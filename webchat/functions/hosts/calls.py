"""The calls in one process: those that wait for their answer, and those that were withdrawn.

A call that was cancelled, or took too long, is *withdrawn*: the process is told, and has a moment
to say that it has stopped. Until that is settled no new call is made there, since it might end up
behind one that computes without end.
"""

import asyncio
import itertools
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from webchat.errors import FunctionError
from webchat.functions.app import FunctionApp
from webchat.functions.contract.records import FunctionName
from webchat.functions.hosts.channel import Channel
from webchat.functions.hosts.failures import ended_process, failed_call

_STOP_LIMIT = 0.5
"""So many seconds a withdrawn call has to stop."""


class NotTakenError(Exception):
    """A call was not begun: the process takes none any more, or ended before it read it."""


class _Pending(NamedTuple):
    function: FunctionName
    answer: asyncio.Future[Any]


class Calls:
    """What runs in one process.

    Attributes:
        settled: Set while every call that was withdrawn has stopped, or is known not to.
        on_stuck: Called when one does not stop, or when the process has no memory left.
    """

    def __init__(
        self,
        app: FunctionApp,
        channel: Channel,
        mask: Callable[[str], str],
        on_stuck: Callable[[str], object],
    ) -> None:
        """Make an empty list.

        Args:
            app: Whose functions are called.
            channel: Leads to the process.
            mask: Takes the secrets out of a text.
            on_stuck: See above; gets a sentence.
        """
        self.settled = asyncio.Event()
        self.settled.set()
        self.on_stuck = on_stuck
        self._app = app
        self._channel = channel
        self._mask = mask
        self._secret = secrets.token_hex(8)  # nothing that a handler starts can guess a call's id
        self._numbers = itertools.count(1)
        self._last_sent = ""
        self._pending: dict[str, _Pending] = {}
        self._withdrawn: dict[str, asyncio.TimerHandle] = {}

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def may_go_on(self) -> bool:
        """Whether one that was withdrawn may still run."""
        return bool(self._withdrawn)

    def begin(
        self, function: FunctionName, path: Path, parameters: Mapping[str, Any]
    ) -> tuple[str, asyncio.Future[Any]]:
        """Send a call; return its id, and the future of its answer."""
        key = f"{self._secret}{next(self._numbers)}"
        message = {"call": key, "function": function, "path": str(path), "parameters": parameters}
        self._channel.send(message)
        self._last_sent = key
        answer = asyncio.get_running_loop().create_future()
        self._pending[key] = _Pending(function, answer)
        return key, answer

    def end(self, key: str) -> None:
        """Let go of a call; one that has no answer yet is withdrawn."""
        if self._pending.pop(key, None) is not None:
            self._last_sent = ""
            self._channel.send({"cancel": key})
            loop = asyncio.get_running_loop()
            self._withdrawn[key] = loop.call_later(_STOP_LIMIT, self._has_not_stopped)
            self.settled.clear()

    def take(self, message: Mapping[str, Any]) -> None:
        """Take what the process says about a call."""
        key = str(message.get("id"))
        if (pending := self._pending.pop(key, None)) is not None:
            self._settle(pending, message)
        elif key in self._withdrawn:
            self._withdrawn.pop(key).cancel()
            if not self._withdrawn:
                self.settled.set()

    def fail(self, code: int | None, last_words: str) -> None:
        """Fail what is left, since the process has ended.

        Args:
            code: Its exit code.
            last_words: What it printed last for its errors, without secrets.
        """
        for timer in self._withdrawn.values():
            timer.cancel()
        # The kernel says that something was never read: that is the newest, if it is the only one.
        was_unread = self._channel.was_unread and list(self._pending) == [self._last_sent]
        for function, answer in self._pending.values():
            ended = ended_process(self._app, function, code, last_words)
            _fail(answer, NotTakenError() if was_unread else ended)
        self._pending.clear()
        self.settled.set()

    def _has_not_stopped(self) -> None:
        self.settled.set()
        self.on_stuck("A function that should stop goes on; its process takes no new calls.")

    def _settle(self, pending: _Pending, message: Mapping[str, Any]) -> None:
        function, answer = pending
        if "answer" in message and not answer.done():
            answer.set_result(message["answer"])
        elif "answer" not in message:
            report = message.get("error")
            report = report if isinstance(report, dict) else {"text": "nothing that can be read"}
            _fail(answer, failed_call(report, self._app, function, self._mask))
            if report.get("kind") == "memory":
                self.on_stuck("No memory is left in the process; it takes no new calls.")


def _fail(answer: asyncio.Future[Any], error: FunctionError | NotTakenError) -> None:
    if not answer.done():
        answer.set_exception(error)
        answer.exception()  # who waited may have been cancelled: then nobody asks for it
