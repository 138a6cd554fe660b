import asyncio

import pytest

from tests.support.simulation import bodies, channel, companion, failure, notices, simulation, start
from tests.support.waiting import until
from webchat.actions import ActionFailedError, ActionPendingError
from webchat.centre import events
from webchat.chat.actions import send_again
from webchat.errors import (
    ChannelClosedError,
    MessageRefusedError,
)
from webchat.model import MAX_BODY_LENGTH
from webchat.state import changes


@pytest.fixture
async def sim():
    async with simulation() as one:
        yield one


@pytest.fixture
async def ada(sim):
    """A customer in an engagement."""
    await start(sim.webchat)
    return sim.webchat


@pytest.fixture
def send(ada):
    def invoke(body, **more):
        payload = {"channelSid": channel(ada).sid, "body": body, **more}
        return ada.actions.invoke_action("SendMessage", payload)

    return invoke


@pytest.fixture
def write(ada):
    def invoke(body, **more):
        payload = {"channelSid": channel(ada).sid, "body": body, **more}
        return ada.actions.invoke_action("SetInputText", payload)

    return invoke


@pytest.fixture
def signals(sim):
    """What typing the centre was told of."""
    found = []

    def hear(event):
        if isinstance(event, events.Typing):
            found.append(event.identity)

    undo = sim.centre.subscribe(hear)
    yield found
    undo()


# -- SendMessage -----------------------------------------------------------------------------


async def test_sending_gives_the_index(send):
    assert [await send("a"), await send("b"), await send("c")] == [0, 1, 2]


@pytest.mark.parametrize("body", ["", " ", "\n\t  "])
async def test_a_blank_message_fails(ada, send, body):
    error = await failure(ada, "SendMessage", {"channelSid": channel(ada).sid, "body": body})
    assert isinstance(error, MessageRefusedError)
    assert "blank" in str(error)
    assert bodies(ada) == []


async def test_a_message_may_be_as_long_as_the_limit_and_no_longer(ada, send):
    assert await send("x" * MAX_BODY_LENGTH) == 0
    with pytest.raises(ActionFailedError, match="32769 characters, but at most 32768"):
        await send("x" * (MAX_BODY_LENGTH + 1))
    assert len(bodies(ada)) == 1


async def test_a_message_is_sent_as_it_is(ada, send):
    await send("  kept \n", messageAttributes={"mood": 1})
    assert bodies(ada) == ["  kept \n"]
    assert channel(ada).messages[0].attributes == {"mood": 1}


async def test_attributes_must_be_a_dict(send):
    with pytest.raises(ActionFailedError, match="“messageAttributes” of SendMessage must be"):
        await send("hi", messageAttributes=[1])


async def test_a_message_shows_before_it_is_durable(ada, send):
    sending = send("hi")
    assert [(m.body, m.status) for m in channel(ada).messages] == [("hi", "sending")]
    await sending
    assert [(m.body, m.status) for m in channel(ada).messages] == [("hi", "sent")]


async def test_the_text_area_is_emptied_at_once(ada, send, write):
    write("hi", selectionStart=2, selectionEnd=2)
    sending = send("hi")
    assert (channel(ada).input_text, channel(ada).selection_end) == ("", 0)
    await sending


async def test_what_was_typed_since_stays(ada, send, write):
    write("hi")
    ada.actions.add_listener("beforeSendMessage", lambda _payload: write("hi, and more") and None)
    await send("hi")
    assert channel(ada).input_text == "hi, and more"


async def test_a_draft_stays_when_code_sends_something_else(ada, send, write):
    write("my draft")
    await send("from a plugin")
    assert channel(ada).input_text == "my draft"


async def test_the_text_area_is_emptied_though_a_listener_rewrites_the_message(ada, send, write):
    def mask(payload):
        payload["body"] = "****"

    ada.actions.add_listener("beforeSendMessage", mask)
    write("4111 1111")
    await send("4111 1111")
    assert channel(ada).input_text == ""
    assert bodies(ada) == ["****"]


async def test_the_text_area_is_emptied_though_a_replacement_rewrites_the_message(ada, send, write):
    async def shout(payload, original):
        await asyncio.sleep(0)
        return await original({**payload, "body": payload["body"].upper()})

    ada.actions.replace_action("SendMessage", shout)
    write("hi")
    assert await send("hi") == 0
    assert channel(ada).input_text == ""
    assert bodies(ada) == ["HI"]


async def test_a_cancelled_message_leaves_the_text_where_it_is(ada, send, write):
    ada.actions.add_listener("beforeSendMessage", lambda _payload, cancel: cancel())
    write("hi")
    send("hi")
    assert channel(ada).input_text == "hi"
    assert bodies(ada) == []


async def test_after_the_end_nothing_can_be_sent(ada, send, write):
    write("late")
    await ada.chat_client.channel(channel(ada).sid).close()
    with pytest.raises(ActionFailedError) as caught:
        await send("late")
    assert isinstance(caught.value.__cause__, ChannelClosedError)
    assert channel(ada).input_text == "late"
    assert bodies(ada) == []


async def test_a_message_that_the_centre_refuses_stays_visible_and_can_be_sent_again(
    sim, ada, send
):
    sid, me = channel(ada).sid, ada.chat_client.identity
    await sim.centre.leave(sid, me)
    with pytest.raises(ActionFailedError):
        await send("hi", messageAttributes={"a": 1})
    failed = channel(ada).messages[0]
    assert (failed.status, failed.error is not None) == ("failed", True)
    await sim.centre.join(sid, (await sim.centre.members(sid))[0])
    assert await ada.actions.invoke_action(*send_again(sid, failed)) == 0
    (sent,) = channel(ada).messages
    assert (sent.status, sent.attributes) == ("sent", {"a": 1})


