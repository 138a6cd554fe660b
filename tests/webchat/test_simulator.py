import asyncio
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

import webchat
from tests.support.agents import accepted, logged_in, next_task
from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import bodies, channel, companion, notices, simulation, stage, start
from tests.support.waiting import until
from webchat import Config, EngagementStage, Simulator
from webchat.clock import SystemClock
from webchat.errors import CentreError, EngagementError, WebChatError
from webchat.side.dialogs import SilentDialogs

OPEN_FILES = Path("/proc/self/fd")
ROOT = Path(__file__).parents[2]
PRE = EngagementStage.PRE_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT


async def test_the_example_of_the_contract_runs_as_it_stands(tmp_path, monkeypatch):
    (tmp_path / "my_plugin.py").write_text("def init(app):\n    pass\n")
    monkeypatch.chdir(tmp_path)

    async with webchat.Simulator(webchat.Config()) as sim:
        await sim.plugins.load("my_plugin.py")
        await sim.webchat.actions.invoke_action(
            "StartEngagement", {"formData": {"friendlyName": "Ada"}}
        )
        assert sim.webchat.store.state.session.engagement_stage is EngagementStage.IN_ENGAGEMENT
        sid = sim.webchat.store.state.session.channel_sid
        channel = await sim.webchat.chat_client.get_channel_by_sid(sid)
        await channel.send_message("My awesome message")
        assert [one.body for one in channel_state(sim).messages] == ["My awesome message"]
        assert [plugin.state for plugin in sim.plugins] == ["active"]


def channel_state(sim):
    state = sim.webchat.store.state
    return state.chat.channels[state.session.channel_sid]


def test_the_public_names_are_sorted_and_there():
    assert webchat.__all__ == sorted(webchat.__all__)
    assert [name for name in webchat.__all__ if not hasattr(webchat, name)] == []


async def test_a_simulation_begins_with_the_form():
    async with simulation() as sim:
        session = sim.webchat.store.state.session
        assert (session.engagement_stage, session.is_entry_point_expanded) == (PRE, False)
        assert sim.webchat.store.state.config is sim.config
        assert sim.centre.description == "Embedded centre, in memory"


def test_before_it_begins_the_first_customer_is_there_already():
    sim = Simulator()
    assert sim.customers == (sim.webchat,)
    assert stage(sim.webchat) is EngagementStage.INIT_ENGAGEMENT
    assert sim.config == Config()


def test_another_name_is_absent_as_usual():
    with pytest.raises(AttributeError, match="has no attribute 'webcat'"):
        _ = Simulator().webcat  # type: ignore[attr-defined]


async def test_a_kind_of_side_that_is_unknown_is_named():
    with pytest.raises(WebChatError, match="of side 'x'; there are: webchat, desk, bot"):
        Simulator().current_side("x")


# -- agents ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "activities"),
    [
        ("concierge", {"agent-1": "offline", "concierge": "available"}),
        ("person", {"agent-1": "available", "concierge": "offline"}),
        ("none", {"agent-1": "offline"}),
    ],
)
async def test_who_is_offered_tasks_is_a_setting(agent, activities):
    async with simulation(agent=agent) as sim:
        workers = await sim.centre.workers()
        assert {one.identity: one.activity for one in workers} == activities
        assert all(one.is_logged_in for one in workers)


async def test_desks_are_there_before_it_begins_and_can_be_added():
    sim = Simulator(Config(agent="person"))
    early = sim.add_agent("Ann")
    assert sim.agents == (sim.desk, early)
    async with sim:
        late = sim.add_agent()
        await logged_in(late)
        assert [one.name for one in sim.agents] == ["agent 1", "agent 2", "agent 3"]
        workers = await sim.centre.workers()
        names = ["Agent 1", "Ann", "Concierge", "Agent 3"]
        assert [one.friendly_name for one in workers] == names
    with pytest.raises(WebChatError, match="has ended"):
        sim.add_agent()


async def test_with_nobody_there_a_chat_waits_on_every_desk():
    async with simulation() as sim:
        other = sim.add_agent()
        sid = await start(sim.webchat)
        for desk in (sim.desk, other):
            assert (await next_task(desk, "pending")).channel_sid == sid


