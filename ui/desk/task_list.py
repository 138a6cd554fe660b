"""The list of tasks on the desk: ``Desk.TaskList``; what waits has real buttons in its row.

Which task is selected is the store's to say: a click invokes SelectTask, and the list follows.
"""

from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.desk.orders import ACCEPT, REJECT, OrderButton, Orders
from ui.desk.task_painter import TEXT_LEFT, TaskPainter
from ui.devtools.mirroring import Mirror
from ui.models.tasks import Index, Role, TaskRow, TasksModel
from ui.theme import Theme
from webchat.actions import Result
from webchat.state import State

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TaskList(QListView):
    """The rows of a :class:`TasksModel`.

    Signals:
        entered_task: Enter was pressed on a row; the person wants to go on there.
        accepted: A task was accepted by its button.
        height_changed: The rows need more or less room.
    """

    entered_task = Signal()
    accepted = Signal()
    height_changed = Signal()

    def __init__(self, orders: Orders, model: TasksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders, self._rows = orders, model
        self._is_following = self._is_gone = False
        self._offers: dict[str, TaskOffer] = {}
        self.setObjectName("Desk.TaskList")
        self.setProperty("part", "desk-tasks")
        self.setItemDelegate(_TaskDelegate(self))
        self.setModel(model)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._connect()
        self._sync()

    def _connect(self) -> None:
        store, strings = self._orders.side.store, self._orders.side.strings
        model = self._rows
        for changed in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
            changed.connect(self._sync)
        model.dataChanged.connect(self._on_data_changed)
        Theme.instance().changed.connect(self.viewport().update)
        until_destroyed(
            self,
            store.subscribe(_selected, self._follow),
            strings.subscribe(self._retranslate),
            self._forget,
        )
        self._retranslate()

    def rows_height(self) -> int:
        """Return how high all rows together are."""
        painter = self.painter()
        return sum(painter.height(self._rows.row(at)) for at in range(self._rows.rowCount()))

    def painter(self) -> TaskPainter:
        """Return what measures and paints the rows now."""
        return TaskPainter(Theme.instance().tokens, self.font(), Mirror(self.layoutDirection()))

    def offers(self) -> list["TaskOffer"]:
        """Return the buttons in the rows, in the order of the rows."""
        sids = [self._rows.row(at).sid for at in range(self._rows.rowCount())]
        return [self._offers[sid] for sid in sids if sid in self._offers]

    # The person

    def selectionChanged(  # noqa: N802  Qt's name
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Let the task that the person has chosen be selected, unless that is refused."""
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        if not self._is_following and chosen:
            self._select(str(chosen[0].data(Role.SID)))

    def rowsAboutToBeRemoved(  # noqa: N802  Qt's name
        self, parent: Index, first: int, last: int
    ) -> None:
        """Invoke nothing for the row that Qt takes up when the selected one goes away."""
        before, self._is_following = self._is_following, True
        try:
            super().rowsAboutToBeRemoved(parent, first, last)
        finally:
            self._is_following = before

    def _select(self, sid: str) -> None:
        if sid != self._orders.side.store.state.session.selected_task_sid:
            self._orders.invoke("SelectTask", sid).add_done_callback(self._on_selected)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Let Enter lead on to what belongs to the task."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex())  # Tab leads to a row without selecting it
            self.entered_task.emit()
        else:
            super().keyPressEvent(event)

    def _on_accept_ordered(self, sid: str, result: Result) -> None:
        result.add_done_callback(partial(self._on_accept_over, sid))

    def _on_accept_over(self, sid: str, _result: Result) -> None:
        task = self._orders.task(sid)
        if not self._is_gone and task is not None and task.status == "accepted":
            self.accepted.emit()

    def _on_selected(self, _result: Result) -> None:
        if self._is_gone:
            return
        self._follow(_selected(self._orders.side.store.state))

    # The store

    def _follow(self, sid: str | None) -> None:
        """Show which task is selected."""
        row = self._rows.row_of(sid)
        self._is_following = True
        try:
            if row >= 0:
                self.setCurrentIndex(self._rows.index(row))
            else:
                self.selectionModel().clear()
        finally:
            self._is_following = False

    def _on_data_changed(self, _first: QModelIndex, _last: QModelIndex, roles: Any) -> None:
        if list(roles) != [Role.TIME]:  # that one comes every second
            self._sync()

    def _sync(self) -> None:
        """Put buttons into the rows that wait, and follow the selection."""
        rows = [self._rows.row(at) for at in range(self._rows.rowCount())]
        waiting = {row.sid: row for row in rows if row.is_waiting}
        for sid in self._offers.keys() - waiting.keys():
            self._drop(sid)
        for sid, row in waiting.items():
            if sid not in self._offers:
                self._offers[sid] = self._make(row)
            self._offers[sid].show_row(row)
        stops: list[QWidget] = [self, *(one for offer in self.offers() for one in offer.stops)]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)
        self.scheduleDelayedItemsLayout()
        self._follow(_selected(self._orders.side.store.state))
        self.height_changed.emit()

    def _make(self, row: TaskRow) -> "TaskOffer":
        offer = TaskOffer(self._orders, row.sid)
        offer.accept_button.ordered.connect(self._on_accept_ordered)
        self.setIndexWidget(self._rows.index(self._rows.row_of(row.sid)), offer)
        return offer

    def _drop(self, sid: str) -> None:
        offer = self._offers.pop(sid)
        had_focus = offer.has_focus()
        offer.hide()
        row = self._rows.row_of(sid)
        if row >= 0:
            nothing: Any = None  # the stubs do not know that this takes the widget away
            self.setIndexWidget(self._rows.index(row), nothing)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        self._is_gone = True

    def _retranslate(self) -> None:
        self.setAccessibleName(self._orders.side.strings.render("DeskTasksLabel"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep the selected row in sight when there is less room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)


class TaskOffer(QWidget):
    """Accept and Reject at the foot of a row; the rest of the row shows through.

    Attributes:
        accept_button: Accepts the task.
        reject_button: Rejects it; not there for what is offered to nobody in particular.
    """

    def __init__(self, orders: Orders, sid: str) -> None:
        super().__init__()
        self.setObjectName("Desk.Offer")
        self.accept_button = OrderButton(orders, ACCEPT, self)
        self.accept_button.setProperty("kind", "primary")
        self.reject_button = OrderButton(orders, REJECT, self)
        for button in (self.accept_button, self.reject_button):
            button.set_task(sid)
            button.setProperty("part", "desk-offer")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(8)
        row.addWidget(self.accept_button)
        row.addWidget(self.reject_button)
        row.addStretch(1)
        around = QHBoxLayout(self)
        around.setContentsMargins(TEXT_LEFT, 0, 12, 0)
        around.setSpacing(0)
        around.addLayout(row)
        around.setAlignment(row, Qt.AlignmentFlag.AlignBottom)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops."""
        return (self.accept_button, self.reject_button)

    def has_focus(self) -> bool:
        """Whether the person is here."""
        return any(one.hasFocus() for one in self.stops)

    def show_row(self, row: TaskRow) -> None:
        """Offer what can be done with the task now."""
        self.reject_button.setVisible(row.status == "reserved")


class _TaskDelegate(QStyledItemDelegate):
    """Rows as high as they need."""

    def __init__(self, view: TaskList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(  # noqa: N802  Qt's name
        self, _option: QStyleOptionViewItem, index: Index
    ) -> QSize:
        height = self._view.painter().height(index.data(Role.ROW))
        return QSize(self._view.viewport().width(), height)

    def updateEditorGeometry(  # noqa: N802  Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Let what lies over a row cover all of it."""
        shown: Any = option
        editor.setGeometry(shown.rect)

    def paint(
        self,
        painter: Any,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        shown: Any = option  # the stubs leave out the fields of the C++ base
        rect: QRect = shown.rect
        self._view.painter().paint(painter, rect, index, shown.state)


def _selected(state: State) -> str | None:
    return state.session.selected_task_sid
