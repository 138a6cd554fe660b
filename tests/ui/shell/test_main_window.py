"""The window is put together, comes back as it was left, and ends nothing by itself."""

import json

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from tests.support.waiting import until
from ui.devtools.line_view import LINE_HEIGHT
from ui.shell.help_dialogs import shortcuts
from ui.shell.settings import Settings
from ui.theme import Theme


async def test_every_named_part_is_there(shell):
    for name in [
        "Stage",
        "RootContainer",
        "ActionsDock",
        "ActionsDock.Filter",
        "ActionsDock.Clear",
        "ActionsDock.List",
        "PluginsDock",
        "PluginsDock.List",
    ]:
        assert shell.part(name).isVisible(), name
    assert shell.window.objectName() == "MainWindow"


async def test_every_button_field_and_entry_has_a_name_for_tests_and_for_screen_readers(shell):
    own = [shell.part("ActionsDock"), shell.part("PluginsDock"), shell.part("IdentityBar")]
    controls = [
        one
        for dock in own
        for kind in (QAbstractButton, QLineEdit)
        for one in dock.findChildren(kind)
        if one.isVisible()
    ]
    controls = [one for one in controls if not isinstance(one.parent(), QLineEdit)]
    assert len(controls) > 5
    assert [one for one in controls if not one.objectName()] == []
    assert [one.objectName() for one in controls if not (one.accessibleName() or one.text())] == []


async def test_the_chat_is_at_the_bottom_right_of_the_page(shell):
    stage, launcher = shell.part("Stage"), shell.part("EntryPoint")
    page = stage.page_rect()
    corner = launcher.mapTo(stage, launcher.rect().bottomRight())
    assert QRect(QPoint(page.right() - 60, page.bottom() - 60), page.bottomRight()).contains(corner)


