from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFont, QImage, QPainter

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, Conversation
from tests.ui.support.pictures import attachment, bomb, picture, text_file
from ui.chat.media.message_media import GAP, MediaPart
from ui.chat.media.message_media_items import CARD_HEIGHT, CARD_WIDEST, TILE
from ui.chat.media.thumbnails import Thumbnails
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import PartState
from ui.chat.messages.message_style import MessageStyle
from ui.theme import DARK, LIGHT
from webchat.config import Config, FileAttachment
from webchat.state import State, Store

ROOM = 400.0


@pytest.fixture
async def side(qapp):
    side = Conversation()
    yield side
    await side.tasks.aclose()


@pytest.fixture
def lay_out(side):
    def make(*media, author=OTHER, room=ROOM, tokens=LIGHT, is_mirrored=False, **more):
        message = replace(side.message(author, ""), media=media, **more)
        style = MessageStyle(tokens, QFont(), is_mirrored=is_mirrored)
        thumbnails = Thumbnails.for_side(side)
        return MediaPart(media, message, style, room, thumbnails, side.strings)

    return make


@pytest.fixture
async def photo(side, tmp_path):
    """A picture whose thumbnail is there."""
    one = attachment(picture(tmp_path, width=1200, height=600))
    thumbnails = Thumbnails.for_side(side)
    thumbnails.pixmap(one)
    await until(lambda: thumbnails.pixmap(one) is not None)
    return one


def drawn(part, state=PartState(), margin=4):  # noqa: B008  frozen
    """Return what a part looks like on the ground of a bubble."""
    image = QImage(
        QSizeF(part.width + 2 * margin, part.height + 2 * margin).toSize(),
        QImage.Format.Format_RGB32,
    )
    image.fill(part._look().colours.fill)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(part._look().colours.text)
    part.draw(painter, QPointF(margin, margin), QRectF(image.rect()), state)
    painter.end()
    return image


def notes(tmp_path, name="notes.txt"):
    return attachment(text_file(tmp_path, name))


async def test_a_picture_is_as_large_as_fits_and_keeps_its_shape(lay_out, photo):
    part = lay_out(photo)
    assert (part.width, part.height) == (240, 120)
    assert lay_out(photo, room=100.0).width == 100


async def test_a_place_is_kept_for_a_picture_that_is_not_there_yet(lay_out, tmp_path):
    part = lay_out(attachment(picture(tmp_path)))
    assert (part.width, part.height) == (240, 180)
    drawn(part)  # asks for it


async def test_a_tiny_picture_can_still_be_met(side, lay_out, tmp_path):
    one = attachment(picture(tmp_path, width=3, height=2))
    Thumbnails.for_side(side).pixmap(one)
    await until(lambda: Thumbnails.for_side(side).extent(one) == QSize(3, 2))
    assert (lay_out(one).width, lay_out(one).height) == (40, 40)


async def test_a_picture_that_cannot_be_shown_is_a_card_that_says_so(side, lay_out, tmp_path):
    one = attachment(text_file(tmp_path, "forged.png"))
    Thumbnails.for_side(side).pixmap(one)
    await until(lambda: Thumbnails.for_side(side).is_broken(one))
    part = lay_out(one)
    assert part.height == CARD_HEIGHT
    item = part._items[0][0]
    assert item._lines(part._look(), ROOM) == ["This picture cannot be shown"]
    narrow = lay_out(one, room=150.0)
    assert narrow.height > CARD_HEIGHT
    assert " ".join(narrow._items[0][0]._lines(part._look(), 150.0)) == (
        "This picture cannot be shown"
    )


async def test_a_picture_that_costs_too_much_is_a_card_to_be_opened(side, lay_out, tmp_path):
    one = attachment(bomb(tmp_path, 9_000))
    Thumbnails.for_side(side).pixmap(one)
    await until(lambda: not Thumbnails.for_side(side).is_shown(one))
    part = lay_out(one)
    assert part.height == CARD_HEIGHT
    assert part._items[0][0]._lines(part._look(), ROOM) == ["1 KB"]


