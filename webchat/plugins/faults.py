"""From whatever a plugin raised to a :class:`PluginFault` with the line in its own file.

A plugin may raise anything, also an exception whose text cannot be made: nothing here may
fail on that.
"""

import asyncio
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from webchat.errors import PluginError, WebChatError
from webchat.plugins.exits import PluginExitError
from webchat.plugins.records import PluginFault

_LONGEST = 500


class LoadError(PluginError):
    """A file cannot be made a running plugin.

    Attributes:
        fault: What is wrong, and where.
    """

    def __init__(self, fault: PluginFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class ExitRefusedError(PluginError):
    """A plugin raised ``SystemExit`` or its like; in its place, so that the program goes on."""


def must_pass(error: BaseException) -> bool:
    """Whether *error* is not a plugin's to raise, but a request to end: it is never caught."""
    return isinstance(error, (asyncio.CancelledError, KeyboardInterrupt))


def tamed(error: BaseException, name: str) -> Exception:
    """Return *error*, or in its place one that ends nothing and whose text can be made.

    Args:
        error: What the plugin raised.
        name: The plugin's name.
    """
    if not isinstance(error, Exception):
        message = f"Plugin {name} raised {describe(error)}, which ends nothing here."
        refused: PluginError = ExitRefusedError(message)
    elif _has_no_text(error):
        refused = PluginError(f"Plugin {name} raised {describe(error)}")
    else:
        return error
    refused.__cause__ = error
    return refused


def _has_no_text(error: Exception) -> bool:
    try:
        str(error)
    except Exception:
        return True
    return False


def describe(error: BaseException) -> str:
    """Return the text of *error*: a sentence as it stands, else after the name of its type."""
    try:
        text = str(error)
    except BaseException as second:
        if isinstance(second, KeyboardInterrupt):
            raise
        text = f"(its text cannot be made: {type(second).__name__})"
    if isinstance(error, (WebChatError, PluginExitError)) and text:
        return _shortened(text)
    kind = type(error).__name__
    return _shortened(f"{kind}: {text}" if text else kind)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def is_within(filename: str, path: Path) -> bool:
    """Whether *filename*, as code objects name it, is the plugin's file or in its folder."""
    return filename == str(path) or filename.startswith(f"{path}{os.sep}")


def fault_of(error: BaseException, path: Path) -> PluginFault:
    """Describe *error* and find the line of the plugin at *path* that is to blame.

    Args:
        error: What was raised, with its traceback.
        path: The plugin's file or folder.
    """
    if isinstance(error, LoadError):
        return error.fault
    for one in _chain(error):
        place = _syntax_place(one, path) or _last_place(one.__traceback__, path)
        if place is not None:
            return PluginFault(_message(error), *place)
    return PluginFault(_message(error), path)


def waiting_line(awaitable: object, path: Path) -> int | None:
    """Return the line of the plugin at *path* in which a coroutine waits, the innermost one."""
    line = None
    while inspect.iscoroutine(awaitable):
        frame = awaitable.cr_frame
        if frame is not None and is_within(frame.f_code.co_filename, path):
            line = frame.f_lineno
        awaitable = awaitable.cr_await
    return line


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return _shortened(f"{type(error).__name__}: {error.msg}")
    return describe(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and what caused it, each once."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _syntax_place(error: BaseException, path: Path) -> tuple[Path, int] | None:
    if not isinstance(error, SyntaxError) or error.filename is None:
        return None
    if not is_within(error.filename, path):
        return None
    return Path(error.filename), max(1, error.lineno or 1)


def _last_place(traceback: TracebackType | None, path: Path) -> tuple[Path, int] | None:
    """Return the innermost place of *traceback* that lies in the plugin."""
    found = None
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if is_within(filename, path):
            found = Path(filename), traceback.tb_lineno
        traceback = traceback.tb_next
    return found
