"""The tree of an answer: what is copied from it, and how it looks in another look."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu

from ui.devtools.functions.answer_tree import AnswerTree
from ui.theme import Theme
from webchat.functions.contract.records import Checked, Finding

ANSWER = {"output": {"events": [{"text": "Hällo"}], "status": "done"}}
CHECKED = Checked(None, (Finding("output.status", "completed", "“done”"),))


@pytest.fixture
def tree(qtbot, theme):
    result = AnswerTree("Tree")
    qtbot.addWidget(result)
    result.resize(600, 300)
    result.show()
    result.show_answer(ANSWER, CHECKED)
    return result


def item(tree, text):
    (found,) = tree.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 0)
    return found


def test_the_value_of_a_field_is_copied_as_json(tree, qtbot, qapp):
    tree.setCurrentItem(item(tree, "events"))
    qtbot.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert json.loads(qapp.clipboard().text()) == [{"text": "Hällo"}]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
@pytest.mark.parametrize(
    ("entry", "copied"),
    [
        ("&Copy value", '"done"'),
        ("Copy &path", "output.status"),
        ("Copy the whole &answer", json.dumps(ANSWER, ensure_ascii=False, indent=2)),
    ],
)
def test_the_menu_copies(tree, qapp, entry, copied):
    tree.setCurrentItem(item(tree, "status"))
    tree.customContextMenuRequested.emit(tree.visualItemRect(item(tree, "status")).center())
    menu = tree.findChild(QMenu)
    next(one for one in menu.actions() if one.text() == entry).trigger()
    menu.close()
    assert qapp.clipboard().text() == copied


def test_the_first_finding_is_in_view(tree):
    events = [{"text": str(number)} for number in range(200)]
    finding = Finding("output.events[150].text", "shorter", "x")
    tree.show_answer({"output": {"events": events}}, Checked(None, (finding,)))
    shown = item(tree, "[150]")
    assert tree.viewport().rect().contains(tree.visualItemRect(shown.child(0)))


def test_there_is_a_column_for_checks_only_where_there_is_one(tree):
    assert not tree.isColumnHidden(2)
    tree.show_answer(ANSWER, Checked(None))
    assert tree.isColumnHidden(2)


def test_colours_follow_the_look(tree):
    assert item(tree, "status").foreground(2).color() == QColor(Theme.instance().tokens.failed)
    Theme.instance().set_scheme("dark")
    assert item(tree, "status").foreground(2).color() == QColor(Theme.instance().tokens.failed)


def test_a_value_of_megabytes_is_shown_by_its_beginning(tree):
    tree.show_answer({"text": "x" * 5_000_000}, None)
    assert len(item(tree, "text").text(1)) <= 300
    assert len(item(tree, "text").toolTip(1)) < 3000


def test_nothing_in_an_answer_is_taken_for_markup(tree):
    tree.show_answer({"text": "<b>bold</b>" * 10}, None)
    assert "&lt;b&gt;" in item(tree, "text").toolTip(1)
