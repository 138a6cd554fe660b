"""The field for JSON: lines keep their indent, and what is written over can be taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ui.devtools.functions.json_editor import JsonEditor


@pytest.fixture
def editor(qtbot, theme):
    result = JsonEditor("Editor", "JSON")
    qtbot.addWidget(result)
    result.resize(400, 300)
    result.show()
    result.area.setFocus()
    return result


def test_a_new_line_begins_where_the_last_one_did_and_deeper_after_a_brace(editor, qtbot):
    editor.show_text("")
    qtbot.keyClicks(editor.area, "{")
    qtbot.keyClick(editor.area, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.area, '"a": 1,')
    qtbot.keyClick(editor.area, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.area, '"b": [')
    qtbot.keyClick(editor.area, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.area, "2")
    assert editor.text == '{\n  "a": 1,\n  "b": [\n    2'


def test_tab_leads_on(qtbot, theme):
    both = QWidget()
    qtbot.addWidget(both)
    editor, button = JsonEditor("Editor", "JSON", both), QPushButton(both)
    both.show()
    editor.area.setFocus()
    editor.show_text("{}")
    qtbot.keyClick(editor.area, Qt.Key.Key_Tab)
    assert both.focusWidget() is button
    assert editor.text == "{}"


def test_what_is_written_over_comes_back_with_undo(editor, qtbot):
    editor.show_text('{"mine": 1}')
    editor.write({"other": [1, 2]})
    assert editor.value() == {"other": [1, 2]}
    assert editor.area.textCursor().position() == 0
    qtbot.keyClick(editor.area, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == {"mine": 1}


def test_a_problem_is_also_said_to_who_does_not_see_it_and_not_while_nobody_can_edit(editor):
    editor.show_text("{,}")
    assert "line 1, column 2" in editor.problem()
    assert editor.area.accessibleDescription() == editor.problem()
    editor.setEnabled(False)
    assert editor.area.accessibleDescription() == ""
    editor.setEnabled(True)
    assert editor.area.accessibleDescription() == editor.problem()


@pytest.mark.parametrize("text", ["null", "[1, 2]", '"text"', "7"])
def test_any_json_is_taken_where_that_is_wanted(qtbot, theme, text):
    editor = JsonEditor("Editor", "JSON", takes_any=True)
    qtbot.addWidget(editor)
    editor.show_text(text)
    assert editor.problem() == ""
