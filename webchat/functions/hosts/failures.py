"""From what went wrong in a process to the exception that a person reads."""

import re
import signal
from collections.abc import Callable, Mapping
from typing import Any

from webchat.errors import (
    FunctionAppError,
    FunctionError,
    FunctionTimeoutError,
    HandlerError,
    HostError,
)
from webchat.functions.app import FunctionApp
from webchat.functions.contract.records import FunctionName

_OUT_OF_MEMORY = re.compile(
    # The last is what V8 says when it is refused a page in the midst of collecting garbage.
    r"out of memory|\bOOM\b|MemoryError|bad_alloc|Cannot allocate memory|ENOMEM|SetPermissions"
)
_SILENT_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGTRAP}
_NATIVE_FRAME = re.compile(r"^\s*(\d+: 0x.*|#?\s*)$\n?", re.MULTILINE)
_LAST_WORDS = 400


def failed_call(
    report: Mapping[str, Any],
    app: FunctionApp,
    function: FunctionName,
    mask: Callable[[str], str],
) -> FunctionError:
    """Return the exception for a call that failed in its process.

    Args:
        report: As :func:`webchat.functions.hosts.python_child.described` makes it.
        app: Whose function was called.
        function: Which.
        mask: Takes the secrets out of a text.
    """
    kind = str(report.get("kind"))
    text, trace = mask(str(report.get("text", ""))), mask(str(report.get("trace", "")))
    place = f" ({report['place']})" if report.get("place") else ""
    whole = f"“{app.name}” cannot run its {function} function"
    if kind == "missing":
        return FunctionAppError(f"{whole}: {text}")
    text = text.removesuffix(".")  # it may be a sentence, and here more follows
    if kind == "load":
        return HandlerError(f"{whole}: loading it failed with {text}{place}.", trace)
    if kind == "unfit":
        return HandlerError(f"What the {function} function of “{app.name}” returned {text}.")
    if kind == "memory":
        return HandlerError(
            f"The {function} function of “{app.name}” {too_much_memory(app, place)}", trace
        )
    return HandlerError(
        f"The {function} function of “{app.name}” failed with {text}{place}.", trace
    )


def too_late(app: FunctionApp, function: FunctionName, seconds: float) -> FunctionTimeoutError:
    """Return the exception for a call that took longer than *seconds*."""
    return FunctionTimeoutError(
        f"The {function} function of “{app.name}” did not answer within {seconds:g} s."
    )


def too_much_memory(app: FunctionApp, place: str = "") -> str:
    """Say that an app reached its limit, as the end of a sentence; *place* is in brackets."""
    return (
        f"needed more memory{place} than the {app.settings.memory} MB that “memory” among the "
        "app's settings allows."
    )


def ended_process(
    app: FunctionApp, function: FunctionName, code: int | None, last_words: str
) -> HostError:
    """Return the exception for a process that ended by itself.

    Args:
        app: Whose it was.
        function: What ran in it.
        code: Its exit code, negative for a signal; None when we ended it.
        last_words: What it printed last for its errors, without secrets.
    """
    process, when = f"The process of “{app.name}”", f"while its {function} function ran"
    if code is None:
        return HostError(f"{process} was ended {when}.")
    if code and _OUT_OF_MEMORY.search(last_words):
        return HostError(f"{process} ended {when}: it {too_much_memory(app)}")
    sentence = f"{process} ended {when}: {how_it_ended(code)}."
    if code in _SILENT_CRASHES and not last_words:
        sentence += f" Perhaps it {too_much_memory(app)}"
    return HostError(sentence + last_lines(last_words) if code else sentence)


def not_started(app: FunctionApp, error: Exception) -> str:
    """Say why an app's process cannot be started."""
    why = str(error)
    if isinstance(error, TimeoutError):
        why = "it was not ready in time"
    elif isinstance(error, OSError) and error.strerror:
        why = error.strerror if error.filename is None else f"{error.strerror}: {error.filename}"
    return f"The process of “{app.name}” cannot be started: {why.rstrip('.')}."


def last_lines(last_words: str) -> str:
    """Quote what a process printed last, as a further sentence; empty when that was nothing."""
    words = _NATIVE_FRAME.sub("", last_words)[-_LAST_WORDS:].strip()
    return f" Its last words: {words}" if words else ""


def how_it_ended(code: int | None) -> str:
    """Describe an exit code."""
    if code is None:
        return "it closed its connection"
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
