"""What a plugin does in an action's place and has not finished, so that it can be given up.

When a plugin goes, nobody is left to answer for its bodies and replacements that still wait for
something. The invocation would wait with them, maybe for ever, and any other like it would be
refused as pending. So it fails instead, with a sentence. What was handed on to the original ends
first: that is the action's own work. A reload gives nothing up; the new version takes it over.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from webchat.actions import Result
from webchat.errors import PluginError


class Call:
    """One call of a body or a replacement.

    Attributes:
        what: What is called, as a sentence has it.
        task: What runs it, once that is known and until it ends.
        is_given_up: Whether its task was cancelled because the plugin is gone.
    """

    __slots__ = ("_handed_on", "is_given_up", "task", "what")

    def __init__(self, what: str) -> None:
        self.what = what
        self.task: asyncio.Task[Any] | None = None
        self.is_given_up = False
        self._handed_on: list[Result] = []

    def handing_on(self, step: Callable[..., Result]) -> Callable[..., Result]:
        """Return ``original`` or ``next`` so that it is known how long that takes."""

        def hand_on(*args: Any, **named: Any) -> Result:
            result = step(*args, **named)
            if not result.done():
                self._handed_on.append(result)
            return result

        return hand_on

    def inner(self) -> Result | None:
        """Return what it was handed on to and that is not over, or None."""
        return next((one for one in self._handed_on if not one.done()), None)


class UnderWay:
    """The calls of a plugin that run now.

    Attributes:
        calls: They; a version shares them with the one whose place it takes.
    """

    def __init__(self, name: str) -> None:
        """Keep nothing yet.

        Args:
            name: The plugin's.
        """
        self._name = name
        self.calls: set[Call] = set()

    async def follow(self, call: Call, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Do *coroutine* as *call*.

        Raises:
            PluginError: It was given up.
        """
        call.task = asyncio.current_task()
        self.calls.add(call)
        try:
            return await coroutine
        except asyncio.CancelledError:
            if not call.is_given_up:
                raise
            raise PluginError(
                f"Plugin {self._name} was unloaded while its {call.what} was running. Try again."
            ) from None
        finally:
            self.calls.discard(call)
            call.task = None

    def give_up(self) -> None:
        """Let every call fail, once what it was handed on to is over."""
        for call in tuple(self.calls):
            self._give_up(call)

    def _give_up(self, call: Call) -> None:
        inner = call.inner()
        if inner is not None:
            inner.add_done_callback(partial(self._give_up_soon, call))
        elif call.task is not None:
            call.is_given_up = True
            call.task.cancel()

    def _give_up_soon(self, call: Call, _inner: Result) -> None:
        """Give the call the turn in which it may end by itself."""
        asyncio.get_running_loop().call_soon(self._give_up, call)
