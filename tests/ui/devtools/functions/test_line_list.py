"""Lists of lines: wrapped, copied, read out, and quiet while what they show stays the same."""

import pytest
from PySide6.QtCore import Qt

from ui.devtools.functions.line_list import LineList, ListLine
from ui.devtools.functions.sentences import Sentence, Sentences


@pytest.fixture
def lines(qtbot, theme):
    result = LineList("Lines", "Some lines")
    qtbot.addWidget(result)
    result.resize(240, 200)
    result.show()
    result.show_lines(ListLine("info", "text", f"Line {number}") for number in range(5))
    return result


def test_what_is_selected_is_copied_in_its_order(lines, qtbot, qapp):
    for row in (3, 1):
        lines.item(row).setSelected(True)
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "Line 1\nLine 3"


def test_a_long_line_is_wrapped_and_never_cut(lines):
    lines.show_lines([ListLine("info", "text", "word " * 60)])
    rect = lines.visualItemRect(lines.item(0))
    assert rect.width() <= lines.viewport().width()
    assert rect.height() > 8 * lines.fontMetrics().lineSpacing()
    assert not lines.horizontalScrollBar().isVisible()


def test_the_same_lines_again_change_nothing(lines):
    before = lines.item(2)
    before.setSelected(True)
    lines.show_lines(ListLine("info", "text", f"Line {number}") for number in range(5))
    assert lines.item(2) is before
    assert before.isSelected()


def test_the_keyboard_stays_in_its_row_when_a_line_is_added(lines):
    lines.setFocus()
    lines.setCurrentRow(2)
    lines.show_lines(ListLine("info", "text", f"Line {number}") for number in range(6))
    assert lines.currentRow() == 2


def test_what_a_line_is_about_can_be_asked_for(lines):
    lines.show_lines([ListLine("file", "text", "file", about="/a/b"), ListLine("info", "text", "")])
    assert lines.about(lines.item(0)) == "/a/b"
    assert lines.about(lines.item(1)) is None
    assert lines.about(None) is None


def test_a_sentence_says_what_sort_it_is_to_who_does_not_see_its_mark(qtbot, theme):
    sentences = Sentences("Sentences")
    qtbot.addWidget(sentences)
    sentences.say([Sentence("finding", "“a” is wrong.", "a"), Sentence("follows", "It ends.")])
    spoken = [sentences.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken == ["Does not fit: “a” is wrong.", "Would follow: It ends."]


def test_the_keyboard_leads_to_fields_too(qtbot, theme):
    sentences = Sentences("Sentences")
    qtbot.addWidget(sentences)
    sentences.show()
    sentences.say([Sentence("finding", "One", "a"), Sentence("remark", "Two", "b")])
    chosen = []
    sentences.path_chosen.connect(chosen.append)
    sentences.setFocus()
    sentences.setCurrentRow(0)
    qtbot.keyClick(sentences, Qt.Key.Key_Down)
    assert chosen == ["a", "b"]
