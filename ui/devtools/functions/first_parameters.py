"""What the bench fills in for a function: what it got last, else an example that suits its app."""

from collections.abc import Mapping
from typing import Any

from webchat.functions.app import CustomAuthentication, FunctionApp
from webchat.functions.authentication.secret_keys import MASK
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import FunctionName
from webchat.functions.functions import Functions


def first_parameters(functions: Functions, app: FunctionApp, function: FunctionName) -> Any:
    """Return what a person begins with.

    Args:
        functions: The calls and the connections.
        app: Whose function.
        function: Which.
    """
    last = functions.calls.last(app.name, function)
    return _example(functions, app, function) if last is None else last.parameters


def call_of_run(functions: Functions, app: str, token: str) -> FunctionCall | None:
    """Return the newest call of the action function for the run of a token, or None."""
    calls = (one for one in functions.calls if (one.app, one.function) == (app, "action"))
    return next((one for one in reversed(list(calls)) if _token(one) == token), None)


def _example(functions: Functions, app: FunctionApp, function: FunctionName) -> dict[str, Any]:
    from webchat.functions.contract.parameters import example  # noqa: PLC0415  seldom needed

    given = example(function, app.kind)
    connection = functions.connection(app)
    if connection is not None and "identity" in given:
        given["identity"] = {"unique_id": connection.account}
    credential = MASK if connection is not None else _blank_credential(app)
    del given["credential"]
    return given if credential is None else {"credential": credential, **given}


def _blank_credential(app: FunctionApp) -> dict[str, Any] | None:
    if app.authentication is None:
        return None
    if isinstance(app.authentication, CustomAuthentication):
        return {"custom": {one.key: "" for one in app.authentication.inputs}}
    return {"oauth2": {"access_token": "", "token_type": "Bearer"}}


def _token(call: FunctionCall) -> Any:
    given = call.parameters
    callback = given.get("callback") if isinstance(given, Mapping) else None
    return callback.get("token") if isinstance(callback, Mapping) else None
