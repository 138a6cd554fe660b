"""How a call, and what stands in for a function, are told in words."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ui.devtools.functions.sentences import Sentence
from ui.models.function_runs import moment
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.consequences import consequences
from webchat.functions.contract.records import Checked, FunctionName
from webchat.functions.stubs import Forced, Stub

IN_USE: Mapping[Forced | None, str] = {
    None: "runs itself",
    "error": "returns an error",
    "timeout": "times out",
    "slow": "is slow",
    "wrong shape": "returns a wrong shape",
}
PINNED = "returns the pinned answer"


class Headline(NamedTuple):
    """How a call went.

    Attributes:
        icon: A file in ``assets/icons`` without its suffix.
        tint: The token of its colour.
        text: A few words.
    """

    icon: str
    tint: str
    text: str


def headline(call: FunctionCall) -> Headline:
    """Return how a call went, as far as it is."""
    if call.outcome == "running":
        return Headline("loader-circle", "running", "Running …")
    if call.outcome == "cancelled":
        return Headline("ban", "cancelled", "Cancelled")
    if call.outcome == "completed":
        return Headline("circle-check", "completed", "Fits the contract")
    if call.checked is not None and call.checked.findings:
        return Headline("triangle-alert", "failed", "Breaks the contract")
    return Headline("triangle-alert", "failed", "Raised an exception" if call.trace else "Failed")


def particulars(call: FunctionCall, *, is_from_bench: bool) -> str:
    """Return how long a call took, and whose it was."""
    took = () if call.seconds is None else (f"{call.seconds * 1000:,.0f} ms",)
    whose = () if is_from_bench else (f"called at {moment(call.started)}",)
    stub = ("a stub answered",) if call.is_stubbed else ()
    return " · ".join((*took, *whose, *stub))


def sentences(call: FunctionCall) -> Iterator[Sentence]:
    """Return what there is to say of a call that has ended."""
    is_told = call.checked is not None and call.checked.findings  # one by one, below
    if call.error and not is_told:
        yield Sentence("error", call.error)
    if call.checked is not None:
        yield from sentences_of_check(call.checked, call.function)


def sentences_of_check(checked: Checked, function: FunctionName) -> Iterator[Sentence]:
    """Return what there is to say of an answer."""
    for one in checked.findings:
        yield Sentence("finding", one.sentence, one.path)
    if checked.result is not None:
        for text in consequences(checked.result, function):
            yield Sentence("follows", text)
    for one in checked.remarks:
        yield Sentence("remark", one.sentence, one.path)


def in_use(stub: Stub | None) -> str:
    """Return what a function does when a card or a process calls it, such as ``times out``."""
    if stub is None:
        return IN_USE[None]
    return PINNED if stub.forced is None else IN_USE[stub.forced]


def counted(number: int, what: str) -> str:
    """Return a number of things, such as ``2 apps``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
