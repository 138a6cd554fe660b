"""One person's half of a conversation: everything that a gesture, a plugin or a bot acts on.

A side is put together here and knows nothing of windows. What concerns only customers (the
engagement) or only agents (tasks) is registered on it by their own packages.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from webchat.actions import ActionCancelledError, ActionsManager, Invocation, Result
from webchat.centre.events import CentreEvent, ConnectionChanged
from webchat.centre.line import Line
from webchat.centre.protocol import ContactCentre
from webchat.chat.actions import ChatActions
from webchat.chat.client import ChatClient
from webchat.chat.input import InputQueue
from webchat.clock import Clock, IdSource
from webchat.config import Config
from webchat.errors import EngagementError, WebChatError
from webchat.side.browser import Browser, NoBrowser
from webchat.side.components import Components
from webchat.side.dialogs import Dialogs, SilentDialogs
from webchat.side.kind import Kind, acting_side
from webchat.side.notifications import Notifications
from webchat.side.strings import Strings
from webchat.state import State, Store
from webchat.state.changes import Change, ConnectionSet
from webchat.tasks import TaskBag

_ANNOUNCED = "was_announced"
_ENGAGEMENT = "an engagement. Invoke StartEngagement"
_CLIENT_COMES_WITH = {"desk": "the login. Invoke Login"}
_log = logging.getLogger(__name__)


class _SideActions(ActionsManager):
    """The side's action layer: whatever an invocation runs or starts knows whose side it is."""

    side: "Side"

    def invoke_action(self, name: str, payload: Any = None, *, owner: str | None = None) -> Result:
        token = acting_side.set(self.side)
        try:
            return super().invoke_action(name, payload, owner=owner)
        finally:
            acting_side.reset(token)


class _SideStore(Store):
    """The side's store: a plugin that is told of a change sees this side as the current one."""

    side: "Side"

    def dispatch(self, change: Change) -> None:
        token = acting_side.set(self.side)
        try:
            super().dispatch(change)
        finally:
            acting_side.reset(token)


