"""The host lists plugins, and what a file does is never raised."""

import asyncio
import sys

import pytest

from tests.support.plugins import DATA, Files, registries, toggle
from tests.support.waiting import until
from webchat import ActionFailedError, ActionNotFoundError, Config, PluginError, Simulator
from webchat.plugins import NoSuchPluginError, UntrustedError


def names(host):
    return [plugin.name for plugin in host]


def owners(sim):
    return [scope.owner for scope in sim.kinds["webchat"].scopes]


async def test_a_loaded_plugin_is_listed_with_what_it_registered(host, files):
    plugin = await host.load(files.copy("good.py"))
    assert (plugin.name, plugin.state, plugin.error) == ("good", "active", None)
    assert plugin.path == files.folder / "good.py"
    assert host["good"] is plugin
    assert list(host) == [plugin]
    assert set(plugin.registrations) >= {
        ("listener", "beforeToggleChatVisibility"),
        ("action", "Ping"),
        ("replacement", "MinimizeChat"),
        ("block", "Quiet"),
        ("component", "star"),
        ("string", "MainHeaderTitle"),
    }


async def test_loading_and_unloading_leaves_nothing(host, files, sim):
    before = registries(sim)
    await host.load(files.copy("good.py"))
    assert registries(sim) != before
    await host.unload("good")
    assert registries(sim) == before
    assert list(host) == []


async def test_unloading_says_so_to_the_plugin_in_order(host, files, sim):
    await host.load(files.copy("good.py"))
    module = next(sys.modules[name] for name in sys.modules if "webchat_plugin_good" in name)
    await host.unload("good")
    assert module.seen == ["shutdown", "last word"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("syntax_error.py", 5),
        ("raises_at_import.py", 3),
        ("raises_on_init.py", 8),
        ("sys_exit.py", 5),
        ("imports_ui.py", 3),
        ("recursion.py", 5),
        ("absent.py", None),
    ],
)
async def test_a_file_that_does_not_load_is_listed_as_failed(host, files, sim, name, line):
    before = registries(sim)
    if name != "absent.py":
        files.copy(name)
    plugin = await host.load(files.folder / name)
    assert plugin.state == "failed"
    assert (plugin.error.path, plugin.error.line) == (files.folder / name, line)
    assert plugin.registrations == ()
    assert registries(sim) == before


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("x = 1\n", "no function init", 1),
        ("init = 5\n", "it is a int", 1),
        ("\n\ndef init():\n    pass\n", "one argument", 3),
        ("def init(app, more):\n    pass\n", "one argument", 1),
        ("def init(app):\n    raise SystemExit(3)\n", "SystemExit", 2),
        ("async def init(app):\n    raise SystemExit(3)\n", "SystemExit", 2),
        (
            "import asyncio\nasync def init(app):\n    raise asyncio.CancelledError\n",
            "cancelled",
            None,
        ),
        ("import asyncio\ndef init(app):\n    raise asyncio.CancelledError\n", "Cancelled", 3),
        ("\ndef init(app):\n    yield\n", "must not yield", 2),
        ("async def init(app):\n    yield\n", "must not yield", 1),
        ("def init(app):\n    app.functions.register('gone')\n", "gone: There is no such", 2),
        ("def init(app):\n    app.functions.register({})\n", "needs a handler", 2),
        ("def init(app):\n    app.spawn(init)\n", "expects a coroutine", 2),
        ("def init(app):\n    app.webchat.actions.on('afterX', lambda a, b: 0)\n", "afterX", 2),
        ("def init(app):\n    app.webchat.strings['X'] = '{{{x}}}'\n", "triple", 2),
        ("def init(app):\n    app.webchat.components.add('X', 3, key='x')\n", "factory", 2),
    ],
)
async def test_an_init_that_cannot_work_is_told(sim, files, text, words, line):
    before = registries(sim)
    plugin = await sim.plugins.load(files.write("odd.py", text))
    assert plugin.state == "failed"
    assert words in plugin.error.message
    assert plugin.error.line == line
    assert registries(sim) == before


async def test_an_async_init_is_awaited(host, files):
    text = (
        "import asyncio\nasync def init(app):\n    await asyncio.sleep(0)\n"
        "    app.webchat.strings['X'] = 'x'\n"
    )
    plugin = await host.load(files.write("late.py", text))
    assert plugin.registrations == (("string", "X"),)