async def test_files_stand_below_each_other(lay_out, photo, tmp_path):
    part = lay_out(photo, notes(tmp_path))
    boxes = [one.rect for one in part.targets()]
    assert boxes[1].top() == boxes[0].bottom() + GAP
    assert part.height == boxes[1].bottom()


async def test_a_click_on_a_file_names_its_place(lay_out, photo, tmp_path):
    part = lay_out(photo, notes(tmp_path))
    found = [part.hit(one.rect.center()) for one in part.targets()]
    assert found == [one.hit for one in part.targets()] == [Hit("file", "0"), Hit("file", "1")]
    assert part.hit(QPointF(-1, -1)) is None


@pytest.mark.parametrize("room", [400.0, 174.0, 60.0, 10.0])
async def test_a_long_name_never_widens_the_bubble(lay_out, tmp_path, room):
    part = lay_out(notes(tmp_path, "n" * 200 + ".txt"), room=room)
    assert part.width <= max(min(room, CARD_WIDEST), 49)
    drawn(part)


async def test_pointer_and_keyboard_are_seen(lay_out, photo, tmp_path):
    part = lay_out(photo, notes(tmp_path))
    looks = [drawn(part)]
    for target in part.targets():
        for state in (PartState(hovered=target.hit), PartState(focused=target.hit)):
            look = drawn(part, state)
            assert look not in looks
            looks.append(look)


async def test_a_lit_card_says_what_a_click_does(lay_out, tmp_path):
    part = lay_out(notes(tmp_path))
    item = part._items[0][0]
    assert item._second_line(part._look()) == "1 KB"
    assert item._second_line(part._look(is_lit=True)) == "Open file"


async def test_files_go_out_one_after_the_other(lay_out, tmp_path):
    one, two = (attachment(text_file(tmp_path, n, "x" * 100)) for n in ("a.txt", "b.txt"))
    part = lay_out(one, two, author=ME, status="sending", progress=0.6)
    assert part._shares == [1.0, pytest.approx(0.2)]
    card = part._items[1][0]
    assert card._second_line(part._look(share=0.2)) == "20 % of 1 KB"


async def test_progress_and_failure_are_seen(lay_out, photo):
    sent = drawn(lay_out(photo, author=ME))
    sending = [
        drawn(lay_out(photo, author=ME, status="sending", progress=one)) for one in (0.1, 0.9)
    ]
    failed = drawn(lay_out(photo, author=ME, status="failed"))
    assert len({bytes(one.constBits()) for one in (sent, failed, *sending)}) == 4


@pytest.mark.parametrize(
    "more",
    [{"status": "sending", "progress": 0.1}, {"status": "failed"}],
    ids=["sending", "failed"],
)
async def test_the_words_of_a_card_are_as_readable_as_any_whatever_has_become_of_it(
    lay_out, tmp_path, more
):
    part = lay_out(notes(tmp_path), author=ME, **more)
    image, text = drawn(part), part._look().colours.text
    beside = range(4 + int(TILE) + 4, image.width())
    shown = {image.pixelColor(x, y).rgb() for x in beside for y in range(image.height())}
    assert text.rgb() in shown


async def test_cards_are_mirrored(lay_out, tmp_path):
    one = notes(tmp_path)
    usual, mirrored = drawn(lay_out(one)), drawn(lay_out(one, is_mirrored=True))
    tile = usual.pixelColor(10, 12)
    assert tile != usual.pixelColor(usual.width() - 10, 12)
    assert mirrored.pixelColor(mirrored.width() - 10, 12) == tile


async def test_both_looks_draw_a_card_in_their_own_colours(lay_out, tmp_path):
    one = notes(tmp_path)
    assert drawn(lay_out(one)) != drawn(lay_out(one, tokens=DARK))


async def test_where_files_are_off_a_sentence_says_so(side, lay_out, photo):
    side.store = Store(State(Config(file_attachment=FileAttachment(enabled=False))))
    part = lay_out(photo)
    assert part.targets() == ()
    assert part.hit(QPointF(5, 5)) is None
    assert 0 < part.width < ROOM
    plain = drawn(part)
    side.strings["MediaMessageError"] = "Something else"
    assert drawn(lay_out(photo)) != plain
