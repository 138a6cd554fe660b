"""A click on a card's button, as the payload of RunActionFunction says it.

A payload is whatever a plugin passed, so nothing about it is taken for granted. What can be told
from ``{channelSid, messageSid, button}`` is filled in; what cannot be used is left as it is for
:func:`read`, which says what is wrong with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webchat.chat.channels import check_active
from webchat.errors import FunctionError, PayloadError
from webchat.functions.cards import PostedCard, card_in, plain
from webchat.functions.contract.findings import came
from webchat.functions.contract.forms import answer_errors, answers, form_from, merged
from webchat.functions.contract.records import Button, Step
from webchat.functions.picked_files import picked_in
from webchat.state import CardRunState, ChannelState, MessageState, State

FORM_CLOSED = "The form that was filled in is not open any more. Begin again."
_ACTION = "RunActionFunction"


@dataclass(frozen=True, slots=True)
class Click:
    """A click that can be carried out.

    Attributes:
        channel_sid: The conversation.
        message_sid: The message that carries the card.
        card: The card as this side shows it.
        step: Its current step.
        button: The button's index, from 0.
        input: What the action function will get.
        token: Of the run whose form this answers; empty for a click on a button.
        picked: The ``file:`` addresses of the files among those answers.
    """

    channel_sid: str
    message_sid: str
    card: PostedCard
    step: Step
    button: int
    input: dict[str, Any]
    token: str = ""
    picked: frozenset[str] = frozenset()


def fill(state: State, payload: Any) -> None:
    """Name in *payload*, in place, the card, step and button that are meant, and the input."""
    if not isinstance(payload, dict):
        return
    message = _message(state, payload)
    card = None if message is None else card_in(message.attributes)
    if card is None or card.current is None:
        return
    payload.setdefault("app", card.app)
    payload.setdefault("cardKey", card.key)
    payload.setdefault("step", card.current.order_number)
    button = _button(card.current, payload.get("button"))
    if button is not None:
        payload.setdefault("title", button.title)
        payload.setdefault("input", _input(state, payload, button))


def read(state: State, payload: Any) -> Click:
    """Return what is to be run.

    Args:
        state: The side's.
        payload: As its listeners have left it.

    Raises:
        PayloadError: It names no card or no button, or its answers do not fit the form.
        FunctionError: The card, the step or the form is not open any more.
        ChannelClosedError: The chat has ended.
    """
    if not isinstance(payload, dict):
        raise PayloadError(
            f"The payload of {_ACTION} must be a dict such as {{'channelSid': 'CH…', "
            f"'messageSid': 'IM…', 'button': 0}}, but {_came(payload)} came."
        )
    message = _message(state, payload)
    card = None if message is None else card_in(message.attributes)
    if message is None or card is None:
        raise PayloadError(
            f"{_ACTION} needs the “messageSid” of a message that carries an action card and is "
            f"open here, but {_came(payload.get('messageSid'))} came."
        )
    sid = payload["channelSid"]
    check_active(state.chat.channels[sid])
    if message.index is None:
        raise FunctionError(f"“{card.card.title}” is not sent yet; its buttons work once it is.")
    step = _current(card, payload.get("step"))
    if _button(step, payload.get("button")) is None:
        raise PayloadError(
            f"“button” of {_ACTION} must be a number from 0 to {len(step.buttons) - 1}, "
            f"but {_came(payload.get('button'))} came."
        )
    _check_answers(state, payload)
    given, token = _checked_input(payload.get("input")), str(payload.get("token") or "")
    picked = _picked(state, payload)
    return Click(sid, message.sid, card, step, payload["button"], given, token, picked)


def _came(value: object) -> str:
    return "nothing" if value is None else came(value)


def _current(card: PostedCard, wanted: object) -> Step:
    step = card.current
    if step is None:
        raise FunctionError(f"“{card.card.title}” is {card.status}; nothing more can be done.")
    if wanted != step.order_number:
        raise FunctionError(
            f"The current step of “{card.card.title}” is {step.order_number}, "
            f"so nothing can be done in step {_came(wanted)}."
        )
    return step


def _checked_input(given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise PayloadError(f"“input” of {_ACTION} must be a dict, but {_came(given)} came.")
    try:
        copy: dict[str, Any] = json.loads(json.dumps(plain(given), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise PayloadError(f"“input” of {_ACTION} must be JSON: {error}.") from error
    return copy


def _check_answers(state: State, payload: Mapping[str, Any]) -> None:
    given = payload.get("answers")
    if given is None:
        return
    if not isinstance(given, Mapping):
        raise PayloadError(f"“answers” of {_ACTION} must be a dict, but {_came(given)} came.")
    run = _asked(state, payload)
    if run is None:
        raise FunctionError(FORM_CLOSED)
    wrong = answer_errors(form_from(run.form), given)
    if wrong:
        said = " ".join(f"“{one.label}”: {one.sentence}" for one in wrong.values())
        raise PayloadError(f"The form cannot be sent yet. {said}")


def _picked(state: State, payload: Mapping[str, Any]) -> frozenset[str]:
    run, given = _asked(state, payload), payload.get("answers")
    if run is None or given is None:
        return frozenset()
    return picked_in(form_from(run.form), given)


def _input(state: State, payload: Mapping[str, Any], button: Button) -> dict[str, Any]:
    """Return the button's input, or what was known before with a form's answers over it."""
    run, given = _asked(state, payload), payload.get("answers")
    if run is None:
        fresh: dict[str, Any] = plain(button.input)
        return fresh
    earlier: dict[str, Any] = plain(run.input)
    if not isinstance(given, Mapping):
        return earlier
    form = form_from(run.form)
    return earlier if answer_errors(form, given) else merged(earlier, answers(form, given))


def _asked(state: State, payload: Mapping[str, Any]) -> CardRunState | None:
    """Return what asks for the answers of this payload, or None."""
    run = state.chat.card_runs.get(str(payload.get("messageSid")))
    is_asking = run is not None and run.phase == "form" and run.token == payload.get("token")
    return run if is_asking else None


def _message(state: State, payload: Mapping[str, Any]) -> MessageState | None:
    sid = payload.get("channelSid")
    channel: ChannelState | None = state.chat.channels.get(sid) if isinstance(sid, str) else None
    messages = () if channel is None else channel.messages
    wanted = payload.get("messageSid")
    return next((one for one in reversed(messages) if one.sid == wanted), None)


def _button(step: Step, index: object) -> Button | None:
    is_there = type(index) is int and 0 <= index < len(step.buttons)
    return step.buttons[index] if is_there else None  # type: ignore[call-overload]
