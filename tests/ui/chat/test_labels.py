import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from ui.chat.labels import ElidedLabel, WrappedLabel, tooltip_of

LONG = "https://example.com/" + "x" * 200


def shown(qtbot, label, width):
    qtbot.addWidget(label)
    label.resize(width, label.heightForWidth(width) if label.hasHeightForWidth() else 20)
    label.show()
    return label


def hovered(label):
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(label, event)
    return label.toolTip()


@pytest.mark.parametrize("label", [ElidedLabel, WrappedLabel])
def test_one_long_word_widens_nothing(qtbot, label):
    assert label(LONG).minimumSizeHint().width() < 60


def test_a_long_word_is_broken_where_the_line_ends(qtbot):
    label = shown(qtbot, WrappedLabel(LONG), 100)
    assert label.height() > 5 * label.fontMetrics().lineSpacing()


def test_a_text_that_fits_needs_no_tooltip(qtbot):
    assert hovered(shown(qtbot, ElidedLabel("short"), 200)) == ""
    assert hovered(shown(qtbot, WrappedLabel("short"), 200)) == ""


def test_what_had_to_be_left_out_is_told_on_hover(qtbot):
    text = "<b>many</b> words " * 20
    assert hovered(shown(qtbot, ElidedLabel(text), 80)) == tooltip_of(text)
    assert hovered(shown(qtbot, WrappedLabel(text, max_lines=2), 80)) == tooltip_of(text)


def test_lines_beyond_the_most_are_left_out(qtbot):
    label = WrappedLabel("one\ntwo\nthree\nfour", max_lines=2)
    assert label.heightForWidth(200) == 2 * label.fontMetrics().lineSpacing()


def test_a_tooltip_shows_markup_as_it_is_written():
    assert tooltip_of("<b>&</b>") == "<qt>&lt;b&gt;&amp;&lt;/b&gt;</qt>"
    assert tooltip_of("") == ""


def test_emoji_are_not_cut_in_two(qtbot):
    label = shown(qtbot, WrappedLabel("😀" * 40), 100)
    assert "".join(label._lines(100)[0]) == "😀" * 40
