"""Runs the Python functions of one app: the program inside their process.

It is started as a script and needs the standard library alone, so that it is up in a moment and
apps see nothing of ours. The same rules hold for handlers that run in our own loop, so those use
what is here too; and the other end of the socket takes from here how messages are framed.

A message is JSON behind its length in four bytes. To here come ``{"call": id, "path", "function",
"parameters"}`` and ``{"cancel": id}``; from here go ``{"ready"}``, and for each call once
``{"id", "answer"}``, ``{"id", "error"}`` or ``{"id", "cancelled"}``.
"""

import asyncio
import contextlib
import functools
import importlib.machinery
import importlib.util
import inspect
import json
import math
import os
import platform
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

LIMIT = 8_000_000
"""The longest answer that is taken, in bytes of JSON."""
_LONGEST_TEXT = 1000
_LONGEST_TRACE = 20_000
_LENGTH = struct.Struct(">I")
_ATOMS = (str, bool, int, type(None))
_DEEPEST = 200  # levels of an answer; as in node_child.cjs, and far from Python's own limit
_TOO_DEEP = f"it is nested deeper than {_DEEPEST} levels"


class NoHandlerError(Exception):
    """A file has no handler that can be called."""


class UnfitAnswerError(Exception):
    """What a handler returned is no JSON, or too much of it."""


# -- messages ----------------------------------------------------------------------------------


def framed(text: str) -> bytes:
    """Return a message's bytes; half a surrogate pair, which is no text, becomes ``?``."""
    body = text.encode("utf-8", "replace")
    return _LENGTH.pack(len(body)) + body


