"""SendMediaMessage: one message with its files, seen at once and sent whole."""

import asyncio

import pytest

from tests.support.found import found
from tests.support.simulation import companion, failure, simulation, start
from tests.webchat.chat.media_support import PNG, Gate, Talk
from webchat.centre.events import MessageAdded
from webchat.chat.media_delivery import PROGRESS_SECONDS, Progress
from webchat.errors import ChannelClosedError, MessageRefusedError, PayloadError
from webchat.model import MAX_BODY_LENGTH


@pytest.fixture
async def talk(tmp_path):
    async with simulation(data_dir=tmp_path / "data") as sim:
        await start(sim.webchat)
        yield Talk(sim, tmp_path)


@pytest.fixture
def gate(monkeypatch):
    one = Gate(monkeypatch)
    yield one
    one.open()


async def test_a_message_carries_its_text_and_all_its_files(talk):
    paths = [talk.write("a.png", PNG), talk.write("b.txt")]
    assert await talk.send(*paths, body="look", messageAttributes={"mood": 1}) == 0
    assert talk.shown() == [("look", "sent", ["a.png", "b.txt"])]
    message = talk.message
    assert (message.progress, message.attributes) == (None, {"mood": 1})
    assert (await talk.centre.messages(talk.sid))[0].media == message.media
    assert all(one.sid and one.digest and one.path is None for one in message.media)


async def test_one_file_may_be_given_alone(talk):
    payload = {"channelSid": talk.sid, "file": str(talk.write("a.txt"))}
    await talk.side.actions.invoke_action("SendMediaMessage", payload)
    assert talk.shown() == [("", "sent", ["a.txt"])]


async def test_a_message_shows_before_its_files_are_sent(talk, gate):
    gate.close()
    path = talk.write("a.txt")
    sending = talk.send(path, body="look")
    message = talk.message
    assert (message.body, message.status, message.progress) == ("look", "sending", 0.0)
    assert [(one.path, one.sid) for one in message.media] == [(path, "")]
    gate.open()
    await sending
    assert talk.shown() == [("look", "sent", ["a.txt"])]


async def test_what_is_sent_is_chosen_no_longer(talk, gate):
    paths = [talk.write(f"{n}.txt") for n in range(3)]
    sid = talk.sid
    for path in paths:
        await talk.side.actions.invoke_action("AttachFile", {"channelSid": sid, "file": path})
    talk.side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "look"})
    gate.close()
    sending = talk.send(*paths[:2], body="look")
    assert [one.path for one in talk.channel.attached_files] == [paths[2]]
    assert talk.channel.input_text == ""
    assert [one.size for one in talk.message.media] == [5, 5]
    gate.open()
    await sending


async def test_a_draft_stays_when_files_go_alone(talk):
    sid = talk.sid
    talk.side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "my draft"})
    await talk.send(talk.write("a.txt"))
    assert talk.channel.input_text == "my draft"


async def test_a_blank_text_says_nothing(talk):
    await talk.send(talk.write("a.txt"), body=" \n ")
    assert talk.message.body == ""


async def test_progress_grows_over_all_files(talk, monkeypatch):
    monkeypatch.setattr("webchat.chat.media_delivery.PROGRESS_SECONDS", 0)
    sid, told = talk.sid, []
    talk.side.store.subscribe(
        lambda state: tuple(one.progress for one in state.chat.channels[sid].messages), told.append
    )
    paths = [talk.write(f"{n}.txt", b"%d" % n * 1_000_000) for n in range(3)]
    await talk.send(*paths)
    steps = [one[0] for one in told if one and one[0] is not None]
    assert steps[0] == 0.0
    assert steps[-1] == 1.0
    assert steps == sorted(steps)
    assert {0.3333, 0.6667} <= {round(one, 4) for one in steps}
    assert told[-1] == (None,)


async def test_progress_is_told_no_more_often_than_it_can_be_seen(talk):
    told = []
    progress = Progress(1000, talk.sim.clock, told.append)
    for step in range(10):
        await talk.sim.clock.advance(PROGRESS_SECONDS / 2.5)
        progress.taken(100 * (step + 1))
    assert told == [0.3, 0.6, 0.9, 1.0]


async def test_several_messages_may_be_on_their_way(talk, gate):
    gate.close()
    paths = [talk.write(f"{n}.txt", b"%d" % n) for n in range(4)]
    sending = [talk.send(path, body=path.name) for path in paths]
    assert [one.status for one in talk.channel.messages] == ["sending"] * 4
    gate.open()
    assert sorted(await asyncio.gather(*sending)) == [0, 1, 2, 3]
    for body, status, files in talk.shown():
        assert (status, files) == ("sent", [body])


async def test_the_others_see_the_message_once_it_is_whole(talk):
    heard = []
    talk.centre.subscribe(heard.append)
    bob = await companion(talk.sim, talk.sid)
    await bob.load(talk.sid)
    await talk.send(talk.write("a.png", PNG), body="look")
    (seen,) = found(bob.state(talk.sid)).messages
    assert (seen.media, seen.is_from_me) == (talk.message.media, False)
    path = await talk.centre.media_file(talk.sid, seen.media[0])
    assert path.read_bytes() == PNG
    assert len([one for one in heard if isinstance(one, MessageAdded)]) == 1
    await bob.aclose()


# -- what is refused before anything is shown ----------------------------------------------------


@pytest.mark.parametrize("payload", [{}, {"files": []}, {"file": None, "body": "look"}])
async def test_without_a_file_nothing_is_sent(talk, payload):
    error = await failure(talk.side, "SendMediaMessage", {"channelSid": talk.sid, **payload})
    assert isinstance(error, PayloadError)
    assert "needs a “file”" in str(error)
    assert talk.channel.messages == ()


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"files": "a.txt"}, PayloadError),
        ({"files": [3]}, PayloadError),
        ({"file": "a.txt", "body": 3}, PayloadError),
        ({"file": "a.txt", "body": "x" * (MAX_BODY_LENGTH + 1)}, MessageRefusedError),
        ({"file": "a.txt", "messageAttributes": [1]}, PayloadError),
        ({"file": "a.txt", "sendAgainOf": "local-9"}, PayloadError),
    ],
)
async def test_a_payload_that_does_not_fit_shows_nothing(talk, payload, kind):
    sid = talk.sid
    talk.side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "draft"})
    error = await failure(talk.side, "SendMediaMessage", {"channelSid": sid, **payload})
    assert isinstance(error, kind)
    assert (talk.channel.messages, talk.channel.input_text) == ((), "draft")


async def test_after_the_end_nothing_is_shown(talk):
    sid = talk.sid
    path = talk.write("a.txt")
    await talk.side.actions.invoke_action("AttachFile", {"channelSid": sid, "file": path})
    await talk.side.chat_client.channel(sid).close()
    error = await failure(talk.side, "SendMediaMessage", {"channelSid": sid, "file": path})
    assert isinstance(error, ChannelClosedError)
    assert talk.channel.messages == ()
    assert len(talk.channel.attached_files) == 1
