"""A member of a channel: one person or bot in one conversation."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

_UNSHOWABLE = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, slots=True)
class Member:
    """Who takes part in a channel.

    Attributes:
        identity: The stable name the centre knows the person by.
        friendly_name: The name shown.
        avatar: What is shown beside the name: None for the initials, ``icon:NAME`` for one of
            the program's icons (``icon:bot``), a ``data:`` URI, or the path of a picture file.
            Whatever else stands here, or cannot be read, is shown as the initials.
        online: False once the member has left.
        last_read_index: Index of the last message the member has read, -1 for none.
        joined: When it last joined, aware, UTC; None where that is not known.
        left: When it last left, aware, UTC; None while it has not.
    """

    identity: str
    friendly_name: str
    avatar: str | None = None
    online: bool = True
    last_read_index: int = -1
    joined: datetime | None = None
    left: datetime | None = None


def plain_name(name: str) -> str:
    """Return a person's name on one line, without what would turn the writing around it."""
    return " ".join("".join(one for one in name if not _is_harmful(one) or one.isspace()).split())


def _is_harmful(character: str) -> bool:
    is_unshowable = unicodedata.category(character) in _UNSHOWABLE
    return is_unshowable or unicodedata.bidirectional(character) in _TURNING
