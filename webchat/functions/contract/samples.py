"""Answers to look at: one that breaks the contract, and one that is an error."""

from typing import Any

from webchat.functions.contract.records import FunctionName, ProcessKind


def forced_error() -> dict[str, Any]:
    """Return an ``error`` as an action function returns one."""
    return {
        "error": {
            "title": "Forced error",
            "description": "The bench forces this error; the function was not called.",
        }
    }


def wrong_shape(function: FunctionName, kind: ProcessKind) -> dict[str, Any]:
    """Return an answer that breaks the contract in one place that says what to look for.

    Args:
        function: What shall return it.
        kind: The kind of its app.
    """
    if function == "identity":
        return {"output": {"display_id": "Ada", "unique_id": ["ada@example.com"]}}
    if function == "build" and kind == "trigger":
        return {"output": {"variables": [{"key": "order", "label": "Order", "type": "money"}]}}
    if function == "build" and kind != "action":
        return {"output": {kind: {"description": ["Wrong shape"]}}}
    if function == "build":
        step = {"order_number": "first", "buttons": [{"title": "Begin"}]}
        return {"output": {"action": {"title": "Wrong shape", "description": "", "steps": [step]}}}
    if kind == "action":
        return {"output": {"events": [{"type": "send_message", "options": {"txt": "Hello"}}]}}
    return {"output": {"status": "done"}}
