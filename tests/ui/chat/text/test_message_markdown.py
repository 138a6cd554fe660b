"""A Markdown text in its place."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import PartState, Span
from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_markdown import MarkdownBlock
from ui.chat.text.message_markdown_blocks import blocks_of
from ui.chat.text.message_text import TextBlock
from ui.theme import LIGHT

ROOM = 220.0
SHALOM = "\u05e9\u05dc\u05d5\u05dd"


@pytest.fixture
def block(qapp):
    style = MessageStyle(LIGHT, QFont())

    def make(text, room=ROOM):
        return MarkdownBlock(text, style, room)

    return make


def drawn(part, state=PartState(), *, ink="#222222", paper="#ffffff"):  # noqa: B008  frozen
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(QColor(paper))
    painter = QPainter(image)
    painter.setPen(QColor(ink))
    painter.setBackground(QColor(paper))
    part.draw(painter, QPointF(10, 10), QRectF(image.rect()), state)
    painter.end()
    return image


def ink_columns(image):
    paper = image.pixelColor(0, 0)
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != paper for y in range(image.height()))
    ]


def test_a_text_without_marks_is_laid_out_as_without_markdown(block):
    style = MessageStyle(LIGHT, QFont())
    plain = TextBlock("one\ntwo words", style.body_font, ROOM, line_height=style.line_height)
    marked = block("one\ntwo words")
    assert (marked.width, marked.height, marked.text) == (plain.width, plain.height, plain.text)


def test_what_is_shown_and_selected_has_no_marks(block):
    shown = block("# Title\n\n**bold** and ~struck~ `code`\n\n- one\n- two\n\n3. three\n\n> said")
    assert shown.text == "Title\nbold and struck code\n• one\n• two\n3. three\nsaid"


@pytest.mark.parametrize(("level", "size"), [(1, 24), (2, 20), (3, 18), (4, 16), (5, 14), (6, 12)])
def test_a_heading_has_its_documented_size(block, level, size):
    heading = block("#" * level + " Title")
    assert heading.pieces[0].layout.font().pixelSize() == size
    assert heading.pieces[0].layout.font().bold()


def test_a_quote_is_italic_and_has_a_bar_of_two_pixels(block):
    quote = block("> said")
    assert quote.pieces[0].layout.font().italic()
    columns = ink_columns(drawn(quote))
    assert columns[:2] == [10, 11]
    assert 12 not in columns


def test_long_lines_of_code_wrap_within_their_ground(block):
    code = block("```\n" + "x = " + "y" * 200 + "\n```")
    assert code.width <= ROOM
    assert max(ink_columns(drawn(code))) <= 10 + ROOM
    assert code.pieces[0].layout.lineCount() > 3


def test_items_stand_beside_their_markers_and_below_each_other(block):
    marker, one, number, two = block("- one\n  1. two").pieces
    assert marker.at.y() == one.at.y() < number.at.y() == two.at.y()
    assert marker.at.x() < one.at.x() < two.at.x()


def test_a_list_from_right_to_left_has_its_markers_on_the_right(block):
    marker, item = block(f"- {SHALOM}").pieces
    assert marker.at.x() > item.at.x()
    assert 0 <= marker.at.x() < ROOM


def test_a_quote_from_right_to_left_has_its_bar_on_the_right(block):
    quote = block(f"> {SHALOM} {SHALOM}")
    columns = ink_columns(drawn(quote))
    assert columns[-1] == round(10 + quote.width) - 1
    assert columns[0] < columns[-1] - 20


def test_a_word_that_is_too_long_is_broken_everywhere(block):
    word = "x" * 400
    assert block(f"# {word}\n- {word}\n> {word}\n\n`{word}`").width <= ROOM


def test_a_link_is_met_where_its_text_is_and_leads_where_it_says(block):
    shown = block("see [this](https://a.example/x) ok")
    (target,) = shown.targets()
    assert target.hit == Hit("link", "https://a.example/x")
    assert shown.hit(target.rect.center()) == target.hit
    assert shown.hit(QPointF(3, 8)) is None


def test_a_link_in_a_list_after_emoji_is_met_where_it_is(block):
    shown = block("😀😀\n\n- 😀 [this](https://a.example)\n- other")
    (target,) = shown.targets()
    assert shown.hit(target.rect.center()) == target.hit
    assert shown.place_at(target.rect.topLeft()) == shown.text.index("this")


def test_places_go_through_markers_and_paragraphs(block):
    shown = block("- one\n- two\n\nlast")
    middle = shown.pieces[3]
    assert shown.text[shown.place_at(middle.at + QPointF(-3, 5)) :].startswith(" two")
    assert shown.text[shown.place_at(middle.at + QPointF(1, 5)) :].startswith("two")
    assert shown.place_at(QPointF(0, shown.height + 1)) == len(shown.text)


def test_selected_text_is_drawn_otherwise_and_the_rest_is_not(block):
    shown = block("one\n\ntwo")
    before, after = drawn(shown), drawn(shown, PartState(selection=Span(4, 7)))
    assert before.copy(0, 0, 300, 28) == after.copy(0, 0, 300, 28)
    assert before != after


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("#ffffff", "#1976d2"),
        ("#222222", "#ecedf1"),
        ("#ffffff", "#202125"),
        ("#222222", "#ffffff"),
    ],
)
def test_code_is_as_legible_as_the_rest(block, ink, paper):
    image = drawn(block("```\nx\n```"), ink=ink, paper=paper)
    assert image.pixelColor(13, 13) != QColor(paper)
    assert contrast(image.pixelColor(13, 13), QColor(ink)) >= 4.5


def contrast(one, other):
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "#",
        "---",
        "![](x)",
        "- ",
        "> ",
        "```",
        "\ud800",
        "a\0b",
        "\u202e abc",
        "1.",
        "~~~~",
    ],
)
def test_odd_text_is_laid_out_and_drawn(block, text):
    shown = block(text)
    assert shown.height > 0
    assert not drawn(shown).isNull()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " deep",
        "[" * 10_000 + "]" * 10_000,
        "- " * 10_000,
        "[[x](" * 6_000,
        "~a " * 10_000,
        "[a] (http://" * 2_500,
        "http://" * 4_600,
        "*_" * 16_000,
        "a\n" * 16_000,
        "`a " * 10_000,
        "> a\n" * 8_000,
        "word " * 6_553,
        "漢" * 32_768,
    ],
)
def test_the_longest_and_deepest_message_is_laid_out(block, text):
    assert block(text).height > 0


def test_what_nests_too_deep_is_text():
    (shown,) = blocks_of(">" * 10_000 + " deep")
    assert len(shown.boxes) <= 20
    assert shown.text.endswith("deep")
