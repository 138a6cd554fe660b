"""What is kept of a channel goes with it: a bot lives as long as the program."""

import gc
import weakref

from tests.support.simulation import simulation, start
from webchat.model import Member


async def test_a_handle_is_kept_as_long_as_its_channel_is_open(ada, channel_sid):
    first = ada.client.channel(channel_sid)
    assert first is ada.channel
    ada.channel = None
    number, gone = id(first), weakref.ref(first)
    del first
    gc.collect()
    assert id(ada.client.channel(channel_sid)) == number
    ada.client.unload(channel_sid)
    gc.collect()
    assert gone() is None


async def test_a_handle_that_somebody_holds_stays_the_one_of_its_sid(ada, channel_sid):
    ada.client.unload(channel_sid)
    assert ada.client.channel(channel_sid) is ada.channel
    await ada.client.load(channel_sid)
    assert ada.client.channel(channel_sid) is ada.channel


async def test_who_typed_is_forgotten_with_the_channel(ada, bob, centre, channel_sid):
    await bob.channel.typing()
    ada.client.unload(channel_sid)
    await ada.client.load(channel_sid)
    await centre.join(channel_sid, Member("cem", "Cem"))
    await centre.typing(channel_sid, "cem")
    assert ada.state.typers == ("cem",)


async def test_actions_keep_nothing_of_a_channel_that_is_open_no_longer():
    async with simulation() as sim:
        side = sim.webchat
        sid = await start(side)
        held = []
        side.actions.add_listener("beforeSetInputText", lambda payload: held.append(Probe()))
        side.actions.add_listener(
            "beforeSetInputText", lambda payload: payload.update(probe=held[-1])
        )
        await side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "x"})
        kept = weakref.ref(held.pop())
        side.actions.history.limit = 0
        await side.actions.invoke_action("RestartEngagement")
        gc.collect()
        assert kept() is None


class Probe:
    """Something that can be seen to be gone."""
