"""The fonts of Markdown, made once for a look."""

from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont, QFontDatabase, QTextCharFormat

from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_markdown_blocks import Look

HEADINGS = {1: 24, 2: 20, 3: 18, 4: 16, 5: 14, 6: 12}
"""Sizes of headings in pixels, as documented."""


class Fonts(NamedTuple):
    """What paragraphs are written in.

    Attributes:
        body: Paragraphs.
        quote: Paragraphs in a quote.
        code: Of one width for all characters.
        headings: By level.
        looks: How stretches within a paragraph differ, as far as they were needed.
    """

    body: QFont
    quote: QFont
    code: QFont
    headings: dict[int, QFont]
    looks: dict[Look, QTextCharFormat]


_fonts: WeakKeyDictionary[MessageStyle, Fonts] = WeakKeyDictionary()


def fonts_of(style: MessageStyle) -> Fonts:
    """Return the fonts of a look."""
    fonts = _fonts.get(style)
    if fonts is None:
        fonts = _fonts[style] = _make_fonts(style.body_font)
    return fonts


def _make_fonts(body: QFont) -> Fonts:
    code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    code.setPixelSize(body.pixelSize() - 1)
    headings = {}
    for level, size in HEADINGS.items():
        headings[level] = _derived(body, lambda font: font.setWeight(QFont.Weight.Bold))
        headings[level].setPixelSize(size)
    return Fonts(body, _derived(body, lambda font: font.setItalic(True)), code, headings, {})


def _derived(font: QFont, change: Callable[[QFont], object]) -> QFont:
    derived = QFont(font)
    change(derived)
    return derived


def look_format(look: Look, fonts: Fonts, style: MessageStyle) -> QTextCharFormat:
    """Return how a stretch looks; made once for each look that occurs."""
    known = fonts.looks.get(look)
    if known is not None:
        return known
    made = QTextCharFormat(style.link) if look & Look.LINK else QTextCharFormat()
    if look & Look.BOLD:
        made.setFontWeight(QFont.Weight.Bold)
    if look & Look.ITALIC:
        made.setFontItalic(True)
    if look & Look.STRIKE:
        made.setFontStrikeOut(True)
    if look & Look.CODE:
        made.setFontFamilies(fonts.code.families())
        made.setFontFixedPitch(True)
    fonts.looks[look] = made
    return made
