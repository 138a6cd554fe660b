"""What can be ordered of a task: as buttons, which say by themselves when and why they cannot.

A button asks three things: whether the life of the task allows the order, whether the same order is
under way already, and whether it is blocked. The action layer knows the latter two.

A task is accepted a moment before its chat is read; until then AcceptTask holds up what can be done
with an accepted task. It holds up nothing else: who asks and never answers before AcceptTask leaves
Reject, and who does so after it leaves Wrap up.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.devtools.icon_button import TextButton
from ui.models.tooltips import plain_tooltip
from webchat.actions import Result
from webchat.model.task_life import Verb, is_possible
from webchat.side.side import Side
from webchat.state import State, TaskState

ORIGIN = "Desk"


class Order(NamedTuple):
    """One thing that can be done with a task.

    Attributes:
        action: The documented name.
        verb: What the life of a task calls it.
        text: Key of the word on its button; with ``Hint`` behind it, of its tooltip.
        name: The last part of the button's object name.
    """

    action: str
    verb: Verb
    text: str
    name: str


ACCEPT = Order("AcceptTask", "accept", "TaskAccept", "AcceptButton")
REJECT = Order("RejectTask", "reject", "TaskReject", "RejectButton")
WRAP_UP = Order("WrapupTask", "wrapup", "TaskWrapup", "WrapupButton")
COMPLETE = Order("CompleteTask", "complete", "TaskComplete", "CompleteButton")
TRANSFER = Order("TransferTask", "transfer", "TaskTransfer", "TransferButton")
HOLD = Order("HoldCall", "hold", "TaskHold", "HoldButton")
UNHOLD = Order("UnholdCall", "hold", "TaskUnhold", "UnholdButton")
HANG_UP = Order("HangupCall", "hangup", "TaskHangup", "HangupButton")
_ALL = (ACCEPT, REJECT, WRAP_UP, COMPLETE, TRANSFER, HOLD, UNHOLD, HANG_UP)
_ACTIONS = tuple(order.action for order in _ALL)


class Orders(QObject):
    """The orders of one desk.

    Signals:
        changed: Something began, ended, was blocked or released, or a task is another one now.
    """

    changed = Signal()

    def __init__(self, side: Side, parent: QObject) -> None:
        """Order what the person at *parent* wants, through the actions of *side*."""
        super().__init__(parent)
        self._side = side
        actions = side.actions
        until_destroyed(
            self,
            side.store.subscribe(_tasks, self._on_tasks),
            side.store.subscribe(_open_chats, self._on_tasks),
            actions.add_listener("invocationBegin", self._on_invocations),
            actions.add_listener("invocationEnd", self._on_invocations),
            actions.add_listener("actionBlockedChanged", self._on_invocations),
        )
        self._obstacles = self._find_obstacles()

    @property
    def side(self) -> Side:
        """Whose desk it is."""
        return self._side

    def task(self, sid: str) -> TaskState | None:
        """Return what is known of a task."""
        return self._side.store.state.tasks.get(sid)

    def invoke(
        self,
        action: str,
        sid: str,
        more: Mapping[str, Any] | None = None,
        *,
        origin: str = ORIGIN,
    ) -> Result:
        """Order something of a task.

        Args:
            action: The documented name.
            sid: The reservation (WR…).
            more: What else the payload holds.
            origin: Where the person has ordered it.
        """
        with self._side.actions.as_origin(origin):
            return self._side.actions.invoke_action(action, {"sid": sid, **(more or {})})

    def can_be(self, order: Order, sid: str) -> bool:
        """Whether the life of a task allows an order now."""
        task = self.task(sid)
        return task is not None and is_possible(task.status, order.verb)

    def obstacle(self, action: str, sid: str) -> str | None:
        """Return why an order that would be possible has to wait, a sentence, or None."""
        strings, actions = self._side.strings, self._side.actions
        if actions.find_pending_actions(action, self._about(sid)):
            return strings.render("TaskRunning", action=action)
        blocks = self._about(sid, or_nobody=True)
        if actions.find_blocked_actions(action, blocks):
            return strings.render("TaskBlocked", action=action)
        if action != ACCEPT.action and self._is_half_accepted(sid):
            return strings.render("TaskRunning", action=ACCEPT.action)
        return None

    def _is_half_accepted(self, sid: str) -> bool:
        """Whether AcceptTask has set the status, but has not read the chat yet."""
        task = self.task(sid)
        if task is None or task.status != "accepted" or not task.channel_sid:
            return False
        if task.channel_sid in self._side.store.state.chat.channels:
            return False
        return bool(self._side.actions.find_pending_actions(ACCEPT.action, self._about(sid)))

    def _about(self, sid: str, *, or_nobody: bool = False) -> Any:
        """Return a match for payloads about a task, or about no task in particular."""
        task = self.task(sid)
        names = {sid} if task is None else {sid, task.task_sid}

        def is_about(payload: object, _action: str) -> bool:
            if not isinstance(payload, dict):
                return or_nobody
            given = payload.get("sid") or getattr(payload.get("task"), "sid", None)
            return given in names or (or_nobody and given is None)

        return is_about

    def _on_tasks(self, _what: object) -> None:
        self.changed.emit()

    def _on_invocations(self, *_what: object) -> None:
        """Tell of orders only: every keystroke begins and ends invocations, too."""
        before, self._obstacles = self._obstacles, self._find_obstacles()
        if before != self._obstacles:
            self.changed.emit()

    def _find_obstacles(self) -> tuple[object, ...]:
        """Return which orders are under way, and which are blocked."""
        found: list[object] = []

        def note(payload: object, action: str) -> bool:
            given = (payload.get("sid"), payload.get("task")) if isinstance(payload, dict) else ()
            found.append((action, *given))
            return False  # so that all of them are shown, not the oldest of each

        self._side.actions.find_pending_actions(_ACTIONS, note)
        found.append(None)
        self._side.actions.find_blocked_actions(_ACTIONS, note)
        return tuple(found)


class OrderButton(TextButton):
    """A button that orders one thing of one task.

    Signals:
        ordered: It did; the task's sid and the result to wait for.
    """

    ordered = Signal(object, object)

    def __init__(self, orders: Orders, order: Order, parent: QWidget | None = None) -> None:
        """Make a button of no task yet.

        Args:
            orders: Through which it orders.
            order: What.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._orders, self._order, self._sid = orders, order, ""
        self.setObjectName(f"Desk.{order.name}")
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)
        orders.changed.connect(self.refresh)
        until_destroyed(self, orders.side.strings.subscribe(self.refresh))
        self.refresh()

    @property
    def sid(self) -> str:
        """The task's sid (WR…), empty for none."""
        return self._sid

    def set_task(self, sid: str) -> None:
        """Be about another task."""
        self._sid = sid
        self.refresh()

    def refresh(self) -> None:
        """Say what can be done now."""
        strings, order = self._orders.side.strings, self._order
        obstacle = self._orders.obstacle(order.action, self._sid) if self._sid else None
        text = strings.render(order.text)
        hint = obstacle or strings.render(f"{order.text}Hint")
        self.setText(text)
        self.setToolTip(plain_tooltip(hint))
        self.setAccessibleName(self._spoken(text))
        self.setAccessibleDescription(hint)
        self.setEnabled(obstacle is None and self._orders.can_be(order, self._sid))

    def _spoken(self, text: str) -> str:
        task = self._orders.task(self._sid)
        if task is None:
            return text
        strings = self._orders.side.strings
        name = task.customer_name or strings.render("TaskCustomerUnknown")
        return strings.render("TaskOrderSpoken", order=text, name=name)

    def _on_clicked(self) -> None:
        if self._sid:
            self.order()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Order nothing: the first click has done so, and may have brought another button here."""
        event.accept()

    def order(self) -> None:
        """Order it; a refusal is told by the side's notices."""
        self.ordered.emit(self._sid, self._orders.invoke(self._order.action, self._sid))


def _tasks(state: State) -> object:
    return state.tasks


def _open_chats(state: State) -> frozenset[str]:
    return frozenset(state.chat.channels)
