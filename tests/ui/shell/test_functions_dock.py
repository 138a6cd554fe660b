"""The Functions dock in the window: beside the actions, hidden at first, by key and menu."""

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tests.support.cards import card_of
from tests.support.waiting import until
from ui.shell.placing import decoded, encoded
from ui.shell.settings import Settings

_NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


async def returns(_parameters):
    return {"output": {"status": "completed"}}


def toggle(shell):
    shell.window.functions_dock.toggleViewAction().trigger()


def in_front(shell):
    return shell.window.functions_dock.is_in_front


def beside_actions(shell):
    return shell.window.tabifiedDockWidgets(shell.window.actions_dock)


async def test_it_is_hidden_at_first_and_nothing_of_functions_is_made(shell):
    assert not shell.window.functions_dock.isVisible()
    assert "apps" not in vars(shell.sim.functions)
    assert shell.window.actions_dock.is_in_front


async def test_its_key_is_its_own(shell):
    key = shell.window.functions_dock.toggleViewAction().shortcut()
    assert key.toString() == "Ctrl+Shift+F"
    entries = shell.window.findChildren(QAction)
    assert len({one.text() for one in entries if one.shortcut() == key}) == 1


async def test_it_comes_to_the_front_and_goes_by_the_menu(shell):
    toggle(shell)
    await until(lambda: in_front(shell))
    assert [dock.windowTitle() for dock in beside_actions(shell)] == ["Functions"]
    assert not shell.window.actions_dock.is_in_front
    toggle(shell)
    await until(lambda: not shell.window.functions_dock.isVisible())
    await until(lambda: shell.window.actions_dock.is_in_front)


async def test_what_another_tab_covers_comes_to_the_front_first(shell):
    toggle(shell)
    await until(lambda: in_front(shell))
    shell.window.actions_dock.raise_()
    await until(lambda: not in_front(shell))
    action = shell.window.functions_dock.toggleViewAction()
    toggle(shell)
    await until(lambda: in_front(shell))
    assert action.isChecked()
    toggle(shell)
    await until(lambda: not shell.window.functions_dock.isVisible())
    assert not action.isChecked()


async def test_a_tab_shows_the_title_and_the_dock_alone_shows_it_itself(shell):
    dock = shell.window.functions_dock
    assert shell.window.actions_dock.heading.isVisible()
    toggle(shell)
    await until(lambda: in_front(shell) and not dock.heading.isVisible())
    shell.window.actions_dock.raise_()
    await until(lambda: shell.window.actions_dock.is_in_front)
    shell.window.actions_dock.close()
    await until(dock.heading.isVisible)


async def test_it_gets_room_and_gives_it_back(make_shell):
    shell = await make_shell(size=(1200, 800))
    actions, dock = shell.window.actions_dock, shell.window.functions_dock
    before = actions.height()
    toggle(shell)
    await until(lambda: in_front(shell) and dock.height() > before + 50)
    toggle(shell)
    await until(lambda: abs(actions.height() - before) <= 2)


async def test_room_that_the_person_gave_stays(make_shell):
    shell = await make_shell(size=(1200, 800))
    actions, dock = shell.window.actions_dock, shell.window.functions_dock
    toggle(shell)
    await until(lambda: in_front(shell) and dock.height() > 250)
    shell.window.resizeDocks([dock], [260], Qt.Orientation.Vertical)
    await until(lambda: 220 <= dock.height() <= 260)  # less what the tabs take
    toggle(shell)
    await until(lambda: actions.height() == 260)


async def test_page_and_place_come_back(make_shell, tmp_path):
    first = await make_shell(settings=Settings.in_folder(tmp_path))
    toggle(first)
    await until(lambda: in_front(first))
    first.window.functions_dock.show_page("log")
    first.window.close()

    second = await make_shell(settings=Settings.in_folder(tmp_path))
    await until(lambda: in_front(second))
    await until(lambda: second.window.functions_dock.page("log").is_watched)
    assert second.window.findChildren(object, "FunctionsDock.Bench") == []


