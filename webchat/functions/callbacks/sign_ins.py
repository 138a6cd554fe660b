"""Sign-ins with OAuth2 that wait for the browser to come back.

A sign-in is known by its ``state``, which nobody else can guess. Each is answered once; for a
while it is remembered that it was, or that it took too long, so that a page which is loaded again
says what has become of it.
"""

import asyncio
from collections.abc import Mapping
from typing import TypeAlias

from webchat.errors import AuthenticationError
from webchat.functions.callbacks.records import CallbackAnswer

_REMEMBERED = 64

_Query: TypeAlias = dict[str, str]

_TAKEN = CallbackAnswer(
    200, "Back to the program", "The sign-in goes on there. You can close this page."
)
_REFUSED = CallbackAnswer(
    200, "Not signed in", "The service did not agree. The program says why; close this page."
)
_TWICE = CallbackAnswer(
    200, "Received already", "The program has this answer already. You can close this page."
)
_LATE = CallbackAnswer(
    410, "This sign-in is over", "It took too long, or was given up. Begin anew in the program."
)
_UNKNOWN = CallbackAnswer(
    404, "Nobody waits for this", "No sign-in of this program has led here. Begin in the program."
)


class SignIns:
    """The sign-ins under way, and the last ones that have ended."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[_Query]] = {}
        self._over: dict[str, CallbackAnswer] = {}

    def answer(self, state: str, timeout: float) -> "asyncio.Future[_Query]":
        """Expect the browser from now on; see ``CallbackServer.oauth_answer``."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Query] = loop.create_future()
        late = loop.call_later(timeout, self._give_up, state, timeout)
        answer.add_done_callback(lambda _answer: self._ended(state, late))
        self._waiting[state] = answer
        return answer

    def take(self, query: Mapping[str, str]) -> CallbackAnswer:
        """Hand a redirect's query to whoever waits for it, and return what the page says."""
        state = query.get("state", "")
        waiting = self._waiting.get(state)
        if waiting is None or waiting.done():
            return self._over.get(state, _UNKNOWN)
        self._remember(state, _TWICE)
        waiting.set_result(dict(query))
        return _REFUSED if "error" in query else _TAKEN

    def close(self) -> None:
        """Tell everybody who waits that the browser will not come back."""
        for answer in tuple(self._waiting.values()):
            _fail(answer, "The program ended before the browser came back.")

    def _give_up(self, state: str, timeout: float) -> None:
        _fail(
            self._waiting[state],
            f"The browser did not come back within {timeout:g} s. Connect again, and finish the "
            "sign-in on the page that opens.",
        )

    def _ended(self, state: str, late: asyncio.TimerHandle) -> None:
        late.cancel()
        del self._waiting[state]
        if state not in self._over:
            self._remember(state, _LATE)

    def _remember(self, state: str, answer: CallbackAnswer) -> None:
        self._over[state] = answer
        while len(self._over) > _REMEMBERED:
            del self._over[next(iter(self._over))]


def _fail(answer: "asyncio.Future[_Query]", sentence: str) -> None:
    if not answer.done():
        answer.set_exception(AuthenticationError(sentence))
        answer.exception()  # whoever asked may have gone away; that is no lost error
