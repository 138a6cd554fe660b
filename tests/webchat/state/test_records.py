"""The state is frozen to the last mapping in it: it changes through the store or not at all."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.simulation import channel, simulation, start
from webchat.state import CardRunState, MessageState


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
            side.store.state.chat.card_runs,
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


def test_what_a_card_asks_for_is_shared_with_nobody():
    asked, given = {"key": "reason"}, {"orderId": "17"}
    run = CardRunState(
        message_sid="IM1",
        channel_sid="CH1",
        step=1,
        button=0,
        phase="form",
        token="t1",
        form=(asked,),
        input=given,
    )
    asked["key"] = given["orderId"] = "changed"
    assert (run.form, run.input) == (({"key": "reason"},), {"orderId": "17"})
    for one in (run.input, *run.form):
        with pytest.raises(TypeError):
            one["key"] = "changed"  # type: ignore[index]