async def test_equal_stems_get_a_number(host):
    await host.load(DATA / "same_name" / "a" / "twin.py")
    second = await host.load(DATA / "same_name" / "b" / "twin.py")
    assert names(host) == ["twin", "twin-2"]
    assert second.registrations == (("action", "TwinB"),)


async def test_loading_a_loaded_path_reloads_it(host, files):
    path = files.listening("one.py")
    plugin = await host.load(path)
    files.listening("one.py", "afterSendMessage")
    assert await host.load(files.folder / ".." / "plugins" / "one.py") is plugin
    assert plugin.registrations == (("listener", "afterSendMessage"),)
    assert len(host) == 1


async def test_a_folder_may_be_named_by_its_init_file(host, files):
    plugin = await host.load(files.copy("package") / "__init__.py")
    assert (plugin.name, plugin.path) == ("package", files.folder / "package")


async def test_two_loads_of_one_file_at_once_are_one_plugin(host, files, sim):
    path = files.write(
        "one.py",
        "import asyncio\nasync def init(app):\n    await asyncio.sleep(0.01)\n"
        "    app.webchat.actions.on('beforeToggleChatVisibility', lambda p: None)\n",
    )
    first, second = await asyncio.gather(host.load(path), host.load(path))
    assert first is second
    assert first.state == "active"
    assert owners(sim) == ["one"]


async def test_a_name_that_no_plugin_has_is_answered_with_those_there_are(host, files):
    await host.load(files.listening("one.py"))
    with pytest.raises(
        NoSuchPluginError, match="No plugin is called 'two'; there are: one"
    ) as error:
        host["two"]
    assert isinstance(error.value, (PluginError, KeyError))
    for request in (host.unload, host.reload, host.enable, host.disable):
        with pytest.raises(PluginError):
            await request("two")


async def test_listeners_are_called_in_plugin_order_and_the_order_can_be_changed(host, files, sim):
    for name in ("one", "two", "three"):
        await host.load(files.listening(f"{name}.py"))

    async def order():
        await toggle(sim)
        return [call.owner for call in list(sim.webchat.actions.history)[-1].listeners]

    assert await order() == ["one", "two", "three"]
    host.move("three", 0)
    assert names(host) == ["three", "one", "two"]
    assert await order() == ["three", "one", "two"]
    host.move("three", 99)
    assert await order() == ["one", "two", "three"]


async def test_a_reloaded_or_enabled_plugin_keeps_its_place(host, files, sim):
    for name in ("one", "two", "three"):
        await host.load(files.listening(f"{name}.py"))
    await host.reload("two")
    await host.disable("one")
    assert owners(sim) == ["two", "three"]
    await host.enable("one")
    assert owners(sim) == ["one", "two", "three"]


async def test_the_later_plugins_replacement_is_outermost(host, files, sim):
    text = (
        "def init(app):\n"
        "    @app.webchat.actions.action('Echo')\n"
        "    def echo(payload):\n        return payload\n"
        "    @app.webchat.actions.replacing('Echo')\n"
        "    async def wrap(payload, original, next):\n"
        "        return app.name + '(' + await next(payload) + ')'\n"
    )
    await host.load(files.write("one.py", text))
    await host.load(files.write("two.py", text))
    assert await sim.webchat.actions.invoke_action("Echo", "x") == "two(one(x))"
    host.move("two", 0)
    assert await sim.webchat.actions.invoke_action("Echo", "x") == "one(two(x))"


async def test_a_disabled_plugin_stays_listed_and_does_nothing(host, files, sim):
    before = registries(sim)
    plugin = await host.load(files.copy("good.py"))
    await host.disable("good")
    assert (plugin.state, plugin.registrations) == ("disabled", ())
    assert registries(sim) == before
    await host.reload("good")
    assert plugin.state == "disabled"
    with pytest.raises(ActionNotFoundError):
        await sim.webchat.actions.invoke_action("Ping")
    await host.enable("good")
    assert plugin.state == "active"
    assert await sim.webchat.actions.invoke_action("Ping") == "pong"


async def test_registrations_concern_customers_that_come_later(host, files, sim):
    plugin = await host.load(files.copy("good.py"))
    other = sim.add_customer()
    assert await other.actions.invoke_action("Ping") == "pong"
    await host.unload(plugin.name)
    with pytest.raises(ActionNotFoundError):
        await other.actions.invoke_action("Ping")


