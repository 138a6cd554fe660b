"""What the keyboard does in the list."""

from PySide6.QtCore import Qt

from tests.ui.support.conversation import OTHER, history
from tests.ui.support.message_list import (
    bar,
    in_sight,
    in_window,
    index,
    tab_to,
)


async def test_keys_go_from_message_to_message(opened, qtbot):
    _side, view = await opened(*history(100))
    tab_to(view)
    assert view.current_row == index(view, "Hello 99").row()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row == index(view, "Hello 98").row()
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert in_sight(view, "Hello 78")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row == index(view, "Hello 79").row()
    assert view.accessibleDescription() == "Ada Lovelace, 13:19, Hello 79, 81 of 101"


async def test_the_keyboard_begins_at_the_newest_in_sight_each_time_it_comes(opened, qtbot):
    _side, view = await opened(*history(100))
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    view.clearFocus()
    view.scroll_to_end()
    tab_to(view)
    assert view.current_row == index(view, "Hello 99").row()


async def test_home_and_end_go_to_the_ends(opened, qtbot):
    _side, view = await opened(*history(100))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.model().kind(view.current_row) == "predefined"
    assert bar(view).value() == 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row == index(view, "Hello 99").row()
    assert bar(view).value() == bar(view).maximum()


async def test_pages_scroll_by_what_is_in_sight(opened, qtbot):
    _side, view = await opened(*history(100))
    first = view.rows_in_sight()[0].row
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    rows = [placed.row for placed in view.rows_in_sight()]
    assert rows[0] < first <= rows[-1] + 1
    assert view.current_row in rows
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert in_sight(view, "Hello 99")


async def test_a_message_taller_than_the_list_is_read_before_it_is_left(opened, qtbot):
    long = "line\n" * 80
    side, view = await opened(*history(2))
    side.say(OTHER, long)
    side.say(OTHER, "last")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    row = view.current_row
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row == row
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row < row


async def test_keys_for_nothing_go_on_to_the_widget_around(opened, qtbot):
    _side, view = await opened(is_shown=False)
    pressed = []
    window = in_window(qtbot, view)
    window.keyPressEvent = lambda event: pressed.append(event.key())
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert pressed == [Qt.Key.Key_Escape]
