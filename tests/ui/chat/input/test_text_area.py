import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from ui.chat.input.text_area import HEIGHT, ROWS, TextArea


@pytest.fixture
def area(qtbot):
    area = TextArea()
    area.resize(200, HEIGHT)
    qtbot.addWidget(area)
    area.show()
    assert area.text() == ""
    return area


def heard(signal):
    calls = []
    signal.connect(lambda *args: calls.append(args))
    return calls


def test_enter_is_told_and_shift_enter_makes_a_row(area, qtbot):
    entered = heard(area.entered)
    qtbot.keyClicks(area, "one")
    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(area, "two")
    assert area.text() == "one\ntwo"
    assert not entered
    qtbot.keyClick(area, Qt.Key.Key_Return)
    qtbot.keyClick(area, Qt.Key.Key_Enter)
    assert len(entered) == 2
    assert area.text() == "one\ntwo"


def test_it_grows_by_rows_up_to_six_and_then_scrolls(area, qtbot):
    heights = []
    for _ in range(ROWS + 2):
        heights.append(area.height())
        qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert heights[0] == HEIGHT
    assert heights[:ROWS] == sorted(set(heights))
    assert heights[ROWS:] == [heights[ROWS - 1]] * 2
    assert heights[-1] == HEIGHT + (ROWS - 1) * area.fontMetrics().lineSpacing()
    assert area.verticalScrollBar().maximum() > 0


def test_it_is_one_row_again_when_several_have_gone(area):
    area.show_text("a word" * 30 + "\nand another row\n" + "and more" * 30)
    assert area.height() > HEIGHT
    area.show_text("")
    assert area.height() == HEIGHT


def test_showing_a_text_is_no_edit_of_the_person(area):
    edited = heard(area.edited)
    assert area.show_text("from the store")
    assert not area.show_text("from the store")
    assert area.text() == "from the store"
    assert not edited


@pytest.mark.parametrize(
    ("before", "caret", "after", "expected"),
    [
        ("hello", 5, "HELLO", 5),
        ("hello", 2, "HELLO", 2),
        ("see (c) there", 7, "see © there", 5),
        ("abc", 1, "abcdef", 1),
        ("abc", 3, "", 0),
        ("one two", 7, "zero one two", 12),
        ("a😀b", 2, "a😀bc", 2),
    ],
)
def test_the_caret_stays_with_the_text_around_it(area, before, caret, after, expected):
    area.show_text(before)
    area.select(caret, caret)
    area.show_text(after)
    assert area.selection() == (expected, expected)


def test_places_count_characters_not_utf16_units(area, qtbot):
    area.show_text("😀😀x")
    area.select(1, 2)
    assert area.selection() == (1, 2)
    assert area.textCursor().selectedText() == "😀"


def test_typing_can_be_undone_and_redone_after_an_echo(area, qtbot):
    qtbot.keyClicks(area, "hello")
    area.show_text("hello")
    area.undo()
    assert area.text() == ""
    area.redo()
    assert area.text() == "hello"


def test_only_text_is_pasted(area):
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("line\r\n<b>bold</b>")
    area.insertFromMimeData(data)
    assert area.text() == "line\n<b>bold</b>"


def test_text_with_hard_spaces_is_kept_as_it_is(area):
    area.show_text("10\u00a0000 €")
    assert area.text() == "10\u00a0000 €"


def test_enter_belongs_to_the_input_method_while_it_composes(area, qtbot):
    entered, edited, composed = heard(area.entered), heard(area.edited), heard(area.composed)
    QApplication.sendEvent(area, QInputMethodEvent("ni", []))
    assert area.is_composing
    qtbot.keyClick(area, Qt.Key.Key_Return)
    assert not entered
    done = QInputMethodEvent("", [])
    done.setCommitString("你")
    QApplication.sendEvent(area, done)
    assert not area.is_composing
    assert (area.text().strip(), len(composed)) == ("你", 1)
    assert edited


def test_arrows_that_lead_out_of_the_text_are_told(area, qtbot):
    recalled = heard(area.recalled)
    area.show_text("one\ntwo")
    area.select(0, 0)
    qtbot.keyClick(area, Qt.Key.Key_Down)
    assert not recalled
    qtbot.keyClick(area, Qt.Key.Key_Down)
    qtbot.keyClick(area, Qt.Key.Key_Up)
    qtbot.keyClick(area, Qt.Key.Key_Up)
    assert recalled == [(1,), (-1,)]


def test_files_are_left_to_the_window(area):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/plugin.py")])
    event = _drag(data)
    area.dragEnterEvent(event)
    assert not event.isAccepted()


def _drag(data):
    return QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_emoji_count_as_one_character_each(area, qtbot):
    area.show_text("👋🏽 hi 🎉")
    area.select(3, 5)
    assert (area.textCursor().selectedText(), area.selection()) == ("hi", (3, 5))
    area.insertPlainText("yo")
    assert (area.text(), area.selection()) == ("👋🏽 yo 🎉", (5, 5))


def test_files_and_pictures_alone_are_handed_on(area, tmp_path):
    files, pictures = heard(area.files_given), heard(area.picture_given)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    assert area.canInsertFromMimeData(data)
    area.insertFromMimeData(data)
    picture = QMimeData()
    picture.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert area.canInsertFromMimeData(picture)
    area.insertFromMimeData(picture)
    assert files == [((tmp_path / "a.txt",),)]
    assert [one.size().width() for (one,) in pictures] == [2]
    assert area.text() == ""


def test_enter_makes_a_row_where_it_sends_nothing(qtbot):
    area = TextArea(return_sends=False)
    qtbot.addWidget(area)
    entered = heard(area.entered)
    qtbot.keyClick(area, Qt.Key.Key_Return)
    assert (area.text(), entered) == ("\n", [])
    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (area.text(), len(entered)) == ("\n", 1)


def test_an_empty_area_begins_where_the_language_does_and_a_text_where_it_does(area, qtbot):
    area.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert area.cursorRect().left() > area.width() / 2
    qtbot.keyClicks(area, "Hello")
    assert area.cursorRect().left() < area.width() / 2
    area.show_text("")
    assert area.cursorRect().left() > area.width() / 2
    area.undo()
    assert area.text() == "Hello"
