"""Tasks with owners: the only place in the core that starts one.

A task that nobody refers to may be collected while it runs, and its exception is lost. A
:class:`TaskBag` holds its tasks, names them, tells one handler of their failures, and ends
them together.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


def _log_failure(task: asyncio.Task[Any], error: BaseException) -> None:
    _log.error("Task %s failed", task.get_name(), exc_info=error)


class TaskBag:
    """Owned tasks.

    Attributes:
        name: Whose tasks these are; part of each task's name.
    """

    def __init__(
        self,
        name: str,
        on_error: Callable[[asyncio.Task[Any], BaseException], None] = _log_failure,
    ) -> None:
        """Make an empty bag.

        Args:
            name: Whose tasks these are.
            on_error: Told of every exception but ``CancelledError`` that ends a task.
        """
        self.name = name
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def __iter__(self) -> Iterator[asyncio.Task[Any]]:
        return iter(tuple(self._tasks))

    def __repr__(self) -> str:
        return f"<TaskBag {self.name}: {', '.join(sorted(t.get_name() for t in self)) or 'empty'}>"

    def spawn(self, coroutine: Coroutine[Any, Any, _T], *, name: str) -> asyncio.Task[_T]:
        """Run *coroutine* as a task of this bag.

        Args:
            coroutine: What to run.
            name: What it is for, as shown when it hangs.

        Raises:
            RuntimeError: No loop is running.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            coroutine.close()  # else it is reported as never awaited, far from here
            raise
        task = loop.create_task(coroutine, name=f"{self.name}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(task, error)

    def cancel(self) -> None:
        """Ask every task to end; does not wait."""
        for task in self:
            task.cancel()

    async def aclose(self, limit: float = 2.0) -> tuple[str, ...]:
        """Cancel every task and wait until they have ended.

        Args:
            limit: How long to wait, in seconds.

        Returns:
            The names of those that did not end in time, for the log.
        """
        self.cancel()
        tasks = {task for task in self if task is not asyncio.current_task()}
        if not tasks:
            return ()
        _done, left = await asyncio.wait(tasks, timeout=limit)
        return tuple(sorted(task.get_name() for task in left))


async def in_thread(function: Callable[..., _T], *args: Any) -> _T:
    """Call *function* in a thread that ends with it.

    Unlike a thread of the loop's executor it is gone afterwards, so that a simulation leaves
    none behind in a program that goes on. When the await is cancelled, the call still ends.
    """
    thread = ThreadPoolExecutor(1, "webchat")
    calling = asyncio.get_running_loop().run_in_executor(thread, function, *args)
    try:
        return await calling
    finally:
        thread.shutdown(wait=calling.done() and not calling.cancelled())
