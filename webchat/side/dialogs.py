"""Questions to the person: ``alert``, ``confirm`` and ``prompt`` that never block the loop."""

import inspect
from collections.abc import Awaitable
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")


class Dialogs(Protocol):
    """Who asks the person."""

    async def alert(self, text: str) -> None:
        """Show *text* and wait until it was read."""

    async def confirm(self, text: str) -> bool:
        """Ask a yes-or-no question; closing the dialog means no."""

    async def prompt(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None means that the person gave none."""


async def answered(answer: Awaitable[_T]) -> _T:
    """Return what a dialog answers, also when its object answers at once, as in a short test."""
    given: Any = answer
    if inspect.isawaitable(given):
        given = await given
    value: _T = given
    return value


class SilentDialogs:
    """Answers of a run without a window: nothing was confirmed, nothing typed."""

    async def alert(self, text: str) -> None:
        """Return at once."""

    async def confirm(self, text: str) -> bool:  # noqa: ARG002  there is nobody to read it
        """Return False: without a person nothing is confirmed."""
        return False

    async def prompt(self, text: str, default: str = "") -> str | None:  # noqa: ARG002  as above
        """Return None: without a person nothing is typed."""
        return None
