"""Why something is invoked now: the origin, or the invocation in which it happens."""

from contextvars import ContextVar

from webchat.actions.record import Invocation


class Origin:
    """Where what is invoked now comes from.

    Attributes:
        id: That of the invocation under way, or None.
        origin: Name of a widget, plugin or bot, or ``person``.
        invocation: The invocation under way, or None.
    """

    __slots__ = ("id", "invocation", "origin")

    def __init__(self, invocation: Invocation | None, origin: str) -> None:
        self.id = None if invocation is None else invocation.id
        self.invocation = invocation
        self.origin = origin


cause: ContextVar[Invocation | Origin] = ContextVar(
    "cause",
    default=Origin(None, "person"),  # noqa: B039  never changed
)
"""Why something is invoked now: the invocation under way, or an origin."""


def current_invocation() -> Invocation | None:
    """Return the record of the invocation that this code runs in, or None outside of any."""
    why = cause.get()
    return why if isinstance(why, Invocation) else why.invocation
