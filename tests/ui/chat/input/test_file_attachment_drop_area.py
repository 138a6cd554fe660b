import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QLabel

from tests.support.simulation import channel, notices
from tests.support.waiting import until
from tests.ui.support.dropping import drag, drop, files, leave, words
from tests.ui.support.gestures import is_seen, part, texts
from tests.ui.support.pictures import picture, text_file
from webchat.config import FileAttachment


@pytest.fixture
async def talk(chat):
    await chat.start()
    return chat


def canvas(talk):
    return part(talk.root, "MessagingCanvas")


def attached(talk):
    return [one.path for one in channel(talk.side).attached_files]


def put(talk, data):
    """Drag something over the chat and drop it; return whether it was taken."""
    return drag(canvas(talk), data) and drop(canvas(talk), data)


def area(talk):
    return part(talk.root, "MessageInput.TextArea")


async def test_a_veil_says_what_a_drop_does_while_files_are_over_the_chat(talk, tmp_path):
    data = files(text_file(tmp_path))
    assert drag(canvas(talk), data)
    veil = part(talk.root, "FileAttachmentDropArea")
    assert veil.size() == canvas(talk).size()
    assert {"Attach a file or an image", "Drop file here"} <= set(texts(veil))
    leave(canvas(talk))
    assert not is_seen(talk.root, "FileAttachmentDropArea")


async def test_all_dropped_files_are_attached_in_order(talk, tmp_path):
    paths = [text_file(tmp_path, "b.txt"), picture(tmp_path), text_file(tmp_path, "a.txt")]
    drag(canvas(talk), files(*paths))
    assert drop(canvas(talk), files(*paths))
    await until(lambda: attached(talk) == paths)
    assert area(talk).hasFocus()
    assert not is_seen(talk.root, "FileAttachmentDropArea")
    assert {one.origin for one in talk.invoked("AttachFile")} == {"FileAttachmentDropArea"}


async def test_files_are_taken_over_the_text_area_and_the_messages_alike(talk, tmp_path):
    path = text_file(tmp_path)
    for name in ("MessageInput.TextArea", "MessageList"):
        viewport = part(talk.root, name).viewport()
        assert drag(viewport, files(path))
        assert is_seen(talk.root, "FileAttachmentDropArea")
        leave(canvas(talk))
    assert area(talk).toPlainText() == ""


async def test_a_folder_is_refused_in_words_and_the_rest_is_taken(talk, tmp_path):
    folder = tmp_path / "holiday"
    folder.mkdir()
    path = text_file(tmp_path)
    assert put(talk, files(folder, path))
    await until(lambda: attached(talk) == [path])
    assert [one for one in notices(talk.side) if "holiday" in one and "folder" in one]


@pytest.mark.parametrize("name", ["empty.txt", "tool.exe", "forged.png"])
async def test_what_cannot_be_sent_is_refused_in_words(talk, tmp_path, name):
    text = "" if name == "empty.txt" else "x"
    assert put(talk, files(text_file(tmp_path, name, text)))
    await until(lambda: [one for one in notices(talk.side) if name in one])
    assert attached(talk) == []


async def test_dropped_words_go_to_the_caret(talk, qtbot):
    qtbot.keyClicks(area(talk), "say  it")
    cursor = area(talk).textCursor()
    cursor.setPosition(4)
    area(talk).setTextCursor(cursor)
    messages = part(talk.root, "MessageList")
    assert drag(canvas(talk), words("hello"))
    assert not is_seen(talk.root, "FileAttachmentDropArea")
    assert drop(canvas(talk), words("hello"))
    assert channel(talk.side).input_text == "say hello it"
    assert area(talk).hasFocus()
    assert not messages.hasFocus()


async def test_an_address_of_the_web_is_words(talk):
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/a.png")])
    assert put(talk, data)
    assert channel(talk.side).input_text == "https://example.com/a.png"


@pytest.mark.parametrize("rules", [{"enabled": False}, {"read_only": True}])
async def test_where_nothing_can_be_attached_nothing_is_taken(make_chat, tmp_path, rules):
    talk = await make_chat(file_attachment=FileAttachment(**rules))
    await talk.start()
    assert not drag(canvas(talk), files(text_file(tmp_path)))
    assert not is_seen(talk.root, "FileAttachmentDropArea")


async def test_an_ended_chat_takes_nothing(talk, tmp_path):
    await talk.side.chat_client.channel(channel(talk.side).sid).close()
    await until(lambda: channel(talk.side).status == "inactive")
    assert not drag(canvas(talk), files(text_file(tmp_path)))
    assert not drag(canvas(talk), words("hello"))


async def test_the_veil_grows_with_the_chat(talk, tmp_path):
    drag(canvas(talk), files(text_file(tmp_path)))
    talk.root.resize(300, 500)
    await until(lambda: part(talk.root, "FileAttachmentDropArea").size() == canvas(talk).size())


async def test_a_plugin_adds_to_the_veil(talk, tmp_path):
    talk.side.components.add(
        "FileAttachmentDropArea", lambda _side, parent: QLabel("10 MB at most", parent), key="most"
    )
    drag(canvas(talk), files(text_file(tmp_path)))
    assert "10 MB at most" in texts(part(talk.root, "FileAttachmentDropArea"))
