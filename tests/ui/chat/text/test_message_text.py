"""Plain text in its place."""

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextCharFormat

from ui.chat.messages.message_part import PartState, Span
from ui.chat.text.message_links import find_links
from ui.chat.text.message_text import TextBlock

LINE = 20
SHALOM = "\u05e9\u05dc\u05d5\u05dd"  # runs from right to left


@pytest.fixture
def block(qapp):
    font = QFont()
    font.setPixelSize(13)

    def make(text, room=200.0, **more):
        links = tuple(find_links(text))
        return TextBlock(
            text, font, room, line_height=LINE, links=links, link_format=QTextCharFormat(), **more
        )

    return make


def ink(text_block, width=240, height=120):
    """Return the left and right edge of what is drawn, per line."""
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    text_block.draw(painter, QPointF(0, 0), QRectF(0, 0, width, height))
    painter.end()
    edges = []
    for top in range(0, min(height, int(text_block.height)), LINE):
        dark = [
            x
            for x in range(width)
            for y in range(top, min(top + LINE, height))
            if image.pixelColor(x, y).value() < 200
        ]
        edges.append((min(dark), max(dark)) if dark else None)
    return edges


def addresses(text_block, y, width=240):
    found = (text_block.link_at(QPointF(x, y)) for x in range(0, width, 3))
    return [address for address in dict.fromkeys(found) if address]


def test_a_short_text_is_one_line_of_its_own_width(block):
    text = block("Hello")
    assert text.height == LINE
    assert 20 < text.width < 60


def test_a_word_that_is_too_long_is_broken(block):
    text = block("x" * 500)
    assert text.width <= 200
    assert text.height > 5 * LINE


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2029", "\u2028"])
def test_every_end_of_line_begins_a_line(block, end):
    assert block(f"a{end}b{end}c").height == 3 * LINE


def test_markup_is_text(block):
    plain = block("bold")
    assert block("<b>bold</b>").width > plain.width


def test_what_is_isolated_does_not_decide_the_direction(block):
    turned, isolated = block(f"{SHALOM} joined"), block(f"\u2068{SHALOM}\u2069 joined")
    assert turned.place_at(QPointF(0, 5)) > isolated.place_at(QPointF(0, 5))


def test_each_paragraph_runs_in_its_direction(block):
    text = block(f"a rather long line here\n{SHALOM}\nshort")
    (_, right), (rtl_left, rtl_right), (ltr_left, ltr_right) = ink(text)
    assert rtl_left > right / 2
    assert abs(rtl_right - right) < 6
    assert ltr_left < 6
    assert ltr_right < right / 2


def test_a_line_without_letters_runs_as_the_one_before(block):
    (_, _), (_, rtl_right) = ink(block(f"{SHALOM} {SHALOM} {SHALOM}\n…"))
    assert rtl_right > 60


def test_text_in_the_middle_is_in_the_middle_of_its_own_width(block):
    text = block("word\na longer line", alignment=Qt.AlignmentFlag.AlignHCenter)
    (short_left, short_right), (left, right) = ink(text)
    assert abs((short_left + short_right) - (left + right)) <= 4
    assert left < 4


def test_a_link_is_met_where_its_characters_are(block):
    text = block("see https://a.example/x ok")
    assert addresses(text, LINE / 2) == ["https://a.example/x"]
    assert text.link_at(QPointF(3, LINE / 2)) is None
    assert text.link_at(QPointF(text.width + 20, LINE / 2)) is None


def test_links_are_met_after_emoji_and_in_later_paragraphs(block):
    text = block(f"😀😀 https://a.example\n{SHALOM}\n😀 https://b.example", room=230.0)
    assert addresses(text, LINE / 2) == ["https://a.example"]
    assert addresses(text, 2.5 * LINE) == ["https://b.example"]


def test_a_link_over_two_lines_is_one_link(block):
    text = block("https://a.example/" + "path/" * 12)
    assert addresses(text, LINE / 2) == addresses(text, 1.5 * LINE) != []