async def test_a_layout_of_before_there_was_the_dock_has_it_beside_the_actions(
    make_shell, tmp_path, monkeypatch
):
    first = await make_shell(settings=Settings.in_folder(tmp_path))
    window = first.window
    window.removeDockWidget(window.functions_dock)
    window.functions_dock.setObjectName("")
    window.plugins_dock.close()
    settings = Settings.in_folder(tmp_path)
    settings.values.layout = encoded(window.saveState(2))
    assert decoded(settings.values.layout) != QByteArray()
    settings.save()

    second = await make_shell(settings=Settings.in_folder(tmp_path), size=(0, 0))
    assert not second.window.plugins_dock.isVisible()
    assert not second.window.functions_dock.isVisible()
    toggle(second)
    await until(lambda: in_front(second))
    assert [dock.windowTitle() for dock in beside_actions(second)] == ["Functions"]


async def test_reset_hides_it_again(shell):
    toggle(shell)
    await until(lambda: in_front(shell))
    shell.part("View.ResetLayout").trigger()
    await until(lambda: not shell.window.functions_dock.isVisible())
    assert [dock.windowTitle() for dock in beside_actions(shell)] == []
    toggle(shell)
    await until(lambda: in_front(shell))
    assert [dock.windowTitle() for dock in beside_actions(shell)] == ["Functions"]


@pytest.mark.parametrize("width", [360, 640, 3000])
async def test_it_fits_in_a_window_of_any_width(make_shell, width):
    shell = await make_shell(size=(width, 800))
    shell.sim.functions.apps.register({"action": returns}, name="app", title="Long title " * 20)
    dock = shell.window.functions_dock
    for page in ("runs", "callbacks", "log", "bench"):
        dock.show_page(page)
    await until(lambda: in_front(shell))
    shell.window.resize(width, 800)
    await until(lambda: dock.page("bench").is_watched)
    assert shell.window.width() == width
    assert dock.width() <= width


async def test_what_it_says_stands_in_the_status_bar(shell):
    shell.sim.functions.apps.register({"action": returns}, name="app")
    dock = shell.window.functions_dock
    dock.show_page("bench")
    dock.page("bench").said.emit("Something happened.")
    assert shell.window.status.message == "Something happened."


@_NO_GRAB
async def test_an_action_that_ran_a_function_leads_to_the_bench(shell):
    card = await card_of(shell.sim, {"action": returns}, name="app", title="My app")
    await card.click(1)
    actions = shell.window.actions_dock
    await until(lambda: actions.model.rowCount() > 0)
    actions.model.flush()
    rows = (actions.model.index(row, 1) for row in range(actions.model.rowCount()))
    ran = next(one for one in rows if one.data() == "RunActionFunction")
    actions.view.scrollTo(ran)
    actions._open_menu(actions.view.visualRect(ran).center())
    menu = actions.findChild(QMenu)
    next(one for one in menu.actions() if "&bench" in one.text()).trigger()
    menu.close()
    await until(lambda: in_front(shell))
    assert shell.part("FunctionsDock.Bench.App").currentText() == "My app"
    bench = shell.window.functions_dock.page("bench")
    assert bench.editor.value()["input"] == {"page": 2}


@_NO_GRAB
async def test_other_actions_lead_nowhere(shell):
    await shell.actions.invoke_action("ToggleChatVisibility")
    actions = shell.window.actions_dock
    actions.model.flush()
    actions._open_menu(actions.view.visualRect(actions.model.index(0, 1)).center())
    menu = actions.findChild(QMenu)
    assert not [one for one in menu.actions() if "bench" in one.text()]
    menu.close()


async def test_a_click_that_ran_nothing_is_told(shell):
    shell.window.functions_dock.show_click_in_bench("IM0001", 0.0)
    assert shell.window.status.message.startswith("That click has run no function")
    assert not shell.window.functions_dock.isVisible()
