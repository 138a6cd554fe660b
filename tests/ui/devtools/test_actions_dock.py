"""The Actions dock counts, filters, clears and copies, and says what fills it."""

import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tests.support.waiting import until
from webchat.actions import Scope


def child(dock, name):
    return dock.findChild(QWidget, name)


def detail(dock):
    return child(dock, "ActionsDock.Detail").text()


def test_the_title_counts_and_says_how_many_are_kept(dock, ping):
    assert detail(dock) == "0 · keeps 10,000"
    ping(1284)
    assert detail(dock) == "1,284 · keeps 10,000"
    dock.filter.setText("n 1283")
    assert detail(dock) == "1 of 1,284 · keeps 10,000"


def test_an_empty_list_offers_to_open_the_chat(dock, qtbot, ping):
    asked = []
    dock.chat_requested.connect(lambda: asked.append(True))
    assert child(dock, "ActionsDock.Empty").isVisible()
    qtbot.mouseClick(child(dock, "ActionsDock.Empty.Button"), Qt.MouseButton.LeftButton)
    assert asked == [True]
    ping()
    assert not child(dock, "ActionsDock.Empty").isVisible()


def test_a_filter_that_finds_nothing_offers_to_clear_itself(dock, qtbot, ping):
    ping()
    qtbot.keyClicks(dock.filter, "zebra")
    assert "zebra" in child(dock, "ActionsDock.Empty.Text").text()
    qtbot.mouseClick(child(dock, "ActionsDock.Empty.Button"), Qt.MouseButton.LeftButton)
    assert dock.filter.text() == ""
    assert dock.model.rowCount() == 1


def test_clear_forgets_everything(dock, qtbot, actions, ping):
    ping(3)
    qtbot.mouseClick(child(dock, "ActionsDock.Clear"), Qt.MouseButton.LeftButton)
    assert dock.model.rowCount() == 0
    assert len(actions.history) == 0
    assert not child(dock, "ActionsDock.Clear").isEnabled()


def test_copying_gives_one_line_of_json_for_each_selected_action(dock, qtbot, qapp, ping):
    ping(3)
    dock.view.selectAll()
    qtbot.keyClick(dock.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [json.loads(line) for line in qapp.clipboard().text().splitlines()]
    assert [line["payload"] for line in lines] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_copying_a_listener_gives_its_own_record(dock, qapp, ping, plugin):
    ping()
    own = dock.model.index(0, 0)
    dock.view.setCurrentIndex(dock.model.index(0, 0, own))
    dock.copy()
    assert json.loads(qapp.clipboard().text())["owner"] == "mask"


_NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


@_NO_GRAB
def test_the_context_menu_filters_by_the_action(dock, ping):
    ping()
    dock._open_menu(dock.view.visualRect(dock.model.index(0, 0)).center())
    menu = dock.findChild(QMenu)
    entry = next(one for one in menu.actions() if one.text() == "&Filter by Ping")
    entry.trigger()
    menu.close()
    assert dock.filter.text() == "Ping"


async def test_a_listener_that_hangs_gets_a_button_that_releases_it(dock, qtbot, actions):
    scope = Scope("slow")
    scope.add_listener("beforePing", _never)
    actions.scopes.append(scope)
    result = actions.invoke_action("Ping")

    await until(lambda: child(dock, "ActionsDock.ReleaseButton") is not None)
    button = child(dock, "ActionsDock.ReleaseButton")
    assert "slow" in button.accessibleName()
    line = dock.view.visualRect(dock.model.index(0, 4, dock.model.index(0, 0)))
    assert line.contains(button.geometry().center())

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await result
    await until(lambda: not dock.findChildren(QPushButton, "ActionsDock.ReleaseButton"))


@_NO_GRAB
async def test_a_hanging_listener_is_released_from_the_context_menu_at_once(dock, actions):
    scope = Scope("slow")
    scope.add_listener("beforePing", _never)
    actions.scopes.append(scope)
    result = actions.invoke_action("Ping")
    dock.model.flush()

    dock._open_menu(dock.view.visualRect(dock.model.index(0, 0)).center())
    menu = dock.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    await result
    assert next(iter(actions.history)).listeners[0].verdict == "released"


async def _never(_payload):
    await asyncio.Event().wait()


def test_the_filter_keeps_its_width_while_the_count_changes(dock, ping):
    before = dock.filter.geometry()
    ping(30)
    dock.filter.setText("nothing like it")
    assert dock.filter.geometry() == before
    clear = dock.findChild(QPushButton, "ActionsDock.Clear")
    assert clear.width() == clear.sizeHint().width()
