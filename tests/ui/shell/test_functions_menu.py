"""The Functions menu: load, recent, samples, reload and unload all, and what leads on."""

import asyncio
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from tests.support.function_samples import FUNCTION_SAMPLES
from tests.support.waiting import until
from tests.ui.shell.conftest import Yes
from ui.functions.app_dialog import AppDialog
from ui.functions.setup_dialog import SetupDialog

HANDLER = "async def handler(parameters):\n    return {'output': {'status': 'completed'}}\n"


@pytest.fixture
def app(tmp_path):
    folder = tmp_path / "lookup"
    folder.mkdir()
    (folder / "action.py").write_text(HANDLER)
    return folder


def names(shell):
    return [one.name for one in shell.sim.functions.apps]


def choose(shell, path, qtbot):
    """Type a path into the file dialog, and press Enter."""
    shell.part("Functions.Load").trigger()
    (dialog,) = shell.window.findChildren(AppDialog)
    line = dialog.findChild(QLineEdit)
    line.setText(str(path))
    qtbot.keyClick(line, Qt.Key.Key_Return)


def open_menu(shell):
    shell.part("Menu.Functions").aboutToShow.emit()


@pytest.mark.parametrize("name", ["", "action.py"])
async def test_a_folder_or_a_file_of_it_is_chosen_and_loaded(shell, app, qtbot, name):
    choose(shell, app / name, qtbot)
    await until(lambda: names(shell) == ["lookup"])
    assert str(app) in shell.sim.dialogs.asked[0]
    assert shell.window.status.message == "Loaded lookup."


async def test_a_zip_is_chosen_and_loaded(shell, app, tmp_path, qtbot):
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", app))
    choose(shell, packed, qtbot)
    await until(lambda: names(shell) == ["packed"])


async def test_the_file_dialog_stands_once(shell):
    shell.part("Functions.Load").trigger()
    shell.part("Functions.Load").trigger()
    assert len(shell.window.findChildren(AppDialog)) == 1


async def test_a_folder_is_asked_about_once_and_a_no_loads_nothing(make_shell, app, qtbot):
    shell = await make_shell(dialogs=Yes(answer=False))
    choose(shell, app, qtbot)
    await until(lambda: shell.window.notices.notices)
    assert "not trusted" in shell.window.notices.notices[0]
    assert names(shell) == []


