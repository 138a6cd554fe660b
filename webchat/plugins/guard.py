"""Keeps what everybody shares as it was, while a plugin's top level runs.

A plugin is trusted code and can always do harm on purpose. What it must not do is stop the
rest by accident: replace the exception hook, close the standard output, take the signals,
redefine a name of ``webchat``. Such things are put back as soon as its import (or the
synchronous part of its ``init``) is over, and named. Others are so common in scripts
(``logging.basicConfig``, ``sys.path.append``) that they are put back without a word.
"""

import asyncio
import builtins
import contextlib
import gc
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType, TracebackType
from typing import Any, Self

_OWN = "webchat"
_HOOKS: tuple[tuple[Any, str, str], ...] = (
    (sys, "excepthook", "sys.excepthook"),
    (sys, "unraisablehook", "sys.unraisablehook"),
    (sys, "displayhook", "sys.displayhook"),
    (sys, "stdin", "sys.stdin"),
    (sys, "exit", "sys.exit"),
    (threading, "excepthook", "threading.excepthook"),
)
_STREAMS = ("stdout", "stderr", "__stdout__", "__stderr__")
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGPIPE")
_MISSING = object()


class Unclosable:
    """Stands for a stream; passes everything on but ``close`` and ``detach``."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @property
    def buffer(self) -> "Unclosable":
        """The bytes below, which cannot be closed either."""
        return Unclosable(self._stream.buffer)

    def close(self) -> None:
        """Write out what waits, and stay open: it is not the plugin's stream alone."""
        self._stream.flush()

    def detach(self) -> "Unclosable":
        """Return what :attr:`buffer` is; the stream stays usable."""
        return self.buffer


class Guard:
    """A context in which code may run that must not change what is shared.

    Attributes:
        changes: Names of what was changed and put back, such as ``sys.excepthook``; complete
            once the context has been left.
    """

    def __init__(self) -> None:
        self.changes: tuple[str, ...] = ()
        self._restore: list[Callable[[], Iterator[str]]] = []

    def __enter__(self) -> Self:
        self._restore = [
            _quiet_settings(),
            _hooks(),
            _streams(),
            _signals(),
            _loop_handler(),
            _namespaces(),
        ]
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.changes = tuple(name for restore in self._restore for name in restore())
        self._restore = []


def _quiet_settings() -> Callable[[], Iterator[str]]:
    """Remember what scripts often change and what is put back without a word."""
    path, root = list(sys.path), logging.getLogger()
    handlers, level, disabled = list(root.handlers), root.level, root.manager.disable
    limit, collects, trace = sys.getrecursionlimit(), gc.isenabled(), sys.gettrace()
    folder = _working_folder()
    path_list = sys.path
    filters = warnings.catch_warnings()
    filters.__enter__()

    def restore() -> Iterator[str]:
        filters.__exit__(None, None, None)
        sys.path = path_list
        if sys.path != path:
            sys.path[:] = path
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.disable(disabled)
        with contextlib.suppress(RecursionError):
            sys.setrecursionlimit(limit)
        if collects:
            gc.enable()
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if folder is not None and _working_folder() != folder:
            os.chdir(folder)
        return iter(())

    return restore


def _working_folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109  to be handed back to chdir as it is
    except OSError:
        return None


def _hooks() -> Callable[[], Iterator[str]]:
    before = [(owner, name, text, getattr(owner, name)) for owner, name, text in _HOOKS]

    def restore() -> Iterator[str]:
        for owner, name, text, value in before:
            if getattr(owner, name, _MISSING) is not value:
                setattr(owner, name, value)
                yield text

    return restore


def _streams() -> Callable[[], Iterator[str]]:
    """Put streams that cannot be closed in the place of the real ones, for the time being."""
    real = {name: getattr(sys, name) for name in _STREAMS}
    lent = {name: stream and Unclosable(stream) for name, stream in real.items()}
    for name, stream in lent.items():
        setattr(sys, name, stream)

    def restore() -> Iterator[str]:
        for name in _STREAMS:
            changed = getattr(sys, name, _MISSING) is not lent[name]
            setattr(sys, name, real[name])
            if changed:
                yield f"sys.{name}"

    return restore


def _signals() -> Callable[[], Iterator[str]]:
    if threading.current_thread() is not threading.main_thread():
        return lambda: iter(())
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}

    def restore() -> Iterator[str]:
        for number, handler in before.items():
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)
                yield f"the handler of {number.name}"

    return restore


def _loop_handler() -> Callable[[], Iterator[str]]:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return lambda: iter(())
    before = loop.get_exception_handler()

    def restore() -> Iterator[str]:
        if loop.get_exception_handler() is not before:
            loop.set_exception_handler(before)
            yield "the event loop's exception handler"

    return restore


def _namespaces() -> Callable[[], Iterator[str]]:
    """Remember every name of the builtins, of asyncio, and of this program's core."""
    names = vars(builtins).copy()
    modules = {
        name: module
        for name, module in sys.modules.items()
        if name in {"asyncio", _OWN} or name.startswith(f"{_OWN}.")
    }
    spaces = [
        (space, text, vars(space).copy())
        for module in modules.values()
        for space, text in _spaces_of(module)
    ]

    def restore() -> Iterator[str]:
        for name, module in modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                yield f"the module {name}"
        for name in set(vars(builtins)) - set(names):
            delattr(builtins, name)
            yield f"builtins.{name}"
        yield from _put_back(builtins, "builtins", names)
        for space, text, before in spaces:
            yield from _put_back(space, text, before)

    return restore


def _spaces_of(module: ModuleType) -> Iterator[tuple[Any, str]]:
    """Yield the module, and the classes that it defines if it is our own."""
    yield module, module.__name__
    if module.__name__.partition(".")[0] != _OWN:
        return
    for value in tuple(vars(module).values()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield value, f"{module.__name__}.{value.__qualname__}"


def _is_code(value: Any) -> bool:
    return callable(value) or isinstance(value, (property, classmethod, staticmethod, ModuleType))


def _put_back(space: Any, text: str, before: dict[str, Any]) -> Iterator[str]:
    """Set what was replaced or deleted; names that were added, say by an import, may stay.

    Only what is code counts: a module may keep data of its own under a name, and change it when
    it is used.
    """
    now = vars(space)
    for name, value in before.items():
        if now.get(name, _MISSING) is value or not _is_code(value):
            continue
        if name.startswith("__") and name != "__import__":
            continue
        with contextlib.suppress(AttributeError, TypeError):  # a member of an enumeration
            setattr(space, name, value)
            yield f"{text}.{name}"
