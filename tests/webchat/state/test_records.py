"""The state is frozen to the last mapping in it: it changes through the store or not at all."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.simulation import channel, simulation, start
from webchat.state import MessageState


async def test_nothing_of_the_state_can_be_changed_in_place():
    async with simulation() as sim:
        side = sim.webchat
        sid = await start(side)
        payload = {"channelSid": sid, "body": "Hi", "messageAttributes": {"n": 1}}
        await side.actions.invoke_action("SendMessage", payload)
        mappings: list[Any] = [
            side.store.state.chat.channels,
            side.store.state.session.token_payload,
            channel(side).members,
            channel(side).messages[0].attributes,
        ]
        for one in mappings:
            with pytest.raises(TypeError):
                one["mine"] = None
        with pytest.raises(FrozenInstanceError):
            side.store.state.session.channel_sid = None  # type: ignore[misc]


def test_a_record_shares_its_mapping_with_nobody():
    attributes = {"n": 1}
    now = datetime(2024, 3, 1, tzinfo=UTC)
    message = MessageState("IM1", 0, "ada", "Ada", "Hi", now, attributes)
    attributes["n"] = 2
    assert message.attributes == {"n": 1}
