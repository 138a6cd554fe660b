"""What the pointer can meet in a row."""

from typing import Literal, NamedTuple, TypeAlias

HitKind: TypeAlias = Literal["link", "again", "discard"]


class Hit(NamedTuple):
    """Something that a click does something to.

    Attributes:
        kind: A link, "Send again" or "Discard".
        address: Of the link; empty otherwise.
    """

    kind: HitKind
    address: str = ""
