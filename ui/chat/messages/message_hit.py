"""What the pointer or the keyboard can meet in a row."""

from typing import Literal, NamedTuple, TypeAlias

HitKind: TypeAlias = Literal["link", "again", "discard", "file"]


class Hit(NamedTuple):
    """Something in a row that can be pressed.

    Attributes:
        kind: A link, "Send again", "Discard" (of a message on its way: "Cancel"), or a file.
        address: Of the link; of a file, its place in the message's ``media``; else empty.
    """

    kind: HitKind
    address: str = ""
