import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from tests.support.simulation import channel, simulation, start
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from tests.ui.support.message_input import shown_input
from tests.ui.support.pictures import picture, text_file
from ui.chat.input.attach_button import AttachFileButton
from webchat.config import FileAttachment


@pytest.fixture
def entry(side, qtbot, monkeypatch):
    monkeypatch.setattr(AttachFileButton, "folder", "")
    return shown_input(side, qtbot)


def dialogs(entry):
    return entry.findChildren(QFileDialog, "AttachFileDialog")


async def test_the_button_lets_several_files_be_chosen(entry, side, qtbot, tmp_path):
    paths = [picture(tmp_path), text_file(tmp_path)]
    click(qtbot, entry, "MessageInput.AttachButton")
    (dialog,) = dialogs(entry)
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(one) for one in paths])
    dialog.done(QFileDialog.DialogCode.Accepted)
    await until(lambda: [one.path for one in channel(side).attached_files] == paths)
    assert entry.focusWidget() is part(entry, "MessageInput.TextArea")
    origins = {one.origin for one in side.actions.history if one.action == "AttachFile"}
    assert origins == {"MessageInput"}


async def test_files_can_be_attached_before_anything_was_said(entry, side):
    assert not channel(side).messages
    assert part(entry, "MessageInput.AttachButton").isEnabled()


async def test_only_what_can_be_sent_is_offered(entry, qtbot):
    click(qtbot, entry, "MessageInput.AttachButton")
    (dialog,) = dialogs(entry)
    assert dialog.nameFilters() == ["Files that can be sent (*.jpg *.jpeg *.png *.gif *.txt *.pdf)"]
    dialog.reject()


async def test_the_folder_is_remembered(entry, qtbot, tmp_path):
    click(qtbot, entry, "MessageInput.AttachButton")
    dialogs(entry)[0].filesSelected.emit([str(tmp_path / "chosen" / "a.txt")])
    dialogs(entry)[0].reject()
    (tmp_path / "chosen").mkdir()
    await until(lambda: not dialogs(entry))
    click(qtbot, entry, "MessageInput.AttachButton")
    assert dialogs(entry)[0].directory().path() == str(tmp_path / "chosen")
    dialogs(entry)[0].reject()


async def test_one_dialog_stands_at_a_time(entry, qtbot):
    click(qtbot, entry, "MessageInput.AttachButton")
    part(entry, "AttachFileButton").open_dialog()
    assert len(dialogs(entry)) == 1
    dialogs(entry)[0].reject()


@pytest.mark.parametrize("rules", [{"enabled": False}, {"read_only": True}])
async def test_where_nothing_can_be_attached_there_is_no_button(qtbot, rules):
    async with simulation(file_attachment=FileAttachment(**rules)) as sim:
        await start(sim.webchat)
        entry = shown_input(sim.webchat, qtbot)
        assert not is_seen(entry, "MessageInput.AttachButton")


async def test_a_plugin_can_take_the_button_s_place(entry, side):
    undo = side.components.replace(
        "AttachFileButton", lambda _side, parent: QPushButton("Clip", parent), key="clip"
    )
    assert part(entry, "clip").text() == "Clip"
    assert not is_seen(entry, "MessageInput.AttachButton")
    undo()
    assert is_seen(entry, "MessageInput.AttachButton")


async def test_it_is_called_by_its_tooltip(entry, side):
    button = part(entry, "MessageInput.AttachButton")
    assert button.accessibleName() == "Attach file or image"
    side.strings["AttachFileImageTooltip"] = "Datei anhängen"
    assert "Datei anhängen" in button.toolTip()


async def test_who_is_no_member_attaches_nothing(entry, side):
    await side.chat_client.channel(channel(side).sid).leave()
    await until(lambda: not part(entry, "MessageInput.AttachButton").isEnabled())
    assert QApplication.focusWidget() is not part(entry, "MessageInput.AttachButton")