async def test_an_offer_lasts_as_long_as_is_set():
    async with simulation(agent="person", reservation_timeout=5) as sim:
        await start(sim.webchat)
        task = await next_task(sim.desk)
        assert task.reserved_until == sim.clock.now() + timedelta(seconds=5)


async def test_what_absent_agents_had_goes_to_those_who_are_there(tmp_path):
    async with simulation(agent="none", data_dir=tmp_path) as sim:
        absent = sim.add_agent("Ann")
        await start(sim.webchat)
        waiting = await next_task(absent, "pending")
        await absent.actions.invoke_action("AcceptTask", {"sid": waiting.sid})
    async with simulation(agent="person", data_dir=tmp_path) as sim:
        task = await next_task(sim.desk)
        assert task.task_sid == waiting.task_sid
        assert task.reason == "Ann logged out."


async def test_an_agents_plugin_hears_the_desk_and_not_the_customer(tmp_path):
    (tmp_path / "one.py").write_text(
        "def init(app):\n"
        "    @app.desk.actions.before('AcceptTask')\n"
        "    def detect(payload):\n"
        "        app.notifications.show(payload['task'].taskChannelUniqueName)\n"
    )
    async with simulation(agent="person") as sim:
        await sim.plugins.load(tmp_path / "one.py")
        await start(sim.webchat)
        await accepted(sim.desk)
        assert (notices(sim.desk), notices(sim.webchat)) == (["chat"], [])


# -- several customers -----------------------------------------------------------------------


async def test_customers_are_independent():
    async with simulation() as sim:
        ada, bob = sim.webchat, sim.add_customer()
        assert [one.name for one in sim.customers] == ["customer 1", "customer 2"]
        await start(ada, friendlyName="Ada")
        assert (stage(ada), stage(bob)) == (IN, PRE)
        await start(bob, friendlyName="Bob")
        for side, text in ((ada, "I am Ada"), (bob, "I am Bob")):
            payload = {"channelSid": channel(side).sid, "body": text}
            await side.actions.invoke_action("SendMessage", payload)
            await side.actions.invoke_action("SetInputText", payload | {"body": text + "?"})
        await ada.actions.invoke_action("ToggleChatVisibility")
        assert (bodies(ada), bodies(bob)) == (["I am Ada"], ["I am Bob"])
        assert channel(bob).input_text == "I am Bob?"
        assert not bob.store.state.session.is_entry_point_expanded
        await ada.actions.invoke_action("RestartEngagement")
        assert (stage(ada), stage(bob)) == (PRE, IN)


async def test_a_customer_does_not_get_at_the_channel_of_another():
    async with simulation() as sim:
        ada, bob = sim.webchat, sim.add_customer()
        sid = await start(ada)
        await start(bob)
        result = bob.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
        with pytest.raises(webchat.ActionFailedError, match="is open here"):
            await result
        with pytest.raises(CentreError):
            await (await bob.chat_client.get_channel_by_sid(sid)).send_message("hi")
        assert bodies(ada) == []


async def test_invocations_are_numbered_over_all_sides():
    async with simulation() as sim:
        for side in (sim.webchat, sim.add_customer(), sim.webchat):
            await side.actions.invoke_action("MinimizeChat")
        assert [one.id for side in sim.customers for one in side.actions.history] == [1, 3, 2]


async def test_a_customer_that_was_added_early_begins_with_the_others():
    sim = Simulator(Config(agent="none"))
    early = sim.add_customer()
    async with sim:
        assert stage(early) is PRE


async def test_a_run_can_be_repeated_to_the_last_id():
    def run():
        return simulation(clock=ManualClock(), ids=CountingIds())

    records = []
    for _ in range(2):
        async with run() as sim:
            await start(sim.webchat, query="tea?")
            payload = {"channelSid": channel(sim.webchat).sid, "body": "hi"}
            await sim.webchat.actions.invoke_action("SendMessage", payload)
            invocations = [one.as_json() for one in sim.webchat.actions.history]
            records.append((sim.webchat.store.state.session, channel(sim.webchat), invocations))
    first, second = ([*one[:2], strip(one[2])] for one in records)
    assert first == second


