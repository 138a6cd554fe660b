"""Handing a conversation over: a button with a menu of everybody else who takes tasks."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.desk.activity_button import ACTIVITY_KEYS
from ui.desk.orders import TRANSFER, OrderButton, Orders
from webchat.model import Worker


class TransferButton(OrderButton):
    """Asks to whom, then orders TransferTask."""

    def __init__(self, orders: Orders, parent: QWidget | None = None) -> None:
        super().__init__(orders, TRANSFER, parent)

    def order(self) -> None:
        """Offer the others; whoever is chosen gets the task."""
        menu = QMenu(self)
        menu.setObjectName("Desk.TransferMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for worker in self._others():
            entry = menu.addAction(self._named(worker).replace("&", "&&"))
            entry.setObjectName(f"Desk.TransferTo.{worker.identity}")
            entry.setEnabled(worker.is_bot or worker.activity != "offline")
            entry.triggered.connect(partial(self.transfer, worker.sid))
        if menu.isEmpty():
            entry = menu.addAction(self._orders.side.strings.render("TaskTransferNobody"))
            entry.setObjectName("Desk.TransferTo")
            entry.setEnabled(False)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def transfer(self, target_sid: str, _checked: bool = False) -> None:
        """Hand the task over.

        Args:
            target_sid: The worker who gets it (WK…).
        """
        more = {"targetSid": target_sid}
        result = self._orders.invoke(TRANSFER.action, self._sid, more)
        self.ordered.emit(self._sid, result)

    def refresh(self) -> None:
        """Say what can be done now; the dots tell that there is something to choose first."""
        super().refresh()
        self.setText(f"{self.text()} …")

    def _others(self) -> list[Worker]:
        state = self._orders.side.store.state
        me = state.session.worker_sid
        there = [one for one in state.chat.workers.values() if one.is_logged_in and one.sid != me]
        return sorted(there, key=lambda one: (one.is_bot, one.friendly_name.casefold()))

    def _named(self, worker: Worker) -> str:
        strings = self._orders.side.strings
        if worker.is_bot:
            return strings.render("TaskTransferBot", name=worker.friendly_name)
        activity = strings.render(ACTIVITY_KEYS[worker.activity])
        return strings.render("TaskTransferTo", name=worker.friendly_name, activity=activity)