async def test_what_is_no_app_is_told_with_its_reason(shell, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    choose(shell, tmp_path / "empty", qtbot)
    await until(lambda: shell.window.notices.notices)
    (notice,) = shell.window.notices.notices
    assert notice.startswith("The function app empty cannot be used. There is no action function")


async def test_a_loaded_app_is_a_click_away_from_its_card(shell, app, qtbot):
    choose(shell, app, qtbot)
    await until(lambda: shell.window.notices.notices == ("lookup is loaded.",))
    button = shell.part("NoticeBar.ActionButton")
    assert button.text() == "Post its card…"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (dialog,) = shell.window.findChildren(SetupDialog)
    await until(lambda: dialog.page is not None)
    assert dialog.page.objectName() == "Setup.Preview"
    assert shell.window.notices.notices == ()


async def test_a_process_is_a_click_away_from_its_start(shell, app, qtbot):
    (app / "app.toml").write_text('kind = "automation"\nnonsense = 1\n')
    choose(shell, app, qtbot)
    await until(lambda: shell.window.notices.notices)
    (notice,) = shell.window.notices.notices
    assert notice.startswith("lookup is loaded.")
    assert "nonsense" in notice
    assert shell.part("NoticeBar.ActionButton").text() == "Run it…"


async def test_every_sample_has_an_entry_that_loads_it_without_a_question(shell):
    entries = shell.part("Functions.Samples").actions()
    folders = sorted(one.parent for one in FUNCTION_SAMPLES.glob("*/app.toml"))
    assert [Path(one.data()) for one in entries] == folders
    for entry in entries:
        entry.trigger()
    await until(lambda: sorted(names(shell)) == [one.name for one in folders])
    assert shell.sim.dialogs.asked == []
    assert [one.error for one in shell.sim.functions.apps] == [None] * len(folders)


async def test_recent_apps_can_be_loaded_again_and_forgotten(shell, app, qtbot):
    choose(shell, app, qtbot)
    await until(lambda: names(shell) == ["lookup"])
    await shell.sim.functions.apps.unload("lookup")
    open_menu(shell)
    recent = shell.part("Functions.Recent")
    recent.actions()[0].trigger()
    await until(lambda: names(shell) == ["lookup"])
    recent.actions()[-1].trigger()
    open_menu(shell)
    assert not recent.menuAction().isEnabled()


async def test_reload_all_reads_every_app_again(shell, app, qtbot):
    shell.sim.functions.apps.unwatch()
    choose(shell, app, qtbot)
    await until(lambda: names(shell) == ["lookup"])
    (app / "app.toml").write_text('title = "Another title"\n')
    shell.part("Functions.ReloadAll").trigger()
    await until(lambda: shell.sim.functions.apps["lookup"].title == "Another title")
    await until(lambda: shell.window.status.message == "Reloaded 1 function app.")


async def test_unload_all_leaves_those_of_plugins(shell, app, qtbot):
    choose(shell, app, qtbot)
    await until(lambda: names(shell) == ["lookup"])
    shell.sim.functions.apps.register({"action": print}, name="mine", owner="plugin")
    shell.part("Functions.UnloadAll").trigger()
    await until(lambda: names(shell) == ["mine"])
    open_menu(shell)
    assert not shell.part("Functions.UnloadAll").isEnabled()


async def test_entries_follow_whether_there_is_an_app(shell, app):
    open_menu(shell)
    reload_all = shell.part("Functions.ReloadAll")
    assert not reload_all.isEnabled()
    await shell.sim.functions.apps.load(app)
    assert reload_all.isEnabled()


async def test_the_apps_are_not_touched_before_somebody_asks(shell):
    assert "apps" not in vars(shell.sim.functions)
    assert "connections" not in vars(shell.sim.functions)
    open_menu(shell)
    assert "apps" in vars(shell.sim.functions)


async def test_the_dock_has_an_entry_here_too_which_follows_it(shell):
    entry, dock = shell.part("Functions.Dock"), shell.window.functions_dock
    assert not entry.isChecked()
    entry.trigger()
    assert dock.isVisible()
    assert entry.isChecked()
    dock.close()
    await until(lambda: not entry.isChecked())


async def test_no_two_entries_of_the_window_share_their_keys(shell):
    keys = [
        key.toString()
        for menu in shell.window.findChildren(QMenu)
        for entry in menu.actions()
        for key in entry.shortcuts()
    ]
    doubled = {one for one in keys if keys.count(one) > 1}
    assert doubled <= {"Ctrl+O"}, "which stands in two menus"


async def test_an_error_after_a_save_is_told_and_withdrawn(shell, app):
    await shell.sim.functions.apps.load(app)
    shell.window.functions.news.follow()
    (app / "app.toml").write_text("kind = 3\n")
    await shell.sim.functions.apps.reload("lookup")
    assert "kind" in shell.window.status.message
    assert "The version before counts." in shell.window.status.message
    (app / "app.toml").write_text("")
    await shell.sim.functions.apps.reload("lookup")
    assert shell.window.status.message == ""


async def test_a_notice_goes_when_its_app_works_again(shell, app):
    (app / "action.py").unlink()
    shell.window.functions.commands.load([app])
    await until(lambda: shell.window.notices.notices)
    (app / "action.py").write_text(HANDLER)
    await shell.sim.functions.apps.reload("lookup")
    await until(lambda: shell.window.notices.notices == ())


async def test_an_invitation_goes_with_its_app(shell, app, qtbot):
    choose(shell, app, qtbot)
    await until(lambda: shell.window.notices.notices)
    await shell.sim.functions.apps.unload("lookup")
    assert shell.window.notices.notices == ()


async def test_a_damaged_list_of_apps_is_told_of(make_shell, tmp_path):
    kept = tmp_path / "functions" / "apps.json"
    kept.parent.mkdir()
    kept.write_text("{")
    shell = await make_shell(data_dir=tmp_path)
    shell.window.functions.news.follow()
    (notice,) = shell.window.notices.notices
    assert "The list of function apps" in notice


async def test_loading_that_takes_a_second_is_shown_and_can_be_stopped(
    shell, app, qtbot, monkeypatch
):
    waiting = asyncio.Event()

    async def slow(*_args, **_more):
        waiting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(shell.sim.functions.apps, "load", slow)
    progress = shell.part("FunctionProgress")
    progress._patience.setInterval(1)
    shell.window.functions.commands.load([app])
    await waiting.wait()
    await until(progress.isVisible)
    qtbot.mouseClick(shell.part("FunctionProgress.CancelButton"), Qt.MouseButton.LeftButton)
    await until(lambda: not progress.isVisible())
    assert names(shell) == []
