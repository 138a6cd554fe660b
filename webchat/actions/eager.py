"""Real tasks whose first step is taken at once.

An action starts when it is invoked, not at the next turn of the loop, and a listener's effect
up to its first wait must be seen by the next listener (actions, rules 8 and 16). Yet each
async part needs a ``current_task()`` of its own, or ``asyncio.timeout`` and ``TaskGroup`` fail
inside it. Python 3.12 has ``eager_start``; 3.11 has not, and making a task costs twice what
the rest of an invocation does, although most parts end without ever waiting.

So a part's first step runs under a *spare* task, which asyncio has been told is current. If
the part ends there, the spare serves the next one. If it waits, the spare becomes its task for
good: from then on it is an ordinary task that drives the rest of the coroutine. A spare that
somebody kept hold of during the first step is not used again, but ended properly.

``_enter_task``, ``_leave_task``, ``_register_task`` and ``_unregister_task`` are asyncio's
documented hooks for those who extend it ("Extending", task lifetime support).
"""

import asyncio
from asyncio import _enter_task, _leave_task, _register_task, _unregister_task, current_task
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from sys import getrefcount
from typing import Any

from webchat.actions.running import Running

_SPARES_KEPT = 8
_KEPT_BY_US = 4  # the spare's, its first step's, the local name, and getrefcount's argument
_UNSET: Any = object()


class Part(Coroutine[Any, Any, Any]):
    """An async part that has had to wait: what its task drives from then on.

    Attributes:
        task: Its task.
        among: The running parts it is one of, which it leaves when it ends; or None.
        is_done: Whether it has ended.
        value: What it returned.
        error: What it raised, or None.
        on_done: Called without arguments, once, when it ends.
    """

    __slots__ = (
        "_coroutine",
        "_run",
        "_yielded",
        "among",
        "error",
        "is_done",
        "on_done",
        "task",
        "value",
    )

    task: "asyncio.Task[Any]"

    def __init__(self, coroutine: Coroutine[Any, Any, Any], context: Context, yielded: Any) -> None:
        self._coroutine = coroutine
        self._run = context.run
        self._yielded = yielded
        self.among: Running | None = None
        self.is_done = False
        self.value: Any = None
        self.error: BaseException | None = None
        self.on_done: Callable[[], object] | None = None

    @property
    def was_stopped(self) -> bool:
        """Whether its end is that somebody cancelled its task."""
        return isinstance(self.error, asyncio.CancelledError) and self.task.cancelling() > 0

    def join(self, running: Running) -> None:
        """Be one of *running* until it ends, so that it can be ended with them."""
        self.among = running
        running.add(self)

    def cancel(self) -> None:
        """Cancel its task."""
        self.task.cancel()

    def send(self, value: Any) -> Any:
        """Take the next step; called by the task."""
        yielded = self._yielded
        if yielded is not _UNSET:
            self._yielded = _UNSET
            return yielded
        return self._step(self._coroutine.send, value)

    def throw(self, *error: Any) -> Any:
        """Throw into the coroutine; called by the task when it is cancelled."""
        yielded, self._yielded = self._yielded, _UNSET
        if yielded is not _UNSET and hasattr(yielded, "_asyncio_future_blocking"):
            yielded._asyncio_future_blocking = False  # noqa: SLF001  the task never got to wait
        raised = error[0] if len(error) == 1 else error[1]  # throw(type, value, traceback)
        return self._step(self._coroutine.throw, raised)

    def _step(self, resume: Callable[[Any], Any], value: Any) -> Any:
        try:
            return self._run(resume, value)
        except StopIteration as stop:
            self.value = stop.value
            self._end()
            raise
        except (KeyboardInterrupt, asyncio.CancelledError) as error:
            self.error = error
            self._end()
            raise
        except BaseException as error:
            # Kept for whoever waits for this part; the task itself ends without it, so that
            # asyncio neither reports it a second time nor stops the loop for a SystemExit.
            self.error = error
            self._end()
            raise StopIteration from None

    def _end(self) -> None:
        self.is_done = True
        if self.among is not None:
            self.among.discard(self)
        on_done, self.on_done = self.on_done, None
        if on_done is not None:
            on_done()

    def close(self) -> None:
        """Close the coroutine; called when the task is thrown away."""
        self._coroutine.close()

    def __await__(self) -> Any:
        raise TypeError("A part is driven by its task.")

    @property
    def cr_frame(self) -> Any:
        """Where it stands, for ``Task.get_stack`` and debuggers."""
        return getattr(self._coroutine, "cr_frame", None)


def first_step(
    coroutine: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop
) -> "tuple[Any, Part | None]":
    """Take the first step of *coroutine* now, as a task of its own.

    Args:
        coroutine: One that has not been started.
        loop: The running loop.

    Returns:
        What the coroutine returned and None; or None and the part that it goes on as, because
        it had to wait. What it raises is raised.
    """
    spare = _spares.pop() if _spares else _Spare(loop)
    if spare.loop is not loop:
        spare = _Spare(loop)
    task = spare.task
    context = copy_context()
    outer = current_task(loop)
    if outer is not None:
        _leave_task(loop, outer)
    _enter_task(loop, task)
    part = None
    try:
        part = Part(coroutine, context, context.run(coroutine.send, None))
    except StopIteration as stop:
        return stop.value, None
    finally:
        _leave_task(loop, task)
        if part is not None:
            spare.drive(part)
        elif getrefcount(task) > _KEPT_BY_US or task.cancelling():
            spare.drive(None)
        elif len(_spares) < _SPARES_KEPT:
            _spares.append(spare)
        if outer is not None:
            _enter_task(loop, outer)
    return None, part


class _Spare(Coroutine[Any, Any, Any]):
    """A task that drives nothing yet, and what it drives later: a part, or nothing at all."""

    __slots__ = ("_first_step", "_part", "loop", "task")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._part: Part | None = None
        # The task asks the loop for its first step while it is made: that step is kept here
        # instead, to be taken when a part has had to wait.
        attributes = loop.__dict__
        before = attributes.get("call_soon", _UNSET)
        attributes["call_soon"] = _capture
        try:
            self.task: asyncio.Task[Any] = asyncio.Task(self, loop=loop, name="part")
        finally:
            if before is _UNSET:
                del attributes["call_soon"]
            else:
                attributes["call_soon"] = before
        self._first_step = _captured.pop()
        _unregister_task(self.task)
        self._is_ours(True)

    def _is_ours(self, ours: bool) -> None:
        """Tell asyncio not to miss a task that was never started."""
        self.task._log_destroy_pending = not ours  # type: ignore[attr-defined]  # noqa: SLF001

    def drive(self, part: Part | None) -> None:
        """Be the task of *part* for good; without one, end, so that a keeper sees it done."""
        self._part = part
        self._is_ours(False)
        if part is not None:
            part.task = self.task
            _register_task(self.task)
        self._first_step()

    def send(self, value: Any) -> Any:
        if self._part is None:
            raise StopIteration
        return self._part.send(value)

    def throw(self, *error: Any) -> Any:
        if self._part is None:
            raise error[0] if len(error) == 1 else error[1]
        return self._part.throw(*error)

    def close(self) -> None:
        if self._part is not None:
            self._part.close()

    def __await__(self) -> Any:
        raise TypeError("Driven by its task.")

    @property
    def cr_frame(self) -> Any:
        return None if self._part is None else self._part.cr_frame


_spares: list[_Spare] = []
_captured: list[Callable[[], object]] = []


def _capture(step: Callable[[], object], *_args: object, **_options: object) -> None:
    """Stand in for ``call_soon`` while a task is made."""
    _captured.append(step)
