r"""The asyncio loop of the program: Qt's event loop with asyncio's own queue inside.

Stock qasync gives each callback a Qt timer of its own. That is slow when an event has many
listeners, wakes early, runs no async-generator hooks, drops the context of
``call_soon_threadsafe``, and loses tasks for good when a coroutine enters a nested Qt loop (a
drag, a native dialog, a plugin's ``exec()``). :class:`QtLoop` keeps what qasync does well (sockets,
subprocesses, Windows) and has asyncio's two queues again: callbacks that are ready, drained in
slices of at most 4 ms so that painting and typing go on, and timers in a heap, with one Qt timer
for the earliest.

Decided by ``tests/bench/bench_loop.py`` (microseconds, median / 99th percentile, Python 3.11,
2 shared cores, all three in turns in one run):

==================== ============= ============ ===========
\                    plain asyncio stock qasync this module
==================== ============= ============ ===========
sleep(0)             1.7 / 2       5.0 / 6      1.2 / 1
create_task, awaited 3.9 / 4       11.0 / 16    3.0 / 3
20 tasks, gathered   51 / 60       191 / 204    61 / 71
run_in_executor      23.5 / 31     31.7 / 44    20.7 / 28
key to label painted -             116 / 139    106 / 126
==================== ============= ============ ===========
"""
# ruff: noqa: SLF001  what asyncio gives a loop to build on has underscores

import asyncio
import contextlib
import contextvars
import heapq
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ui.waker import Waker

_Base = asyncio.BaseEventLoop
_log = logging.getLogger(__name__)

SLICE = 0.004  # seconds of asyncio work in one turn of Qt
EXECUTOR_LIMIT = 1.0  # seconds that a thread may still work when the loop ends
_FEW_CANCELLED = 100  # cancelled timers in the heap that are not worth a clean-up


