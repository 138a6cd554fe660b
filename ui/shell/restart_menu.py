"""Restarting the chat as somebody: as the same customer, as a new one, or as one that is named.

A restart leads back to the form; who the customer is then is kept in the session until it is sent.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge import async_slot, owned_tasks, until_destroyed
from webchat.side.side import Side
from webchat.state import State

ORIGIN = "Menu"


class RestartMenu(QObject):
    """The entries, in the Conversation menu and at the arrow beside the restart button.

    Attributes:
        menu: The menu, for the button to open.
    """

    def __init__(self, side: Side, above: QMenu) -> None:
        """Make the menu.

        Args:
            side: The customer.
            above: The menu that has it as an entry, besides the button.
        """
        super().__init__(above)
        self._side = side
        self.tasks = owned_tasks(self)
        self.menu = above.addMenu("Restart as &…")
        self.menu.setObjectName("Menu.Restart")
        self.menu.setToolTipsVisible(True)
        self._same = self._entry("Same", "As the &same customer")
        self._new = self._entry("New", "As a &new customer")
        self._given = self._entry("Given", "As a &given identity…")
        self._given.setToolTip("Name the identity that the next chat begins with")
        self._same.triggered.connect(self._as_the_same)
        self._new.triggered.connect(self._as_new)
        self._given.triggered.connect(self._as_given)
        until_destroyed(self, side.store.subscribe(_identity, self._on_identity))
        self._on_identity(_identity(side.store.state))

    def _as_the_same(self) -> None:
        self._restart({"identity": _identity(self._side.store.state)})

    def _as_new(self) -> None:
        self._restart({})

    @async_slot()
    async def _as_given(self) -> None:
        identity = _identity(self._side.store.state)
        question = "Which identity is the customer to have in the next chat?"
        given = await self._side.dialogs.prompt(question, identity or "")
        if given is not None:
            self._restart({"identity": given})

    def _restart(self, payload: dict[str, object]) -> None:
        with self._side.actions.as_origin(ORIGIN):
            self._side.actions.invoke_action("RestartEngagement", payload)

    def _on_identity(self, identity: str | None) -> None:
        self._same.setEnabled(identity is not None)
        self._same.setToolTip(identity or "Nobody has chatted yet")

    def _entry(self, name: str, text: str) -> QAction:
        entry = self.menu.addAction(text)
        entry.setObjectName(f"Restart.{name}")
        return entry


def _identity(state: State) -> str | None:
    """Return who the customer is, or is to be."""
    return state.session.identity or state.session.next_identity