def strip(invocations):
    """Leave out what names an object in memory."""
    return [{**one, "payload": str(one["payload"]).partition(" at 0x")[0]} for one in invocations]


# -- dialogs ---------------------------------------------------------------------------------


class Yes(SilentDialogs):
    async def confirm(self, text):
        return True


async def test_dialogs_reach_every_side_also_when_they_are_put_in_later():
    first, later = Yes(), Yes()
    async with simulation(dialogs=first) as sim:
        assert sim.webchat.dialogs is sim.dialogs is first
        sim.dialogs = later
        assert sim.webchat.dialogs is sim.add_customer().dialogs is later


# -- beginning and end -----------------------------------------------------------------------


async def test_what_is_kept_lies_in_the_data_folder(tmp_path):
    folder = tmp_path / "deep" / "data"
    async with simulation(data_dir=folder) as sim:
        await start(sim.webchat)
        assert sim.centre.description == "Embedded centre"
    kept = {one.name for one in folder.iterdir()}
    assert {"centre.sqlite3", "session.json"} <= kept


async def test_a_folder_in_use_is_refused_and_nothing_is_left_running(tmp_path):
    async with simulation(data_dir=tmp_path):
        with pytest.raises(CentreError, match="use"):
            async with simulation(data_dir=tmp_path):
                pass
    async with simulation(data_dir=tmp_path) as sim:
        await start(sim.webchat)


async def test_a_damaged_database_is_named_in_a_notice(tmp_path):
    (tmp_path / "centre.sqlite3").write_bytes(b"not a database" * 1000)
    async with simulation(data_dir=tmp_path) as sim:
        (notice,) = notices(sim.webchat)
        assert "set-aside" in notice
        await start(sim.webchat)


async def test_a_simulation_runs_once():
    async with simulation() as sim:
        pass
    with pytest.raises(WebChatError, match="runs once"):
        await sim.__aenter__()
    with pytest.raises(WebChatError, match="has ended"):
        sim.add_customer()
    await sim.aclose()


async def test_after_the_end_nothing_runs_and_the_centre_is_closed():
    async with simulation(agent="concierge") as sim:
        await start(sim.webchat)
        bot = sim.kinds["bot"].sides[0]
        await until(lambda: len(bot.tasks) == 1)
    assert len(bot.tasks) == len(sim.webchat.tasks) == 0
    with pytest.raises(CentreError):
        await sim.centre.channel("CH0001")
    with pytest.raises(EngagementError):
        _ = sim.webchat.chat_client


def open_below(folder):
    """Return the files below *folder* that this process has open, where the system tells."""
    opened = OPEN_FILES.iterdir() if OPEN_FILES.is_dir() else ()
    return [one for one in opened if one.exists() and folder in one.resolve().parents]


async def test_the_end_leaves_no_task_no_thread_and_no_file(tmp_path):
    async def forever(_payload):
        await asyncio.Event().wait()

    (tmp_path / "one.py").write_text("def init(app):\n    pass\n")
    tasks, threads = asyncio.all_tasks(), threading.enumerate()
    async with simulation(data_dir=tmp_path, clock=SystemClock()) as sim:
        await sim.plugins.load(tmp_path / "one.py")
        await start(sim.webchat)
        sim.webchat.actions.add_listener("beforeMinimizeChat", forever)
        sim.webchat.actions.invoke_action("MinimizeChat")
        await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert asyncio.all_tasks() == tasks
    assert threading.enumerate() == threads
    assert open_below(tmp_path) == []


async def test_the_end_leaves_the_customer_in_the_chat(tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        sid = await start(sim.webchat)
    async with simulation(data_dir=tmp_path) as sim:
        assert [one.online for one in await sim.centre.members(sid)] == [True]


async def test_an_error_inside_still_ends_everything():
    sim = Simulator(Config(agent_delay=1000))

    async def run():
        async with sim:
            await start(sim.webchat)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run()
    assert len(sim.webchat.tasks) == len(sim.kinds["bot"].sides[0].tasks) == 0


async def test_the_last_message_before_the_end_is_kept(tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        sid = await start(sim.webchat)
        sim.webchat.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "last"})
    async with simulation(data_dir=tmp_path) as sim:
        bob = await companion(sim, sid)
        assert [one.body for one in await bob.channel(sid).messages()] == ["last"]
        await bob.aclose()


