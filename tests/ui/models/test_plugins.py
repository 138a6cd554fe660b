"""The list of plugins keeps its rows while the host changes around them."""

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.support.plugins import Files, toggle
from tests.support.simulation import simulation
from tests.support.waiting import until
from ui.models.plugins import PluginsModel, Role
from webchat.plugins import PluginFault


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    return Files(folder)


@pytest.fixture
async def sim():
    async with simulation() as result:
        yield result


@pytest.fixture
def host(sim):
    return sim.plugins


@pytest.fixture
def model(host):
    result = PluginsModel(host)
    tester = QAbstractItemModelTester(result, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setParent(result)
    yield result
    result.deleteLater()


def column(model, role=Qt.ItemDataRole.DisplayRole):
    model.refresh()
    return [model.index(row).data(role) for row in range(model.rowCount())]


async def three(host, files):
    for name in ("one", "two", "three"):
        await host.load(files.listening(f"{name}.py"))


async def test_plugins_stand_in_listener_order_with_their_numbers(model, host, files):
    await three(host, files)
    assert column(model) == ["one", "two", "three"]
    assert column(model, Role.NUMBER) == [1, 2, 3]


async def test_a_row_that_moved_is_still_the_same_row(model, host, files):
    await three(host, files)
    model.refresh()
    kept = QPersistentModelIndex(model.index(0))
    host.move("one", 2)
    assert column(model) == ["two", "three", "one"]
    assert (kept.row(), kept.data()) == (2, "one")


async def test_a_row_that_is_gone_takes_no_other_with_it(model, host, files):
    await three(host, files)
    model.refresh()
    kept = QPersistentModelIndex(model.index(2))
    await host.unload("two")
    assert column(model) == ["one", "three"]
    assert kept.row() == 1


async def test_what_was_registered_is_said_in_words(model, host, files):
    await host.load(
        files.write(
            "many.py",
            "def init(app):\n"
            "    actions = app.webchat.actions\n"
            "    for _ in range(2):\n"
            "        actions.add_listener('beforeSendMessage', lambda p: None)\n"
            "    actions.replace_action('SendMessage', lambda p, original: original(p))\n"
            "    actions.register_action('Mine', lambda p: None)\n",
        )
    )
    said = column(model, Role.SUMMARY)[0].split(" · ")
    assert set(said) == {"beforeSendMessage (2)", "replaces SendMessage", "action Mine"}
    assert column(model, Role.MARK) == ["replaced"]


async def test_a_plugin_that_registered_nothing_says_so(model, host, files):
    await host.load(files.write("idle.py", "def init(app):\n    pass\n"))
    assert column(model, Role.SUMMARY) == ["nothing registered"]


async def test_a_failed_reload_says_that_the_previous_version_runs(model, host, files):
    path = files.listening("one.py")
    await host.load(path)
    path.write_text("def init(app:\n")
    await host.reload("one")
    assert column(model, Role.SUMMARY) == ["previous version keeps running"]
    assert column(model, Role.ERROR)[0].endswith("line 1")
    assert (model.outdated, model.failed) == (1, 0)


async def test_a_listener_s_error_does_not_say_that_a_previous_version_runs(model, sim, files):
    path = files.write(
        "one.py",
        "def init(app):\n"
        "    app.webchat.actions.add_listener('beforeToggleChatVisibility', fail)\n"
        "def fail(payload):\n"
        "    raise KeyError('name')\n",
    )
    await sim.plugins.load(path)
    await toggle(sim)
    await until(lambda: column(model, Role.ERROR)[0])
    error = column(model, Role.ERROR)[0]
    assert error == "KeyError: 'name' (in beforeToggleChatVisibility), line 4"
    assert column(model, Role.SUMMARY) == ["beforeToggleChatVisibility"]
    assert column(model, Role.MARK) == ["failed"]
    assert model.outdated == 0


async def test_a_disabled_plugin_is_off(model, host, files):
    await host.load(files.listening("one.py"))
    await host.disable("one")
    assert column(model, Role.MARK) == ["disabled"]
    assert column(model, Role.SUMMARY) == ["off"]


async def test_a_tooltip_shows_markup_as_it_stands(model, host, files):
    await host.load(files.write("bad.py", "raise ValueError('<b>bold</b>')\n"))
    tip = column(model, Qt.ItemDataRole.ToolTipRole)[0]
    assert "&lt;b&gt;bold" in tip


async def test_a_filter_that_is_set_holds_for_later_plugins(model, host, files):
    model.set_filter("tw")
    await three(host, files)
    assert column(model) == ["two"]
    assert model.total == 3
    assert model.rowCount(QModelIndex()) == 1


async def test_a_sentence_that_names_the_line_is_not_given_it_twice(model, host, files):
    path = files.write("slow.py", "def init(app):\n    pass\n")
    plugin = await host.load(path)
    plugin.error = PluginFault("Plugin slow held everything up (slow.py:7).", path, 7)
    assert column(model, Role.ERROR) == ["Plugin slow held everything up (slow.py:7)."]
