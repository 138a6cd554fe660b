"""What happens in place of a function for which a stub stands in."""

from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionTimeoutError
from webchat.functions.contract.samples import forced_error, wrong_shape

if TYPE_CHECKING:
    from webchat.clock import Clock
    from webchat.functions.app import FunctionApp
    from webchat.functions.contract.records import FunctionName
    from webchat.functions.stubs import Stub

SLOW_SECONDS = 5.0
"""How long a function waits that is made slow, before it runs itself."""

TIMEOUT_SECONDS = 2.0
"""How long a forced time-out takes: long enough to be seen, whatever the app's limit is."""


async def answer_of(
    stub: "Stub", app: "FunctionApp", function: "FunctionName", limit: float, clock: "Clock"
) -> Any:
    """Return what a stub returns in place of a function.

    Args:
        stub: One that is not ``slow``: then the function runs itself.
        app: Whose function.
        function: Which.
        limit: How long it might take, in seconds.
        clock: The time that a time-out takes.

    Raises:
        FunctionTimeoutError: The stub forces one.
    """
    if stub.forced == "error":
        return forced_error()
    if stub.forced == "wrong shape":
        return wrong_shape(function, app.kind)
    if stub.forced == "timeout":
        await clock.sleep(min(limit, TIMEOUT_SECONDS))
        raise FunctionTimeoutError(
            f"The {function} function of {app.title} took longer than {limit:g} seconds. "
            "The bench forces this time-out."
        )
    return stub.answer
