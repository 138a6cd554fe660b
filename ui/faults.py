"""What nobody caught: logged whole, shown as a sentence, never the end of the program.

Exceptions come from slots and events (``sys.excepthook``, which PySide calls), from threads, from
the loop, and from finalizers; Qt itself speaks through its message handler. A fatal message
of Qt (no display, a missing system library) would abort with a core dump: it ends the program
with a sentence instead.
"""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_QUIET = "This plugin does not support"  # the offscreen platform, about what nobody sees there
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")


class Faults:
    """The last handlers of the process.

    Attributes:
        show: Called with a sentence for the person, in the main thread; None before there is
            a window.
    """

    def __init__(self) -> None:
        self.show: Callable[[str], object] | None = None
        self._before: tuple[Any, ...] = ()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._warning_of_qt: str | None = None

    def install(self) -> None:
        """Take the process's hooks."""
        hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        self._before = (*hooks, qInstallMessageHandler(self._on_qt_message))
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread

    def uninstall(self) -> None:
        """Give the hooks back; harmless when they were not taken."""
        self.show = None
        if self._before:
            sys.excepthook, sys.unraisablehook, threading.excepthook, handler = self._before
            qInstallMessageHandler(handler)
            self._before = ()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take what gets lost in *loop*."""
        self._loop = loop
        loop.set_exception_handler(self._on_loop)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.error("Uncaught exception", exc_info=(kind, error, traceback))
        self._tell(error)

    def _on_unraisable(self, unraisable: "sys.UnraisableHookArgs") -> None:
        error = unraisable.exc_value
        if error is not None:
            where = unraisable.err_msg or f"Exception ignored in {unraisable.object!r}"
            _log.error(where, exc_info=error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None or issubclass(args.exc_type, SystemExit):
            return
        name = "a thread" if args.thread is None else args.thread.name
        _log.error("Uncaught exception in thread %s", name, exc_info=args.exc_value)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, args.exc_value)

    def _on_loop(self, _loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        error = context.get("exception")
        message = str(context.get("message") or "Uncaught exception in the loop")
        _log.error(message, exc_info=error)
        if error is not None:
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        if self.show is not None:
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            self.show(f"Something went wrong inside the program, which goes on: {what}.")

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if text.startswith(_QUIET):
            return
        _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, text)
        if kind == QtMsgType.QtWarningMsg and self._warning_of_qt is None:
            self._warning_of_qt = text
        if kind == QtMsgType.QtFatalMsg:
            _die(self._warning_of_qt or text)  # the first warning is the cause, this the effect
        elif kind == QtMsgType.QtCriticalMsg and self.show is not None:
            self.show(f"Qt reports: {text}")


def _die(text: str) -> None:
    """End the process before Qt aborts it; what Qt says is often several lines."""
    why = " ".join(text.split()).rstrip(".")
    sys.stderr.write(
        f"webchat: No window can be opened ({why}); to run without a display, add --offscreen, "
        "as in webchat demo --offscreen.\n"
    )
    sys.stderr.flush()
    logging.shutdown()
    os._exit(1)
