"""Fonts and colours of the conversation."""

import pytest
from PySide6.QtGui import QColor, QFont

from ui.chat.messages.message_style import SHAPES, MessageStyle
from ui.theme import DARK, LIGHT, WidgetTheme
from ui.theme.colour import contrast
from ui.theme.widget_themes import THEME_NAMES


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


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
@pytest.mark.parametrize("name", THEME_NAMES)
def test_selected_text_is_legible_and_stands_out(qapp, name, shape):
    WidgetTheme.instance().choose(name)
    style = MessageStyle(WidgetTheme.instance().tokens, qapp.font(), shape=shape)
    for colours in (style.own, style.other):
        ground, text = (one.name() for one in colours.selection)
        assert contrast(ground, text) >= 4.5
        assert contrast(ground, colours.fill.name()) >= 2
