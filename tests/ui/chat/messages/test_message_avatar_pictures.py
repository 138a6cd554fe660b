"""Pictures of authors come late, or never, and move nothing."""

import base64
from functools import partial

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, member
from tests.ui.support.message_list import rect
from ui.chat.messages.message_avatar_pictures import AvatarPictures

SIZE = QSize(24, 24)


def png(width=60, height=40, colour="#00ff00"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes
    return bytes(data.data())


def is_there(pictures, avatar):
    return pictures.pixmap(avatar, SIZE) is not None


def address(data):
    return "data:image/png;base64," + base64.b64encode(data).decode()


@pytest.fixture
async def pictures(qapp):
    made = AvatarPictures()
    yield made
    await made._tasks.aclose()


async def test_a_picture_is_there_once_it_was_decoded(pictures, tmp_path):
    path = tmp_path / "ada.png"
    path.write_bytes(png())
    for avatar in (str(path), address(png())):
        assert pictures.pixmap(avatar, SIZE) is None
        await until(partial(is_there, pictures, avatar))
        assert pictures.pixmap(avatar, SIZE).size() == SIZE


def test_an_icon_is_there_at_once(pictures_now):
    assert pictures_now.pixmap("icon:bot", SIZE).size() == SIZE


@pytest.fixture
def pictures_now(qapp):
    return AvatarPictures()


@pytest.mark.parametrize(
    "avatar",
    [
        "https://example.org/ada.png",
        "data:image/png;base64,!!!",
        "data:image/png;base64," + base64.b64encode(png()[:60]).decode(),
        "data:text/html,<b>",
        "/nowhere/ada.png",
        "/",
        "x\0y",
        "word " * 2000,
    ],
)
async def test_what_is_no_picture_leaves_the_initials(pictures, avatar):
    assert pictures.pixmap(avatar, SIZE) is None
    await until(lambda: not len(pictures._tasks))
    assert pictures.pixmap(avatar, SIZE) is None


@pytest.mark.parametrize("avatar", ["icon:../../etc/passwd", "icon:none-of-ours", "icon:"])
async def test_an_icon_is_one_of_the_program(pictures, avatar):
    assert pictures.pixmap(avatar, SIZE) is None
    await until(lambda: not len(pictures._tasks))


async def test_a_late_picture_is_painted_where_the_initials_were(opened):
    people = {ME: member(ME), OTHER: member(OTHER, avatar=address(png()))}
    side, view = await opened(members=people)
    side.say(OTHER, "a")
    before = rect(view, "a")
    middle = before.topLeft()
    middle.setX(view.content_left + 12)
    middle.setY(before.top() + 12)
    colour = lambda: view.viewport().grab().toImage().pixelColor(middle).name()  # noqa: E731
    assert colour() != "#00ff00"
    await until(lambda: colour() == "#00ff00")
    assert rect(view, "a") == before