async def test_sending_again_does_not_touch_the_text_area(sim, ada, send, write):
    sid = channel(ada).sid
    await sim.centre.leave(sid, ada.chat_client.identity)
    with pytest.raises(ActionFailedError):
        await send("hi")
    write("hi")
    with pytest.raises(ActionFailedError):
        await ada.actions.invoke_action(*send_again(sid, channel(ada).messages[0]))
    assert channel(ada).input_text == "hi"
    assert [m.status for m in channel(ada).messages] == ["failed"]


async def test_only_a_failed_message_can_be_sent_again(ada, send):
    await send("hi")
    with pytest.raises(ActionFailedError, match="must name a message that has failed"):
        await send("hi", sendAgainOf=channel(ada).messages[0].sid)


async def test_the_same_message_is_not_sent_twice_at_once(ada, send):
    first, second = send("hi"), send("hi")
    with pytest.raises(ActionPendingError):
        await second
    await first
    assert bodies(ada) == ["hi"]


async def test_a_failure_that_nobody_awaits_is_shown_once(sim, ada, send):
    send(" ")
    await until(lambda: notices(ada))
    assert notices(ada) == ["The message is blank. Write something before sending it."]


# -- SetInputText and SendTyping -------------------------------------------------------------


async def test_text_and_selection_are_set_when_invoke_action_returns(ada, write):
    assert write("hello", selectionStart=1, selectionEnd=3).done()
    shown = channel(ada)
    assert (shown.input_text, shown.selection_start, shown.selection_end) == ("hello", 1, 3)


async def test_edits_from_code_are_never_reordered_however_slow_a_listener_is(ada, write):
    gate = asyncio.Event()

    async def slow(payload):
        if payload["body"] == "h":
            await gate.wait()

    ada.actions.add_listener("beforeSetInputText", slow)
    first, second = write("h"), write("hi")
    await second
    gate.set()
    await first
    assert channel(ada).input_text == "hi"


async def test_an_edit_that_a_replacement_asks_for_does_not_overtake_it(ada, write):
    async def twice(payload, original):
        if payload["body"] == "hi":
            await write("on the way")
        return await original(payload)

    ada.actions.replace_action("SetInputText", twice)
    await write("hi")
    assert channel(ada).input_text == "hi"


async def test_a_selection_is_kept_within_the_text(ada, write):
    write("hi", selectionStart=-5, selectionEnd=99)
    assert (channel(ada).selection_start, channel(ada).selection_end) == (0, 2)


@pytest.mark.parametrize("place", ["1", 1.5, True])
async def test_a_selection_must_be_whole_numbers(write, place):
    with pytest.raises(ActionFailedError, match="must be a whole number"):
        await write("hi", selectionStart=place)


async def test_writing_signals_once_in_five_seconds(sim, ada, write, signals):
    clock, me = sim.clock, ada.chat_client.identity
    for text in ("h", "he", "hel"):
        await write(text)
    await until(lambda: signals == [me])
    await clock.advance(4.9)
    await write("hell")
    assert len(ada.tasks) == 0
    await clock.advance(0.2)
    await write("hello")
    await until(lambda: signals == [me, me])
    typed = [one for one in ada.actions.history if one.action == "SendTyping"]
    assert len(typed) == 5
    assert {one.outcome for one in typed} == {"completed"}


async def test_emptying_the_text_is_not_typing(ada, write):
    await write("")
    assert not [one for one in ada.actions.history if one.action == "SendTyping"]


async def test_send_typing_belongs_to_the_edit_that_caused_it(ada, write):
    await write("h")
    edit, typing = tuple(ada.actions.history)[-2:]
    assert (typing.action, typing.parent_id) == ("SendTyping", edit.id)


@pytest.mark.parametrize("way", ["block", "cancel", "raise"])
async def test_an_edit_does_not_care_what_becomes_of_send_typing(ada, write, way):
    def cancel(_payload, cancel):
        cancel()

    def fail(_payload, _original):
        raise RuntimeError("no typing today")

    if way == "block":
        ada.actions.block_action("SendTyping", lambda _payload, _action: True)
        ada.actions.block_action("SendTyping", {"channelSid": channel(ada).sid})
    elif way == "cancel":
        ada.actions.add_listener("beforeSendTyping", cancel)
    else:
        ada.actions.replace_action("SendTyping", fail)
    await write("hello")
    for _ in range(5):
        await asyncio.sleep(0)
    assert channel(ada).input_text == "hello"
    assert notices(ada) == []


async def test_the_other_one_sees_the_typing(sim, ada, write):
    bob = await companion(sim, channel(ada).sid)
    await bob.load(channel(ada).sid)
    await write("hello")
    me = ada.chat_client.identity
    await until(lambda: getattr(bob.state(channel(ada).sid), "typers", ()) == (me,))
    await bob.aclose()


async def test_after_the_end_nobody_types(sim, ada, signals):
    ada.store.dispatch(changes.ChannelStatusSet(channel(ada).sid, "inactive"))
    await ada.actions.invoke_action("SendTyping", {"channelSid": channel(ada).sid})
    assert len(ada.tasks) == 0
    assert signals == []
