"""A desk's store follows the centre, whatever happens where."""

from tests.support.agents import accepted, live, next_task, order, task_of
from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import channel, failure, simulation, start
from tests.support.waiting import passing, until
from webchat.errors import ConnectionLostError
from webchat.state import changes
from webchat.state.desk_reducer import KEPT


async def test_what_is_offered_to_another_is_not_on_this_desk(sim, ada, desk):
    other = sim.add_agent()
    bob = sim.add_customer()
    await start(ada, friendlyName="Ada")
    await start(bob, friendlyName="Bob")
    await next_task(desk)
    await next_task(other)
    assert [one.customer_name for one in live(desk)] == ["Ada"]
    assert [one.customer_name for one in live(other)] == ["Bob"]


async def test_an_offer_that_times_out_waits_for_anybody(ada, desk, sim):
    await start(ada)
    task = await next_task(desk)
    await passing(sim.clock, lambda: task_of(desk, task.sid).is_over, step=5)
    assert task_of(desk, task.sid).reason == "Agent 1 did not answer in time."
    waiting = await next_task(desk, "pending")
    assert waiting.reason == "Agent 1 did not answer in time."
    await order(desk, "AcceptTask", waiting)


async def test_only_some_of_what_is_over_stays(sim, desk):
    for _ in range(KEPT + 3):
        await sim.centre.create_voice_task("Ada")
        await order(desk, "CancelTask", await next_task(desk))
    assert len(desk.store.state.tasks) == KEPT


async def test_what_was_missed_without_a_connection_is_read_when_it_is_back(sim, ada, desk):
    bob = sim.add_customer()
    sid = await start(ada)
    task = await accepted(desk)
    await start(bob, friendlyName="Bob")
    offered = await next_task(desk)
    desk.line.cut()
    await order(bob, "RestartEngagement")
    await order(ada, "SendMessage", channelSid=sid, body="Still there?")
    assert isinstance(await failure(desk, "WrapupTask", {"sid": task.sid}), ConnectionLostError)
    await start(bob, friendlyName="Bob again")
    desk.line.restore()
    await passing(sim.clock, lambda: task_of(desk, offered.sid).is_over)
    assert (await next_task(desk)).customer_name == "Bob again"
    assert task_of(desk, task.sid).status == "accepted"
    await until(lambda: desk.store.state.chat.channels[sid].messages)


async def test_in_the_next_run_what_was_accepted_goes_on(tmp_path):
    clock, ids = ManualClock(), CountingIds()

    def run():
        return simulation(agent="person", clock=clock, ids=ids, data_dir=tmp_path)

    async with run() as sim:
        sid = await start(sim.webchat)
        task = await accepted(sim.desk)
        await order(sim.desk, "SendMessage", channelSid=sid, body="Hello")
    async with run() as sim:
        assert task_of(sim.desk, task.sid).status == "accepted"
        await until(lambda: sid in sim.desk.store.state.chat.channels)
        await order(sim.desk, "SendMessage", channelSid=sid, body="And on")
        assert [one.body for one in channel(sim.webchat).messages] == ["Hello", "And on"]
        await order(sim.webchat, "RestartEngagement")
        assert task_of(sim.desk, task.sid).customer_left
        await order(sim.desk, "WrapupTask", task)


async def test_a_task_never_goes_back(ada, desk, sim):
    await start(ada)
    offered = await next_task(desk)
    early = await sim.centre.task(offered.sid)
    await order(desk, "AcceptTask", offered)
    desk.store.dispatch(changes.TaskSet(early))
    assert task_of(desk, offered.sid).status == "accepted"
