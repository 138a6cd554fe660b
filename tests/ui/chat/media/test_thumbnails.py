import gc
import weakref
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QSize

from tests.support.waiting import until
from tests.ui.support.conversation import Conversation
from tests.ui.support.pictures import attachment, bomb, picture, text_file
from ui.chat.media import thumbnails as module
from ui.chat.media.thumbnails import BOX, Thumbnails, key_of
from webchat.errors import ConnectionLostError, MediaError
from webchat.state import changes

DIGEST = "d" * 64


class Centre:
    """Gives the files that it is told of, or an error."""

    def __init__(self):
        self.answer: Any = MediaError("There is no such file.")
        self.asked = 0

    async def media_file(self, sid, attachment):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
async def side(qapp):
    side: Any = Conversation()
    side.centre = Centre()
    yield side
    await side.tasks.aclose()


@pytest.fixture
def thumbs(side):
    return Thumbnails.for_side(side)


def another():
    side: Any = Conversation()
    return side


def heard(thumbs):
    keys = []
    thumbs.ready.connect(keys.append)
    return keys


async def made(thumbs, one):
    assert thumbs.pixmap(one) is None
    await until(lambda: thumbs.pixmap(one) is not None)
    return thumbs.pixmap(one)


def received(path, **more):
    return attachment(path, path=None, digest=DIGEST, sid="ME1", **more)


async def test_a_picture_is_made_in_the_background_and_told(thumbs, tmp_path):
    one = attachment(picture(tmp_path, width=1200, height=600))
    keys = heard(thumbs)
    assert await made(thumbs, one)
    assert thumbs.extent(one) == QSize(1200, 600)
    assert keys == [key_of(one)] * 2  # its size, then itself


async def test_there_is_one_per_side(side, thumbs):
    assert Thumbnails.for_side(side) is thumbs
    assert Thumbnails.for_side(another()) is not thumbs


async def test_it_goes_with_its_side(qapp):
    side: Any = Conversation()
    gone = weakref.ref(Thumbnails.for_side(side))
    del side
    gc.collect()
    assert gone() is None


async def test_a_received_picture_is_read_from_the_centre(side, thumbs, tmp_path):
    side.centre.answer = picture(tmp_path)
    assert await made(thumbs, received(side.centre.answer))


@pytest.mark.parametrize("make", [text_file, bomb])
async def test_what_cannot_be_shown_is_told_once(thumbs, tmp_path, make):
    one = attachment(make(tmp_path, name="forged.png"))
    keys = heard(thumbs)
    assert thumbs.pixmap(one) is None
    await until(lambda: thumbs.is_broken(one))
    assert keys == [key_of(one)]
    assert thumbs.pixmap(one) is None


async def test_a_source_that_has_gone_cannot_be_shown(thumbs, tmp_path):
    one = attachment(tmp_path / "gone.png")
    thumbs.pixmap(one)
    await until(lambda: thumbs.is_broken(one))


async def test_content_that_the_centre_has_lost_cannot_be_shown(side, thumbs, tmp_path):
    one = received(tmp_path / "lost.png")
    thumbs.pixmap(one)
    await until(lambda: thumbs.is_broken(one))


async def test_what_was_damaged_is_shown_once_it_was_sent_again(side, thumbs, tmp_path):
    one = received(picture(tmp_path))
    thumbs.pixmap(one)
    await until(lambda: thumbs.is_broken(one))
    side.centre.answer = tmp_path / "photo.png"
    assert thumbs.pixmap(one) is None
    assert await made(thumbs, replace(one, sid="ME2"))
    assert thumbs.is_shown(one)


async def test_without_a_connection_it_is_tried_again(side, thumbs, tmp_path):
    side.centre.answer = ConnectionLostError("There is no connection.")
    one = received(picture(tmp_path))
    thumbs.pixmap(one)
    await until(lambda: side.centre.asked == 1 and not len(side.tasks))
    assert not thumbs.is_broken(one)
    keys = heard(thumbs)
    side.centre.answer = tmp_path / "photo.png"
    side.store.dispatch(changes.ConnectionSet("disconnected"))
    side.store.dispatch(changes.ConnectionSet("connected"))
    assert keys == [key_of(one)]
    assert await made(thumbs, one)


async def test_what_was_just_sent_is_there_at_once(side, thumbs, tmp_path):
    sending = attachment(picture(tmp_path))
    before = await made(thumbs, sending)
    sent = received(sending.path)
    assert thumbs.extent(sent) == QSize(320, 240)
    assert thumbs.pixmap(sent).cacheKey() == before.cacheKey()


async def test_the_oldest_are_let_go_of(thumbs, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BUDGET", 2 * BOX.width() * BOX.height() * 4)
    ones = [attachment(picture(tmp_path, f"{at}.png", 960, 720)) for at in range(4)]
    for one in ones:
        await made(thumbs, one)
    assert thumbs.pixmap(ones[-1]) is not None
    assert thumbs.pixmap(ones[0]) is None
    assert thumbs.extent(ones[0]) == QSize(960, 720)
    await until(lambda: thumbs.pixmap(ones[0]) is not None)


async def test_the_newest_wishes_come_first_and_old_ones_lapse(thumbs, tmp_path):
    ones = [attachment(picture(tmp_path, f"{at}.png", 8, 8)) for at in range(60)]
    keys = heard(thumbs)
    for one in ones:
        thumbs.pixmap(one)
    await until(lambda: not thumbs._workers)
    assert keys[0] in {key_of(one) for one in ones[-2:]}  # two are made at once
    assert key_of(ones[0]) not in keys


def test_nothing_is_made_where_no_loop_runs(qapp, tmp_path):
    assert Thumbnails.for_side(another()).pixmap(attachment(picture(tmp_path))) is None


async def test_a_picture_that_costs_too_much_is_left_to_the_viewer(thumbs, tmp_path):
    one = attachment(bomb(tmp_path, 9_000))
    keys = heard(thumbs)
    thumbs.pixmap(one)
    await until(lambda: not thumbs.is_shown(one))
    assert not thumbs.is_broken(one)
    assert thumbs.extent(one) == QSize(9_000, 9_000)
    assert keys == [key_of(one)] * 2
    assert thumbs.pixmap(one) is None
