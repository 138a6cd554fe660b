"""What ``init(app)`` gets: everything a plugin may touch, and nothing that it leaves behind.

Each name is that of the contract. Whatever is registered through it carries the plugin's name
and is undone, the newest first, when the plugin is unloaded or a newer version takes its
place.
"""

import inspect
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from webchat.plugins.app_share import AppShare
from webchat.plugins.contain import Container
from webchat.plugins.functions_api import FunctionsApi
from webchat.plugins.ledger import Ledger
from webchat.plugins.share import Share
from webchat.plugins.side_api import SideApi
from webchat.side.dialogs import Dialogs, answered
from webchat.side.kind import acting_side
from webchat.side.notifications import NotificationKind
from webchat.undo import Undo, once

if TYPE_CHECKING:
    import asyncio

    from webchat.side.side import Side

_T = TypeVar("_T")
_NOTICES_KEPT = 32


class PluginApp:
    """``app``.

    Attributes:
        name: The plugin's name.
        path: Its file or folder.
        log: Its logger; the log names the plugin.
        dialogs: ``alert``, ``confirm`` and ``prompt``, which never block anything; they ask the
            person of the side whose action runs, otherwise whoever sits before the program.
        notifications: Notices in the current side's bar.
        functions: Action functions; see :class:`~webchat.plugins.functions_api.FunctionsApi`.
    """

    def __init__(
        self,
        container: Container,
        shares: Mapping[str, Share],
        apps: AppShare,
        ledger: Ledger,
        dialogs: Callable[[], Dialogs],
    ) -> None:
        """Put together what one version of a plugin gets.

        Args:
            container: Answers for its callables.
            shares: Where its registrations go, by the name of the kind of side.
            apps: Where its function apps go.
            ledger: Where their undos go.
            dialogs: Tells who asks the person now.
        """
        self.name = container.name
        self.path = container.path
        self.log = container.log
        self.dialogs = DialogsApi(dialogs)
        self.notifications = NotificationsApi(shares, ledger, container)
        self.functions = FunctionsApi(apps, ledger, container)
        self._sides = {kind: SideApi(share, ledger, container) for kind, share in shares.items()}
        self._container = container
        self._ledger = ledger

    @property
    def webchat(self) -> SideApi:
        """The customer's side: every chat widget, present and later."""
        return self._sides["webchat"]

    @property
    def desk(self) -> SideApi:
        """The agent's side: every desk of a person, present and later."""
        return self._sides["desk"]

    def spawn(self, coroutine: Coroutine[Any, Any, _T]) -> "asyncio.Task[_T]":
        """Run *coroutine* as a task that ends with this plugin.

        Raises:
            TypeError: It is no coroutine.
            PluginError: The plugin was unloaded.
        """
        try:
            self._ledger.check_open()
        except BaseException:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # else its never having run would be warned of
            raise
        name = getattr(coroutine, "__qualname__", "task")
        return self._container.spawn(coroutine, name)

    def on_unload(self, callback: Callable[[], object]) -> Undo:
        """Call *callback*, which may be async, when this version of the plugin is let go."""
        self._ledger.check_open()
        name = getattr(callback, "__name__", "callback")
        self._ledger.add("on_unload", name, callback, callback)
        return once(lambda: self._ledger.drop("on_unload", name, callback))

    def __repr__(self) -> str:
        return f"<app of plugin {self.name}>"


class DialogsApi:
    """``app.dialogs``."""

    def __init__(self, dialogs: Callable[[], Dialogs]) -> None:
        self._dialogs = dialogs

    async def alert(self, text: str) -> None:
        """Show *text* and wait until it was read; without a window return at once."""
        await answered(self._dialogs().alert(str(text)))

    async def confirm(self, text: str) -> bool:
        """Ask a yes-or-no question; without a window the answer is False."""
        return await answered(self._dialogs().confirm(str(text)))

    async def prompt(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None if the person gave none, or there is no window."""
        return await answered(self._dialogs().prompt(str(text), default))


class NotificationsApi:
    """``app.notifications``."""

    def __init__(self, shares: Mapping[str, Share], ledger: Ledger, container: Container) -> None:
        self._shares = shares
        self._ledger = ledger
        self._container = container
        self._shown: deque[Undo] = deque(maxlen=_NOTICES_KEPT)

    def show(
        self,
        text: str,
        kind: NotificationKind = "information",
        *,
        action_label: str | None = None,
        on_action: Callable[[], object] | None = None,
        is_sticky: bool = False,
    ) -> Undo:
        """Show a notice to the person of the current side; the undo takes it away.

        That is the side whose action runs, a customer's or an agent's, otherwise the web chat's.

        Args:
            text: Plain text.
            kind: ``information``, ``success``, ``warning`` or ``error``.
            action_label: Text of a button, or None for none.
            on_action: Called when the button is pressed.
            is_sticky: Keep it until it is dismissed.
        """
        self._ledger.check_open()
        if not self._shown:
            self._ledger.add("notice", "notices", self._dismiss_all)
        undo: Undo = self._current.notifications.show(
            text,
            kind,
            action_label=action_label,
            on_action=on_action and self._container.silently(on_action, "a notice's button"),
            is_sticky=is_sticky,
        )
        self._shown.append(undo)
        return undo

    @property
    def _current(self) -> "Side":
        acting = acting_side.get()
        kind = "webchat" if acting is None else acting.kind.name
        return self._shares.get(kind, self._shares["webchat"]).sides.current

    def _dismiss_all(self) -> None:
        while self._shown:
            self._shown.pop()()
