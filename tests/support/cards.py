"""Action cards in real conversations, clicked as a person does."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.support.simulation import start
from webchat.actions import ActionFailedError, Invocation, Result
from webchat.functions.cards import PostedCard, card_in, posted
from webchat.functions.contract.records import Button, Card, Step
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.state import MessageState

SIGN = Step(1, (Button("Sign", "branding", {"page": 1}), Button("Later", input={"page": 2})))
COMPLETED = {"output": {"status": "completed"}}
WAITING: dict[str, Any] = {"output": {}}


def completing(*events: Any, status: str = "completed") -> dict[str, Any]:
    """Return an answer that has events and a status."""
    return {"output": {"status": status, "events": list(events)}}


def said(text: str) -> dict[str, Any]:
    """Return an event that sends a message."""
    return {"type": "send_message", "options": {"text": text}}


def opened(url: str, **options: str) -> dict[str, Any]:
    """Return an event that opens an address."""
    return {"type": "open_url", "options": {"url": url, **options}}


def answering(*answers: Any, seen: list[Any] | None = None) -> Any:
    """Return a handler that gives one answer after the other, the last one again and again."""
    left = list(answers)

    async def handler(parameters: Any) -> Any:
        if seen is not None:
            seen.append(parameters)
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return handler


class CardInChat:
    """A card in a conversation of a simulation.

    Attributes:
        sim: The simulation.
        sid: The channel.
        message_sid: The message that carries the card.
    """

    def __init__(self, sim: Simulator, sid: str, message_sid: str) -> None:
        self.sim, self.sid, self.message_sid = sim, sid, message_sid

    def message(self, side: Side | None = None) -> MessageState:
        """Return the card's message as a side shows it."""
        channel = (side or self.sim.webchat).store.state.chat.channels[self.sid]
        return next(one for one in channel.messages if one.sid == self.message_sid)

    def card(self, side: Side | None = None) -> PostedCard:
        """Return the card as a side shows it."""
        card = card_in(self.message(side).attributes)
        assert card is not None
        return card

    def shown(self, side: Side | None = None) -> Any:
        """Return what a side is doing with the card, a :class:`CardRunState`, or None."""
        return (side or self.sim.webchat).store.state.chat.card_runs.get(self.message_sid)

    def bodies(self, side: Side | None = None) -> list[str]:
        """Return what was said after the card."""
        channel = (side or self.sim.webchat).store.state.chat.channels[self.sid]
        sids = [one.sid for one in channel.messages]
        return [one.body for one in channel.messages[sids.index(self.message_sid) + 1 :]]

    @property
    def run(self) -> Any:
        """The newest run."""
        return list(self.sim.functions.runs)[-1]

    @property
    def call(self) -> Any:
        """The newest call of the app's action function, or None."""
        return self.sim.functions.calls.last(self.card().app, "action")

    def notes(self) -> list[str]:
        """What is noted of the newest run."""
        return [one.text for one in self.run.notes]

    def invoke(self, action: str, side: Side | None = None, **payload: Any) -> Result:
        """Invoke an action about this card."""
        where = {"channelSid": self.sid, "messageSid": self.message_sid}
        return (side or self.sim.webchat).actions.invoke_action(action, {**where, **payload})

    def click(self, button: int = 0, side: Side | None = None, **payload: Any) -> Result:
        """Click a button."""
        return self.invoke("RunActionFunction", side, button=button, **payload)

    def cancel(self, side: Side | None = None) -> Result:
        """Stop what runs."""
        return self.invoke("CancelActionFunction", side)


async def card_of(
    sim: Simulator,
    handlers: Mapping[str, Any] | None = None,
    *,
    steps: Sequence[Step] = (SIGN,),
    sid: str | None = None,
    name: str = "contract",
    **registered: Any,
) -> CardInChat:
    """Register an app and post its card in the first customer's conversation.

    Args:
        sim: A simulation.
        handlers: The app's, which run in our loop; None registers nothing.
        steps: The card's.
        sid: The conversation; None starts one.
        name: The app's name.
        registered: Further arguments of ``apps.register``.
    """
    if handlers is not None:
        sim.functions.apps.register(handlers, name=name, **registered)
    side = sim.webchat
    sid = sid or await start(side, email="ada@example.com")
    card = Card("Sign the contract", "Two pages.", tuple(steps))
    index = await sim.functions.post_card(side, posted(card, key="AK1", app=name), sid)
    messages = side.store.state.chat.channels[sid].messages
    return CardInChat(sim, sid, next(one.sid for one in messages if one.index == index))


async def failed_click(
    card: CardInChat, button: int = 0, side: Side | None = None, **payload: Any
) -> BaseException:
    """Click a button that does not work, and return why."""
    with pytest.raises(ActionFailedError) as caught:
        await card.click(button, side, **payload)
    assert caught.value.__cause__ is not None
    return caught.value.__cause__


class RecordingBrowser:
    """Opens nothing, and remembers what it was asked for.

    Attributes:
        opened: Addresses, and how they were to be opened.
        sentence: What it says of each.
    """

    def __init__(self, sentence: str | None = None) -> None:
        self.opened: list[tuple[str, str]] = []
        self.sentence = sentence

    async def open(self, url: str, open_type: str) -> str | None:
        self.opened.append((url, open_type))
        return self.sentence


def invocations(side: Side, *actions: str) -> list[Invocation]:
    """Return what was invoked on a side of these actions, the oldest first."""
    return [one for one in side.actions.history if one.action in actions]
