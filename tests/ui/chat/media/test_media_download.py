"""What a click on a file does, through the whole widget."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from tests.support.simulation import channel, notices
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from tests.ui.support.pictures import bomb, picture, text_file
from ui.chat.media.image_viewer import ImageViewer
from ui.chat.media.media_download import MediaDownload
from ui.chat.media.thumbnails import Thumbnails


@pytest.fixture
async def talk(chat, monkeypatch):
    monkeypatch.setattr(MediaDownload, "folder", None)
    await chat.start()
    return chat


@pytest.fixture
def send(talk):
    """Send files as messages of their own; return the messages."""

    async def send(*paths):
        for path in paths:
            payload = {"channelSid": channel(talk.side).sid, "file": str(path)}
            await talk.side.actions.invoke_action("SendMediaMessage", payload)
        return channel(talk.side).messages[-len(paths) :]

    return send


def press(talk, qtbot, name):
    """Click on the file of a name in the conversation."""
    view = part(talk.root, "MessageList")
    model = view.model()
    for y in range(view.viewport().height() - 1, 0, -4):
        for x in range(0, view.viewport().width(), 8):
            met = view.hit(QPoint(x, y).toPointF())
            if met is None or met[1].kind != "file":
                continue
            if model.message(met[0]).media[int(met[1].address)].filename == name:
                qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
                return
    raise AssertionError(f"{name} is not in sight")


def dialogs(talk, kind=QFileDialog):
    return [one for one in talk.root.findChildren(kind) if one.isVisible()]


async def opened(talk, kind=QFileDialog):
    await until(lambda: len(dialogs(talk, kind)) == 1)
    return dialogs(talk, kind)[0]


async def viewing(talk):
    viewer = await opened(talk, ImageViewer)
    await until(lambda: not is_seen(viewer, "ImageViewer.Spinner"))
    return viewer


async def choose(talk, path):
    dialog = await opened(talk)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


async def test_a_click_on_a_file_offers_to_save_it(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    press(talk, qtbot, "notes.txt")
    dialog = await opened(talk)
    assert dialog.objectName() == "SaveFileDialog"
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert [one.rpartition("/")[2] for one in dialog.selectedFiles()] == ["notes.txt"]
    assert talk.invoked("DownloadMedia")[0].origin == "MessageBubble"
    dialog.reject()


async def test_a_double_click_asks_once(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    press(talk, qtbot, "notes.txt")
    press(talk, qtbot, "notes.txt")
    dialog = await opened(talk)
    assert notices(talk.side) == []
    assert len(talk.invoked("DownloadMedia")) == 1
    dialog.reject()


async def test_a_saved_file_is_told_and_its_folder_can_be_shown(
    talk, send, qtbot, tmp_path, monkeypatch
):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    await send(text_file(tmp_path, text="kept"))
    press(talk, qtbot, "notes.txt")
    (tmp_path / "target").mkdir()
    await choose(talk, tmp_path / "target" / "saved.txt")
    await until(lambda: notices(talk.side) == ["Saved as saved.txt"])
    assert (tmp_path / "target" / "saved.txt").read_text() == "kept"
    click(qtbot, talk.root, "NotificationBar.ActionButton")
    assert shown == [str(tmp_path / "target")]


async def test_the_folder_is_remembered(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    press(talk, qtbot, "notes.txt")
    await choose(talk, tmp_path / "saved.txt")
    await until(lambda: not dialogs(talk))
    press(talk, qtbot, "notes.txt")
    dialog = await opened(talk)
    assert dialog.directory().path() == str(tmp_path)
    dialog.reject()


async def test_what_cannot_be_saved_is_told_with_the_reason(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    press(talk, qtbot, "notes.txt")
    await choose(talk, tmp_path / "gone" / "saved.txt")
    await until(lambda: notices(talk.side))
    assert notices(talk.side) == ["notes.txt could not be saved: No such file or directory."]


async def test_content_that_was_tampered_with_is_not_given(talk, send, qtbot, tmp_path):
    (message,) = await send(text_file(tmp_path))
    sid = channel(talk.side).sid
    kept = await talk.sim.centre.media_file(sid, message.media[0])
    kept.chmod(0o600)
    kept.write_text("other")
    press(talk, qtbot, "notes.txt")
    await until(lambda: notices(talk.side))
    assert len(notices(talk.side)) == 1
    assert dialogs(talk) == []


async def test_a_plugin_that_cancels_is_obeyed_in_silence(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    talk.side.actions.add_listener("beforeDownloadMedia", lambda _payload, cancel: cancel())
    press(talk, qtbot, "notes.txt")
    assert [one.outcome for one in talk.invoked("DownloadMedia")] == ["cancelled"]
    assert (dialogs(talk), notices(talk.side)) == ([], [])


async def test_a_plugin_that_gives_nothing_opens_nothing(talk, send, qtbot, tmp_path):
    await send(text_file(tmp_path))
    talk.side.actions.replace_action("DownloadMedia", lambda _payload, _original: None)
    press(talk, qtbot, "notes.txt")
    assert dialogs(talk) == []


async def test_a_click_on_a_picture_shows_it(talk, send, qtbot, tmp_path):
    await send(picture(tmp_path, width=900, height=600))
    press(talk, qtbot, "photo.png")
    viewer = await viewing(talk)
    assert viewer.windowTitle() == "photo.png"
    canvas = part(viewer, "ImageViewer.Canvas")
    assert canvas.place().width() / canvas.place().height() == pytest.approx(1.5)
    assert canvas.hasFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert dialogs(talk, ImageViewer) == []


async def test_the_arrows_go_through_the_pictures_of_the_conversation(talk, send, qtbot, tmp_path):
    names = ("a.png", "b.png", "c.png")
    await send(*(picture(tmp_path, one, 60, 40) for one in names), text_file(tmp_path))
    press(talk, qtbot, "b.png")
    viewer = await viewing(talk)
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(part(viewer, "ImageViewer.Canvas"), key)
        await viewing(talk)
        seen.append((viewer.windowTitle(), part(viewer, "ImageViewer.Place").text()))
    assert seen == [("c.png", "3 / 3"), ("c.png", "3 / 3"), ("b.png", "2 / 3"), ("a.png", "1 / 3")]
    assert not part(viewer, "ImageViewer.PreviousButton").isEnabled()
    click(qtbot, viewer, "ImageViewer.NextButton")
    assert viewer.windowTitle() == "b.png"
    await viewing(talk)
    viewer.reject()


async def test_keys_magnify_and_fit(talk, send, qtbot, tmp_path):
    await send(picture(tmp_path, width=900, height=600))
    press(talk, qtbot, "photo.png")
    viewer = await viewing(talk)
    canvas = part(viewer, "ImageViewer.Canvas")
    fitted, scales = canvas.scale, []
    keys = (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_1, Qt.Key.Key_0)
    for key in keys:
        qtbot.keyClick(canvas, key)
        scales.append(canvas.scale)
    assert scales == pytest.approx([fitted * 1.25, fitted, 1.0, fitted])
    assert part(viewer, "ImageViewer.Scale").text() == f"{round(fitted * 100)} %"
    viewer.reject()


async def test_a_picture_is_copied_and_saved_from_the_viewer(talk, send, qtbot, tmp_path):
    await send(picture(tmp_path, width=90, height=60))
    press(talk, qtbot, "photo.png")
    viewer = await viewing(talk)
    click(qtbot, viewer, "ImageViewer.CopyButton")
    assert QGuiApplication.clipboard().image().width() == 90
    click(qtbot, viewer, "ImageViewer.SaveButton")
    await choose(talk, tmp_path / "copy.png")
    await until(lambda: "Saved as copy.png" in notices(talk.side))
    assert part(viewer, "ImageViewer.Text").text() == "Saved as copy.png"
    assert (tmp_path / "copy.png").read_bytes() == (tmp_path / "photo.png").read_bytes()
    viewer.reject()


async def test_a_damaged_picture_is_said_to_be_so_and_can_be_saved(talk, send, qtbot, tmp_path):
    path = picture(tmp_path)
    path.write_bytes(path.read_bytes()[:900] + b"?" * 9000)
    (message,) = await send(path)
    thumbnails = Thumbnails.for_side(talk.side)
    await until(lambda: thumbnails.is_broken(message.media[0]))
    press(talk, qtbot, "photo.png")
    dialog = await opened(talk)
    assert dialog.objectName() == "SaveFileDialog"
    dialog.reject()


async def test_a_picture_that_is_too_large_for_a_glance_is_tried_in_the_viewer(
    talk, send, qtbot, tmp_path
):
    (message,) = await send(bomb(tmp_path))
    MediaDownload(talk.side, channel(talk.side).sid, talk.root).open_file(message, message.media[0])
    viewer = await viewing(talk)
    assert part(viewer, "ImageViewer.Text").text() == "This picture cannot be shown"
    assert not part(viewer, "ImageViewer.CopyButton").isEnabled()
    viewer.reject()
