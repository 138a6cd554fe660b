"""Plugins and function apps are dropped anywhere on the window; what is neither is refused."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.support.waiting import until
from tests.ui.shell.conftest import Yes
from ui.shell.drop import sorted_out


@pytest.fixture
def plugin(tmp_path):
    path = tmp_path / "dropped.py"
    path.write_text("def init(app):\n    pass\n")
    return path


def mime(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window, data):
    event = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, _NO_KEY
    )
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window, data):
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, _NO_KEY
    )
    QApplication.sendEvent(window, event)
    return event.isAccepted()


_NO_KEY = Qt.KeyboardModifier.NoModifier


async def test_a_dropped_plugin_is_loaded(shell, plugin):
    assert enter(shell.window, mime(plugin))
    assert shell.part("DropHint").isVisible()
    assert drop(shell.window, mime(plugin))
    assert not shell.part("DropHint").isVisible()
    await until(lambda: [one.state for one in shell.sim.plugins] == ["active"])
    assert len(shell.sim.dialogs.asked) == 1


async def test_a_drop_over_the_chat_s_text_loads_too_and_writes_nothing(shell, plugin):
    await shell.start()
    area = shell.part("MessageInput.TextArea")
    handle = shell.window.windowHandle()
    assert enter(handle, mime(plugin))
    assert drop(handle, mime(plugin))
    await until(lambda: len(shell.sim.plugins) == 1)
    assert area.toPlainText() == ""


async def test_what_is_no_plugin_is_named_politely(shell, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("x")
    assert enter(shell.window, mime(notes))
    assert drop(shell.window, mime(notes))
    assert "notes.txt is no plugin" in shell.window.notices.notices[0]
    assert list(shell.sim.plugins) == []


@pytest.fixture
def app(tmp_path):
    folder = tmp_path / "order_lookup"
    folder.mkdir()
    (folder / "action.py").write_text("async def handler(parameters):\n    return {}\n")
    return folder


async def test_a_dropped_folder_with_a_function_is_loaded(shell, app):
    assert enter(shell.window, mime(app))
    hint = shell.part("DropHint")
    assert hint.accessibleName() == "Drop to load the function app order_lookup"
    assert drop(shell.window, mime(app))
    await until(lambda: "order_lookup" in shell.sim.functions.apps)
    assert "function" in shell.sim.dialogs.asked[0]
    assert list(shell.sim.plugins) == []


async def test_a_dropped_zip_is_loaded(shell, app, tmp_path):
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", app))
    enter(shell.window, mime(packed))
    assert drop(shell.window, mime(packed))
    await until(lambda: "packed" in shell.sim.functions.apps)


async def test_plugins_and_apps_are_dropped_together(shell, app, plugin, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("x")
    enter(shell.window, mime(plugin, app, notes))
    expected = "Drop to load dropped.py and the function app order_lookup"
    assert shell.part("DropHint").accessibleName() == expected
    drop(shell.window, mime(plugin, app, notes))
    await until(lambda: "order_lookup" in shell.sim.functions.apps)
    await until(lambda: [one.state for one in shell.sim.plugins] == ["active"])
    assert any("notes.txt" in one for one in shell.window.notices.notices)


async def test_a_no_loads_no_app_and_says_so(make_shell, app):
    shell = await make_shell(dialogs=Yes(answer=False))
    enter(shell.window, mime(app))
    drop(shell.window, mime(app))
    await until(lambda: shell.window.notices.notices)
    assert "not trusted" in shell.window.notices.notices[0]
    assert len(shell.sim.functions.apps) == 0


async def test_the_hint_goes_when_the_drag_leaves(shell, plugin):
    enter(shell.window, mime(plugin))
    QApplication.sendEvent(shell.window, QDragLeaveEvent())
    assert not shell.part("DropHint").isVisible()


async def test_dragged_text_is_left_to_the_widgets(shell):
    data = QMimeData()
    data.setText("just words")
    assert not enter(shell.window, data)


def test_folders_are_plugins_if_they_are_packages(tmp_path):
    package, plain = tmp_path / "package", tmp_path / "plain"
    package.mkdir()
    plain.mkdir()
    (package / "__init__.py").write_text("")
    found = sorted_out(mime(package, plain))
    assert found.plugins == (package,)
    assert found.others == ("plain",)
    assert found.apps == ()
