"""Which drops are the conversation's and which are the window's."""

import pytest
from PySide6.QtCore import QPoint

from tests.support.simulation import channel
from tests.support.waiting import until
from tests.ui.shell.conftest import Yes
from tests.ui.support.dropping import drag, drop, files, leave
from tests.ui.support.pictures import text_file
from webchat.config import FileAttachment


@pytest.fixture
async def talk(shell):
    await shell.start()
    return shell


def middle(shell, name="MessageList"):
    widget = shell.part(name)
    return widget.mapTo(shell.window, widget.rect().center())


def handle(shell):
    return shell.window.windowHandle()


def attached(shell):
    return [one.path for one in channel(shell.side).attached_files]


async def test_a_file_dropped_on_the_chat_is_attached(talk, tmp_path):
    path = text_file(tmp_path)
    assert drag(handle(talk), files(path), middle(talk))
    assert talk.part("FileAttachmentDropArea").isVisible()
    assert not talk.part("DropHint").isVisible()
    assert drop(handle(talk), files(path), middle(talk))
    await until(lambda: attached(talk) == [path])
    assert not talk.part("FileAttachmentDropArea").isVisible()


async def test_a_file_over_the_text_area_is_the_chat_s_too(talk, tmp_path):
    path = text_file(tmp_path)
    place = middle(talk, "MessageInput.TextArea")
    drag(handle(talk), files(path), place)
    assert talk.part("FileAttachmentDropArea").isVisible()
    assert drop(handle(talk), files(path), place)
    await until(lambda: attached(talk) == [path])
    assert talk.part("MessageInput.TextArea").toPlainText() == ""


async def test_a_plugin_dropped_on_the_chat_is_loaded(talk, tmp_path):
    plugin = text_file(tmp_path, "greeter.py", "def init(app):\n    pass\n")
    assert drag(handle(talk), files(plugin), middle(talk))
    assert talk.part("DropHint").isVisible()
    assert not talk.part("FileAttachmentDropArea").isVisible()
    assert drop(handle(talk), files(plugin), middle(talk))
    await until(lambda: [one.state for one in talk.sim.plugins] == ["active"])
    assert attached(talk) == []


async def test_where_such_files_are_sent_a_plugin_is_attached(make_shell, tmp_path):
    shell = await make_shell(
        dialogs=Yes(), file_attachment=FileAttachment(accepted_extensions=("py",))
    )
    await shell.start()
    plugin = text_file(tmp_path, "greeter.py", "def init(app):\n    pass\n")
    drag(handle(shell), files(plugin), middle(shell))
    assert drop(handle(shell), files(plugin), middle(shell))
    await until(lambda: attached(shell) == [plugin])
    assert list(shell.sim.plugins) == []


async def test_beside_the_chat_a_file_is_no_plugin(talk, tmp_path):
    path = text_file(tmp_path)
    assert drop(handle(talk), files(path), QPoint(20, 120))
    assert "notes.txt is no plugin" in talk.window.notices.notices[0]
    assert attached(talk) == []


async def test_the_veil_goes_when_the_pointer_leaves_the_chat(talk, tmp_path):
    data = files(text_file(tmp_path))
    drag(handle(talk), data, middle(talk))
    drag(handle(talk), data, QPoint(20, 120))
    assert not talk.part("FileAttachmentDropArea").isVisible()
    drag(handle(talk), data, middle(talk))
    assert talk.part("FileAttachmentDropArea").isVisible()
    leave(handle(talk))
    assert not talk.part("FileAttachmentDropArea").isVisible()
