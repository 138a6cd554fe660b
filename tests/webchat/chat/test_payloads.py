import pytest

from tests.support.simulation import channel, failure, simulation, start
from webchat.errors import PayloadError, UnknownChannelError


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


@pytest.mark.parametrize("key", ["channelSid", "conversationSid"])
async def test_a_sid_is_filled_in_to_handle_and_both_names(ada, key):
    sid = channel(ada).sid
    payload = {key: sid, "body": "hi"}
    await ada.actions.invoke_action("SendMessage", payload)
    assert payload == {
        "channelSid": sid,
        "conversationSid": sid,
        "channel": ada.chat_client.channel(sid),
        "body": "hi",
    }


async def test_the_handle_and_the_state_of_a_channel_are_both_taken(ada):
    handle = ada.chat_client.channel(channel(ada).sid)
    for number, given in enumerate((handle, channel(ada))):
        payload = {"channel": given, "body": f"{number}"}
        assert await ada.actions.invoke_action("SendMessage", payload) == number
        assert payload["channel"] is handle


async def test_the_channel_wins_over_a_sid(ada, send):
    handle = ada.chat_client.channel(channel(ada).sid)
    assert await send("hi", channel=handle, channelSid="CHother") == 0


async def test_listeners_see_the_channel_filled_in(ada, send):
    seen = []
    ada.actions.add_listener("beforeSendMessage", lambda payload: seen.append(payload["channel"]))
    await send("hi")
    assert seen == [ada.chat_client.channel(channel(ada).sid)]


ALL = ("SendMessage", "SetInputText", "SendTyping", "DiscardMessage")


@pytest.mark.parametrize("action", ALL)
async def test_neither_channel_nor_sid_is_said_so(ada, action):
    error = await failure(ada, action, {"body": "hi"})
    assert isinstance(error, PayloadError)
    assert str(error) == f"{action} needs a “channel” or a “channelSid”, but neither came."


@pytest.mark.parametrize("action", ALL)
@pytest.mark.parametrize("payload", [None, "hi", 7, ["hi"]])
async def test_a_payload_that_is_no_dict_is_said_so(ada, action, payload):
    error = await failure(ada, action, payload)
    assert isinstance(error, PayloadError)
    assert f"The payload of {action} must be a dict" in str(error)
    assert f"but {payload!r} came." in str(error)


@pytest.mark.parametrize("action", ALL)
async def test_an_unknown_channel_is_named(ada, action):
    error = await failure(ada, action, {"channelSid": "CHnone", "body": "hi"})
    assert isinstance(error, UnknownChannelError)
    assert str(error) == (
        f"{action}: no channel 'CHnone' is open here. Open now: {channel(ada).sid}."
    )


async def test_without_an_engagement_no_channel_is_open(sim):
    error = await failure(sim.webchat, "SetInputText", {"channelSid": "CH0001", "body": "hi"})
    assert str(error).endswith("is open here. Open now: none.")


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"channel": "CH1"}, "“channel” of SendTyping must be a channel, but 'CH1' came."),
        ({"channel": {}}, "“channel” of SendTyping must be a channel, but {} came."),
        ({"channelSid": 7}, "“channelSid” of SendTyping must be a text such as CH…, but 7 came."),
    ],
)
async def test_a_channel_of_the_wrong_type_is_said_so(ada, payload, says):
    assert str(await failure(ada, "SendTyping", payload)).startswith(says)


@pytest.mark.parametrize("action", ["SendMessage", "SetInputText"])
@pytest.mark.parametrize("body", [None, 7, b"hi", ["hi"]])
async def test_a_body_that_is_no_text_is_said_so(ada, action, body):
    error = await failure(ada, action, {"channelSid": channel(ada).sid, "body": body})
    assert str(error) == f"“body” of {action} must be a text, but {body!r} came."


async def test_a_long_value_is_shown_in_part(ada):
    error = await failure(ada, "SendTyping", "x" * 1000)
    assert len(str(error)) < 200
