"""A Markdown text as paragraphs, in the order they are read, each with what it stands in.

Between the parser's tokens and the layout, so that neither knows the other. A text is parsed once
and kept: it is laid out again with every change of width.
"""

import functools
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ui.chat.text.message_links import Link
from ui.chat.text.message_links_open import misleads, short_address
from ui.chat.text.message_markdown_parser import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

BlockKind: TypeAlias = Literal["text", "heading", "code", "rule"]
_log = logging.getLogger(__name__)
_KEPT = 256  # texts; a screen shows about twenty
_BULLETS = "•◦▪"
_BOXES = frozenset({"blockquote_open", "blockquote_close", "list_item_open", "list_item_close"})
_LISTS = frozenset(
    {"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"}
)
_HEADINGS = frozenset({"heading_open", "heading_close"})


class Look(IntFlag):
    """How a stretch of text differs from the rest of its paragraph."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    STRIKE = 4
    CODE = 8
    LINK = 16


class Stretch(NamedTuple):
    """Characters *start* to *end* of a paragraph that look different."""

    start: int
    end: int
    look: Look


class Box(NamedTuple):
    """A quote or an item of a list, in which paragraphs stand.

    Attributes:
        number: Tells boxes of one text apart.
        kind: What it is.
        marker: What stands before an item.
        widest: The widest marker of its list.
        is_tight: Whether the items of the list follow each other closely.
    """

    number: int
    kind: Literal["quote", "item"]
    marker: str = ""
    widest: str = ""
    is_tight: bool = False


class Block(NamedTuple):
    """A paragraph.

    Attributes:
        kind: ``rule`` is a line from side to side.
        text: What it shows; lines end with a newline.
        looks: Stretches that look different, in order, none within another.
        links: Addresses in it.
        level: Of a heading, from 1 to 6.
        boxes: What it stands in, from the outside.
    """

    kind: BlockKind
    text: str = ""
    looks: tuple[Stretch, ...] = ()
    links: tuple[Link, ...] = ()
    level: int = 0
    boxes: tuple[Box, ...] = ()


@functools.lru_cache(maxsize=_KEPT)
def blocks_of(text: str) -> tuple[Block, ...]:
    """Return a Markdown text as paragraphs; one that would show nothing is shown as written."""
    reader = _Reader()
    try:
        reader.read(parse(text))
    except Exception:  # one message must not take the list with it
        _log.exception("A message cannot be read as Markdown")
        return (Block("text", text),)
    if any(block.text or block.kind == "rule" for block in reader.blocks):
        return tuple(reader.blocks)
    return (Block("text", text),)


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens once."""

    blocks: list[Block] = field(default_factory=list)
    _boxes: list[Box] = field(default_factory=list)
    _lists: list["_List"] = field(default_factory=list)
    _level: int = 0
    _count: int = 0

    def read(self, tokens: "Sequence[Token]") -> None:
        for at, token in enumerate(tokens):
            if token.nesting == 0:
                self._write(token)
            elif token.type in _BOXES:
                if token.nesting > 0:
                    self._open(token)
                else:
                    self._close()
            elif token.type in _LISTS:
                if token.nesting > 0:
                    self._lists.append(_list_of(tokens, at))
                else:
                    self._lists.pop()
            elif token.type in _HEADINGS:
                self._level = int(token.tag[1]) if token.nesting > 0 else 0

    def _write(self, token: "Token") -> None:
        if token.type == "inline":
            self._add("heading" if self._level else "text", *_inline(token.children or ()))
        elif token.type in {"fence", "code_block"}:
            self._add("code", token.content.rstrip("\n"))
        elif token.type == "hr":
            self._add("rule")

    def _add(
        self,
        kind: BlockKind,
        text: str = "",
        looks: tuple[Stretch, ...] = (),
        links: tuple[Link, ...] = (),
    ) -> None:
        self.blocks.append(Block(kind, text, looks, links, self._level, tuple(self._boxes)))

    def _open(self, token: "Token") -> None:
        self._count += 1
        if token.type == "blockquote_open":
            self._boxes.append(Box(self._count, "quote"))
            return
        around = self._lists[-1]
        depth = sum(box.kind == "item" for box in self._boxes)
        bullet = _BULLETS[min(depth, len(_BULLETS) - 1)]
        marker = bullet if around.next_number is None else f"{around.next_number}{token.markup}"
        if around.next_number is not None:
            around.next_number += 1
        widest = around.widest or bullet
        self._boxes.append(Box(self._count, "item", marker, widest, around.is_tight))

    def _close(self) -> None:
        box = self._boxes[-1]
        if box.kind == "item" and (not self.blocks or box not in self.blocks[-1].boxes):
            self._add("text")  # an item without a text still has its marker
        self._boxes.pop()


@dataclass(slots=True)
class _List:
    """A list that is being read: the number of its next item, and what holds for all of them."""

    next_number: int | None
    widest: str
    is_tight: bool


def _list_of(tokens: "Sequence[Token]", at: int) -> _List:
    """Return the list that opens at a token."""
    opening = tokens[at]
    count, is_tight = 0, True
    for token in tokens[at + 1 :]:
        if token.level == opening.level and token.nesting < 0:
            break
        if token.level == opening.level + 1 and token.type == "list_item_open":
            count += 1
        elif token.level == opening.level + 2 and token.type == "paragraph_open":
            is_tight = is_tight and token.hidden
    if opening.type == "bullet_list_open":
        return _List(None, "", is_tight)
    first = int(opening.attrs.get("start", 1))
    return _List(first, f"{first + count - 1}{opening.markup}", is_tight)


_OPENS = {"strong": Look.BOLD, "em": Look.ITALIC, "s": Look.STRIKE}


def _inline(
    tokens: "Sequence[Token]",
) -> tuple[str, tuple[Stretch, ...], tuple[Link, ...]]:
    """Return a line of tokens as text, looks and links."""
    writer = _Writer()
    for token in tokens:
        name = token.type.partition("_")[0]
        if name in _OPENS:
            writer.turn(_OPENS[name], token.nesting)
        elif token.type == "link_open":
            writer.open_link(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            writer.close_link()
        elif token.type in {"softbreak", "hardbreak"}:
            writer.write("\n")
        elif token.type == "code_inline":
            writer.write(token.content, Look.CODE)
        else:
            writer.write(token.content)
    return "".join(writer.parts), tuple(writer.looks), tuple(writer.links)


class _Writer:
    """Puts the text of a paragraph together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.looks: list[Stretch] = []
        self.links: list[Link] = []
        self._depths = dict.fromkeys(_OPENS.values(), 0)
        self._place = 0
        self._link: tuple[int, int, str] | None = None

    def write(self, text: str, more: Look = Look.PLAIN) -> None:
        look = more | (Look.LINK if self._link else Look.PLAIN)
        for one, depth in self._depths.items():
            if depth:
                look |= one
        end = self._place + len(text)
        if look and text:
            self.looks.append(Stretch(self._place, end, look))
        self.parts.append(text)
        self._place = end

    def turn(self, look: Look, nesting: int) -> None:
        self._depths[look] += nesting

    def open_link(self, address: str) -> None:
        self._link = (self._place, len(self.parts), address)

    def close_link(self) -> None:
        if self._link is None:
            return
        (start, part, address), end = self._link, self._place
        label = "".join(self.parts[part:])
        if not label.strip():  # nothing to press: show where it leads instead
            self.write(address)
            end = self._place
        self._link = None
        if start < end:
            self.links.append(Link(start, end, address))
        if misleads(label, address):
            self.write(f" ({short_address(address)})")