async def test_a_task_that_does_not_end_is_named_and_the_rest_ends_in_time(caplog, monkeypatch):
    monkeypatch.setattr("webchat.simulator.SHUTDOWN_SECONDS", 0.5)
    monkeypatch.setattr("webchat.simulator._KEPT_FOR_LATER", 0.05)
    stubborn = asyncio.Event()

    async def hang():
        while not stubborn.is_set():
            try:
                await stubborn.wait()
            except asyncio.CancelledError:
                continue

    async with Simulator(Config(agent="none")) as sim:
        task = sim.webchat.tasks.spawn(hang(), name="hang")
        await asyncio.sleep(0)
    stubborn.set()
    await task
    assert "still running: customer 1: hang" in caplog.text
    with pytest.raises(CentreError):
        await sim.centre.channel("CH0001")


TALKATIVE = """
import asyncio, sys
from pathlib import Path
from webchat import Config, Simulator

async def main():
    async with Simulator(Config(data_dir=Path(sys.argv[1]), agent="none")) as sim:
        sid = await sim.webchat.actions.invoke_action("StartEngagement")
        while not Path(sys.argv[1], "session.json").exists():
            await asyncio.sleep(0.001)
        for number in range(10_000):
            payload = {"channelSid": sid, "body": f"message {number}"}
            await sim.webchat.actions.invoke_action("SendMessage", payload)
            shown = sim.webchat.store.state.chat.channels[sid].messages[-1]
            print(shown.status, shown.body, flush=True)

asyncio.run(main())
"""


async def test_after_a_kill_the_chat_goes_on_with_every_message_that_was_shown_as_sent(tmp_path):
    pipe = asyncio.subprocess.PIPE
    arguments = (sys.executable, "-c", TALKATIVE, str(tmp_path))
    process = await asyncio.create_subprocess_exec(*arguments, stdout=pipe, cwd=ROOT)
    assert process.stdout is not None
    shown = [await process.stdout.readline() for _ in range(30)]
    process.kill()
    shown += (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    shown = [line for line in shown if line.endswith(b"\n")]  # the last one may be cut off
    async with Simulator(Config(data_dir=tmp_path, agent="none")) as sim:
        assert stage(sim.webchat) is IN
        assert [f"sent {body}\n".encode() for body in bodies(sim.webchat)][: len(shown)] == shown


ACCEPTING = """
import asyncio, sys
from pathlib import Path
from webchat import Config, Simulator

async def main():
    async with Simulator(Config(data_dir=Path(sys.argv[1]), agent="person")) as sim:
        sid = await sim.webchat.actions.invoke_action("StartEngagement")
        while not Path(sys.argv[1], "session.json").exists() or not sim.desk.store.state.tasks:
            await asyncio.sleep(0.001)
        (task,) = sim.desk.store.state.tasks
        await sim.desk.actions.invoke_action("AcceptTask", {"sid": task})
        payload = {"channelSid": sid, "body": "Hello"}
        await sim.desk.actions.invoke_action("SendMessage", payload)
        print(task, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_after_a_kill_an_accepted_task_goes_on_with_the_same_agent(tmp_path):
    pipe = asyncio.subprocess.PIPE
    arguments = (sys.executable, "-c", ACCEPTING, str(tmp_path))
    process = await asyncio.create_subprocess_exec(*arguments, stdout=pipe, cwd=ROOT)
    assert process.stdout is not None
    sid = (await process.stdout.readline()).decode().strip()
    process.kill()
    await process.wait()
    async with Simulator(Config(data_dir=tmp_path, agent="person")) as sim:
        task = sim.desk.store.state.tasks[sid]
        assert task.status == "accepted"
        await until(lambda: task.channel_sid in sim.desk.store.state.chat.channels)
        payload = {"channelSid": task.channel_sid, "body": "And on"}
        await sim.desk.actions.invoke_action("SendMessage", payload)
        assert bodies(sim.webchat) == ["Hello", "And on"]
        for action in ("WrapupTask", "CompleteTask"):
            await sim.desk.actions.invoke_action(action, {"sid": sid})
        assert channel(sim.webchat).status == "inactive"
