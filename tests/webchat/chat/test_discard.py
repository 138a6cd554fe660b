import pytest

from tests.support.simulation import bodies, channel, simulation, start
from webchat.actions import ActionFailedError


@pytest.fixture
async def ada():
    async with simulation() as sim:
        await start(sim.webchat)
        yield sim.webchat


def discard(side, message):
    payload = {"channelSid": channel(side).sid, "messageSid": message.sid}
    return side.actions.invoke_action("DiscardMessage", payload)


async def test_a_failed_message_can_be_taken_away(ada):
    sid = channel(ada).sid
    await ada.chat_client.channel(sid).leave()
    with pytest.raises(ActionFailedError):
        await ada.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
    await discard(ada, channel(ada).messages[0])
    assert bodies(ada) == []


async def test_a_message_that_was_sent_stays(ada):
    sid = channel(ada).sid
    await ada.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
    await discard(ada, channel(ada).messages[0])
    assert bodies(ada) == ["hi"]
