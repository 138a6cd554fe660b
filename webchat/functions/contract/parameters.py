"""What a function is given, exactly as the contract has it (reference: action-functions, 3 and 6).

A part that there is nothing to say about is left out, so that a function sees the keys that it
would see elsewhere, and no others.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from webchat.functions.contract.records import FunctionName, ProcessKind

_CALLBACK = {
    "token": "0123456789abcdef",
    "redirect": "http://127.0.0.1:8080/redirect/example",
    "webhook": "http://127.0.0.1:8080/webhook/example",
}


def parameters(
    *,
    credential: Mapping[str, Any] | None = None,
    account: str = "",
    context: Mapping[str, Any] | None = None,
    input: Mapping[str, Any] | None = None,  # noqa: A002  the contract's name
    callback: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the one object that a handler gets.

    Args:
        credential: ``{"oauth2": {…}}`` or ``{"custom": {…}}``; None when the app needs none.
        account: The ``unique_id`` that the identity function returned; empty for none.
        context: What :func:`action_context` and its like return; None leaves it out.
        input: The button's input, the answers to forms, a query, or a webhook's body.
        callback: The run's token and addresses; None leaves it out.
    """
    given: dict[str, Any] = {}
    if credential is not None:
        given["credential"] = dict(credential)
    if account:
        given["identity"] = {"unique_id": account}
    if context is not None:
        given["context"] = dict(context)
    if input is not None:
        given["input"] = dict(input)
    if callback is not None:
        given["callback"] = dict(callback)
    return given


def action_context(*, action_key: str, assignees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return ``context`` for a click: which card, and whom the step is for.

    Args:
        action_key: Names the card.
        assignees: ``{"user": {"id", "name", "email"?, "phone_number"?}}`` each.
    """
    return {"action_key": action_key, "assignees": [dict(one) for one in assignees]}


def build_context(
    kind: ProcessKind, *, action_key: str, title: str, description: str = ""
) -> dict[str, Any]:
    """Return ``context`` for a step that is being set up (the documentation's build page).

    Args:
        kind: Only an action has more than its key.
        action_key: Names the step.
        title: What it is called until build says otherwise.
        description: More about it; may be empty.
    """
    if kind != "action":
        return {"action_key": action_key}
    said = {"title": title, **({"description": description} if description else {})}
    # Who will have the step is not known before it is posted: a role stands for them.
    return {"action_key": action_key, **said, "assignees": [{"role": {"id": "assignee"}}]}


def automation_context(*, attempts: int) -> dict[str, Any]:
    """Return what ``context`` says to an automation or an await: 1 on the first run."""
    return {"attempts": attempts}


def trigger_context(*, state: str, trigger_activation_time: int) -> dict[str, Any]:
    """Return what ``context`` says to a trigger.

    Args:
        state: What the last poll returned; empty at the first one, which gets none.
        trigger_activation_time: When the trigger was activated, in milliseconds since 1970.
    """
    kept = {"state": state} if state else {}
    return {**kept, "trigger_activation_time": trigger_activation_time}


def example(function: FunctionName, kind: ProcessKind) -> dict[str, Any]:
    """Return parameters to begin with, for a function that has not run yet."""
    given = parameters(
        account="" if function == "identity" else "ada@example.com",
        context=None if function == "identity" else _example_context(function, kind),
        input=_example_input(function),
        callback=_example_callback(function, kind),
    )
    return {"credential": {"custom": {}}, **given}


def _example_context(function: FunctionName, kind: ProcessKind) -> dict[str, Any]:
    if function == "build":
        return build_context(kind, action_key="example", title="Example")
    if function != "action":
        return {}  # which run is meant, the function itself will say
    if kind == "action":
        ada = {"id": "ada", "name": "Ada Lovelace", "email": "ada@example.com"}
        return action_context(action_key="example", assignees=[{"user": ada}])
    more = (
        trigger_context(state="2025-03-18T00:00:00Z", trigger_activation_time=1742277460000)
        if kind == "trigger"
        else automation_context(attempts=1)
    )
    return {"action_key": "example", **more}


def _example_input(function: FunctionName) -> dict[str, Any] | None:
    if function == "identity":
        return None
    if function == "webhook":
        return {"content_type": "application/json", "body_base64": "eyJkb25lIjogdHJ1ZX0="}
    return {}


def _example_callback(function: FunctionName, kind: ProcessKind) -> dict[str, str] | None:
    if function in {"identity", "build"}:
        return None
    left_out = {"token"} if function != "action" else set()
    left_out |= set() if kind == "action" else {"redirect"}
    return {key: one for key, one in _CALLBACK.items() if key not in left_out}