@pytest.mark.parametrize("text", ["", "\ud800", "a\0b", "\u202e abc", "\n" * 50, "\U0001d518" * 40])
def test_odd_text_is_laid_out(block, text):
    assert block(text).height >= LINE


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["a\n" * 16_384, "a\n\u05d0\n" * 8_192, "word " * 6_553, "漢" * 32_768]
)
def test_the_longest_message_is_laid_out(block, text):
    assert block(text).height > 100 * LINE


def test_a_place_is_found_where_its_character_is(block):
    text = block("Hello there")
    assert text.place_at(QPointF(0, 5)) == 0
    assert text.place_at(QPointF(500, 5)) == len("Hello there")
    assert text.place_at(QPointF(text.width / 2, 5)) in range(4, 8)


def test_above_the_lines_is_the_start_and_below_them_the_end(block):
    text = block("one\ntwo\nthree")
    assert text.place_at(QPointF(90, -1)) == 0
    assert text.place_at(QPointF(0, text.height + 1)) == len(text.text)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_count_characters_after_emoji_and_in_later_lines(block, end):
    text = block(f"😀😀a{end}{SHALOM}{end}👩‍👩‍👧b")
    assert text.text[: text.place_at(QPointF(190, LINE / 2))].rstrip("\r") == "😀😀a"
    assert text.place_at(QPointF(190, 2.5 * LINE)) == len(text.text)
    assert text.text[text.place_at(QPointF(0, 2.5 * LINE)) :] == "👩‍👩‍👧b"


def test_no_place_is_within_an_emoji_of_several_characters(block):
    family = "👩‍👩‍👧"
    text = block(family * 4, room=400)
    found = {text.place_at(QPointF(x, 5)) for x in range(int(text.width) + 5)}
    assert found <= {number * len(family) for number in range(5)}


def test_the_pointer_is_over_text_on_its_lines_only(block):
    text = block("short\na much longer line")
    assert text.is_over_text(QPointF(5, LINE / 2))
    assert not text.is_over_text(QPointF(text.width - 2, LINE / 2))


def test_selected_text_has_its_two_colours_exchanged(block):
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#1976d2"))
    painter = QPainter(image)
    painter.setPen(QColor("#ffffff"))
    painter.setBackground(QColor("#1976d2"))
    text = block("llllllllll")
    text.draw(painter, QPointF(0, 0), QRectF(0, 0, 200, 40), PartState(selection=Span(5, 10)))
    painter.end()
    middle = int(text.width / 2)
    assert image.pixelColor(int(text.width) - 1, 3) == QColor("#ffffff")
    assert image.pixelColor(middle - 6, 3) == QColor("#1976d2")


def test_the_targets_are_the_addresses_each_once_and_where_it_stands(block):
    text = block("see https://a.example and https://b.example and https://a.example", room=150)
    assert [one.hit.address for one in text.targets()] == ["https://a.example", "https://b.example"]
    for target in text.targets():
        corner = target.rect.bottomRight() - QPointF(4, 4)
        assert text.hit(corner) == target.hit


def test_the_ring_of_the_keyboard_is_drawn_around_the_address_it_is_at(block):
    text = block("https://a.example https://b.example", room=400)
    plain, ringed = (
        rendered(text, PartState(focused=hit)) for hit in (None, text.targets()[1].hit)
    )
    assert plain != ringed
    left = text.targets()[1].rect.left()
    half = QRect(0, 0, int(left) - 6, 40)
    assert plain.copy(half) == ringed.copy(half)


@pytest.mark.parametrize("around", [f"{SHALOM} %s {SHALOM}", "\u202e%s", "word \u202b%s"])
def test_an_address_is_ringed_whole_where_the_direction_turns(block, around):
    address = "https://a.example"
    text = block(around % address, room=400)
    alone = block(address, room=400)
    assert abs(text.targets()[0].rect.width() - alone.width) < 3


def rendered(part, state):
    image = QImage(420, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    part.draw(painter, QPointF(4, 4), QRectF(image.rect()), state)
    painter.end()
    return image
