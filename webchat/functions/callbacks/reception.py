"""Looking at each request: whether it may pass, whose it is, and what it is answered.

Nothing here knows HTTP's bytes; :mod:`webchat.functions.callbacks.listener` does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeAlias

from webchat.clock import Clock
from webchat.errors import WebChatError
from webchat.functions.callbacks import pages
from webchat.functions.callbacks.bodies import Bodies, BodyTooLargeError, NoRoomError
from webchat.functions.callbacks.files import PREFIX, FileGoneError, FileReply, ServedFiles
from webchat.functions.callbacks.history import CallbackHistory
from webchat.functions.callbacks.places import Places
from webchat.functions.callbacks.records import (
    Callback,
    CallbackAnswer,
    CallbackKind,
    CallbackLimits,
    Incoming,
    Place,
    PlaceKind,
    Received,
)
from webchat.functions.callbacks.sign_ins import SignIns
from webchat.functions.callbacks.turns import TooManyWaitingError, Turns
from webchat.tasks import TaskBag

Receive: TypeAlias = Callable[[Callback], Awaitable[CallbackAnswer]]

_OURS = {"127.0.0.1", "localhost"}
_METHODS: Mapping[PlaceKind, tuple[str, ...]] = {
    "redirect": ("GET",),
    "oauth": ("GET",),
    "webhook": ("POST",),
    "file": ("GET", "HEAD"),
}
_FOR_PROGRAMS: frozenset[PlaceKind] = frozenset({"webhook", "file"})
_LONGEST_SHOWN = 200
_log = logging.getLogger(__name__)

_STRANGE_HOST = CallbackAnswer(
    421,
    "Not here",
    "This program answers under 127.0.0.1 and localhost only. A tunnel has to set the Host header.",
)
_UNKNOWN = CallbackAnswer(404, "Not found", "No function of this program has this address.")
_NO_FILE = CallbackAnswer(
    404,
    "No such file",
    "No file is given out here, or not any more: what it was picked for has ended, or the program "
    "was started anew. Pick it again.",
)
_FILE_GONE = "“{name}” is not where it was when it was picked, or cannot be read any more."
_GIVEN = "“{name}” was given out."
_TOO_LARGE = "The body is larger than {size} kB, which is the most that is taken."
_SLOW_SENDER = CallbackAnswer(408, "Too slow", "The body did not arrive in time. Send it again.")
_INCOMPLETE = CallbackAnswer(400, "Incomplete", "The body did not arrive as a whole.")
_BUSY = CallbackAnswer(
    503, "Busy", "Too much is waiting to be taken. Send it again later.", {"Retry-After": "10"}
)
_ENDING = CallbackAnswer(
    503, "Ending", "The program is about to end. Send it again later.", {"Retry-After": "60"}
)
_TAKES_LONG = CallbackAnswer(
    504, "Still at it", "The function takes long. It goes on; there is no need to send this again."
)
_FAILED = CallbackAnswer(500, "Not taken", "That did not work. The program says why.")


class _RefusedError(Exception):
    def __init__(self, answer: CallbackAnswer) -> None:
        super().__init__(answer.title)
        self.answer = answer


class Reception:
    """Answers requests.

    Attributes:
        history: What came.
        is_closed: Whether nothing is taken any more.
    """

    def __init__(
        self,
        places: Places,
        sign_ins: SignIns,
        receive: Receive,
        *,
        files: ServedFiles,
        clock: Clock,
        tasks: TaskBag,
        limits: CallbackLimits,
    ) -> None:
        """Answer nobody yet.

        Args:
            places: Whose address is which.
            sign_ins: Take the redirects of OAuth2.
            receive: Takes all other callbacks.
            files: What is given out.
            clock: Says when something came.
            tasks: Owns the work on callbacks.
            limits: How much may come.
        """
        self.history = CallbackHistory()
        self.is_closed = False
        self._places = places
        self._sign_ins = sign_ins
        self._receive = receive
        self._files = files
        self._clock = clock
        self._tasks = tasks
        self._limits = limits
        self._bodies = Bodies(limits)
        self._turns = Turns(limits.at_once, limits.waiting)
        self._working: set[asyncio.Task[CallbackAnswer]] = set()

    async def answer(self, incoming: Incoming) -> pages.Reply | FileReply:
        """Return what a request is answered."""
        time, began = self._clock.timestamp(), self._clock.monotonic()
        place = self._places.find(incoming.path) or self._files.find(incoming.path)
        size, file = 0, None
        try:
            place = self._checked(place, incoming)
            if place.kind == "oauth":
                answer = self._sign_ins.take(incoming.query)
            elif place.kind == "file":
                file = await self._file(place)
                answer = CallbackAnswer(200, "Given out", _GIVEN.format(name=file.name))
            else:
                callback = await self._callback(place.kind, place, incoming)
                size = len(callback.body)
                answer = await self._outcome(self._work_on(callback))
        except _RefusedError as refused:
            answer = refused.answer
        seconds = self._clock.monotonic() - began
        self.history.add(
            Received(
                time=time,
                place=place,
                method=_shown(incoming.method),
                path=_shown(incoming.path),
                content_type=_shown(incoming.content_type),
                size=size,
                answer=answer,
                seconds=seconds,
            )
        )
        if file is not None:
            return file
        is_for_program = answer is _NO_FILE or (place is not None and place.kind in _FOR_PROGRAMS)
        return pages.message(answer) if is_for_program else pages.page(answer)

    def close(self) -> None:
        """Take nothing any more; whoever waits for an answer gets one at once."""
        self.is_closed = True
        for work in tuple(self._working):
            work.cancel()

    def _checked(self, place: Place | None, incoming: Incoming) -> Place:
        # Another name may be one that a page has bound to this machine (DNS rebinding).
        name, _colon, port = incoming.host.partition(":")
        if name.lower() not in _OURS or not (port or "80").isdecimal():
            raise _RefusedError(_STRANGE_HOST)
        if place is None:
            raise _RefusedError(_NO_FILE if incoming.path.startswith(PREFIX) else _UNKNOWN)
        methods = _METHODS[place.kind]
        if incoming.method not in methods:
            text = f"This address takes {' and '.join(methods)} only."
            allowed = {"Allow": ", ".join(methods)}
            raise _RefusedError(CallbackAnswer(405, "Wrong method", text, allowed))
        return place

    async def _file(self, place: Place) -> FileReply:
        try:
            return await self._files.reply(place)
        except FileGoneError as error:
            text = _FILE_GONE.format(name=error.name)
            raise _RefusedError(CallbackAnswer(404, "File gone", text)) from None

    async def _body(self, incoming: Incoming) -> bytes:
        try:
            return await self._bodies.read(incoming)
        except BodyTooLargeError:
            text = _TOO_LARGE.format(size=self._limits.body_size // 1000)
            raise _RefusedError(CallbackAnswer(413, "Too large", text)) from None
        except NoRoomError:
            raise _RefusedError(_BUSY) from None
        except TimeoutError:
            raise _RefusedError(_SLOW_SENDER) from None
        except (ConnectionError, ValueError):
            raise _RefusedError(_INCOMPLETE) from None

    async def _callback(self, kind: CallbackKind, place: Place, incoming: Incoming) -> Callback:
        body = await self._body(incoming) if kind == "webhook" else b""
        return Callback(kind, place.app, place.account, incoming.query, incoming.content_type, body)

    def _work_on(self, callback: Callback) -> "asyncio.Task[CallbackAnswer]":
        """Hand a callback on; its sender may hang up meanwhile."""
        name = f"take a {callback.kind} of {callback.app}"
        work = self._tasks.spawn(self._work(callback), name=name)
        self._working.add(work)
        work.add_done_callback(partial(self._worked, callback.body))
        if self.is_closed:
            work.cancel()
        return work

    def _worked(self, body: bytes, work: "asyncio.Task[CallbackAnswer]") -> None:
        self._working.discard(work)
        self._bodies.let_go(body)

    async def _work(self, callback: Callback) -> CallbackAnswer:
        try:
            async with (
                self._turns.turn(callback.app),
                asyncio.timeout(self._limits.work_seconds),
            ):
                return await self._receive(callback)
        except TooManyWaitingError:
            return _BUSY
        except WebChatError as error:
            _log.warning("A %s of %s was not taken: %s", callback.kind, callback.app, error)
        except Exception:
            _log.exception("A %s of %s was not taken", callback.kind, callback.app)
        return _FAILED

    async def _outcome(self, work: "asyncio.Task[CallbackAnswer]") -> CallbackAnswer:
        done, _still = await asyncio.wait({work}, timeout=self._limits.answer_seconds)
        if not done:
            return _TAKES_LONG
        return _ENDING if work.cancelled() else work.result()


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