class Frames:
    """Cuts the bytes that arrive into messages."""

    def __init__(self, limit: int) -> None:
        """Make one.

        Args:
            limit: The longest message, in bytes.
        """
        self._limit = limit
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the messages that *data* completes.

        Raises:
            ValueError: A message is longer than the limit, so what arrives is none of ours.
        """
        self._held += data
        begin = 0
        while len(self._held) - begin >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._held, begin)
            if length > self._limit:
                raise ValueError(f"a message of {length} bytes")
            end = begin + _LENGTH.size + length
            if end > len(self._held):
                break
            yield bytes(self._held[begin + _LENGTH.size : end])
            begin = end
        del self._held[:begin]


# -- handlers ----------------------------------------------------------------------------------


class _FromSource(importlib.machinery.SourceFileLoader):
    """Compiles each time: cached bytecode is told apart by the second only.

    What the file imports from beside it leaves none behind either.
    """

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  importlib's signature
        return self.source_to_code(self.get_data(self.path), self.path)


def load(path: str, name: str) -> Callable[[Any], Any]:
    """Run the file at *path* as the module *name* and return its handler.

    Raises:
        NoHandlerError: It has none.
        BaseException: Whatever the file raised.
    """
    spec = importlib.util.spec_from_file_location(name, path, loader=_FromSource(name, path))
    if spec is None or spec.loader is None:
        raise NoHandlerError(f"{os.path.basename(path)} is no Python file.")  # noqa: PTH119  a text
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # before it runs: postponed annotations look there
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # see _FromSource
    try:
        spec.loader.exec_module(module)
        return _handler_of(vars(module), os.path.basename(path))  # noqa: PTH119  a text
    except BaseException:
        sys.modules.pop(name, None)
        raise
    finally:
        sys.dont_write_bytecode = writes_none


def _handler_of(names: dict[str, Any], file: str) -> Callable[[Any], Any]:
    if "handler" not in names:
        raise NoHandlerError(
            f"{file} has no handler; “async def handler(parameters):” was expected."
        )
    handler = names["handler"]
    if not callable(handler):
        kind = type(handler).__name__
        raise NoHandlerError(f"The handler in {file} should be a function, but it is a {kind}.")
    return handler  # type: ignore[no-any-return]  # whatever it is, it can be called


async def answer_of(handler: Callable[[Any], Any], parameters: Any) -> str:
    """Call a handler, plain or async, and return its answer as JSON.

    Raises:
        UnfitAnswerError: The answer is no JSON, or longer than :data:`LIMIT`.
        BaseException: Whatever the handler raised.
    """
    answer = handler(parameters)
    if inspect.isawaitable(answer):
        answer = await answer
    try:
        text = json.dumps(answer, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise UnfitAnswerError(f"is no JSON: {_why_unfit(answer) or error}") from None
    # Only a text that may be too long is measured exactly.
    if len(text) * 4 > LIMIT and (size := len(text.encode("utf-8", "replace"))) > LIMIT:
        came, taken = size / 1e6, LIMIT / 1e6
        raise UnfitAnswerError(f"is too long: {came:.1f} MB, and {taken:.0f} MB are taken")
    if text.count("[") + text.count("{") > _DEEPEST and _is_too_deep(answer):
        raise UnfitAnswerError(f"is no JSON: {_TOO_DEEP}")
    return text


def _is_too_deep(value: Any) -> bool:
    """Whether an answer, known to be JSON, has more levels than :data:`_DEEPEST`."""
    level = [value]
    for _ in range(_DEEPEST):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for many in inner for one in many if isinstance(one, (dict, list, tuple))]
        if not level:
            return False
    return True


def _why_unfit(value: Any, path: str = "", above: tuple[int, ...] = ()) -> str | None:
    """Say which part of *value* cannot be JSON, as ``output.when is a datetime``."""
    where = path or "the answer"
    if isinstance(value, float):
        return None if math.isfinite(value) else f"{where} is {value}"
    if not isinstance(value, (dict, list, tuple)):
        return None if isinstance(value, _ATOMS) else f"{where} is a {type(value).__name__}"
    if id(value) in above:
        return f"{where} holds itself"
    if len(above) > _DEEPEST:
        return _TOO_DEEP
    above = (*above, id(value))
    if not isinstance(value, dict):
        found = (_why_unfit(one, f"{path}[{n}]", above) for n, one in enumerate(value))
    elif odd := [key for key in value if not isinstance(key, (float, *_ATOMS))]:
        return f"a key in {where} is a {type(odd[0]).__name__}"
    else:
        pairs = value.items()
        found = (_why_unfit(one, f"{path}.{key}".lstrip("."), above) for key, one in pairs)
    return next(filter(None, found), None)


# -- errors ------------------------------------------------------------------------------------


def described(error: BaseException, kind: str, folder: str, *ours: str) -> dict[str, Any]:
    """Describe what a handler raised, as JSON.

    Args:
        error: It.
        kind: When it came up: ``raised`` in the handler, ``load`` in its file.
        folder: The app's; the innermost line in there is named.
        ours: Further files whose frames the trace leaves out.

    Returns:
        ``kind`` (``memory``, ``unfit`` and ``missing`` stand for themselves), ``text``,
        ``place`` such as ``index.py:12`` or empty, and ``trace``.
    """
    own = {"memory": MemoryError, "unfit": UnfitAnswerError, "missing": NoHandlerError}
    kind = next((name for name, one in own.items() if isinstance(error, one)), kind)
    if kind == "memory":
        traceback.clear_frames(error.__traceback__)  # they hold what used the memory up
    if kind in {"unfit", "missing"}:
        return {"kind": kind, "text": str(error), "place": "", "trace": ""}
    whole = traceback.TracebackException.from_exception(error)
    _cut(whole, {__file__, *ours})
    return {
        "kind": kind,
        "text": _text_of(error),
        "place": _place_of(error, whole, folder),
        "trace": "".join(whole.format())[-_LONGEST_TRACE:],
    }


def _text_of(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException as second:  # a handler's exception may do anything
        text = f"(its text cannot be made: {type(second).__name__})"
    return f"{kind}: {text}"[:_LONGEST_TEXT] if text else kind


def _cut(whole: traceback.TracebackException | None, ours: set[str]) -> None:
    """Take the frames that are not the app's out of a trace and its causes."""
    seen: set[int] = set()
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.stack[:] = [
            frame
            for frame in one.stack
            if frame.filename not in ours and not frame.filename.startswith("<frozen importlib")
        ]
        waiting += [one.__cause__, one.__context__, *(getattr(one, "exceptions", None) or ())]


def _place_of(error: BaseException, whole: traceback.TracebackException, folder: str) -> str:
    places = [(frame.filename, frame.lineno) for frame in whole.stack]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    inner = [one for one in places if one[0].startswith(os.path.join(folder, ""))]  # noqa: PTH118
    if not inner:
        return ""
    file, line = inner[-1]
    return f"{os.path.relpath(file, folder)}:{line}"


