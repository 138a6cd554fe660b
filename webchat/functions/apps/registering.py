"""From what a plugin registers to a place in the list: a folder, or handlers of its own."""

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from webchat.actions.callables import arity
from webchat.errors import FunctionAppError
from webchat.functions.app import Authentication, FunctionApp, Handler, Source
from webchat.functions.apps.entry import Slot
from webchat.functions.apps.names import RULE, is_name, name_from, shown
from webchat.functions.apps.reading import place_of
from webchat.functions.apps.settings_file import authentication_from
from webchat.functions.apps.snapshot import Snapshot, snapshot_of
from webchat.functions.apps.unpacked import Unpacked
from webchat.functions.contract.records import FUNCTION_NAMES, FunctionName, ProcessKind

Handlers = Mapping[str, Callable[..., Any]]
"""Handlers by the names of their functions; ``action`` is among them."""


def amendments(
    name: str | None,
    title: str | None,
    kind: ProcessKind | None,
    authentication: Authentication | Mapping[str, Any],
) -> dict[str, Any]:
    """Return what is said about an app where it is registered, without what is left out.

    Raises:
        FunctionAppError: One of them does not fit.
    """
    if name is not None and not is_name(name):
        raise FunctionAppError(f"The name of an app is {RULE}, but {name!r:.80} came.")
    kinds = get_args(ProcessKind)
    if kind is not None and kind not in kinds:
        raise FunctionAppError(f"The kind of an app is one of {', '.join(kinds)}, not {kind!r}.")
    if isinstance(authentication, Mapping):
        authentication = authentication_from(authentication)
    said = {"name": name, "title": title, "kind": kind, "authentication": authentication}
    return {key: one for key, one in said.items() if one is not None}


def slot_of_folder(
    path: str | Path, unpacked: Unpacked, amended: Mapping[str, Any], owner: str | None
) -> Slot:
    """Read a folder or zip.

    Raises:
        FunctionAppError: It holds no app.
    """
    place = place_of(path)
    snapshot = snapshot_of(place, unpacked)
    if snapshot.error is not None:
        raise FunctionAppError(f"{shown(str(place))}: {snapshot.error}")
    return Slot(snapshot, place, owner=owner, amended=amended)


def slot_of_handlers(handlers: Handlers, amended: Mapping[str, Any], owner: str | None) -> Slot:
    """Make an app of callables, which run in our loop.

    Raises:
        FunctionAppError: One is for no function, or there is none for ``action``.
        TypeError: One cannot be called with the parameters.
    """
    for name in handlers:
        if name not in FUNCTION_NAMES:
            known = ", ".join(FUNCTION_NAMES)
            raise FunctionAppError(f"There is no function {name!r}; an app has {known}.")
    if "action" not in handlers:
        raise FunctionAppError("An app needs a handler for its action function.")
    called: str = amended.get("name") or owner or "handlers"
    sources = {name: _source(name, handlers[name]) for name in FUNCTION_NAMES if name in handlers}
    app = FunctionApp(name_from(called), called, "action", MappingProxyType(sources))
    return Slot(Snapshot(app=app), None, owner=owner, amended=amended)


def _source(name: FunctionName, handler: Callable[..., Any]) -> Source:
    taken = arity(handler, ("parameters",), f"the handler of {name}")
    return Source("handler", handler=_awaitable(handler, taken))


def _awaitable(handler: Callable[..., Any], taken: int) -> Handler:
    """Return *handler* as one that is awaited and takes the parameters, whatever it declares."""

    @functools.wraps(handler)
    async def call(parameters: dict[str, Any]) -> Any:
        result: Awaitable[Any] | Any = handler(*(parameters,)[:taken])
        return await result if inspect.isawaitable(result) else result

    return call