def make_loop(app: QApplication) -> "QtLoop":
    """Return a fresh loop on *app*, for ``asyncio.Runner(loop_factory=…)``.

    Closing the last window no longer quits *app*: that would end the loop under its tasks.
    """
    app.setQuitOnLastWindowClosed(False)
    return QtLoop(app)


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # ships no types
    """An asyncio loop that runs inside Qt's, and inside a nested one as well.

    Attributes:
        on_quit: Called when somebody ends Qt's loop (``app.quit()``, the end of the desktop's
            session) while a coroutine still runs; the loop then goes on until that has ended.
    """

    # What qasync put in place of asyncio's own, put back.
    call_later = _Base.call_later
    run_in_executor = _Base.run_in_executor
    set_default_executor = _Base.set_default_executor
    call_exception_handler = _Base.call_exception_handler
    default_exception_handler = _Base.default_exception_handler
    set_exception_handler = _Base.set_exception_handler
    get_debug = _Base.get_debug

    def __init__(self, app: QApplication) -> None:
        self._waker = Waker(self.on_due, self.on_woken, self.drain)
        self._is_woken = False
        self._is_stopped = False
        self._interrupt: KeyboardInterrupt | None = None
        self.on_quit: Callable[[], object] | None = None
        super().__init__(app)

    # Running

    def run_forever(self) -> None:
        """Run until :meth:`stop`, even if Qt's own loop is ended meanwhile.

        Raises:
            KeyboardInterrupt: It came up in a callback.
            RuntimeError: The loop runs already, is closed, or Qt has shut down.
        """
        self._check_closed()
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(
            firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook
        )
        self._set_coroutine_origin_tracking(self._debug)
        self._thread_id: int | None = threading.get_ident()
        self._is_stopped = False
        self._waker.ready()
        try:
            with self._woken_by_signals():
                self._exec_until_stopped()
        finally:
            self._thread_id = None
            self._set_coroutine_origin_tracking(enabled=False)
            sys.set_asyncgen_hooks(*hooks)
        if self._interrupt is not None:
            interrupt, self._interrupt = self._interrupt, None
            raise interrupt

    @contextlib.contextmanager
    def _woken_by_signals(self) -> Iterator[None]:
        """Let Python see a signal at once, though Qt sleeps in C."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.set_wakeup_fd(self._csock.fileno())
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)

    def _exec_until_stopped(self) -> None:
        while not self._is_stopped:
            super().run_forever()
            self._check_qt()
            if self.on_quit is not None and not self._is_stopped:
                self.on_quit()

    def _check_qt(self) -> None:
        if QCoreApplication.closingDown() and not self._is_stopped:
            raise RuntimeError("Qt has shut down while the asyncio loop was running.")

    def run_until_complete(self, future: Any) -> Any:
        """Run until *future* is done and return its result.

        Raises:
            RuntimeError: The loop was stopped before that.
        """
        self._check_closed()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        task = asyncio.ensure_future(future, loop=self)  # noqa: TID251  the loop itself starts it
        task.add_done_callback(self._on_complete)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._on_complete)
        if not task.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return task.result()

    def _on_complete(self, _future: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End :meth:`run_forever` after what is ready now."""
        self.call_soon(self._stop_now)

    def _stop_now(self) -> None:
        self._is_stopped = True
        super().stop()

    def close(self) -> None:
        """Release everything; the loop cannot run again."""
        super().close()
        self._waker.not_ready()
        self._waker.due_in(None)

    async def shutdown_default_executor(
        self,
        timeout: float | None = None,  # noqa: ASYNC109  asyncio's own signature
    ) -> None:
        """Wait for the threads of :meth:`run_in_executor`, but not for ever.

        A thread that hangs in a system call cannot be ended; it is left to its fate.

        Args:
            timeout: How long to wait, in seconds; None for :data:`EXECUTOR_LIMIT`.
        """
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        ended = self.create_future()

        def join() -> None:
            executor.shutdown(wait=True, cancel_futures=True)
            with contextlib.suppress(RuntimeError):  # waited for too long, the loop is closed
                self.call_soon_threadsafe(_set_done, ended)

        threading.Thread(target=join, name="end of the executor", daemon=True).start()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended, EXECUTOR_LIMIT if timeout is None else timeout)

    # Callbacks

    def call_soon(
        self,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        """Run *callback* in this or the next turn of Qt, in the order of the calls."""
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_soon")
        handle = asyncio.Handle(callback, args, self, context)
        if handle._source_traceback:  # type: ignore[attr-defined]
            del handle._source_traceback[-1]  # type: ignore[attr-defined]  # this very frame
        self._add_callback(handle)
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        """Run *callback* in the loop's thread; may be called from any."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        if not self._is_woken:
            self._is_woken = True
            self._waker.wake()
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        """Run *callback* when :meth:`time` has reached *when*, never earlier."""
        if self._timer_cancelled_count > max(_FEW_CANCELLED, len(self._scheduled) // 2):
            self._drop_cancelled()
        timer: asyncio.TimerHandle = _Base.call_at(self, when, callback, *args, context=context)
        if self._scheduled[0] is timer:
            self._waker.due_in(when - self.time())
        return timer

    def _add_callback(self, handle: asyncio.Handle) -> None:
        self._ready.append(handle)
        self._waker.ready()

    # Turns of Qt

    def on_woken(self) -> None:
        """Take what other threads have put in."""
        self._is_woken = False
        self.drain()

    def on_due(self) -> None:
        """Make the timers ready whose time has come, and wait for the next."""
        end = self.time() + self._clock_resolution
        scheduled = self._scheduled
        while scheduled and (scheduled[0].cancelled() or scheduled[0].when() < end):
            timer = heapq.heappop(scheduled)
            timer._scheduled = False
            if timer.cancelled():
                self._timer_cancelled_count -= 1
            else:
                self._ready.append(timer)
        self._waker.due_in(scheduled[0].when() - self.time() if scheduled else None)

    def _drop_cancelled(self) -> None:
        for timer in self._scheduled:
            timer._scheduled = not timer.cancelled()
        self._scheduled[:] = [timer for timer in self._scheduled if timer._scheduled]
        heapq.heapify(self._scheduled)
        self._timer_cancelled_count = 0

    def drain(self) -> None:
        """Run what is ready, for at most one slice; called by Qt, also from a nested loop."""
        waker = self._waker
        if not self.is_running():  # Qt turns without this loop: everything waits for run_forever
            waker.not_ready()
            return
        waker.ready_anew()
        outer = asyncio.current_task(self)
        if outer is not None:  # it waits in a nested loop; the others must be able to step
            asyncio.tasks._leave_task(self, outer)
        try:
            self._run_ready()
        except SystemExit as error:
            context = {"message": "A callback tried to end the program", "exception": error}
            self.call_exception_handler(context)
        except KeyboardInterrupt as error:
            self._interrupt = error
            self._stop_now()
        finally:
            if outer is not None:
                asyncio.tasks._enter_task(self, outer)
        if not self._ready:
            waker.not_ready()

    def _run_ready(self) -> None:
        ready = self._ready
        run = self._run_watched if self._debug else asyncio.Handle._run
        end = time.monotonic() + SLICE
        while ready and not self._is_stopped:
            handle = ready.popleft()
            if not handle._cancelled:
                run(handle)
            if time.monotonic() > end:
                return

    def _run_watched(self, handle: asyncio.Handle) -> None:
        start = time.monotonic()
        handle._run()
        seconds = time.monotonic() - start
        if seconds >= self.slow_callback_duration:
            _log.warning("Executing %r took %.3f seconds", handle, seconds)


def _set_done(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
