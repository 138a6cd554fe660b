"""The Desk menu: the first agent's orders by keyboard, and what makes work come."""

from itertools import cycle

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from ui.bridge import owned_tasks, until_destroyed
from ui.desk.activity_button import presence
from ui.desk.orders import ACCEPT, COMPLETE, HANG_UP, WRAP_UP, Order, Orders
from ui.models.tasks import rows_of
from ui.shell.restart_menu import ORIGIN
from webchat.actions import Result
from webchat.errors import WebChatError
from webchat.model import ACTIVITIES
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.state import State

_CALLERS = ("Hedy Lamarr", "Katherine Johnson", "Alan Turing", "Radia Perlman")


class DeskMenu(QObject):
    """The entries; each is enabled while it can be done.

    Attributes:
        menu: Where they stand.

    Signals:
        desk_requested: The person wants to see the desk.
        agent_requested: The person wants another agent with a window of its own.
    """

    desk_requested = Signal()
    agent_requested = Signal()

    def __init__(self, menu: QMenu, sim: Simulator) -> None:
        """Fill *menu* for the first agent of *sim*."""
        super().__init__(menu)
        self.menu, self._sim = menu, sim
        self._orders = Orders(sim.desk, self)
        self._callers = cycle(_CALLERS)
        self.tasks = owned_tasks(self)
        self._open = self._entry("Open", "&Go to the desk", "F6")
        menu.addSeparator()
        self._accept = self._entry("AcceptNext", "&Accept next", "Ctrl+Shift+N")
        self._wrap_up = self._entry("WrapUp", "&Wrap up", "Ctrl+Shift+W")
        self._complete = self._entry("Complete", "&Complete", "Ctrl+Shift+K")
        menu.addSeparator()
        self._activities = self._add_activities()
        self._log = self._entry("Log", "&Log out", "")
        menu.addSeparator()
        self._call = self._entry("Call", "&Simulate a call", "")
        self._call.setToolTip("Let a call come in, a task of the channel “voice”")
        self._agent = self._entry("AddAgent", "Add an a&gent", "")
        self._agent.setToolTip("Let another agent come, with a desk in a window of its own")
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        self._open.triggered.connect(self.desk_requested)
        self._accept.triggered.connect(self.accept_next)
        self._wrap_up.triggered.connect(self._end_conversation)
        self._complete.triggered.connect(self._be_done)
        self._log.triggered.connect(self._log_in_or_out)
        self._call.triggered.connect(self._let_call_come)
        self._agent.triggered.connect(self.agent_requested)
        self._orders.changed.connect(self._refresh)
        until_destroyed(self, self._side.store.subscribe(presence, self._on_presence))

    @property
    def _side(self) -> Side:
        return self._sim.desk

    def accept_next(self) -> None:
        """Accept what has waited for the longest."""
        sid = _next_waiting(self._side.store.state)
        if sid is not None:
            self._order(ACCEPT, sid).add_done_callback(self._on_accepted)

    def _on_accepted(self, _result: Result) -> None:
        if isValid(self):
            self.desk_requested.emit()

    def _end_conversation(self) -> None:
        sid = self._selected()
        task = self._orders.task(sid)
        is_call = task is not None and task.task_channel_unique_name == "voice"
        self._order(HANG_UP if is_call else WRAP_UP, sid)

    def _be_done(self) -> None:
        self._order(COMPLETE, self._selected())

    def _order(self, order: Order, sid: str) -> Result:
        return self._orders.invoke(order.action, sid, origin=ORIGIN)

    def _selected(self) -> str:
        """Return the task that is meant: the selected one, else the first of the agent's own."""
        state = self._side.store.state
        mine = (row.sid for row in rows_of(state) if not row.is_waiting)
        return state.session.selected_task_sid or next(mine, "")

    def _choose_activity(self, entry: QAction) -> None:
        is_there = presence(self._side.store.state) is not None
        self._invoke("SetActivity" if is_there else "Login", {"activityName": entry.data()})
        self._refresh()

    def _log_in_or_out(self) -> None:
        is_there = presence(self._side.store.state) is not None
        self._invoke("Logout" if is_there else "Login", {})

    def _invoke(self, action: str, payload: dict[str, object]) -> None:
        with self._side.actions.as_origin(ORIGIN):
            self._side.actions.invoke_action(action, payload)

    def _let_call_come(self) -> None:
        """Do what a telephone does, not a person here: that is no action."""
        self.tasks.spawn(self._create_call(next(self._callers)), name="let a call come in")

    async def _create_call(self, caller: str) -> None:
        try:
            await self._side.centre.create_voice_task(caller)
        except WebChatError as error:
            self._side.notifications.show(str(error), "error")

    def _on_presence(self, _presence: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        orders, state = self._orders, self._side.store.state
        sid, now = self._selected(), presence(state)
        waiting = _next_waiting(state)
        self._accept.setEnabled(waiting is not None and self._is_free(ACCEPT, waiting))
        self._wrap_up.setEnabled(orders.can_be(WRAP_UP, sid) and self._is_free(WRAP_UP, sid))
        self._complete.setEnabled(orders.can_be(COMPLETE, sid) and self._is_free(COMPLETE, sid))
        self._log.setText("&Log in" if now is None else "&Log out")
        for entry in self._activities.actions():
            entry.setChecked(entry.data() == now)

    def _is_free(self, order: Order, sid: str) -> bool:
        return self._orders.obstacle(order.action, sid) is None

    def _add_activities(self) -> QActionGroup:
        group = QActionGroup(self.menu)
        for activity in ACTIVITIES:
            entry = self._entry(f"Activity.{activity}", f"&{activity.capitalize()}", "")
            entry.setCheckable(True)
            entry.setData(activity)
            entry.setActionGroup(group)
        group.triggered.connect(self._choose_activity)
        return group

    def _entry(self, name: str, text: str, keys: str) -> QAction:
        entry = self.menu.addAction(text)
        entry.setObjectName(f"DeskMenu.{name}")
        if keys:
            entry.setShortcut(keys)
        return entry


def _next_waiting(state: State) -> str | None:
    return next((row.sid for row in rows_of(state) if row.is_waiting), None)
