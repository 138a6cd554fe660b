"""Loading, turning off, reloading, moving and unloading plugins from the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.support.plugins import Files
from tests.support.samples import DESK_SAMPLES
from tests.support.waiting import until
from tests.ui.shell.conftest import Yes
from ui.models.plugins import Role


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    return Files(folder)


def names(shell):
    return [plugin.name for plugin in shell.sim.plugins]


def select(shell, name):
    view = shell.window.plugins_dock.view
    view.select(name)
    view.setFocus()
    return view


async def load(shell, *paths):
    shell.window.commands.load(paths)
    await until(lambda: len(shell.sim.plugins) == len(paths))
    await until(lambda: all(plugin.state != "loading" for plugin in shell.sim.plugins))
    await until(lambda: shell.window.plugins_dock.model.rowCount() == len(paths))


async def test_a_loaded_plugin_is_listed_with_what_it_registered(shell, files):
    await load(shell, files.listening("one.py"))
    index = shell.window.plugins_dock.model.index(0)
    assert index.data() == "one"
    await until(lambda: index.data(Role.SUMMARY) == "beforeToggleChatVisibility")
    assert index.data(Role.MARK) == "active"


async def test_a_folder_is_asked_about_once(shell, files):
    await load(shell, files.listening("one.py"), files.listening("two.py"))
    assert len(shell.sim.dialogs.asked) == 1
    assert str(files.folder) in shell.sim.dialogs.asked[0]


async def test_a_no_loads_nothing_and_says_so(make_shell, files):
    shell = await make_shell(dialogs=Yes(answer=False))
    shell.window.commands.load([files.listening("one.py")])
    await until(lambda: shell.window.notices.notices)
    assert "not trusted" in shell.window.notices.notices[0]
    assert names(shell) == []


async def test_space_turns_a_plugin_off_and_on_again(shell, files, qtbot):
    await load(shell, files.listening("one.py"))
    view = select(shell, "one")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    await until(lambda: shell.sim.plugins["one"].state == "disabled")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    await until(lambda: shell.sim.plugins["one"].state == "active")


async def test_delete_unloads_the_selected_plugin(shell, files, qtbot):
    await load(shell, files.listening("one.py"), files.listening("two.py"))
    qtbot.keyClick(select(shell, "one"), Qt.Key.Key_Delete)
    await until(lambda: names(shell) == ["two"])


async def test_alt_and_an_arrow_change_the_listener_order(shell, files, qtbot):
    await load(shell, files.listening("one.py"), files.listening("two.py"))
    qtbot.keyClick(select(shell, "one"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(shell) == ["two", "one"]
    await shell.actions.invoke_action("ToggleChatVisibility")
    record = next(iter(shell.actions.history))
    assert [call.owner for call in record.listeners] == ["two", "one"]


async def test_the_moved_plugin_stays_selected(shell, files, qtbot):
    await load(shell, files.listening("one.py"), files.listening("two.py"))
    view = select(shell, "one")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    await until(lambda: view.currentIndex().row() == 1)
    assert view.selected_name() == "one"


async def test_a_row_can_be_dragged_to_another_place(shell, files, qtbot):
    await load(shell, *(files.listening(f"{name}.py") for name in ("one", "two", "three")))
    view = shell.window.plugins_dock.view
    await until(lambda: view.visualRect(view.model().index(2)).height() > 20)
    start = view.visualRect(view.model().index(0)).center()
    end = view.visualRect(view.model().index(2)).bottomLeft()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.viewport(), (start + end) / 2)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert names(shell) == ["two", "three", "one"]


async def test_a_reload_that_fails_is_shown_at_the_window_s_edge(shell, files, qtbot):
    path = files.listening("one.py")
    await load(shell, path)
    path.write_text("def init(app):\n    (\n")
    qtbot.keyClick(select(shell, "one"), Qt.Key.Key_F5)
    trouble = shell.part("StatusBar.Trouble")
    await until(trouble.isVisible)
    assert trouble.text() == "▲ 1 plugin did not reload"
    assert "SyntaxError" in shell.window.status.message
    assert "line 2" in shell.window.status.message

    shell.part("PluginsDock").close()
    qtbot.mouseClick(trouble, Qt.MouseButton.LeftButton)
    assert shell.part("PluginsDock").isVisible()
    assert shell.window.plugins_dock.view.selected_name() == "one"


async def test_trouble_that_is_over_is_no_longer_shown(shell, files):
    path = files.write("one.py", "import nothing_of_this_name\n")
    await load(shell, path)
    await until(shell.part("StatusBar.Trouble").isVisible)
    path.write_text("def init(app):\n    pass\n")
    shell.window.commands.reload_all()
    await until(lambda: not shell.part("StatusBar.Trouble").isVisible())
    assert "Module" not in shell.window.status.message


async def test_a_failed_plugin_keeps_its_row_with_the_error_and_its_line(shell, files):
    await load(shell, files.write("bad.py", "x = 1\nraise ValueError('no luck')\n"))
    index = shell.window.plugins_dock.model.index(0)
    await until(lambda: index.data(Role.MARK) == "failed")
    assert index.data(Role.ERROR) == "ValueError: no luck, line 2"
    assert index.data(Role.SUMMARY) == "not running"


async def test_double_clicking_an_error_copies_where_it_is(shell, files, qtbot, qapp):
    path = files.write("bad.py", "raise ValueError('no luck')\n")
    await load(shell, path)
    view = shell.window.plugins_dock.view
    await until(lambda: view.model().index(0).data(Role.WHERE))
    where = view.visualRect(view.model().index(0)).center()
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert qapp.clipboard().text() == f"{path}:1"


async def test_unload_all_leaves_an_empty_list_that_says_how_to_fill_it(shell, files):
    await load(shell, files.listening("one.py"), files.listening("two.py"))
    shell.part("Plugins.UnloadAll").trigger()
    await until(shell.part("PluginsDock.Empty").isVisible)
    assert names(shell) == []


async def test_recent_plugins_can_be_loaded_again(shell, files):
    await load(shell, files.listening("one.py"))
    await shell.sim.plugins.unload("one")
    shell.part("Menu.Plugins").aboutToShow.emit()
    shell.part("Plugins.Recent").actions()[0].trigger()
    await until(lambda: names(shell) == ["one"])


async def test_a_sample_is_loaded_from_the_menu_without_a_question(shell):
    shell.part("Plugins.Samples.greet").trigger()
    await until(lambda: names(shell) == ["greet"] and shell.sim.plugins["greet"].state == "active")
    assert shell.sim.dialogs.asked == []


async def test_every_sample_for_the_desk_has_an_entry_that_loads_it(shell):
    entries = shell.part("Plugins.Samples.Desk").actions()
    assert [Path(one.data()).name for one in entries] == sorted(
        path.name for path in DESK_SAMPLES.glob("*.py")
    )
    shell.part("Plugins.Samples.Desk.replace_accept").trigger()
    await until(lambda: names(shell) == ["replace_accept"])
    await until(lambda: shell.sim.plugins["replace_accept"].state == "active")


async def test_the_filter_finds_a_plugin_by_what_it_registered(shell, files):
    await load(shell, files.listening("one.py", "beforeMinimizeChat"), files.listening("two.py"))
    shell.part("PluginsDock.Filter").setText("minimize")
    model = shell.window.plugins_dock.model
    assert [model.index(row).data() for row in range(model.rowCount())] == ["one"]
    shell.part("PluginsDock.Filter").setText("nothing like that")
    assert "nothing like that" in shell.part("PluginsDock.Empty.Text").text()


async def test_a_plugin_that_does_not_load_opens_the_dock_at_its_row(shell, files):
    shell.part("PluginsDock").close()
    shell.window.commands.load([files.write("bad.py", "raise ValueError('no luck')\n")])
    await until(shell.part("PluginsDock").isVisible)
    assert shell.window.plugins_dock.view.selected_name() == "bad"


async def test_the_keyboard_alone_is_enough_to_turn_a_plugin_off(shell, files, qtbot):
    await load(shell, files.listening("one.py"))
    view = shell.window.plugins_dock.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    await until(lambda: shell.sim.plugins["one"].state == "disabled")
