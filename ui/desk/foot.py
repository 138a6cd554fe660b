"""The foot of the desk: what can be done with the task whose conversation is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ui.desk.orders import COMPLETE, HANG_UP, HOLD, UNHOLD, WRAP_UP, OrderButton, Orders
from ui.desk.post_card_button import PostCardButton
from ui.desk.transfer_button import TransferButton


class Foot(QWidget):
    """One row of buttons; only those that make sense for the task are there.

    Attributes:
        post_card: Asks for a card; not there unless it is offered.
        buttons: The others, in the order of Tab.

    Signals:
        left: The task went away that an order was given for, and nobody has gone elsewhere since.
    """

    left = Signal()

    def __init__(self, orders: Orders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders, self._sid = orders, ""
        self._waits_at: QWidget | None = None
        self.setObjectName("Desk.Foot")
        self.setProperty("part", "dock-foot")
        self.post_card = PostCardButton(orders, self)
        self._transfer = TransferButton(orders, self)
        self._hold = OrderButton(orders, HOLD, self)
        self._unhold = OrderButton(orders, UNHOLD, self)
        self._hang_up = OrderButton(orders, HANG_UP, self)
        self._wrap_up = OrderButton(orders, WRAP_UP, self)
        self._complete = OrderButton(orders, COMPLETE, self)
        self._complete.setProperty("kind", "primary")
        calls = (self._hold, self._unhold, self._hang_up)
        self.buttons = (self._transfer, *calls, self._wrap_up, self._complete)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.post_card)
        row.addWidget(self._transfer)
        row.addStretch(1)
        for button in self.buttons[1:]:
            row.addWidget(button)
        for button in self.buttons:
            button.ordered.connect(self._on_ordered)
        orders.changed.connect(self.refresh)
        self.refresh()

    @property
    def sid(self) -> str:
        """The task's sid (WR…), empty for none."""
        return self._sid

    def set_task(self, sid: str) -> None:
        """Be about another task; none leaves only what it would need."""
        is_left = sid != self._sid and self._is_waiting()
        if is_left:
            self._waits_at = None
        self._sid = sid
        for button in (self.post_card, *self.buttons):
            button.set_task(sid)
        self.refresh()
        if is_left:
            self.left.emit()

    def refresh(self) -> None:
        """Show what makes sense now."""
        task = self._orders.task(self._sid)
        is_call = task is not None and task.task_channel_unique_name == "voice"
        is_accepted = task is not None and task.status == "accepted"
        is_held = task is not None and task.is_on_hold
        self._transfer.setVisible(is_accepted)
        self._hold.setVisible(is_call and is_accepted and not is_held)
        self._unhold.setVisible(is_call and is_accepted and is_held)
        self._hang_up.setVisible(is_call and is_accepted)
        self._wrap_up.setVisible(not is_call and is_accepted)
        self._complete.setVisible(task is not None and task.status == "wrapping")
        self.post_card.refresh()
        self._go_on()

    def _on_ordered(self, _sid: str, _result: object) -> None:
        """Note where the focus has gone from a button that waits now, to bring it to the next."""
        self._waits_at = QApplication.focusWidget()
        self._go_on()

    def _go_on(self) -> None:
        """Let the keyboard be at the next step, unless the person has gone elsewhere meanwhile."""
        if not self._is_waiting():
            self._waits_at = None
            return
        for button in (self._complete, self._hold, self._unhold):
            if button.isVisible() and button.isEnabled():
                self._waits_at = None
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _is_waiting(self) -> bool:
        return self._waits_at is not None and self._waits_at is QApplication.focusWidget()
