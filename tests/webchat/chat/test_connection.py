import asyncio

import pytest

from tests.support.waiting import passing, until
from webchat.centre.events import ConnectionChanged
from webchat.centre.line import CONNECTING_SECONDS, Line
from webchat.chat.echoes import INTERRUPTED
from webchat.chat.history import PAGE
from webchat.chat.sync import NOT_SENT
from webchat.errors import CentreError, ConnectionLostError
from webchat.model import Member
from webchat.tasks import TaskBag


@pytest.fixture
async def line(centre, clock):
    tasks = TaskBag("line")
    yield Line(centre, clock=clock, tasks=tasks)
    assert await tasks.aclose() == ()


@pytest.fixture
async def ada(person, line):
    return await person("ada", line)


class Connection:
    """Ada's connection, which comes and goes."""

    def __init__(self, ada, line, clock):
        self.ada, self.line, self.clock = ada, line, clock
        self.cut = line.cut

    async def back(self):
        """Let it be back, and everything that was missed be read."""
        self.line.restore()
        await self.clock.advance(CONNECTING_SECONDS)
        assert self.line.state == "connected"
        await until(lambda: not any("missed" in task.get_name() for task in self.ada.tasks))

    async def just_back(self):
        """Let it be back, and go on before anything that was missed was read."""
        is_back = asyncio.Event()

        def hear(event):
            if event == ConnectionChanged("connected"):
                is_back.set()

        undo = self.line.subscribe(hear)
        self.line.restore()
        advancing = asyncio.ensure_future(self.clock.advance(CONNECTING_SECONDS))
        await is_back.wait()
        undo()
        return advancing


@pytest.fixture
def connection(ada, line, clock):
    return Connection(ada, line, clock)


@pytest.fixture
def breaks_off(centre, line, monkeypatch):
    """Lose the connection while the next message is being taken, which it is all the same."""
    send = centre.send_message

    async def cut_and_send(*message):
        monkeypatch.setattr(centre, "send_message", send)
        line.cut()
        return await send(*message)

    monkeypatch.setattr(centre, "send_message", cut_and_send)


def shown(one):
    return [(message.body, message.status) for message in one.state.messages]


async def test_what_was_said_meanwhile_is_there_when_the_connection_is_back(ada, bob, connection):
    await bob.channel.send_message("before")
    connection.cut()
    for n in range(PAGE + 20):
        await bob.channel.send_message(str(n))
    assert ada.bodies == ["before"]
    await connection.back()
    assert ada.bodies == bob.bodies
    assert len(ada.state.unconsumed_messages) == PAGE + 21
    await bob.channel.send_message("after")
    assert ada.bodies == bob.bodies


async def test_nothing_is_told_twice_when_nothing_was_missed(ada, bob, connection):
    await bob.channel.send_message("before")
    connection.cut()
    before = ada.state
    await connection.back()
    assert ada.state is before


async def test_what_comes_while_it_is_read_is_neither_lost_nor_doubled(ada, bob, connection):
    connection.cut()
    await bob.channel.send_message("missed")
    advancing = await connection.just_back()
    for n in range(30):
        await bob.channel.send_message(str(n))
    await advancing
    await until(lambda: ada.bodies == bob.bodies)


async def test_members_horizons_and_the_end_are_read_anew(ada, bob, centre, connection, clock):
    await ada.channel.send_message("hi")
    connection.cut()
    await bob.channel.consume(0)
    await centre.join(ada.channel.sid, Member("cem", "Cem"))
    await bob.channel.leave()
    await clock.advance(5)
    await bob.channel.close()
    await connection.back()
    assert ada.state.last_consumed_message_index == 0
    assert not ada.state.members["bob"].online
    assert ada.state.members["cem"].friendly_name == "Cem"
    assert (ada.state.status, ada.state.ended) == ("inactive", bob.state.ended)
    assert ada.channel.status == "inactive"


async def said(one, count):
    """Let somebody say a lot; return the sids."""
    for n in range(count):
        await one.channel.send_message(str(n))
    return [message.sid for message in one.state.messages]


def carried(one):
    """What the messages carry, by index."""
    return {m.index: m.attributes["n"] for m in one.state.messages if m.attributes}