@pytest.mark.parametrize(
    ("height", "panel", "lines"), [(1000, 548, 7), (860, 460, 5), (600, 240, 2)]
)
async def test_the_chat_has_the_height_that_the_actions_can_spare(make_shell, height, panel, lines):
    shell = await make_shell(size=(1440, height))
    shell.window._arrangement.reset()  # it was of another height when it was made
    await shell.actions.invoke_action("ToggleChatVisibility")
    list_ = shell.window.actions_dock.view.viewport()
    await until(lambda: list_.height() // LINE_HEIGHT >= lines)
    await until(lambda: shell.part("MainContainer").height() >= panel)


async def test_tab_leads_to_the_launcher_first_and_to_no_empty_list(shell, qtbot):
    focused = []
    while len(focused) < 8:
        qtbot.keyClick(shell.window.focusWidget() or shell.window, Qt.Key.Key_Tab)
        focused.append(shell.window.focusWidget().objectName())
    assert focused[0] == "EntryPoint"
    assert not [name for name in focused if name.endswith("List")]
    assert "ActionsDock.Empty.Button" in focused


async def test_tab_leads_through_a_dock_and_to_its_close_button_last(shell):
    for name, stops in {
        "ActionsDock": ["Filter", "Clear", "List", "Empty.Button", "CloseButton"],
        "PluginsDock": ["Filter", "Load", "List", "Empty.Button", "ToggleButton", "CloseButton"],
    }.items():
        order, one = [], shell.part(f"{name}.Filter")
        while f"{name}.CloseButton" not in order:
            order.append(one.objectName())
            one = one.nextInFocusChain()
        assert [stop for stop in order if stop.removeprefix(f"{name}.") in stops] == [
            f"{name}.{stop}" for stop in stops
        ]


async def test_an_action_appears_in_the_dock_within_a_frame_or_two(shell):
    await shell.actions.invoke_action("ToggleChatVisibility")
    await until(lambda: shell.window.actions_dock.model.rowCount() > 0)


async def test_actions_of_a_customer_who_comes_later_appear_too(shell):
    side = shell.sim.add_customer()
    await side.actions.invoke_action("ToggleChatVisibility")
    await until(lambda: shell.window.actions_dock.model.rowCount() == 1)


async def test_size_docks_and_choices_come_back_at_the_next_start(make_shell, tmp_path, qtbot):
    first = await make_shell(settings=Settings.in_folder(tmp_path))
    first.window.resize(900, 600)
    first.part("PluginsDock.CloseButton").click()
    first.part("View.Appearance.dark").trigger()
    first.part("View.Device.phone").trigger()
    first.part("ActionsDock.Filter").setText("SendMessage")
    first.window.actions_dock.view.header.resizeSection(1, 333)
    first.window.close()

    second = await make_shell(settings=Settings.in_folder(tmp_path), size=(0, 0))
    second.window.resize(900, 600)
    assert not second.part("PluginsDock").isVisible()
    assert second.part("ActionsDock").isVisible()
    assert Theme.instance().scheme == "dark"
    assert second.part("View.Appearance.dark").isChecked()
    assert second.part("Stage").device == "phone"
    assert second.part("ActionsDock.Filter").text() == "SendMessage"
    assert second.window.actions_dock.view.header.sectionSize(1) == 333


async def test_the_arrangement_is_kept_without_an_orderly_end(make_shell, tmp_path):
    shell = await make_shell(settings=Settings.in_folder(tmp_path))
    shell.window.resize(910, 610)
    await until((tmp_path / "window.json").exists)


async def test_a_window_that_was_on_a_screen_now_gone_comes_back_onto_one(make_shell, tmp_path):
    first = await make_shell(settings=Settings.in_folder(tmp_path))
    first.window.move(20_000, 20_000)
    first.window.close()

    second = await make_shell(settings=Settings.in_folder(tmp_path))
    screen = second.window.screen().availableGeometry()
    assert screen.intersects(second.window.frameGeometry())


async def test_damaged_settings_are_named_in_a_notice_that_stays_until_dismissed(
    make_shell, tmp_path, qtbot
):
    (tmp_path / "window.json").write_text("{")
    shell = await make_shell(settings=Settings.in_folder(tmp_path))
    bar = shell.part("NoticeBar")
    assert bar.isVisible()
    assert "window.damaged.json" in bar.notices[0]

    qtbot.mouseClick(shell.part("NoticeBar.CloseButton"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


async def test_damaged_values_within_sound_settings_harm_nothing(make_shell, tmp_path):
    (tmp_path / "window.json").write_text(
        json.dumps({"geometry": "!", "layout": "AAAA", "columns": "****"})
    )
    shell = await make_shell(settings=Settings.in_folder(tmp_path))
    assert shell.part("ActionsDock.List").isVisible()


async def test_closing_hides_the_window_and_leaves_the_end_to_the_program(shell, qtbot):
    told = []
    shell.window.quit_requested.connect(lambda: told.append(True))
    shell.window.close()
    assert told == [True]
    assert not shell.window.isVisible()
    await shell.actions.invoke_action("ToggleChatVisibility")  # the simulation goes on


async def test_a_dock_can_never_be_dragged_to_no_height(shell):
    window = shell.window
    for size in (1, 5000):
        window.resizeDocks([window.actions_dock], [size], Qt.Orientation.Vertical)
        assert window.actions_dock.view.viewport().height() >= 24
        assert window.stage.height() >= window.stage.minimumHeight()


async def test_a_closed_dock_comes_back_from_the_view_menu(shell):
    shell.part("ActionsDock.CloseButton").click()
    assert not shell.part("ActionsDock").isVisible()
    shell.window.actions_dock.toggleViewAction().trigger()
    assert shell.part("ActionsDock").isVisible()


async def test_reset_puts_the_docks_back(shell):
    window = shell.window
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.plugins_dock)
    window.actions_dock.close()
    shell.part("View.ResetLayout").trigger()
    area = window.dockWidgetArea(window.plugins_dock)
    assert area == Qt.DockWidgetArea.LeftDockWidgetArea
    assert window.actions_dock.isVisible()


async def test_in_a_narrow_window_the_plugins_stand_beneath_the_stage_as_a_tab(shell):
    window = shell.window
    window.resize(360, 700)
    assert window.width() == 360
    assert window.tabifiedDockWidgets(window.actions_dock) == [window.plugins_dock]
    await until(lambda: window.stage.width() > 340)

    window.resize(1000, 700)
    area = window.dockWidgetArea(window.plugins_dock)
    assert area == Qt.DockWidgetArea.LeftDockWidgetArea


async def test_menu_entries_and_their_keys_are_unique_and_none_is_dead(shell):
    entries = {
        id(one): one  # Load… stands in two menus
        for menu in shell.window.menuBar().actions()
        for one in menu.menu().actions()
        if not one.isSeparator()
    }.values()
    keys = [one.shortcut().toString() for one in entries if not one.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    for one in entries:
        assert "&" in one.text(), one.text()
        assert one.menu() or _is_connected(one), one.text()


def _is_connected(action):
    return action.receivers("2triggered(bool)") + action.receivers("2toggled(bool)") > 0


async def test_menu_actions_come_from_the_menu(shell):
    shell.part("Conversation.Toggle").trigger()
    assert shell.origins("ToggleChatVisibility") == ["Menu"]
    assert shell.side.store.state.session.is_entry_point_expanded

    shell.part("Conversation.Minimise").trigger()
    assert shell.origins("MinimizeChat") == ["Menu"]


async def test_restart_from_the_menu_leaves_the_chat(shell):
    await shell.start()
    shell.part("Conversation.Restart").trigger()
    await until(lambda: shell.side.store.state.session.channel_sid is None)
    assert shell.origins("RestartEngagement") == ["Menu"]


async def test_restart_is_only_offered_when_there_is_something_to_restart(shell):
    assert not shell.part("Conversation.Restart").isEnabled()
    await shell.start()
    assert shell.part("Conversation.Restart").isEnabled()


async def test_exported_actions_are_lines_of_json(shell, tmp_path):
    await shell.actions.invoke_action("ToggleChatVisibility")
    path = tmp_path / "out.jsonl"
    shell.window.export_actions(str(path))
    await until(lambda: "Wrote" in shell.window.status.message)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [one["action"] for one in lines] == ["ToggleChatVisibility"]


async def test_an_export_that_cannot_be_written_says_so(shell, tmp_path):
    shell.window.export_actions(str(tmp_path / "missing" / "out.jsonl"))
    await until(lambda: shell.window.notices.notices)
    assert "were not written" in shell.window.notices.notices[0]


@pytest.mark.parametrize("entry", ["Load", "Export", "About", "Shortcuts"])
async def test_a_dialog_never_holds_up_the_loop(shell, entry):
    shell.part(f"Menu.{entry}").trigger()
    name = {"Load": "LoadPluginDialog", "Export": "ExportDialog"}.get(entry, f"{entry}Dialog")
    dialog = shell.part(name)
    await shell.actions.invoke_action("ToggleChatVisibility")
    assert dialog.isVisible()
    dialog.close()


async def test_full_screen_is_checked_while_the_window_fills_the_screen(shell):
    entry = shell.part("View.FullScreen")
    entry.trigger()
    assert shell.window.isFullScreen()
    entry.trigger()
    assert not shell.window.isFullScreen()
    assert not entry.isChecked()


async def test_find_puts_the_cursor_into_the_filter_even_of_a_closed_dock(shell):
    shell.part("ActionsDock").close()
    shell.part("Menu.Find").trigger()
    assert shell.part("ActionsDock.Filter").isVisible()
    assert shell.window.focusWidget() is shell.part("ActionsDock.Filter")


async def test_no_button_of_a_dock_has_the_keyboard_at_first(shell):
    assert not isinstance(shell.window.focusWidget(), QAbstractButton)
    assert isinstance(shell.part("Menu.Find"), QAction)
    assert isinstance(shell.window.centralWidget(), QWidget)


async def test_the_list_of_shortcuts_has_those_of_every_menu(shell):
    listed = dict(shortcuts(shell.window.menuBar()))
    assert listed["File: Quit"] == "Ctrl+Q"
    assert listed["View: Phone, 375 px"] == "Ctrl+1"
    assert listed["Edit: Find actions"] == "Ctrl+F"


async def test_the_bar_of_chips_makes_room_in_a_narrow_window(shell):
    await shell.start(friendlyName="Ada Lovelace")
    shell.window.resize(360, 700)
    await until(lambda: not shell.part("IdentityBar.Channel").isVisible())
    assert shell.part("IdentityBar.Stage").isVisible()
    assert shell.part("IdentityBar.RestartButton").isVisible()


async def test_an_empty_list_offers_to_open_the_chat_only_while_it_is_closed(shell, qtbot):
    button = shell.part("ActionsDock.Empty.Button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: shell.side.store.state.session.is_entry_point_expanded)
    shell.part("ActionsDock.Clear").click()
    assert not button.isVisible()
    await shell.actions.invoke_action("MinimizeChat")
    shell.part("ActionsDock.Clear").click()
    assert button.isVisible()
