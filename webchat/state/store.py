"""The one place where a side's state lives.

A subscriber names what it wants to know with a *selector* and is told when that has changed.
A change that a subscriber dispatches is reduced after everybody has been told of the first
one, so that all see the changes in one order.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from webchat.state.changes import Change
from webchat.state.records import ChannelState, ChatState, State
from webchat.state.reducer import reduce
from webchat.undo import Undo, once

_V = TypeVar("_V")
_CHEAP_LENGTH = 32
_log = logging.getLogger(__name__)


class _Subscription(Generic[_V]):
    __slots__ = ("active", "callback", "selected", "selector")

    def __init__(
        self, selector: Callable[[State], _V], callback: Callable[[_V], object], state: State
    ) -> None:
        self.selector = selector
        self.callback = callback
        self.selected = selector(state)
        self.active = True

    def tell(self, state: State) -> None:
        value = self.selector(state)
        if value is self.selected or (_is_cheap(value) and value == self.selected):
            return
        self.selected = value
        self.callback(value)


def _is_cheap(value: object) -> bool:
    """Whether comparing by value costs little.

    What may hold a long history is told apart by identity alone; a change that alters nothing
    makes no new record.
    """
    if isinstance(value, (State, ChatState, ChannelState)):
        return False
    return not isinstance(value, (tuple, Mapping)) or len(value) <= _CHEAP_LENGTH


class Store:
    """A state, the changes made to it, and who wants to know."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._subscriptions: list[_Subscription[Any]] = []
        self._waiting: deque[Change] = deque()
        self._telling = False

    @property
    def state(self) -> State:
        """The state as it is now; frozen, so it may be kept."""
        return self._state

    def dispatch(self, change: Change) -> None:
        """Make *change*, and tell those whose selected part it altered."""
        self._waiting.append(change)
        if self._telling:
            return
        self._telling = True
        try:
            while self._waiting:
                before = self._state
                self._state = reduce(before, self._waiting.popleft())
                if self._state is not before:
                    self._tell()
        finally:
            self._telling = False

    def _tell(self) -> None:
        for subscription in tuple(self._subscriptions):
            if not subscription.active:
                continue
            try:
                subscription.tell(self._state)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                _log.exception("A subscriber of the store failed: %r", subscription.callback)

    def subscribe(self, selector: Callable[[State], _V], callback: Callable[[_V], object]) -> Undo:
        """Call *callback* with what *selector* picks, each time that has changed.

        Args:
            selector: Called with the state after every change; should be cheap and return a
                part of it, so that comparing is cheap too.
            callback: Not called with the value at the time of subscribing. An exception it
                raises is logged and affects nobody else.

        Returns:
            An undo; nothing is told after it was called.
        """
        subscription = _Subscription(selector, callback, self._state)
        self._subscriptions.append(subscription)

        def undo() -> None:
            subscription.active = False
            self._subscriptions.remove(subscription)

        return once(undo)
