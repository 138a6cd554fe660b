"""What a message's bubble is made of: its text, as it is or as Markdown, and its files.

Here it is decided which parts a message has; each part lays itself out and draws itself
(:mod:`ui.chat.message_part`), and the bubble (:mod:`ui.chat.message_bubble`) stacks them.
"""

from ui.chat.message_links import find_links
from ui.chat.message_part import Part
from ui.chat.message_style import MessageStyle
from ui.chat.message_text import TextBlock


def make_parts(body: str, style: MessageStyle, room: float) -> tuple[Part, ...]:
    """Return the parts of a message, laid out, from the top.

    Args:
        body: Its text, as it was sent.
        style: The look.
        room: How wide a part may be, in pixels.
    """
    return (_text(body, style, room),)


def _text(body: str, style: MessageStyle, room: float) -> Part:
    shown = body.strip() or body
    return TextBlock(
        shown,
        style.body_font,
        room,
        line_height=style.line_height,
        links=tuple(find_links(shown)),
        link_format=style.link,
    )
