import json

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import channel, simulation, start
from tests.support.waiting import passing, until
from webchat.customer.draft import NO_DRAFT, Draft, decode_draft, draft_of, encode_draft
from webchat.customer.session import SessionFile
from webchat.model import MAX_BODY_LENGTH, Attachment
from webchat.state import ChannelState, changes


@pytest.fixture
def run(tmp_path):
    """Run on one data folder; ids and time go on from run to run."""
    clock, ids = ManualClock(), CountingIds()
    return lambda **more: simulation(clock=clock, ids=ids, data_dir=tmp_path / "data", **more)


@pytest.fixture
def file(tmp_path):
    return SessionFile(tmp_path / "data" / "session.json")


async def write(sim, body, **more):
    payload = {"channelSid": channel(sim.webchat).sid, "body": body, **more}
    await sim.webchat.actions.invoke_action("SetInputText", payload)


def attach(sim, *paths):
    files = tuple(Attachment("", path.name, "text/plain", 3, path=path) for path in paths)
    sim.webchat.store.dispatch(changes.AttachedFilesSet(channel(sim.webchat).sid, files))


async def test_what_was_being_written_is_there_after_a_restart_of_the_program(run):
    async with run() as sim:
        await start(sim.webchat)
        await write(sim, "I was about to", selectionStart=2, selectionEnd=5)
    async with run() as sim:
        shown = channel(sim.webchat)
        assert (shown.input_text, shown.selection_start, shown.selection_end) == (
            "I was about to",
            2,
            5,
        )


async def test_attached_files_that_are_still_there_are_attached_again(run, tmp_path):
    kept, gone = tmp_path / "kept.txt", tmp_path / "gone.txt"
    kept.write_text("longer than before")
    async with run() as sim:
        await start(sim.webchat)
        attach(sim, kept, gone, tmp_path)
    async with run() as sim:
        (file,) = channel(sim.webchat).attached_files
        assert (file.path, file.filename, file.size) == (kept, "kept.txt", 18)


async def test_what_was_sent_is_no_draft(run):
    async with run() as sim:
        sid = await start(sim.webchat)
        await write(sim, "hello")
        await sim.webchat.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hello"})
    async with run() as sim:
        assert channel(sim.webchat).input_text == ""


async def test_a_draft_goes_with_its_channel(run, file):
    async with run() as sim:
        await start(sim.webchat)
        await write(sim, "never mind")
        await sim.webchat.actions.invoke_action("RestartEngagement")
        await start(sim.webchat)
        assert channel(sim.webchat).input_text == ""
    assert file.read().draft == NO_DRAFT


async def test_a_draft_survives_minimising(run):
    async with run() as sim:
        await start(sim.webchat)
        await write(sim, "one moment")
        for action in ("ToggleChatVisibility", "MinimizeChat", "ToggleChatVisibility"):
            await sim.webchat.actions.invoke_action(action)
        assert channel(sim.webchat).input_text == "one moment"


async def test_it_is_written_once_a_second_at_most(run, file):
    async with run() as sim:
        await start(sim.webchat)
        await until(lambda: sim.clock.sleepers)
        await write(sim, "a")
        await write(sim, "ab")
        assert file.read().draft == NO_DRAFT
        await passing(sim.clock, lambda: file.read().draft.text == "ab")


async def test_without_local_storage_no_draft_is_kept(run, file):
    async with run(disable_local_storage=True) as sim:
        await start(sim.webchat)
        await write(sim, "secret")
    assert not file.path.exists()


async def test_a_session_of_the_first_version_goes_on(run, file):
    async with run() as sim:
        sid = await start(sim.webchat)
    data = json.loads(file.path.read_text()) | {"version": 1}
    del data["draft"]
    file.path.write_text(json.dumps(data))
    async with run() as sim:
        assert channel(sim.webchat).sid == sid


def test_a_long_text_is_kept_as_far_as_it_can_be_sent():
    long = "x" * (MAX_BODY_LENGTH + 5)
    draft = draft_of(ChannelState("CH1", input_text=long, selection_start=7, selection_end=40000))
    assert (len(draft.text), draft.selection_end) == (MAX_BODY_LENGTH, MAX_BODY_LENGTH)
    edited = encode_draft(draft) | {"text": long, "selection": [-1, 99999]}
    assert decode_draft(edited) == Draft(draft.text, 0, MAX_BODY_LENGTH)


@pytest.mark.parametrize(
    "odd",
    [
        {"text": 5},
        {"selection": [1]},
        {"selection": ["a", "b"]},
        {"selection": 7},
        {"files": "a.txt"},
        {"files": [3]},
        {"files": [""]},
    ],
)
def test_a_draft_that_is_none_is_refused(odd):
    with pytest.raises((ValueError, TypeError)):
        decode_draft(encode_draft(NO_DRAFT) | odd)


def test_a_channel_that_is_not_open_has_no_draft():
    assert draft_of(None) == NO_DRAFT