async def test_what_changed_meanwhile_is_seen_however_far_up_it_stands(ada, bob, connection):
    sids = await said(bob, 3 * PAGE)
    connection.cut()
    for index in (0, PAGE, 3 * PAGE - 1):
        await bob.channel.set_message_attributes(sids[index], {"n": index})
    await bob.channel.send_message("missed")
    assert carried(ada) == {}
    await connection.back()
    assert carried(ada) == carried(bob) == {n: n for n in (0, PAGE, 3 * PAGE - 1)}
    assert ada.state.unconsumed_messages == ada.state.messages


async def test_what_changes_while_it_is_read_again_stays_changed(
    ada, bob, connection, centre, monkeypatch
):
    sids = await said(bob, 2 * PAGE)
    read = centre.messages

    async def change_meanwhile(sid, **page):
        found = await read(sid, **page)
        if page["before"] is not None:
            monkeypatch.undo()
            await bob.channel.set_message_attributes(sids[7], {"n": "later"})
        return found

    connection.cut()
    await bob.channel.set_message_attributes(sids[7], {"n": "meanwhile"})
    await bob.channel.set_message_attributes(sids[8], {"n": "meanwhile"})
    monkeypatch.setattr(centre, "messages", change_meanwhile)
    await connection.back()
    assert carried(ada) == {7: "later", 8: "meanwhile"}


async def test_what_is_further_up_does_not_delay_what_was_missed(
    ada, bob, connection, centre, monkeypatch
):
    sids = await said(bob, 2 * PAGE)
    read, gate = centre.messages, asyncio.Event()

    async def older_ones_take_long(sid, **page):
        if page["before"] is not None:
            await gate.wait()
        return await read(sid, **page)

    connection.cut()
    await bob.channel.set_message_attributes(sids[0], {"n": 1})
    await bob.channel.send_message("missed")
    monkeypatch.setattr(centre, "messages", older_ones_take_long)
    await (await connection.just_back())
    await until(lambda: ada.bodies == bob.bodies)
    await ada.client.deliver(ada.channel.sid, "mine")
    assert carried(ada) == {}
    gate.set()
    await until(lambda: carried(ada) == {0: 1})


async def test_what_could_not_be_read_again_is_read_later(
    ada, bob, connection, monkeypatch, caplog
):
    sids = await said(bob, 2 * PAGE)
    read = connection.line.messages

    async def older_ones_fail(sid, **page):
        if page["before"] is not None:
            raise CentreError("The disk is busy.")
        return await read(sid, **page)

    connection.cut()
    await bob.channel.set_message_attributes(sids[0], {"n": 1})
    monkeypatch.setattr(connection.line, "messages", older_ones_fail)
    await (await connection.just_back())
    await until(lambda: "is read again" in caplog.text)
    monkeypatch.undo()
    await passing(connection.clock, lambda: carried(ada) == {0: 1})


async def test_a_change_without_a_connection_fails_and_is_not_made(ada, bob, connection):
    (sid,) = await said(bob, 1)
    connection.cut()
    with pytest.raises(ConnectionLostError):
        await ada.channel.set_message_attributes(sid, {"n": 1})
    await connection.back()
    assert carried(ada) == carried(bob) == {}


async def test_what_was_read_meanwhile_is_told_when_the_connection_is_back(ada, bob, connection):
    for body in ("one", "two"):
        await bob.channel.send_message(body)
    connection.cut()
    await ada.channel.consume(1)
    assert ada.state.unconsumed_messages == ()
    assert bob.state.last_consumed_message_index == -1
    await connection.back()
    await until(lambda: bob.state.last_consumed_message_index == 1)
    assert ada.state.unconsumed_messages == ()


async def test_a_message_without_a_connection_fails_and_is_not_sent_by_itself(ada, bob, connection):
    connection.cut()
    with pytest.raises(ConnectionLostError):
        await ada.client.deliver(ada.channel.sid, "hello?")
    assert "no connection" in ada.state.messages[-1].error
    await connection.back()
    assert (shown(ada), bob.bodies) == ([("hello?", "failed")], [])
    assert ada.state.messages[-1].error == NOT_SENT
    await ada.client.deliver(ada.channel.sid, "hello?", instead_of=ada.state.messages[-1].sid)
    assert (shown(ada), bob.bodies) == ([("hello?", "sent")], ["hello?"])


