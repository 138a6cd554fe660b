"""The checklist's rows about files (see ``test_checklist``): 81 to 94."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.support.simulation import notices
from tests.support.waiting import until
from tests.ui.support.checklist import widget
from tests.ui.support.dropping import drag, drop, files
from tests.ui.support.gestures import parts
from tests.ui.support.pictures import picture, text_file
from ui.chat.media.image_viewer import ImageViewer
from ui.chat.media.media_download import MediaDownload
from ui.chat.media.thumbnails import Thumbnails
from ui.models.messages import Role
from webchat.config import FileAttachment
from webchat.model import Attachment

KIB = 1024


@pytest.fixture
async def chat(qtbot):
    async with widget(qtbot) as one:
        yield await one.begin()


@pytest.fixture
def with_rules(qtbot):
    """Return a context manager for a widget with other rules for files."""

    def make(**rules):
        return widget(qtbot, file_attachment=FileAttachment(**rules))

    return make


def put(chat, *paths):
    """Drop files on the conversation; return whether they were taken."""
    canvas = chat.part("MessagingCanvas")
    return drag(canvas, files(*paths)) and drop(canvas, files(*paths))


def attached(chat):
    return [one.filename for one in chat.channel.attached_files]


def media(chat):
    return [[one.filename for one in message.media] for message in chat.channel.messages]


async def attach(chat, *paths):
    assert put(chat, *paths)
    await until(lambda: attached(chat) == [one.name for one in paths])


async def receive(chat, path, kind="text/plain"):
    """Let Bob send a file."""
    sid, bob = chat.session.channel_sid, chat.bob.identity
    file = Attachment("", path.name, kind, path.stat().st_size, "", path)
    kept = await chat.sim.centre.upload(sid, bob, file)
    await chat.sim.centre.send_message(sid, bob, "", media=(kept,))
    await until(lambda: [path.name] in media(chat))


async def test_row_81_without_attachments_there_is_no_button_and_a_drop_takes_nothing(
    with_rules, tmp_path
):
    async with with_rules(enabled=False) as chat:
        await chat.begin()
        assert not chat.is_seen("AttachFileButton")
        put(chat, text_file(tmp_path))
        assert attached(chat) == []


async def test_row_82_the_largest_size_is_inclusive(with_rules, tmp_path):
    async with with_rules(max_file_size=KIB) as chat:
        await chat.begin()
        await attach(chat, text_file(tmp_path, "fits.txt", "x" * KIB))
        put(chat, text_file(tmp_path, "large.txt", "x" * (KIB + 1)))
        await until(lambda: notices(chat.side))
        assert notices(chat.side) == [
            "large.txt is too large to attach. Maximum file size is 1 KB."
        ]
        assert attached(chat) == ["fits.txt"]


async def test_row_83_only_the_accepted_types_are_taken(chat, tmp_path):
    put(chat, text_file(tmp_path, "tool.exe"))
    await until(lambda: notices(chat.side))
    (told,) = notices(chat.side)
    assert told.startswith("tool.exe cannot be attached because the file type is unsupported.")
    assert attached(chat) == []


async def test_row_84_and_85_all_dropped_files_go_out_in_one_message_with_the_text(chat, tmp_path):
    await attach(chat, text_file(tmp_path, "a.txt"), picture(tmp_path, "b.png"))
    chat.type("Look")
    chat.press(Qt.Key.Key_Return)
    await until(lambda: media(chat) == [["a.txt", "b.png"]])
    await until(lambda: chat.rows(role=Role.STATUS) == ["sent"])
    assert (chat.bodies, attached(chat), chat.area.toPlainText()) == (["Look"], [], "")


async def test_row_86_a_picture_is_pasted(chat):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QApplication.clipboard().setImage(image)
    chat.area.setFocus()
    chat.qtbot.keySequence(chat.area, QKeySequence.StandardKey.Paste)
    QApplication.clipboard().clear()
    await until(lambda: len(attached(chat)) == 1)
    assert attached(chat)[0].endswith(".png")


async def test_row_87_a_file_is_attached_once(chat, tmp_path):
    path = text_file(tmp_path)
    await attach(chat, path)
    put(chat, path)
    put(chat, text_file(tmp_path, "other.txt"))
    await until(lambda: "other.txt" in attached(chat))
    assert attached(chat) == ["notes.txt", "other.txt"]


async def test_row_88_a_file_may_be_the_first_thing_that_is_sent(chat, tmp_path):
    assert chat.bodies == []
    await attach(chat, text_file(tmp_path))
    chat.click("MessageInput.SendButton")
    await until(lambda: media(chat) == [["notes.txt"]])


async def test_row_89_files_that_may_only_be_read_are_seen_and_none_is_sent(with_rules, tmp_path):
    async with with_rules(read_only=True) as chat:
        await chat.begin()
        assert not chat.is_seen("AttachFileButton")
        await receive(chat, text_file(tmp_path))
        assert chat.press_in_list("file").address == "0"


async def test_row_90_a_file_on_its_way_shows_how_far_and_can_be_stopped(
    chat, tmp_path, monkeypatch
):
    begun = []

    async def slow(*_args, progress, **_more):
        begun.append(progress)
        await asyncio.Event().wait()

    monkeypatch.setattr(chat.side.chat_client.centre, "upload", slow)
    await attach(chat, text_file(tmp_path, text="four"))
    chat.click("MessageInput.SendButton")
    await until(lambda: begun)
    await chat.sim.clock.advance(1)
    begun[0](2)
    assert chat.channel.messages[0].progress == 0.5
    chat.press_in_list("discard")
    await until(lambda: chat.rows() == [])


async def test_row_91_a_file_that_vanished_fails_its_message_and_nothing_else(chat, tmp_path):
    path = text_file(tmp_path)
    await attach(chat, path)
    path.unlink()
    chat.click("MessageInput.SendButton")
    await until(lambda: chat.rows(role=Role.STATUS) == ["failed"])
    assert "notes.txt is no longer there" in chat.rows(role=Role.ERROR)[0]
    await chat.say("still here")


async def test_row_92_a_size_is_in_kilobytes_rounded_up(chat, tmp_path):
    await attach(chat, text_file(tmp_path, text="x" * 2049))
    (chip,) = chat.part("MessageInput.Attachments").chips()
    assert chip.accessibleName() == "notes.txt, 3 KB"


async def test_row_93_a_picture_is_shown_and_opens_large(chat, tmp_path):
    await receive(chat, picture(tmp_path), "image/png")
    (file,) = chat.channel.messages[0].media
    await until(lambda: Thumbnails.for_side(chat.side).pixmap(file) is not None)
    chat.list.grab()
    chat.press_in_list("file")
    await until(lambda: parts(chat.root, "ImageViewer"))
    for viewer in chat.root.findChildren(ImageViewer):
        viewer.close()


async def test_row_94_a_file_is_saved_where_the_person_says(chat, tmp_path, monkeypatch):
    monkeypatch.setattr(MediaDownload, "folder", None)
    await receive(chat, text_file(tmp_path))
    chat.press_in_list("file")

    def dialogs():
        return [one for one in chat.root.findChildren(QFileDialog) if one.isVisible()]

    await until(dialogs)
    dialogs()[0].fileSelected.emit(str(tmp_path / "saved.txt"))
    dialogs()[0].reject()
    await until((tmp_path / "saved.txt").exists)
    assert (tmp_path / "saved.txt").read_text() == "Hello"
    assert chat.invoked("DownloadMedia")[0].outcome == "completed"
