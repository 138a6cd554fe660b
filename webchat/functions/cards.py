"""An action card as it stands in a conversation: a message's attribute that carries its state.

A card outlives the program, and both sides see how far it has come, since it is kept with its
message. It is posted by SendMessage like any other message; only its progress is written by the
runner (action-functions, section 8).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from webchat import plain_json
from webchat.functions.contract.records import Assignee, Button, ButtonStyle, Card, EndStatus, Step
from webchat.model.message import CARD_ATTRIBUTE

StepStatus: TypeAlias = Literal["open", "waiting", "completed", "cancelled"]
CardStatus: TypeAlias = Literal["open", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A card in a conversation.

    Attributes:
        key: Names this card, in ``context.action_key`` and in the names of its buttons.
        app: The function app that built it.
        account: The ``unique_id`` of the identity it was built with; empty for none.
        card: Title, description and steps.
        steps: How far each step is, in the order of ``card.steps``; ``waiting`` is for a run that
            a redirect or a webhook will end.
        status: ``completed`` when the last step is, ``cancelled`` when one of them was.
    """

    key: str
    app: str
    card: Card
    account: str = ""
    steps: tuple[StepStatus, ...] = ()
    status: CardStatus = "open"

    @property
    def current(self) -> Step | None:
        """The step whose buttons can be clicked; None when the card has ended."""
        if self.status != "open":
            return None
        pairs = zip(self.card.steps, self.steps, strict=True)
        return next((step for step, status in pairs if status in {"open", "waiting"}), None)

    @property
    def is_waiting(self) -> bool:
        """Whether the current step's run is open until the outside world answers."""
        current = self.current
        return current is not None and self.status_of(current.order_number) == "waiting"

    def status_of(self, order_number: int) -> StepStatus | None:
        """Return how far a step is, or None when there is no such step."""
        pairs = zip(self.card.steps, self.steps, strict=True)
        return next((one for step, one in pairs if step.order_number == order_number), None)

    def with_step(self, order_number: int, status: StepStatus) -> "PostedCard":
        """Return the card with one step's status changed, and its own with it."""
        steps = tuple(
            status if step.order_number == order_number else old
            for step, old in zip(self.card.steps, self.steps, strict=True)
        )
        return replace(self, steps=steps, status=_whole(steps))

    def ended_step(self, order_number: int, how: EndStatus) -> "PostedCard":
        """Return the card with a step ended by a run."""
        return self.with_step(order_number, how)


def posted(card: Card, *, key: str, app: str, account: str = "") -> PostedCard:
    """Return a card that is about to be posted, with every step open."""
    ordered = tuple(sorted(card.steps, key=lambda step: step.order_number))
    card = replace(card, steps=ordered)
    steps: tuple[StepStatus, ...] = tuple("open" for _ in ordered)
    return PostedCard(key, app, card, account, steps)


def to_attributes(card: PostedCard) -> dict[str, Any]:
    """Return the attributes of the message that carries *card*: JSON, with the seed's names."""
    pairs = zip(card.card.steps, card.steps, strict=True)
    written = {
        "key": card.key,
        "app": card.app,
        "account": card.account,
        "title": card.card.title,
        "description": card.card.description,
        "steps": [{**_step(step), "status": status} for step, status in pairs],
        "status": card.status,
    }
    return {CARD_ATTRIBUTE: written}


def card_in(attributes: Mapping[str, Any]) -> PostedCard | None:
    """Return the card that a message carries; None when it carries none that can be shown.

    A message comes from anybody, so what does not fit is no card, and the message is a text.
    """
    given = attributes.get(CARD_ATTRIBUTE)
    if not isinstance(given, Mapping):
        return None
    try:
        return _read(plain_json.parse(_Written, json.dumps(plain(given))))
    except (ValueError, TypeError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class _WrittenButton:
    title: str
    style: ButtonStyle
    input: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _WrittenStep:
    order_number: int
    buttons: list[_WrittenButton]
    status: StepStatus
    assignee: dict[str, dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    key: str
    app: str
    title: str
    steps: list[_WrittenStep]
    description: str = ""
    account: str = ""
    status: CardStatus = "open"


def _read(written: _Written) -> PostedCard:
    steps = sorted(written.steps, key=lambda step: step.order_number)
    if not steps or not written.key:
        raise ValueError("a card has a key and at least one step")
    card = Card(written.title, written.description, tuple(_read_step(one) for one in steps))
    statuses: tuple[StepStatus, ...] = tuple(one.status for one in steps)
    return PostedCard(written.key, written.app, card, written.account, statuses, _whole(statuses))


def _read_step(step: _WrittenStep) -> Step:
    buttons = tuple(Button(one.title, one.style, one.input) for one in step.buttons)
    who = step.assignee or {}
    user, role = (who.get(kind, {}).get("id") for kind in ("user", "role"))
    assignee = Assignee(user, role) if user or role else None
    return Step(step.order_number, buttons, assignee)


def _step(step: Step) -> dict[str, Any]:
    buttons = [
        {"title": one.title, "style": one.style, "input": plain(one.input)} for one in step.buttons
    ]
    written: dict[str, Any] = {"order_number": step.order_number, "buttons": buttons}
    if step.assignee is not None:
        kind = "role" if step.assignee.user is None else "user"
        written["assignee"] = {kind: {"id": step.assignee.user or step.assignee.role}}
    return written


def _whole(steps: tuple[StepStatus, ...]) -> CardStatus:
    if "cancelled" in steps:
        return "cancelled"
    return "completed" if set(steps) <= {"completed"} else "open"


def plain(value: Any) -> Any:
    """Return a copy of *value* with dicts and lists, which JSON can write and others may change."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value
