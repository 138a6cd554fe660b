from datetime import timedelta

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import bodies, channel, notices, simulation, stage, start
from webchat.customer.engagement import TOKEN_LIFETIME
from webchat.customer.session import SessionFile
from webchat.errors import CentreError
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT


@pytest.fixture
def run(tmp_path):
    """Run on one data folder; ids and time go on from run to run."""
    clock, ids = ManualClock(), CountingIds()

    def make(**settings):
        return simulation(clock=clock, ids=ids, **{"data_dir": tmp_path, **settings})

    return make


@pytest.fixture
def file(tmp_path):
    return SessionFile(tmp_path / "session.json")


async def chatted(run) -> str:
    """Have a chat with one message in a first run; return its channel."""
    async with run() as sim:
        sid = await start(sim.webchat)
        payload = {"channelSid": sid, "body": "hello"}
        await sim.webchat.actions.invoke_action("SendMessage", payload)
    return sid


async def test_a_first_start_begins_with_the_form(run):
    async with run() as sim:
        assert stage(sim.webchat) is PRE
        assert notices(sim.webchat) == []


async def test_a_chat_goes_on_at_the_next_start(run):
    sid = await chatted(run)
    async with run() as sim:
        session = sim.webchat.store.state.session
        assert (stage(sim.webchat), session.channel_sid) == (IN, sid)
        assert session.is_entry_point_expanded
        assert bodies(sim.webchat) == ["hello"]
        assert channel(sim.webchat).messages[0].is_from_me
        payload = {"channelSid": sid, "body": "again"}
        assert await sim.webchat.actions.invoke_action("SendMessage", payload) == 1
        assert sim.webchat.chat_client.friendly_name == "Ada"


async def test_only_the_first_customer_goes_on(run):
    await chatted(run)
    async with run() as sim:
        assert stage(sim.add_customer()) is PRE


async def test_a_chat_goes_on_from_run_to_run(run):
    await chatted(run)
    for _ in range(2):
        async with run() as sim:
            assert stage(sim.webchat) is IN


async def test_a_chat_that_was_restarted_does_not_go_on(run, file):
    await chatted(run)
    async with run() as sim:
        await sim.webchat.actions.invoke_action("RestartEngagement")
    assert file.read() is None
    async with run() as sim:
        assert stage(sim.webchat) is PRE


async def test_a_chat_that_has_ended_does_not_go_on(run, file):
    async with run() as sim:
        sid = await start(sim.webchat)
        await sim.webchat.chat_client.channel(sid).close()
    async with run() as sim:
        assert stage(sim.webchat) is PRE
        assert sim.webchat.store.state.chat.channels == {}
    assert file.read() is None


async def test_an_expired_token_does_not_count(run, file):
    await chatted(run)
    later = ManualClock(ManualClock().now() + TOKEN_LIFETIME + timedelta(seconds=1))
    async with simulation(clock=later, data_dir=file.path.parent) as sim:
        assert stage(sim.webchat) is PRE
    assert file.read() is None


async def test_a_session_of_a_channel_that_is_gone_does_not_count(run, file, tmp_path):
    await chatted(run)
    kept = file.path.read_text()
    for left in tmp_path.glob("centre.sqlite3*"):
        left.unlink()
    file.path.write_text(kept)
    async with run() as sim:
        assert stage(sim.webchat) is PRE
        assert notices(sim.webchat) == []


async def test_a_customer_who_had_left_comes_back(run, file):
    async with run() as sim:
        sid = await start(sim.webchat)
        await sim.webchat.chat_client.channel(sid).leave()
    async with run() as sim:
        assert stage(sim.webchat) is IN
        assert [one.online for one in await sim.centre.members(sid)] == [True]


async def test_a_stranger_in_the_session_file_does_not_get_in(run, file):
    await chatted(run)
    file.path.write_text(file.path.read_text().replace("ID0001", "mallory"))
    async with run() as sim:
        assert stage(sim.webchat) is PRE


async def test_a_damaged_session_is_set_aside_and_named(run, file):
    await chatted(run)
    file.path.write_text("{")
    async with run() as sim:
        assert stage(sim.webchat) is PRE
        (notice,) = notices(sim.webchat)
    (kept,) = file.path.parent.glob("session-set-aside-*.json")
    assert kept.read_text() == "{"
    assert str(file.path) in notice
    assert kept.name in notice


async def test_a_centre_that_cannot_read_is_named_and_the_form_shown(run, monkeypatch):
    await chatted(run)

    async def broken(*_args, **_kwargs):
        raise CentreError("The disk is on fire.")

    monkeypatch.setattr("webchat.centre.embedded.EmbeddedCentre.messages", broken)
    async with run() as sim:
        assert stage(sim.webchat) is PRE
        assert notices(sim.webchat) == ["The last chat could not be resumed. The disk is on fire."]
        monkeypatch.undo()
        await start(sim.webchat)


async def test_local_storage_can_be_switched_off(run, file):
    async with run(disable_local_storage=True) as sim:
        await start(sim.webchat)
    assert not file.path.exists()
    await chatted(run)
    async with run(disable_local_storage=True) as sim:
        assert stage(sim.webchat) is PRE


async def test_without_a_folder_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with simulation() as sim:
        await start(sim.webchat)
    assert list(tmp_path.iterdir()) == []
