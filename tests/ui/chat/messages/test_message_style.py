"""Fonts and colours of the conversation."""

import pytest
from PySide6.QtGui import QColor, QFont

from ui.chat.messages.message_style import MessageStyle
from ui.theme import DARK, LIGHT


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_colours_are_those_of_the_look(qapp, tokens):
    style = MessageStyle(tokens, QFont())
    assert style.own.fill == QColor(tokens.bubble_own)
    assert style.other.text == QColor(tokens.bubble_other_text)
    assert style.error == QColor(tokens.error)


def test_sizes_are_the_tokens_whatever_the_widgets_font(qapp):
    base = QFont("DejaVu Sans")
    base.setPixelSize(40)
    style = MessageStyle(LIGHT, base)
    sizes = [font.pixelSize() for font in (style.body_font, style.meta_font, style.name_font)]
    assert sizes == [13, 11, 11]
    assert style.body_font.family() == base.family()
    assert style.name_font.bold()
