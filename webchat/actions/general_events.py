"""Events that are only told: ``invocationBegin``, ``invocationEnd``, ``actionBlockedChanged``.

Nobody waits for their listeners: async ones are started and left alone (actions, rules 65 and
68). What a listener raises goes to whoever fired the event.
"""

import asyncio
from collections.abc import Callable
from inspect import isawaitable, iscoroutine
from typing import Any

from webchat.actions.callables import Registered
from webchat.actions.eager import first_step
from webchat.actions.record import ListenerCall
from webchat.actions.running import Running

Failed = Callable[[ListenerCall, BaseException], object]


def fire(
    listener: Registered, arguments: tuple[Any, ...], running: Running, on_failed: Failed
) -> None:
    """Call one listener of a general event.

    Args:
        listener: What was registered.
        arguments: Offered to it; it takes as many as it declares.
        running: An async listener is one of these until it ends.
        on_failed: Called with the record of the call and what the listener raised, now or
            later.
    """
    call = ListenerCall(listener.event, listener.owner, listener.where)

    def failed(error: BaseException) -> None:
        call.failed(error)
        on_failed(call, error)

    try:
        returned = listener.function(*arguments[: listener.taken])
        if isawaitable(returned):
            _start(returned, running, failed)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        failed(error)


def _start(awaitable: Any, running: Running, failed: Callable[[BaseException], None]) -> None:
    coroutine = awaitable if iscoroutine(awaitable) else _awaited(awaitable)
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        coroutine.close()
        raise
    _value, part = first_step(coroutine, loop)
    if part is None:
        return
    part.join(running)

    def ended() -> None:
        if part.error is not None and not isinstance(part.error, asyncio.CancelledError):
            failed(part.error)

    part.on_done = ended


async def _awaited(awaitable: Any) -> Any:
    return await awaitable
