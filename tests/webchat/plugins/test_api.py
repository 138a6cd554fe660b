"""What a plugin's ``app`` offers, and that it leaves nothing behind."""

import asyncio

import pytest

from tests.support.plugins import app_of, registries
from tests.support.waiting import until
from webchat import Config, PluginError, Simulator
from webchat.plugins import PluginApp


@pytest.fixture
async def app(host, files):
    return await app_of(host, files)


def test_it_says_who_it_is(app, files):
    assert isinstance(app, PluginApp)
    assert (app.name, app.path) == ("probe", files.folder / "probe.py")
    assert app.log.name.endswith("probe")
    assert "probe" in repr(app)


def test_the_desk_is_another_kind_of_side(app, sim):
    assert app.desk.current_side is sim.desk
    assert app.desk.store.state is sim.desk.store.state


async def test_dialogs_ask_whoever_asks_now(app, sim):
    assert await app.dialogs.confirm("Really?") is False
    assert await app.dialogs.prompt("Name?", "Ada") is None
    assert await app.dialogs.alert("Well.") is None

    class Yes:
        async def confirm(self, text):
            return True

    sim.dialogs = Yes()
    assert await app.dialogs.confirm("Really?") is True


async def test_dialogs_ask_the_person_whose_action_runs(app, sim):
    class Someone:
        def __init__(self):
            self.asked = []

        async def alert(self, text):
            self.asked.append(text)

    other = sim.add_customer()
    sim.webchat.dialogs, other.dialogs = first, second = Someone(), Someone()
    app.webchat.actions.add_listener(
        "afterToggleChatVisibility", lambda _payload: app.dialogs.alert("Toggled.")
    )
    await other.actions.invoke_action("ToggleChatVisibility")
    assert (first.asked, second.asked) == ([], ["Toggled."])


async def test_dialogs_may_answer_at_once(app, sim):
    class Quick:
        def confirm(self, text):
            return True

        def prompt(self, text, default=""):
            return default.upper()

    sim.dialogs = Quick()
    assert await app.dialogs.confirm("Really?") is True
    assert await app.dialogs.prompt("Name?", "Ada") == "ADA"


async def test_a_notice_is_shown_and_goes_with_the_plugin(app, sim, host):
    app.notifications.show("Hello", "success")
    undo = app.notifications.show("Gone", "error")
    undo()
    assert [notice.text for notice in sim.webchat.notifications.active] == ["Hello"]
    with pytest.raises(ValueError, match="loud"):
        app.notifications.show("Hello", "loud")
    await host.unload("probe")
    assert sim.webchat.notifications.active == ()


async def test_many_notices_do_not_pile_up(app, host):
    for number in range(200):
        app.notifications.show(str(number))()
    assert len(app._ledger) == 1
    assert len(app.notifications._shown) <= 32


async def test_a_notices_button_that_fails_is_the_plugins_fault(app, sim, host):
    app.notifications.show("Hello", action_label="Press", on_action=lambda: 1 / 0)
    sim.webchat.notifications.active[0].on_action()
    assert "ZeroDivisionError" in host["probe"].error.message


async def test_a_spawned_task_ends_with_the_plugin(app, host):
    task = app.spawn(asyncio.Event().wait())
    await asyncio.sleep(0)
    await host.unload("probe")
    assert task.cancelled()


async def test_a_spawned_tasks_result_can_be_awaited(app):
    async def seven():
        return 7

    assert await app.spawn(seven()) == 7


async def test_a_task_that_fails_is_shown_at_the_plugin(host, files):
    text = "async def work():\n    return [][1]\ndef init(app):\n    app.spawn(work())\n"
    plugin = await host.load(files.write("one.py", text))
    await until(lambda: plugin.error)
    assert (plugin.state, plugin.error.line) == ("active", 2)


async def test_last_words_are_said_newest_first_and_awaited(app, host):
    said = []

    async def late():
        await asyncio.sleep(0)
        said.append("async")

    app.on_unload(lambda: said.append("first"))
    forget = app.on_unload(lambda: said.append("forgotten"))
    app.on_unload(late)
    app.on_unload(lambda: said.append("last"))
    forget()
    await host.unload("probe")
    assert said == ["last", "async", "first"]


async def test_an_unload_that_is_cut_short_lets_nothing_count(app, host, sim):
    before = registries(sim)
    app.webchat.actions.add_listener("beforeSendMessage", lambda _payload: None)
    app.on_unload(asyncio.Event().wait)
    unloading = asyncio.ensure_future(host.unload("probe"))
    await asyncio.sleep(0.01)
    unloading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unloading
    assert app.webchat.actions._scope.registrations == ()
    assert registries(sim)["kinds"]["webchat"][0] == []
    await host.unload("probe")
    assert registries(sim)["tasks"] == before["tasks"]


async def test_nothing_can_be_added_through_an_app_that_was_let_go(app, host, sim):
    await host.unload("probe")
    before = registries(sim)

    async def work():
        raise AssertionError

    for add in (
        lambda: app.webchat.actions.on("beforeSendMessage", print),
        lambda: app.webchat.actions.register_action("X", print),
        lambda: app.webchat.actions.replace_action("X", print),
        lambda: app.webchat.actions.block_action("X"),
        lambda: app.webchat.components.add("MainHeader", print, key="x"),
        lambda: app.webchat.components.remove("x"),
        lambda: app.webchat.store.subscribe(str, print),
        lambda: app.webchat.strings.update(X="x"),
        lambda: app.notifications.show("x"),
        lambda: app.functions.register({"action": print}),
        lambda: app.on_unload(print),
        lambda: app.spawn(work()),
    ):
        with pytest.raises(PluginError, match="probe was unloaded"):
            add()
    assert registries(sim) == before


async def test_state_and_client_are_those_of_the_side_whose_action_runs(files):
    text = (
        "seen = []\n"
        "def init(app):\n"
        "    app.webchat.actions.register_action('Ask', lambda payload: app.webchat.current_side)\n"
    )
    async with Simulator(Config(agent="none")) as sim:
        await sim.plugins.load(files.write("one.py", text))
        second = sim.add_customer()
        assert await second.actions.invoke_action("Ask") is second
        assert await sim.webchat.actions.invoke_action("Ask") is sim.webchat
        app = await app_of(sim.plugins, files)
        assert app.webchat.current_side is sim.webchat
        assert app.webchat.store.state is sim.webchat.store.state
        sim.kinds["webchat"].focus(second)
        assert app.webchat.current_side is second
