"""One thread with one database session, and group commit.

Requests queue up while a transaction is being committed; the next transaction takes all of
them. So many messages share one wait for the disk when many are in flight, and a single one
waits for nobody. A request is answered after its commit, on the loop, in the order of the
queue; its events are told just before its own answer, so whoever awaits it finds them done.

A failure of one request does not touch the others: a refusal (``CentreError``) is raised before
anything is written, and after any other failure the transaction is rolled back and its requests
are tried again one by one.
"""

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from webchat.centre.events import CentreEvent
from webchat.errors import CentreError

_V = TypeVar("_V")
_log = logging.getLogger(__name__)
_LARGEST_BATCH = 500  # its answers are given in one turn of the loop, which must stay short


class Answer(NamedTuple, Generic[_V]):
    """What a job returns: a value for who asked, and events for everybody."""

    value: _V
    events: tuple[CentreEvent, ...] = ()


class Session(Protocol):
    """What the thread works on; every method is called in that thread."""

    def begin(self) -> None:
        """Begin a transaction."""

    def commit(self) -> None:
        """Make it durable."""

    def rollback(self) -> None:
        """Take it back; harmless outside a transaction."""

    def close(self) -> None:
        """Let go of files."""


_S = TypeVar("_S", bound=Session)
_Request: TypeAlias = tuple[Callable[[_S], Answer[Any]], asyncio.Future[Any]]
_Outcome: TypeAlias = Answer[Any] | Exception


class Worker(Generic[_S]):
    """Runs jobs on a session in a thread of its own."""

    def __init__(
        self,
        name: str,
        open_session: Callable[[], _S],
        *,
        tell: Callable[[CentreEvent], None],
        explain: Callable[[Exception], Exception],
    ) -> None:
        """Prepare; :meth:`start` begins.

        Args:
            name: The thread's name.
            open_session: Called in the thread.
            tell: Called on the loop with every event.
            explain: Turns what a job, a commit or the opening raised into what is handed on.
        """
        self.name = name
        self._open_session = open_session
        self._tell = tell
        self._explain = explain
        self._queue: SimpleQueue[_Request[_S] | None] = SimpleQueue()
        self._answered: deque[tuple[list[_Request[_S]], list[_Outcome]]] = deque()
        self._unanswered: list[_Request[_S]] = []
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def start(self) -> None:
        """Start the thread and wait until its session is open.

        Raises:
            Exception: Whatever *explain* made of what the opening raised.
        """
        self._opened: asyncio.Future[None] = self._loop.create_future()
        self._thread.start()
        await self._opened

    def submit(self, job: Callable[[_S], Answer[_V]]) -> asyncio.Future[_V]:
        """Queue a job; it is done even when the future is cancelled.

        Args:
            job: Called with the session inside a transaction, once more if that is rolled back.

        Returns:
            A future of the answer's value, done after the commit.
        """
        future: asyncio.Future[_V] = self._loop.create_future()
        self._queue.put((job, future))
        return future

    async def stop(self, limit: float) -> bool:
        """Finish what is queued, close the session and end the thread.

        Args:
            limit: How long that may take, in seconds. What is left then fails.

        Returns:
            Whether the thread has ended.
        """
        self._queue.put(None)
        done, _ = await asyncio.wait([self._ended], timeout=limit)
        if not done:
            self._give_up()
            return False
        self._thread.join()
        return True

    def _give_up(self) -> None:
        left = list(self._unanswered)
        with contextlib.suppress(Empty):
            while (request := self._queue.get_nowait()) is not None:
                left.append(request)
        self._queue.put(None)
        for _job, future in left:
            if not future.done():
                future.set_exception(
                    CentreError(
                        "The contact centre was closed before its disk had answered. Whether this"
                        " was kept is not known: look at the conversation after the next start."
                    )
                )

    # From here on, in the thread.

    def _run(self) -> None:
        try:
            session = self._open_session()
        except Exception as error:
            self._call(_fail, self._opened, self._explain(error))
            self._call(_succeed, self._ended)
            return
        self._call(_succeed, self._opened)
        try:
            while batch := self._next_batch():
                self._unanswered = batch
                self._answered.append((batch, self._outcomes(session, batch)))
                self._unanswered = []
                if not self._call(self._answer):
                    break
        finally:
            with contextlib.suppress(Exception):
                session.close()
            self._call(_succeed, self._ended)

    def _call(self, callback: Callable[..., None], *arguments: object) -> bool:
        """Call on the loop; False when the loop was closed and nobody waits any more."""
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            return False
        return True

    def _next_batch(self) -> list[_Request[_S]]:
        """Wait for a request and take those behind it; empty when the end has come."""
        batch: list[_Request[_S]] = []
        request = self._queue.get()
        while request is not None:
            batch.append(request)
            if len(batch) == _LARGEST_BATCH or self._queue.empty():
                return batch
            request = self._queue.get()
        if batch:
            self._queue.put(None)  # the end comes with the next call
        return batch

    def _outcomes(self, session: _S, batch: list[_Request[_S]]) -> list[_Outcome]:
        try:
            return self._together(session, batch)
        except Exception as error:
            if len(batch) == 1:
                return [self._explain(error)]
            _log.debug("A transaction of %d requests failed (%s)", len(batch), error)
        outcomes: list[_Outcome] = []
        for request in batch:
            outcomes += self._outcomes(session, [request])
        return outcomes

    def _together(self, session: _S, batch: Iterable[_Request[_S]]) -> list[_Outcome]:
        outcomes: list[_Outcome] = []
        try:
            session.begin()
            for job, _future in batch:
                try:
                    outcomes.append(job(session))
                except CentreError as refusal:
                    outcomes.append(refusal)
            session.commit()
        except BaseException:
            with contextlib.suppress(Exception):
                session.rollback()
            raise
        return outcomes

    # On the loop again.

    def _answer(self) -> None:
        while self._answered:
            batch, outcomes = self._answered.popleft()
            for (_job, future), outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    if not future.done():
                        future.set_exception(outcome)
                    continue
                for event in outcome.events:
                    self._tell(event)
                if not future.done():
                    future.set_result(outcome.value)


def _succeed(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