class Side:
    """One customer, agent or bot.

    Attributes:
        kind: What it shares with others of its kind.
        name: As shown, such as ``customer 1``.
        actions: Its action layer; the only way to act for it.
        store: What it knows.
        input_queue: Where its text areas put their edits.
        notifications: Notices to its person.
        dialogs: Who asks its person; a window puts its own here.
        browser: Who opens addresses for its person, likewise.
        tasks: What runs on its behalf.
        clock: Its time.
        ids: Its source of ids.
        line: Its connection to the contact centre, which can be cut and restored.
        centre: The contact centre as it speaks to it, which is by that line.
    """

    def __init__(
        self,
        kind: Kind,
        name: str,
        *,
        centre: ContactCentre,
        config: Config,
        clock: Clock,
        ids: IdSource,
        dialogs: Dialogs | None = None,
        browser: Browser | None = None,
        invocation_ids: Iterator[int] | None = None,
    ) -> None:
        """Put a side together and enter it in its kind.

        Args:
            kind: What it shares with others of its kind.
            name: As shown.
            centre: The contact centre it speaks to.
            config: Part of its state.
            clock: Its time.
            ids: Its source of ids.
            dialogs: Who asks its person; None for nobody.
            browser: Who opens addresses for its person; None for nobody.
            invocation_ids: Counts the invocations of all sides whose records are read together.
        """
        self.kind = kind
        self.name = name
        self.clock = clock
        self.ids = ids
        self.dialogs: Dialogs = dialogs or SilentDialogs()
        self.browser: Browser = browser or NoBrowser()
        self.store: Store = self._make_store(config)
        self.notifications = Notifications()
        self.tasks = TaskBag(name)
        self.line = Line(centre, clock=clock, tasks=self.tasks)
        self.centre: ContactCentre = self.line
        self._unsubscribe = self.line.subscribe(self._heard)
        self.actions: ActionsManager = self._make_actions(invocation_ids)
        self.input_queue = InputQueue(self.actions)
        self._client: ChatClient | None = None
        ChatActions(
            self.actions,
            store=self.store,
            client=self.connected,
            texts=self.strings.render,
            notify=self._notify,
            announce=self.announce,
            clock=clock,
            tasks=self.tasks,
        )
        kind.add(self)

    def __repr__(self) -> str:
        return f"<Side {self.name}>"

    @property
    def components(self) -> Components:
        """What plugins put on the screen of sides of this kind."""
        return self.kind.components

    @property
    def strings(self) -> Strings:
        """The texts of sides of this kind."""
        return self.kind.strings

    @property
    def chat_client(self) -> ChatClient:
        """The connection to the centre.

        Raises:
            EngagementError: There is none.
        """
        if self._client is None:
            raise EngagementError(
                f"The {self.name} has no chat client: it comes with "
                f"{_CLIENT_COMES_WITH.get(self.kind.name, _ENGAGEMENT)} first, "
                "and use it once that has ended."
            )
        return self._client

    def connected(self) -> ChatClient | None:
        """Return the connection to the centre, or None while there is none."""
        return self._client

    def connect(self, identity: str, friendly_name: str) -> ChatClient:
        """Make the chat client under which this side is known to the centre.

        Raises:
            EngagementError: There is one already.
        """
        if self._client is not None:
            came = self._client.identity
            raise EngagementError(f"The {self.name} is connected already, as {came}.")
        self._client = ChatClient(
            self.centre,
            identity,
            friendly_name,
            store=self.store,
            clock=self.clock,
            tasks=self.tasks,
        )
        return self._client

    async def disconnect(self) -> None:
        """Let go of the chat client; harmless when there is none."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def announce(self, error: BaseException) -> None:
        """Note that the person was told of *error*, so that it is not shown a second time."""
        setattr(error, _ANNOUNCED, True)  # on the error itself: a list would keep it alive

    async def aclose(self, limit: float = 1.0) -> tuple[str, ...]:
        """End what runs on this side's behalf.

        Args:
            limit: How long to wait for it, in seconds.

        Returns:
            The names of tasks that did not end in time.
        """
        left = await asyncio.gather(self.actions.aclose(limit), self.tasks.aclose(limit))
        await self.disconnect()
        self._unsubscribe()
        return tuple(name for names in left for name in names)

    def _make_store(self, config: Config) -> Store:
        store = _SideStore(State(config))
        store.side = self
        return store

    def _make_actions(self, ids: Iterator[int] | None) -> ActionsManager:
        actions = _SideActions(self.kind.scopes, clock=self.clock, ids=ids)
        actions.side = self
        actions.on_unhandled = self._unhandled
        return actions

    def _heard(self, event: CentreEvent) -> None:
        if isinstance(event, ConnectionChanged):
            self.store.dispatch(ConnectionSet(event.state))

    def _unhandled(self, invocation: Invocation, error: BaseException) -> None:
        """Tell of a failure that nobody awaited; a cancelled action is not one."""
        if isinstance(error, ActionCancelledError):
            return
        cause = error.__cause__ or error
        if getattr(cause, _ANNOUNCED, False):
            return
        if isinstance(cause, WebChatError):
            _log.warning("%s: %s failed: %s", self.name, invocation.action, error)
            sentence = str(error)
        else:
            _log.error("%s: %s failed", self.name, invocation.action, exc_info=error)
            sentence = f"The action {invocation.action} failed: {error}"
        self._show_error(sentence)

    def _notify(self, error: Exception) -> None:
        """Tell of a failure now, unless that was done, whether or not anybody awaits the action."""
        if not getattr(error, _ANNOUNCED, False):
            self._show_error(str(error))
            self.announce(error)

    def _show_error(self, sentence: str) -> None:
        if not any(one.text == sentence for one in self.notifications.active):
            self.notifications.show(sentence, "error")
