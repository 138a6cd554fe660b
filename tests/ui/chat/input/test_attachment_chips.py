import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.support.simulation import channel
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, parts
from tests.ui.support.pictures import picture, text_file
from ui.chat.input.attachment_chip import HEIGHT
from ui.chat.media.thumbnails import Thumbnails


def chips(entry):
    return parts(entry, "MessageInput.Attachment")


def names(entry):
    return [one.accessibleName() for one in part(entry, "MessageInput.Attachments").chips()]


def invoked(side, action):
    return [one for one in side.actions.history if one.action == action]


async def test_each_attached_file_is_shown_in_order(entry, attach, tmp_path):
    await attach(text_file(tmp_path, "b.txt"), text_file(tmp_path, "a.txt", "x" * 2049))
    assert names(entry) == ["b.txt, 1 KB", "a.txt, 3 KB"]
    assert part(entry, "MessageInput.Attachments").accessibleName() == "Attached files: 2"


async def test_its_button_takes_a_file_away(entry, side, attach, qtbot, tmp_path):
    await attach(text_file(tmp_path))
    assert part(entry, "MessageInput.Attachment.RemoveButton").accessibleName() == (
        "Remove notes.txt"
    )
    click(qtbot, entry, "MessageInput.Attachment.RemoveButton")
    assert channel(side).attached_files == ()
    assert invoked(side, "DetachFile")[0].origin == "MessageInput"
    assert not is_seen(entry, "MessageInput.Attachments")


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
async def test_delete_takes_the_file_with_the_focus_away(entry, attach, qtbot, tmp_path, key):
    await attach(*(text_file(tmp_path, f"{at}.txt") for at in range(3)))
    chips(entry)[0].setFocus()
    qtbot.keyClick(chips(entry)[0], Qt.Key.Key_Right)
    assert chips(entry)[1].hasFocus()
    qtbot.keyClick(chips(entry)[1], key)
    assert names(entry) == ["0.txt, 1 KB", "2.txt, 1 KB"]
    assert part(entry, "MessageInput.Attachments").chips()[1].hasFocus()


async def test_after_the_last_one_the_text_has_the_focus(entry, attach, qtbot, tmp_path):
    await attach(text_file(tmp_path))
    chips(entry)[0].setFocus()
    qtbot.keyClick(chips(entry)[0], Qt.Key.Key_Delete)
    assert QApplication.focusWidget() is part(entry, "MessageInput.TextArea")


async def test_many_files_make_rows_and_then_scroll(entry, attach, tmp_path):
    heights = []
    for at in range(12):
        await attach(text_file(tmp_path, f"{at}.txt"))
        heights.append(part(entry, "MessageInput.Attachments").height())
    assert heights[0] == HEIGHT
    assert heights[2] == 2 * HEIGHT + 4
    assert heights[-1] < 3 * HEIGHT
    last = part(entry, "MessageInput.Attachments").chips()[-1]
    last.setFocus()
    part(entry, "MessageInput.Attachments")._focus(11)
    assert not last.visibleRegion().isEmpty()


@pytest.mark.parametrize("width", [160, 276, 600])
async def test_a_long_name_stays_inside(entry, attach, tmp_path, width):
    entry.resize(width, 100)
    await attach(text_file(tmp_path, "n" * 120 + ".txt"))
    chip = chips(entry)[0]
    assert chip.geometry().right() < part(entry, "MessageInput.Attachments").viewport().width()


async def test_the_same_file_is_shown_once(entry, attach, tmp_path):
    path = text_file(tmp_path)
    await attach(path, path)
    assert len(chips(entry)) == 1


async def test_a_picture_is_shown_small(entry, side, attach, tmp_path):
    await attach(picture(tmp_path))
    before = chips(entry)[0].grab().toImage()
    one = channel(side).attached_files[0]
    await until(lambda: Thumbnails.for_side(side).pixmap(one) is not None)
    assert chips(entry)[0].grab().toImage() != before


async def test_attached_files_are_read_out(entry, attach, tmp_path, announcements):
    await attach(text_file(tmp_path))
    assert any("notes.txt, 1 KB" in str(one) for one in announcements)


async def test_chips_stand_at_the_right_where_reading_begins_there(entry, attach, tmp_path):
    entry.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    await attach(text_file(tmp_path))
    area = part(entry, "MessageInput.Attachments")
    assert chips(entry)[0].geometry().right() == area.viewport().width() - 1