# -- the process -------------------------------------------------------------------------------


class Child(asyncio.Protocol):
    """Takes calls from the socket and runs them, at the same time if they wait."""

    def __init__(self, folder: str) -> None:
        """Make one.

        Args:
            folder: The app's.
        """
        self.left = asyncio.Event()
        self._folder = folder
        self._main = asyncio.current_task()  # a handler may cancel its own, which ends nothing else
        self._pid = os.getpid()
        self._frames = Frames(1 << 31)
        self._handlers: dict[str, Callable[[Any], Any]] = {}
        self._calls: dict[str, asyncio.Task[None]] = {}
        self._cancelled: set[str] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say that calls may come."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  for the type checker
        self._transport = transport
        os.register_at_fork(after_in_child=functools.partial(_cut_off, transport))
        self._send(json.dumps({"ready": f"Python {platform.python_version()}"}))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        """End the process: nobody waits for answers any more."""
        self._leave_if_forked()
        self.left.set()

    def data_received(self, data: bytes) -> None:
        """Begin calls, and cancel some."""
        for body in self._frames.feed(data):
            message = json.loads(body)
            if "call" in message:
                key = message["call"]
                running = asyncio.get_running_loop().create_task(self._run(key, message))
                self._calls[key] = running
                running.add_done_callback(functools.partial(self._forget, key))
            elif message["cancel"] in self._calls:
                self._cancelled.add(message["cancel"])
                self._calls[message["cancel"]].cancel()

    def _forget(self, key: str, _task: object) -> None:
        self._calls.pop(key, None)
        self._cancelled.discard(key)

    async def _run(self, key: str, message: dict[str, Any]) -> None:
        """Run one call to its end and tell of it; nothing that is raised goes further."""
        kind = "load"
        try:
            handler = self._handler(message["path"], message["function"])
            kind = "raised"
            said = '"answer": ' + await answer_of(handler, message["parameters"])
        except BaseException as error:  # SystemExit is this call's, too, and no more
            self._leave_if_forked()
            if self._main is not None and self._main.cancelling() and key not in self._cancelled:
                raise  # the loop ends, and the process says more by how it does
            if key in self._cancelled:
                said = '"cancelled": true'
            else:
                said = '"error": ' + json.dumps(described(error, kind, self._folder))
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # the handler may have closed it
                stream.flush()
        self._send(f'{{"id": {json.dumps(key)}, {said}}}')

    def _handler(self, path: str, function: str) -> Callable[[Any], Any]:
        if path not in self._handlers:
            beside = os.path.dirname(path)  # noqa: PTH120  a text in sys.path
            if beside not in sys.path:
                sys.path.insert(1, beside)
            self._handlers[path] = load(path, f"function_{function}")
        return self._handlers[path]

    def _send(self, text: str) -> None:
        self._leave_if_forked()
        self._transport.write(framed(text))

    def _leave_if_forked(self) -> None:
        """End a fork of a handler: it has nothing to say here."""
        if os.getpid() != self._pid:
            os._exit(0)


def _cut_off(transport: asyncio.Transport) -> None:
    """In a fork of a handler: leave the socket and the loop's events to the process itself."""
    with contextlib.suppress(Exception), open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), transport.get_extra_info("socket").fileno())
        transport._loop._selector.close()  # type: ignore[attr-defined]  # noqa: SLF001  else it takes its events


async def main(number: int, folder: str) -> None:
    """Take calls until the socket is closed.

    Args:
        number: The socket's file descriptor.
        folder: The app's; first on ``sys.path``.
    """
    sys.path.insert(0, folder)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]  # real files
    ours = socket.socket(fileno=number)
    ours.set_inheritable(False)
    child = Child(folder)
    await asyncio.get_running_loop().create_unix_connection(lambda: child, sock=ours)
    await child.left.wait()


if __name__ == "__main__":
    _socket, _folder = sys.argv[1:3]
    del sys.argv[1:]
    sys.dont_write_bytecode = True  # what is imported later, too: see _FromSource
    asyncio.run(main(int(_socket), _folder))
