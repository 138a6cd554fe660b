"""Ctrl+V with files, pictures and words on the clipboard."""

import stat
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from tests.support.simulation import channel, notices, simulation, start
from tests.support.waiting import until
from tests.ui.support.gestures import part
from tests.ui.support.pictures import picture, text_file
from ui.chat.input.message_input import MessageInput


@pytest.fixture
def paste(entry, qtbot):
    """Put something on the clipboard and press Ctrl+V."""

    def paste(data):
        QGuiApplication.clipboard().setMimeData(data)
        area = part(entry, "MessageInput.TextArea")
        qtbot.keyClick(area, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    yield paste
    QGuiApplication.clipboard().clear()


def text(entry):
    return part(entry, "MessageInput.TextArea").toPlainText()


def an_image(colour="#c96f3a"):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def image_data(words="", html=""):
    data = QMimeData()
    data.setImageData(an_image())
    if words:
        data.setText(words)
    if html:
        data.setHtml(html)
    return data


def files(side):
    return channel(side).attached_files


async def sent(side):
    await until(lambda: [one.status for one in channel(side).messages] == ["sent"])


async def test_pasted_files_are_attached_in_order_and_no_text_is_written(
    entry, side, paste, tmp_path
):
    paths = [text_file(tmp_path, "b.txt"), picture(tmp_path, "a.png")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
    paste(data)
    await until(lambda: [one.path for one in files(side)] == paths)
    assert text(entry) == ""


async def test_a_pasted_picture_gets_a_file_that_only_its_person_can_read(entry, side, paste):
    paste(image_data())
    await until(lambda: files(side))
    (one,) = files(side)
    assert one.filename.startswith("Pasted image 2024-03-01 ")
    assert one.filename.endswith(".png")
    assert QImage(str(one.path)).size() == an_image().size()
    assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700


async def test_pictures_pasted_in_the_same_minute_keep_apart(entry, side, paste):
    for _ in range(3):
        paste(image_data())
    await until(lambda: len(files(side)) == 3)
    assert len({one.path for one in files(side)}) == 3
    assert min(one.filename for one in files(side)).endswith(" (2).png")


@pytest.mark.parametrize("words", ["a table", "  two\nrows "])
async def test_words_go_before_a_picture_of_them(entry, side, paste, words):
    paste(image_data(words))
    assert text(entry) == words
    assert entry._pasted._folder is None


async def test_a_picture_that_a_browser_describes_is_a_picture(entry, side, paste):
    paste(image_data(html='<img src="https://example.com/cat.png">'))
    await until(lambda: len(files(side)) == 1)
    assert text(entry) == ""


async def test_pasted_words_with_emoji_leave_the_caret_behind_them(entry, side, paste, qtbot):
    data = QMimeData()
    data.setText("hi 👋🏽 you")
    paste(data)
    qtbot.keyClicks(part(entry, "MessageInput.TextArea"), "!")
    assert text(entry) == "hi 👋🏽 you!"
    assert channel(side).selection_end == len("hi 👋🏽 you!")


async def test_its_file_goes_when_it_is_taken_away(entry, side, paste):
    paste(image_data())
    await until(lambda: files(side))
    (one,) = files(side)
    payload = {"channelSid": channel(side).sid, "file": str(one.path)}
    await side.actions.invoke_action("DetachFile", payload)
    await until(lambda: not one.path.exists())


async def test_its_file_goes_once_its_message_was_sent(entry, side, paste, qtbot):
    paste(image_data())
    await until(lambda: files(side))
    (one,) = files(side)
    qtbot.keyClick(part(entry, "MessageInput.TextArea"), Qt.Key.Key_Return)
    await sent(side)
    await until(lambda: not one.path.exists())
    assert channel(side).messages[0].media[0].filename == one.filename


async def test_its_file_stays_while_its_message_has_failed(entry, side, paste, qtbot):
    paste(image_data())
    await until(lambda: files(side))
    (one,) = files(side)
    side.line.cut()
    payload = {"channelSid": channel(side).sid, "file": str(one.path)}
    side.actions.invoke_action("SendMediaMessage", payload)
    await until(lambda: [one.status for one in channel(side).messages] == ["failed"])
    await until(lambda: not side.actions.find_pending_actions("SendMediaMessage"))
    assert one.path.exists()
    side.line.restore()
    failed = channel(side).messages[0].sid
    discarding = {"channelSid": channel(side).sid, "messageSid": failed}
    await side.actions.invoke_action("DiscardMessage", discarding)
    await until(lambda: not one.path.exists())


async def test_its_file_goes_when_it_is_refused(side, qtbot, entry, paste):
    side.actions.add_listener("beforeAttachFile", lambda payload, cancel: cancel())
    seen = []
    side.actions.add_listener("beforeAttachFile", lambda payload: seen.append(payload["file"]))
    paste(image_data())
    await until(lambda: seen)
    pasted = entry._pasted
    await until(lambda: not pasted._files)
    assert not list(pasted._folder.iterdir())


async def test_the_folder_goes_with_the_side_or_the_program(qtbot):
    async with simulation() as sim:
        await start(sim.webchat)
        widget = MessageInput(sim.webchat, channel(sim.webchat).sid)
        qtbot.addWidget(widget)
        widget._pasted.paste(an_image())
        await until(lambda: files(sim.webchat))
        remove: Any = widget._pasted.removing
        assert remove.alive
        assert remove.atexit
        (one,) = files(sim.webchat)
        remove()
    assert not one.path.parent.exists()


async def test_a_picture_that_cannot_be_written_is_told(entry, side, paste, monkeypatch):
    monkeypatch.setattr(QImage, "save", lambda *_: False)
    paste(image_data())
    await until(lambda: notices(side))
    assert "could not be saved: there may be no room left" in notices(side)[0]
    assert files(side) == ()


async def test_nothing_on_the_clipboard_writes_nothing(entry, side, paste):
    data = QMimeData()
    data.setData("application/x-unknown", QByteArray(b"?"))
    paste(data)
    assert text(entry) == ""
