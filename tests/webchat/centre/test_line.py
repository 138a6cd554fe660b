import asyncio
from dataclasses import replace

import pytest

from tests.support.clock import ManualClock
from webchat.centre.events import ConnectionChanged, MessageAdded, MessageUpdated
from webchat.centre.line import CONNECTING_SECONDS, Line
from webchat.errors import CentreError, ConnectionLostError, UnknownChannelError
from webchat.model import Attachment, Member
from webchat.tasks import TaskBag

FILE = Attachment("", "a.txt", "text/plain", 3)
REQUESTS = {
    "open_channel": (Member("eve", "Eve"),),
    "channel": ("CH",),
    "close_channel": ("CH",),
    "join": ("CH", Member("eve", "Eve")),
    "leave": ("CH", "ada"),
    "members": ("CH",),
    "send_message": ("CH", "ada", "hi"),
    "set_message_attributes": ("CH", "IM", "ada", {}),
    "upload": ("CH", "ada", FILE),
    "discard_upload": ("CH", FILE),
    "media_file": ("CH", FILE),
    "messages": ("CH",),
    "set_read_horizon": ("CH", "ada", 0),
    "typing": ("CH", "ada"),
}


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def line(centre, clock):
    tasks = TaskBag("test")
    yield Line(centre, clock=clock, tasks=tasks)
    assert await tasks.aclose() == ()


@pytest.fixture
def heard(line):
    """What is told of the connection."""
    found = []

    def note(event):
        if isinstance(event, ConnectionChanged):
            found.append(event.state)

    line.subscribe(note)
    return found


async def test_a_whole_line_passes_everything_on(line, chat, centre):
    heard = []
    line.subscribe(heard.append)
    sent = await line.send_message(chat, "ada", "hi", {"mood": "good"})
    sent = await line.set_message_attributes(chat, sent.sid, "bob", {"mood": "better"})
    await line.set_read_horizon(chat, "bob", 0)
    assert await line.messages(chat) == (sent,)
    assert await line.members(chat) == await centre.members(chat)
    assert heard[0] == MessageAdded(chat, replace(sent, attributes={"mood": "good"}))
    assert heard[1] == MessageUpdated(chat, sent)
    assert line.description == centre.description


async def test_what_the_centre_refuses_is_refused_as_it_says(line):
    with pytest.raises(UnknownChannelError, match="CHnone"):
        await line.channel("CHnone")


@pytest.mark.parametrize("name", REQUESTS)
async def test_a_cut_line_refuses_with_a_sentence_that_says_what_to_do(line, name):
    line.cut()
    with pytest.raises(ConnectionLostError, match=r"no connection to .* Wait until it is back"):
        await getattr(line, name)(*REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
async def test_cutting_breaks_off_what_is_under_way(line, monkeypatch, centre, name):
    async def hang(*_args, **_kwargs):
        await asyncio.Event().wait()

    monkeypatch.setattr(centre, name, hang)
    asking = asyncio.ensure_future(getattr(line, name)(*REQUESTS[name]))
    await asyncio.sleep(0)
    line.cut()
    with pytest.raises(ConnectionLostError, match="before it had answered"):
        await asking


async def test_a_request_that_broke_off_may_have_been_carried_out(line, chat, centre):
    sending = asyncio.ensure_future(line.send_message(chat, "ada", "hi"))
    await asyncio.sleep(0)
    line.cut()
    with pytest.raises(ConnectionLostError):
        await sending
    assert (await centre.send_message(chat, "bob", "after")).index == 1
    assert [one.body for one in await centre.messages(chat)] == ["hi", "after"]


async def test_who_is_cancelled_is_cancelled_and_not_disconnected(line, monkeypatch, centre):
    async def hang(_sid):
        await asyncio.Event().wait()

    monkeypatch.setattr(centre, "channel", hang)
    asking = asyncio.ensure_future(line.channel("CH"))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_the_time_limit_of_the_one_who_asks_stays_a_time_limit(line, monkeypatch, centre):
    async def too_late(_sid):
        raise TimeoutError

    monkeypatch.setattr(centre, "channel", too_late)
    with pytest.raises(TimeoutError):
        await line.channel("CH")


async def test_no_event_arrives_while_the_line_is_cut(line, chat, centre, clock):
    heard = []
    line.subscribe(heard.append)
    line.cut()
    await centre.send_message(chat, "ada", "lost")
    line.restore()
    await centre.send_message(chat, "ada", "lost, too")
    await clock.advance(CONNECTING_SECONDS)
    await centre.send_message(chat, "ada", "here")
    assert heard[:3] == [
        ConnectionChanged(state) for state in ("disconnected", "connecting", "connected")
    ]
    assert [event.message.body for event in heard[3:]] == ["here"]


async def test_a_restored_line_takes_a_moment(line, heard, clock):
    line.cut()
    line.restore()
    await clock.advance(CONNECTING_SECONDS - 0.01)
    assert line.state == "connecting"
    with pytest.raises(ConnectionLostError):
        line.check()
    await clock.advance(0.01)
    assert line.state == "connected"
    line.check()


async def test_cutting_and_restoring_twice_is_harmless(line, heard, clock):
    line.restore()
    line.cut()
    line.cut()
    line.restore()
    line.restore()
    await clock.advance(CONNECTING_SECONDS)
    assert heard == ["disconnected", "connecting", "connected"]


async def test_a_line_cut_while_it_connects_stays_cut(line, heard, clock):
    line.cut()
    line.restore()
    line.cut()
    await clock.advance(2 * CONNECTING_SECONDS)
    assert (line.state, heard) == ("disconnected", ["disconnected", "connecting", "disconnected"])
    assert clock.sleepers == 0


async def test_a_listener_that_fails_affects_no_other(line, caplog):
    def broken(event):
        raise RuntimeError("no")

    line.subscribe(broken)
    heard = []
    line.subscribe(heard.append)
    line.cut()
    assert heard == [ConnectionChanged("disconnected")]
    assert "A listener of the connection failed" in caplog.text


async def test_listeners_hear_the_states_in_one_order_whoever_changes_them(line, clock):
    def cut_at_once(event):
        if event == ConnectionChanged("connected"):
            line.cut()

    line.subscribe(cut_at_once)
    heard = []
    line.subscribe(heard.append)
    line.cut()
    line.restore()
    await clock.advance(CONNECTING_SECONDS)
    assert heard[-1] == ConnectionChanged(line.state) == ConnectionChanged("disconnected")


async def test_who_unsubscribed_hears_nothing_more(line, chat, centre):
    heard = []
    undo = line.subscribe(heard.append)
    undo()
    undo()
    line.cut()
    await centre.send_message(chat, "ada", "hi")
    assert heard == []


async def test_a_closed_line_refuses_and_leaves_the_centre_open(line, chat, centre):
    await line.aclose()
    with pytest.raises(CentreError):
        await line.messages(chat)
    assert await centre.messages(chat) == ()
