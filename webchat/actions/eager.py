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
import contextvars
import sys
from asyncio import _enter_task, _leave_task, _register_task, _unregister_task, current_task
from collections.abc import Callable, Coroutine
from typing import Any

_SPARES_KEPT = 8
_UNSET: Any = object()


class Part(Coroutine[Any, Any, Any]):
    """One async part of an invocation: what its task drives.

    Attributes:
        task: Its task once it has had to wait, else None.
        is_done: Whether it has ended.
        value: What it returned.
        error: What it raised, or None.
        on_done: Called without arguments, once, when it ends after having waited.
    """

    __slots__ = ("_coroutine", "_run", "_yielded", "error", "is_done", "on_done", "task", "value")

    def __init__(self) -> None:
        self._yielded: Any = _UNSET
        self.task: asyncio.Task[Any] | None = None
        self.is_done = False
        self.value: Any = None
        self.error: BaseException | None = None
        self.on_done: Callable[[], object] | None = None

    def begin(
        self, coroutine: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop, name: str
    ) -> None:
        """Take the first step of *coroutine* now; the rest is its task's.

        Args:
            coroutine: One that has not been started.
            loop: The running loop.
            name: For the task, should it need one.
        """
        self._coroutine = coroutine
        self._run = contextvars.copy_context().run
        spare = _take_spare(loop)
        outer = current_task(loop)
        if outer is not None:
            _leave_task(loop, outer)
        _enter_task(loop, spare.task)
        try:
            self._yielded = self._run(coroutine.send, None)
        except StopIteration as stop:
            self.is_done, self.value = True, stop.value
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            self.is_done, self.error = True, error
        finally:
            _leave_task(loop, spare.task)
            if outer is not None:
                _enter_task(loop, outer)
        if not self.is_done:
            self.task = spare.become(self, name, loop, outer)
        elif sys.getrefcount(spare.task) == _IDLE_REFERENCES and not spare.task.cancelling():
            _keep_spare(loop, spare)
        else:
            spare.end(loop, outer)

    def send(self, value: Any) -> Any:
        """Take the next step; called by the task."""
        if self._yielded is not _UNSET:
            yielded, self._yielded = self._yielded, _UNSET
            return yielded
        return self._step(self._coroutine.send, value)

    def throw(self, *error: Any) -> Any:
        """Throw into the coroutine; called by the task when it is cancelled."""
        yielded, self._yielded = self._yielded, _UNSET
        if yielded is not _UNSET and hasattr(yielded, "_asyncio_future_blocking"):
            yielded._asyncio_future_blocking = False  # noqa: SLF001  the task never got to wait
        return self._step(self._coroutine.throw, error[-1] if len(error) < 3 else error[1])  # noqa: PLR2004  throw(type, value, tb)

    def _step(self, resume: Callable[[Any], Any], value: Any) -> Any:
        try:
            return self._run(resume, value)
        except StopIteration as stop:
            self.value = stop.value
            self._end()
            raise
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except asyncio.CancelledError as error:
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


class _Spare:
    """A task that drives nothing yet."""

    __slots__ = ("body", "first_step", "task")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.body = _Body()
        steps: list[Callable[[], object]] = []

        def capture(step: Callable[[], object], *_args: object, **_options: object) -> None:
            steps.append(step)

        # The task asks the loop for its first step while it is made: that step is kept here
        # instead, to be taken when a part has had to wait.
        attributes = loop.__dict__
        before = attributes.get("call_soon", _UNSET)
        attributes["call_soon"] = capture
        try:
            self.task: asyncio.Task[Any] = asyncio.Task(self.body, loop=loop, name="part")
        finally:
            if before is _UNSET:
                del attributes["call_soon"]
            else:
                attributes["call_soon"] = before
        self.first_step = steps[0]
        _unregister_task(self.task)
        self.task._log_destroy_pending = False  # type: ignore[attr-defined]  # noqa: SLF001

    def become(
        self,
        part: Part,
        name: str,
        loop: asyncio.AbstractEventLoop,
        outer: "asyncio.Task[Any] | None",
    ) -> "asyncio.Task[Any]":
        """Drive *part* from here on."""
        self.body.part = part
        self.task.set_name(name)
        self.task._log_destroy_pending = True  # type: ignore[attr-defined]  # noqa: SLF001
        _register_task(self.task)
        self._step(loop, outer)
        return self.task

    def end(self, loop: asyncio.AbstractEventLoop, outer: "asyncio.Task[Any] | None") -> None:
        """Be over, so that whoever kept the task sees it done."""
        self.task._log_destroy_pending = True  # type: ignore[attr-defined]  # noqa: SLF001
        self._step(loop, outer)

    def _step(self, loop: asyncio.AbstractEventLoop, outer: "asyncio.Task[Any] | None") -> None:
        if outer is not None:
            _leave_task(loop, outer)
        try:
            self.first_step()
        finally:
            if outer is not None:
                _enter_task(loop, outer)


class _Body(Coroutine[Any, Any, Any]):
    """What a spare's task drives: the part it was given, or nothing at all."""

    __slots__ = ("part",)

    def __init__(self) -> None:
        self.part: Part | None = None

    def send(self, value: Any) -> Any:
        if self.part is None:
            raise StopIteration
        return self.part.send(value)

    def throw(self, *error: Any) -> Any:
        if self.part is None:
            raise error[-1]
        return self.part.throw(*error)

    def close(self) -> None:
        if self.part is not None:
            self.part.close()

    def __await__(self) -> Any:
        raise TypeError("Driven by its task.")

    @property
    def cr_frame(self) -> Any:
        return None if self.part is None else self.part.cr_frame


_spares: list[_Spare] = []
_spares_loop: asyncio.AbstractEventLoop | None = None
_IDLE_REFERENCES = 3  # the spare, the bound first step, and getrefcount's own argument


def _take_spare(loop: asyncio.AbstractEventLoop) -> _Spare:
    if loop is _spares_loop and _spares:
        return _spares.pop()
    return _Spare(loop)


def _keep_spare(loop: asyncio.AbstractEventLoop, spare: _Spare) -> None:
    global _spares_loop  # noqa: PLW0603  one loop at a time has spares: the running one
    if loop is not _spares_loop:
        _spares.clear()
        _spares_loop = loop
    if len(_spares) < _SPARES_KEPT:
        _spares.append(spare)
