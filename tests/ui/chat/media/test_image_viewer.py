from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from tests.support.waiting import until
from tests.ui.support.conversation import Conversation
from tests.ui.support.gestures import is_seen, part
from tests.ui.support.pictures import attachment, picture, text_file
from ui.chat.media import image_viewer
from ui.chat.media.image_viewer import ImageViewer, Picture


@pytest.fixture
def pictures(tmp_path):
    side = Conversation()
    message = side.message()
    paths = (picture(tmp_path, one, 90, 60) for one in ("a.png", "b.png"))
    return tuple(Picture(message, attachment(one)) for one in paths)


@pytest.fixture
async def viewer(qtbot, pictures):
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(900, 700)
    ground.show()
    side: Any = Conversation()
    viewer = ImageViewer(side, pictures, pictures[0], ground)
    viewer.open()
    viewer.activateWindow()
    await until(viewer.isActiveWindow)
    yield viewer
    viewer.reject()


def canvas(viewer):
    return part(viewer, "ImageViewer.Canvas")


async def shown(viewer):
    await until(lambda: not is_seen(viewer, "ImageViewer.Spinner"))


async def test_it_is_nearly_as_large_as_the_window_around(viewer):
    assert viewer.size() == QSize(810, 630)


async def test_a_ring_turns_until_the_picture_is_there(viewer, pictures):
    assert is_seen(viewer, "ImageViewer.Spinner")
    assert part(viewer, "ImageViewer.Text").text() == "Loading a.png …"
    viewer.show_content(pictures[0], pictures[0].media.path)
    await shown(viewer)
    assert part(viewer, "ImageViewer.Text").text() == "a.png"
    assert canvas(viewer).place().size() == QSize(90, 60)


async def test_a_picture_that_comes_too_late_is_not_shown(viewer, pictures, qtbot):
    wanted = []
    viewer.wanted.connect(wanted.append)
    viewer.show_content(pictures[0], pictures[0].media.path)
    qtbot.keyClick(canvas(viewer), Qt.Key.Key_Right)
    assert wanted == [pictures[1]]
    viewer.show_content(pictures[0], pictures[0].media.path)
    await until(lambda: not len(viewer.tasks))
    assert is_seen(viewer, "ImageViewer.Spinner")


async def test_the_arrows_follow_the_direction_of_reading(viewer, pictures, qtbot):
    viewer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(canvas(viewer), Qt.Key.Key_Right)
    assert viewer.current == pictures[0]
    qtbot.keyClick(canvas(viewer), Qt.Key.Key_Left)
    assert viewer.current == pictures[1]


async def test_a_large_picture_is_read_no_larger_than_wanted(
    viewer, pictures, tmp_path, monkeypatch
):
    monkeypatch.setattr(image_viewer, "MOST", QSize(500, 500))
    path = picture(tmp_path, "a.png", 4000, 2000)
    viewer.show_content(pictures[0], path)
    await shown(viewer)
    assert canvas(viewer)._pixmap.size() == QSize(500, 250)
    assert canvas(viewer)._extent.toSize() == QSize(4000, 2000)


@pytest.mark.parametrize("make", [text_file, lambda folder, name: folder / name])
async def test_what_is_no_picture_is_said_to_be_damaged(
    viewer, pictures, tmp_path, make, announcements
):
    viewer.show_content(pictures[0], make(tmp_path, "forged.png"))
    await shown(viewer)
    assert part(viewer, "ImageViewer.Text").text() == "This picture cannot be shown"
    assert announcements == [("This picture cannot be shown", False)]


async def test_everything_in_it_has_a_name(viewer):
    names = [
        one.accessibleName()
        for one in viewer.findChildren(QWidget)
        if one.objectName().endswith("Button")
    ]
    assert len(names) == 7
    assert all(names)
