"""What a plugin hands in to be called: checked once, when it is registered.

A callable may be sync or async and takes as many of the arguments offered as it declares. One
that needs more, or needs a keyword, could never be called: it is refused at registration, with
a sentence that names it, so that the mistake is seen where it was made.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

_COUNTED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Registered:
    """One callable as it was registered.

    Attributes:
        function: What was handed in; its identity is what ``remove_listener`` compares.
        taken: How many of the arguments offered it declares, from the first.
        call: Calls it with the first argument, which it may not declare.
        event: The event it listens to, or what else it was registered for.
        owner: Name of the plugin it belongs to, or None.
        where: ``file:line`` of its definition, or its name where it has none.
        was_warned_of: Whether it was said that it is never called.
    """

    __slots__ = ("call", "event", "function", "owner", "taken", "was_warned_of", "where")

    def __init__(
        self,
        function: Callable[..., Any],
        offered: tuple[str, ...],
        event: str,
        role: str,
        owner: str | None,
    ) -> None:
        """Check that *function* can be called with *offered*.

        Args:
            function: What was handed in.
            offered: Names of the positional arguments it will be offered.
            event: What it is registered for.
            role: What it was handed in as, for the sentence; ``"a listener on 'afterX'"``.
            owner: Name of the plugin it belongs to, or None.

        Raises:
            TypeError: It is not callable, or cannot be called with these arguments.
        """
        self.taken = arity(function, offered, role)
        self.function = function
        self.event = event
        self.owner = owner
        self.where = where(function)
        self.was_warned_of = False
        self.call: Callable[[Any], Any] = function if self.taken else lambda _payload: function()

    @property
    def label(self) -> str:
        """Who it is, for a record: its owner, or where it is defined."""
        return self.owner or self.where

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.event} {self.where} of {self.owner}>"


def arity(function: Callable[..., Any], offered: tuple[str, ...], role: str) -> int:
    """Return how many of *offered* the function takes."""
    if not callable(function):
        raise TypeError(f"{role} must be callable, but {function!r} came.")
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some built-ins have no signature: offer them everything
        return len(offered)
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters):
        return len(offered)
    positional = [one for one in parameters if one.kind in _COUNTED]
    needed = sum(one.default is inspect.Parameter.empty for one in positional)
    keywords = [
        one.name
        for one in parameters
        if one.kind is inspect.Parameter.KEYWORD_ONLY and one.default is inspect.Parameter.empty
    ]
    if needed > len(offered) or keywords:
        name = getattr(function, "__qualname__", repr(function))
        wants = f"needs {needed}" if needed > len(offered) else f"needs keyword {keywords[0]!r}"
        raise TypeError(
            f"{name} ({where(function)}) cannot be {role}: it {wants}, "
            f"but is called with ({', '.join(offered)})."
        )
    return min(len(positional), len(offered))


def where(function: Callable[..., Any]) -> str:
    """Return ``file:line`` of a callable's definition, or its name where it has none."""
    inner: Any = function
    while isinstance(inner, functools.partial):
        inner = inner.func
    inner = inspect.unwrap(inner)
    inner = getattr(inner, "__func__", inner)
    code = getattr(inner, "__code__", None)
    if code is None:
        code = getattr(vars(type(inner)).get("__call__"), "__code__", None)
    if code is None:
        return str(getattr(inner, "__qualname__", type(inner).__qualname__))
    return f"{code.co_filename}:{code.co_firstlineno}"
