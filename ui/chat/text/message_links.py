"""The addresses in a text that a click may open.

Only ``http``, ``https`` and ``mailto`` count, written out: what a click does must be readable in
the text. One pass over the text, whatever it holds. Where a click leads, and how an address is
told to a person before that, is in :mod:`ui.chat.text.message_links_open`.
"""

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

SCHEMES = ("http://", "https://", "mailto:")

_START = re.compile(r"(?<![\w.+-])(?:https?://|mailto:)", re.IGNORECASE)
_OPENING, _CLOSING = "“‘«‹「『（【《〈", "”’»›」』）】》〉"  # noqa: RUF001  as people write them
# Ends at white space, at what never stands in an address, at the characters that turn the direction
# of writing, with which one address can be made to look like another, and at typographic marks,
# unless a pair of them stands in the address.
_NEVER = r"\s<>\"`{}|\\^\x00-\x1f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_INSIDE = f"[^{_NEVER}„‚…。、，；：！？{_OPENING}{_CLOSING}]"  # noqa: RUF001
_PAIRS = "|".join(
    f"{begin}{_INSIDE}{{1,100}}{end}" for begin, end in zip(_OPENING, _CLOSING, strict=True)
)
_REST = re.compile(f"(?:{_INSIDE}|{_PAIRS})*")
_AFTER = ".,;:!?'*_~"
_BRACKETS = {")": "(", "]": "["}


class Link(NamedTuple):
    """An address and where it stands, in characters."""

    start: int
    end: int
    address: str


def find_links(text: str) -> Iterator[Link]:
    """Yield the addresses in *text*, from its start.

    Marks that end a sentence do not belong to an address, nor does a bracket or a quotation mark
    that was opened before it.
    """
    at = 0
    while found := _START.search(text, at):
        link = match_link(text, found.start())
        if link is not None:
            yield link
        rest = _REST.match(text, found.end())
        at = max(rest.end() if rest else 0, found.end())


def match_link(text: str, at: int, end: int = sys.maxsize) -> Link | None:
    """Return the address that begins at a place of *text*, or None.

    Args:
        text: Where it stands.
        at: Where its scheme begins.
        end: Where the text ends.
    """
    found = _START.match(text, at, end)
    rest = _REST.match(text, found.end(), end) if found else None
    if found is None or rest is None:
        return None
    last = found.end() + _trimmed_length(rest.group())
    address = text[at:last]
    return Link(at, last, address) if is_openable(address) else None


def is_address(address: str) -> bool:
    """Whether all of *address* is one that may be opened, without spaces or odd characters."""
    found = _START.match(address)
    return (
        found is not None
        and _REST.fullmatch(address, found.end()) is not None
        and is_openable(address)
    )


def is_openable(address: str) -> bool:
    """Whether *address* has one of the schemes and names something behind it."""
    lower = address.lower()
    scheme = next((one for one in SCHEMES if lower.startswith(one)), None)
    if scheme is None:
        return False
    rest = address[len(scheme) :]
    if scheme == "mailto:":
        name, at, host = rest.partition("@")
        return bool(name and at and host)
    return rest[:1].isalnum() or rest.startswith("[")


def _trimmed_length(address: str) -> int:
    end = len(address)
    surplus = {close: address.count(close) - address.count(_BRACKETS[close]) for close in _BRACKETS}
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _AFTER:
            break
        end -= 1
    return end
