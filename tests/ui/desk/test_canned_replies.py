"""Prepared answers: read, filtered, filled in, and written through SetInputText."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.support.waiting import until
from tests.ui.support.desk import click, popup
from tests.ui.support.gestures import is_seen, part
from ui.desk import canned_replies
from ui.desk.canned_popup import CannedPopup
from ui.desk.canned_replies import CannedReply, load, matching

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


def write(folder, *replies):
    path = folder / canned_replies.FILE_NAME
    path.write_text(json.dumps({"replies": replies}), encoding="utf-8")
    return path


async def popup_of(office, qtbot):
    click(qtbot, office.desk, "Desk.CannedButton")
    return await popup(CannedPopup)


def test_the_shipped_answers_can_be_read_and_filled():
    replies, problem = load(None)
    assert problem is None
    assert len(replies) > 3
    texts = [one.filled("Ada", "Grace") for one in replies]
    assert any("Ada" in text for text in texts)
    assert not any("{{" in text for text in texts)


def test_the_persons_own_file_takes_their_place(tmp_path):
    write(tmp_path, {"name": "Mine", "text": "Hi {{name}}, {{agent}} here"})
    replies, problem = load(tmp_path)
    assert (problem, [one.name for one in replies]) == (None, ["Mine"])
    assert replies[0].filled("Ada {{agent}}", "Grace") == "Hi Ada {{agent}}, Grace here"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "Invalid JSON"),
        ('{"replies": [{"name": "x"}]}', "replies.0.text: Field required"),
        ('{"replies": [{"name": "x", "text": "{{customer}}"}]}', "{{customer}} is not known"),
        ('{"replies": [{"name": "x", "text": "{{name"}]}', "is no template"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_the_shipped_ones_stand_in(tmp_path, content, said):
    path = tmp_path / canned_replies.FILE_NAME
    path.write_text(content, encoding="utf-8")
    replies, problem = load(tmp_path)
    assert problem is not None
    assert said in problem
    assert problem.startswith(f"{path} cannot be used: ")
    assert replies == load(None).replies


def test_every_word_of_the_filter_must_be_found():
    replies = (CannedReply(name="Greeting", text="Hello"), CannedReply(name="Bye", text="hello"))
    assert matching(replies, "HELLO") == replies
    assert matching(replies, "hello gree") == replies[:1]
    assert matching(replies, "nothing") == ()


async def test_an_answer_is_written_where_the_caret_is(office, qtbot, monkeypatch):
    await office.accepted("Ada")
    area = part(office.desk, "MessageInput.TextArea")
    qtbot.keyClicks(area, "Well, ")
    answers = await popup_of(office, qtbot)
    qtbot.keyClicks(answers.filter, "still there")
    assert answers.list.count() == 1
    qtbot.keyClick(answers.filter, Qt.Key.Key_Return)
    await until(lambda: area.text() == "Well, Are you still there, Ada?")
    await until(area.hasFocus)
    assert office.invoked("SetInputText")[-1].origin == "Desk"
    qtbot.keyClicks(area, "!")
    assert area.text().endswith("Ada?!")


async def test_arrows_move_in_the_list_and_escape_writes_nothing(office, qtbot):
    await office.accepted("Ada")
    answers = await popup_of(office, qtbot)
    qtbot.keyClick(answers.filter, Qt.Key.Key_Down)
    assert answers.list.currentRow() == 1
    qtbot.keyClicks(answers.filter, "zzz")
    assert part(answers, "Desk.Canned.Nothing").text() == "No answer matches “zzz”."
    qtbot.keyClick(answers.filter, Qt.Key.Key_Return)
    qtbot.keyClick(answers.filter, Qt.Key.Key_Escape)
    qtbot.keyClick(answers.filter, Qt.Key.Key_Escape)
    await until(lambda: QApplication.activePopupWidget() is None)
    assert part(office.desk, "MessageInput.TextArea").text() == ""


async def test_keys_open_the_answers_of_the_conversation_that_is_shown(office, qtbot):
    await office.accepted("Ada")
    area = part(office.desk, "MessageInput.TextArea")
    await until(office.window.isActiveWindow)
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    (await popup(CannedPopup)).close()


async def test_the_answers_can_be_edited_in_a_file_of_ones_own(
    make_office, qtbot, tmp_path, monkeypatch
):
    opened = []

    def note(url):
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    office = await make_office(data_dir=tmp_path)
    await office.accepted("Ada")
    answers = await popup_of(office, qtbot)
    click(qtbot, answers, "Desk.Canned.EditButton")
    await until(lambda: opened)
    path = tmp_path / canned_replies.FILE_NAME
    assert opened == [str(path)]
    path.write_text("{", encoding="utf-8")
    answers = await popup_of(office, qtbot)
    answers.close()
    await until(lambda: any("cannot be used" in n.text for n in office.agent.notifications.active))


async def test_a_run_without_a_folder_offers_no_editing(office, qtbot):
    await office.accepted("Ada")
    answers = await popup_of(office, qtbot)
    assert not is_seen(answers, "Desk.Canned.EditButton")
    answers.close()