async def test_every_change_is_told(host, files):
    seen = []
    undo = host.subscribe(lambda: seen.append([(one.name, one.state) for one in host]))
    await host.load(files.listening("one.py"))
    assert [("one", "loading")] in seen
    assert seen[-1] == [("one", "active")]
    await host.unload("one")
    assert seen[-1] == []
    undo()
    count = len(seen)
    await host.load(files.listening("one.py"))
    assert len(seen) == count


async def test_a_listener_of_the_host_that_fails_harms_nobody(host, files, caplog):
    host.subscribe(lambda: 1 / 0)
    assert (await host.load(files.listening("one.py"))).state == "active"
    assert "ZeroDivisionError" in caplog.text


class _Answering:
    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    async def alert(self, text):
        self.asked.append(text)

    async def confirm(self, text):
        self.asked.append(text)
        await asyncio.sleep(0)
        return self.answer

    async def prompt(self, text, default=""):
        return default


async def test_a_folder_is_asked_about_once_and_only_on_request(tmp_path):
    files, dialogs = Files(tmp_path), _Answering(answer=True)
    async with Simulator(Config(agent="none"), dialogs=dialogs) as sim:
        await sim.plugins.load(files.listening("one.py"))
        await sim.plugins.reload("one")
        assert dialogs.asked == []
        await asyncio.gather(
            sim.plugins.load(files.listening("two.py"), ask=True),
            sim.plugins.load(files.listening("three.py"), ask=True),
        )
        assert len(dialogs.asked) == 1
        assert str(tmp_path) in dialogs.asked[0]
        assert sim.plugins.trust.folders == (tmp_path,)


async def test_without_a_yes_nothing_is_loaded(host, files):
    with pytest.raises(UntrustedError, match="not trusted"):
        await host.load(files.listening("one.py"), ask=True)
    assert list(host) == []
    assert host.trust.folders == ()


async def test_a_failing_listener_is_shown_at_its_plugin_with_its_line(host, files, sim):
    plugin = await host.load(files.copy("raises_everywhere.py"))
    await toggle(sim)
    assert plugin.state == "active"
    assert "Nasty" in plugin.error.message
    assert plugin.error.line in (10, 14)


async def test_a_listener_that_fails_outside_of_any_action_is_shown_too(host, files, sim):
    text = "def init(app):\n    app.webchat.actions.on('actionBlockedChanged', lambda: 1 / 0)\n"
    plugin = await host.load(files.write("blocked.py", text))
    sim.webchat.actions.block_action("SendMessage")
    assert (plugin.error.line, "actionBlockedChanged" in plugin.error.message) == (2, True)


async def test_a_plugin_that_raises_everywhere_stops_nobody(host, files, sim, caplog):
    before = registries(sim)
    plugin = await host.load(files.copy("raises_everywhere.py"))
    await toggle(sim)
    for action in ("Explode", "ExplodeLater"):
        plugin.error = None
        with pytest.raises(ActionFailedError):
            await sim.webchat.actions.invoke_action(action)
        assert plugin.error.line in (10, 14)
    part = sim.kinds["webchat"].components.parts("MainHeader")[0]
    for call in (lambda: part.factory(sim.webchat, None), lambda: part.if_(sim.webchat)):
        plugin.error = None
        with pytest.raises(PluginError, match="Nasty"):
            call()
        assert plugin.error.line == 10
    await host.unload(plugin.name)
    assert registries(sim) == before
    assert "shutdown" in caplog.text


async def test_a_plugin_that_exits_everywhere_ends_nothing(host, files, sim):
    before = registries(sim)
    plugin = await host.load(files.copy("exits_everywhere.py"))
    await until(lambda: plugin.error is not None)  # its task
    await toggle(sim)
    for action in ("Leave", "LeaveLater"):
        with pytest.raises(Exception, match="SystemExit"):
            await sim.webchat.actions.invoke_action(action)
    with pytest.raises(PluginError, match="end the program"):
        sim.kinds["webchat"].components.parts("MainHeader")[0].factory(sim.webchat, None)
    await host.unload(plugin.name)
    assert registries(sim) == before


async def test_the_end_of_a_simulation_lets_go_of_all(files):
    async with Simulator(Config(agent="none")) as sim:
        before = registries(sim)
        await sim.plugins.load(files.copy("good.py"))
        await sim.plugins.load(files.copy("package"))
    assert registries(sim)["modules"] == before["modules"]
    assert not sim.plugins.watchdog.is_running
    with pytest.raises(PluginError, match="has ended"):
        await sim.plugins.load(files.listening("one.py"))
