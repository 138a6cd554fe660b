"""The list follows the newest line, stays put elsewhere, folds, and moves by keyboard."""

from PySide6.QtCore import QPoint, Qt

from ui.devtools.line_view import LINE_HEIGHT


def value(dock):
    return dock.view.verticalScrollBar().value()


def at_bottom(dock):
    bar = dock.view.verticalScrollBar()
    return bar.value() == bar.maximum() > 0


def top_text(dock):
    """Return the payload of the line at the top of the viewport."""
    index = dock.view.indexAt(QPoint(5, LINE_HEIGHT // 2))
    return index.siblingAtColumn(4).data()


def test_the_list_follows_the_newest_action(dock, ping):
    ping(50)
    assert at_bottom(dock)
    ping(3)
    assert at_bottom(dock)


def test_the_list_stays_where_the_person_scrolled_to(dock, ping):
    ping(50)
    dock.view.verticalScrollBar().setValue(5 * LINE_HEIGHT)
    ping(30)
    assert value(dock) == 5 * LINE_HEIGHT
    assert top_text(dock) == "n 5"


def test_what_is_being_read_stays_in_place_when_the_oldest_go(dock, ping, actions):
    actions.history.limit = 60
    ping(60)
    dock.view.verticalScrollBar().setValue(20 * LINE_HEIGHT)
    assert top_text(dock) == "n 20"
    ping(10)
    assert top_text(dock) == "n 20"


def test_at_the_limit_the_list_still_follows(dock, ping, actions):
    actions.history.limit = 60
    ping(100)
    ping(5)
    assert at_bottom(dock)
    assert len(dock.view.lines) == 60


def test_listeners_are_lines_beneath_and_fold_with_the_keyboard(dock, qtbot, ping, plugin):
    ping(2)
    assert len(dock.view.lines) == 4
    dock.view.setFocus()
    dock.view.setCurrentIndex(dock.model.index(0, 0))
    qtbot.keyClick(dock.view, Qt.Key.Key_Left)
    assert len(dock.view.lines) == 3
    qtbot.keyClick(dock.view, Qt.Key.Key_Right)
    assert len(dock.view.lines) == 4


def test_a_click_on_the_chevron_folds(dock, qtbot, ping, plugin):
    ping()
    cell = dock.view.visualRect(dock.model.index(0, 1))
    chevron = QPoint(cell.left() + 13, cell.center().y())
    qtbot.mouseClick(dock.view.viewport(), Qt.MouseButton.LeftButton, pos=chevron)
    assert dock.view.is_folded(dock.model.index(0, 0))
    assert not dock.view.selectionModel().hasSelection()


def test_a_double_click_folds_and_another_unfolds(dock, qtbot, ping, plugin):
    ping()
    where = dock.view.visualRect(dock.model.index(0, 3)).center()
    for is_folded in (True, False):
        qtbot.mouseDClick(dock.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert dock.view.is_folded(dock.model.index(0, 0)) is is_folded


def test_arrows_home_and_end_move_over_listeners_too(dock, qtbot, ping, plugin):
    ping(30)
    dock.view.setFocus()
    dock.view.setCurrentIndex(dock.model.index(0, 0))
    qtbot.keyClick(dock.view, Qt.Key.Key_Down)
    assert dock.view.currentIndex().parent() == dock.model.index(0, 0)
    qtbot.keyClick(dock.view, Qt.Key.Key_End)
    assert dock.view.currentIndex().parent().row() == 29
    assert at_bottom(dock)
    qtbot.keyClick(dock.view, Qt.Key.Key_Home)
    assert dock.view.currentIndex() == dock.model.index(0, 0)
    assert value(dock) == 0


def test_shift_and_an_arrow_select_several(dock, qtbot, ping):
    ping(5)
    dock.view.setFocus()
    dock.view.setCurrentIndex(dock.model.index(1, 0))
    for _ in range(2):
        qtbot.keyClick(dock.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    rows = dock.view.selectionModel().selectedRows()
    assert sorted(index.row() for index in rows) == [1, 2, 3]


def test_every_line_is_found_where_it_is_shown(dock, ping, plugin):
    ping(4)
    for line in range(len(dock.view.lines)):
        index = dock.view.index_of_line(line, 2)
        assert dock.view.indexAt(dock.view.visualRect(index).center()) == index


def test_columns_have_one_heading_each_and_a_tooltip(dock):
    model = dock.model
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(6)]
    assert headings == ["Time", "Action", "From", "Outcome", "Payload", "ms"]


def test_a_narrow_list_scrolls_sideways_with_its_header(dock, ping):
    dock.resize(300, 300)
    ping()
    bar = dock.view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(100)
    assert dock.view.header.offset() == 100


def test_a_line_is_painted_with_its_mark_in_both_looks(dock, ping, plugin, theme):
    ping()
    for scheme in ("light", "dark"):
        theme.set_scheme(scheme)
        image = dock.view.viewport().grab().toImage()
        cell = dock.view.visualRect(dock.model.index(0, 3))
        colours = {
            image.pixelColor(x, y).name()
            for x in range(cell.left(), cell.left() + 24)
            for y in range(cell.top(), cell.bottom())
        }
        assert theme.tokens.completed in colours


def test_the_line_with_the_keyboard_is_read_out_whole(dock, ping, plugin):
    ping()
    dock.view.setCurrentIndex(dock.model.index(0, 0))
    assert dock.view.accessibleDescription().startswith("Ping, person, completed, n 0")


def test_from_right_to_left_the_chevron_is_at_the_right(dock, qtbot, ping, plugin):
    dock.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    ping()
    cell = dock.view.visualRect(dock.model.index(0, 1))
    chevron = QPoint(cell.right() - 13, cell.center().y())
    qtbot.mouseClick(dock.view.viewport(), Qt.MouseButton.LeftButton, pos=chevron)
    assert dock.view.is_folded(dock.model.index(0, 0))


def test_a_bar_for_lines_leaves_the_columns_as_much_room_as_there_is(dock, ping):
    ping(2)
    dock.hide()
    ping(50)
    dock.show()
    assert dock.view.verticalScrollBar().maximum() > 0
    assert dock.view.horizontalScrollBar().maximum() == 0
