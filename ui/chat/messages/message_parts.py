"""What a message's bubble is made of: its text, as it is or as Markdown, and its files.

Here it is decided which parts a message has; each part lays itself out and draws itself
(:mod:`ui.chat.messages.message_part`), and the bubble (:mod:`ui.chat.messages.message_bubble`)
stacks them. What Markdown and pictures need is imported with the first message that has them.
"""

import importlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from ui.chat.messages.message_part import Part
from ui.chat.messages.message_style import MessageStyle
from ui.chat.props import Props
from ui.chat.text.message_links import find_links
from ui.chat.text.message_text import TextBlock
from webchat.side.side import Side
from webchat.state import MessageState


class MessageParts:
    """Makes the parts of messages on one side.

    Attributes:
        on_picture: Called with a message, when more is known about a picture of it than when it
            was laid out; None for nobody.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._props = Props.of(side)
        self.on_picture: Callable[[MessageState], object] | None = None
        self._pictured: dict[object, dict[str, MessageState]] = {}

    @cached_property
    def _thumbnails(self) -> Any:
        """The small pictures of the side's files (:mod:`ui.chat.media.thumbnails`)."""
        made = importlib.import_module("ui.chat.media.thumbnails").Thumbnails.for_side(self._side)
        made.ready.connect(self._on_ready)
        return made

    def close(self) -> None:
        """Tell nobody any more: whoever lays the messages out is gone."""
        self.on_picture = None
        self._pictured.clear()

    def _on_ready(self, key: object) -> None:
        for message in self._pictured.pop(key, {}).values():
            if self.on_picture is not None:
                self.on_picture(message)

    def make(
        self, body: str, message: MessageState | None, style: MessageStyle, room: float
    ) -> tuple[Part, ...]:
        """Return the parts of a message, laid out, from the top.

        Args:
            body: Its text, as it was sent.
            message: The message; None for the greeting, which is none.
            style: The look.
            room: How wide a part may be, in pixels.
        """
        media = () if message is None else message.media
        parts: list[Part] = []
        if not media or body.strip():
            parts.append(self._text(body, style, room))
        if message is not None and media:
            parts.append(self._media(message, style, room))
        return tuple(parts)

    def _media(self, message: MessageState, style: MessageStyle, room: float) -> Part:
        module = importlib.import_module("ui.chat.media.message_media")
        key_of = importlib.import_module("ui.chat.media.thumbnails").key_of
        media, strings = message.media, self._side.strings
        for one in media:
            self._pictured.setdefault(key_of(one), {})[message.sid] = message
        made: Part = module.MediaPart(media, message, style, room, self._thumbnails, strings)
        return made

    def _text(self, body: str, style: MessageStyle, room: float) -> Part:
        if self._props.markdown:
            module = importlib.import_module("ui.chat.text.message_markdown")
            block: Part = module.MarkdownBlock(body, style, room)
            return block
        shown = body.strip() or body
        return TextBlock(
            shown,
            style.body_font,
            room,
            line_height=style.line_height,
            links=tuple(find_links(shown)),
            link_format=style.link,
        )