@pytest.mark.usefixtures("breaks_off")
async def test_a_message_that_arrived_although_the_connection_broke_off_was_sent(
    ada, bob, connection
):
    with pytest.raises(ConnectionLostError):
        await ada.client.deliver(ada.channel.sid, "hello")
    assert shown(ada) == [("hello", "failed")]
    await until(lambda: bob.bodies == ["hello"])
    await bob.channel.send_message("hi")
    await connection.back()
    assert shown(ada) == [("hello", "sent"), ("hi", "sent")]


@pytest.mark.usefixtures("breaks_off")
async def test_a_message_that_was_discarded_comes_back_as_sent_if_it_arrived(ada, bob, connection):
    with pytest.raises(ConnectionLostError):
        await ada.client.deliver(ada.channel.sid, "hello")
    ada.client.discard(ada.channel.sid, ada.state.messages[-1].sid)
    assert shown(ada) == []
    await until(lambda: bob.bodies)
    await connection.back()
    assert shown(ada) == [("hello", "sent")]


async def test_a_message_waits_until_what_was_missed_is_there(ada, bob, connection):
    connection.cut()
    await bob.channel.send_message("missed")
    seen = []
    ada.store.subscribe(lambda state: state.chat, lambda _chat: seen.append(shown(ada)))
    advancing = await connection.just_back()
    await ada.client.deliver(ada.channel.sid, "mine")
    await advancing
    assert shown(ada) == [("missed", "sent"), ("mine", "sent")]
    assert [("mine", "sent")] not in seen


async def test_a_connection_that_is_lost_again_at_once_loses_nothing(ada, bob, connection):
    connection.cut()
    await bob.channel.send_message("one")
    advancing = await connection.just_back()
    connection.cut()
    await advancing
    await bob.channel.send_message("two")
    await connection.back()
    assert ada.bodies == ["one", "two"]


async def test_a_centre_that_cannot_be_read_is_asked_again(
    ada, bob, connection, monkeypatch, caplog
):
    async def broken(_sid):
        raise CentreError("The disk is full.")

    connection.cut()
    await bob.channel.send_message("missed")
    monkeypatch.setattr(connection.line, "members", broken)
    await (await connection.just_back())
    await until(lambda: "is read again" in caplog.text)
    monkeypatch.undo()
    await passing(connection.clock, lambda: ada.bodies == ["missed"])


async def test_no_page_is_read_without_a_connection_and_the_next_try_reads_it(
    ada, bob, connection, centre, channel_sid
):
    for n in range(PAGE + 1):
        await bob.channel.send_message(str(n))
    await centre.set_read_horizon(channel_sid, "ada", PAGE)
    ada.client.unload(channel_sid)
    await ada.client.load(channel_sid)
    connection.cut()
    with pytest.raises(ConnectionLostError):
        await ada.channel.load_older()
    await connection.back()
    assert await ada.channel.load_older() == 1


async def test_a_closed_client_reads_nothing_that_it_missed(ada, bob, connection):
    connection.cut()
    await bob.channel.send_message("missed")
    advancing = await connection.just_back()
    await ada.client.aclose()
    await advancing
    await until(lambda: not ada.tasks)
    assert ada.bodies == []


@pytest.mark.usefixtures("breaks_off")
async def test_two_equal_messages_one_interrupted_are_both_accounted_for(ada, bob, connection):
    sid = ada.channel.sid
    for _ in "ab":
        with pytest.raises(ConnectionLostError):
            await ada.client.deliver(sid, "same")
    await until(lambda: bob.bodies)
    await connection.back()
    assert shown(ada) == [("same", "sent"), ("same", "failed")]


async def test_an_interrupted_sending_says_so(ada, centre, monkeypatch):
    is_sending = asyncio.Event()

    async def hang(*_message):
        is_sending.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(centre, "send_message", hang)
    sending = asyncio.ensure_future(ada.client.deliver(ada.channel.sid, "hello"))
    await is_sending.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert ada.state.messages[-1].error == INTERRUPTED
