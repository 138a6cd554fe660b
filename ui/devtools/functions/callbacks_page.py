"""What browsers and services called back, and how they were answered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.chat.labels import WrappedLabel
from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.buttons import tool_button
from ui.devtools.functions.callback_addresses import CallbackAddresses
from ui.devtools.functions.page import Page, tool_row
from ui.models.function_runs import app_title, moment
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme
from webchat.functions.callbacks.records import Received
from webchat.functions.functions import Functions

_TITLES = ("Time", "App", "What came", "Size", "Answer", "ms")
_WIDTHS = (92, 160, 180, 84, 400, 72)
_ANSWER, _MILLISECONDS = 4, 5
_AT_END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_ICON = 16
_KEPT = 500
_GOOD = 400
_RECEIVED = Qt.ItemDataRole.UserRole
_SENTENCE = "Nothing came yet. Redirects and webhooks of the outside world appear here."


class CallbacksPage(Page):
    """The callbacks, newest first.

    Attributes:
        list: What came.
        addresses: Where it can come to.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Callbacks", parent)
        self._functions = functions
        self._history = functions.callbacks.history
        self.list = _table()
        self.addresses = CallbackAddresses(functions, self)
        name = self.objectName()
        tip = "Copy what came and how it was answered"
        self._copy = tool_button(f"{name}.Copy", "Copy as text", tip)
        self._clear = tool_button(f"{name}.Clear", "Clear", "Forget what came")
        self._notes = WrappedLabel()
        self._notes.setObjectName("FunctionsDock.Callbacks.Notes")
        self._notes.setProperty("role", "muted")
        self._notes.setContentsMargins(10, 6, 10, 6)
        self._empty = EmptyState("FunctionsDock.Callbacks.Empty", self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tool_row(self.addresses.button, self._copy, self._clear))
        column.addWidget(self._notes)
        column.addWidget(self.list, 1)
        self.entrance = self.addresses.button
        self.addresses.said.connect(self.said)
        self._clear.clicked.connect(self._on_clear)
        self._copy.clicked.connect(self._on_copy)
        self.list.currentItemChanged.connect(self._on_current)
        Theme.instance().changed.connect(self._renew)
        until_destroyed(self, self._history.subscribe(self._on_received))
        self._renew()
        self.stops = (self.addresses.button, self._copy, self._clear, self.list)

    def watch(self, is_watched: bool) -> None:
        """Show what the server itself has to say."""
        super().watch(is_watched)
        notes = "\n".join(self._functions.callbacks.notes)
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))

    def _renew(self) -> None:
        self.list.clear()
        self.list.addTopLevelItems([self._item(one) for one in reversed(list(self._history))])
        self._say()

    def _on_received(self, received: Received) -> None:
        self.list.insertTopLevelItem(0, self._item(received))
        while self.list.topLevelItemCount() > _KEPT:
            self.list.takeTopLevelItem(self.list.topLevelItemCount() - 1)
        self._say()

    def _item(self, received: Received) -> QTreeWidgetItem:
        place = received.place
        return _item(received, "" if place is None else app_title(self._functions, place.app))

    def _say(self) -> None:
        count = self.list.topLevelItemCount()
        self.set_detail(f"{count:,} came" if count else "")
        self._clear.setEnabled(count > 0)
        self.list.setHeaderHidden(not count)
        self._empty.say(_SENTENCE, "")
        self._empty.show_over(self.list, is_empty=not count)
        self._on_current()

    def _on_current(self, *_: object) -> None:
        self._copy.setEnabled(self.list.currentItem() is not None)

    def _on_clear(self) -> None:
        self._history.clear()
        self._renew()

    def _on_copy(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText(_as_text(item.data(0, _RECEIVED)))
            self.said.emit("Copied what came.")


def _table() -> QTreeWidget:
    table = QTreeWidget()
    table.setObjectName("FunctionsDock.Callbacks.List")
    table.setAccessibleName("Callbacks from outside")
    table.setHeaderLabels(_TITLES)
    table.header().setObjectName("FunctionsDock.Callbacks.Header")
    table.header().setAccessibleName("Columns of the list of callbacks")
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.headerItem().setTextAlignment(_MILLISECONDS, _AT_END)
    for column, width in enumerate(_WIDTHS):
        table.setColumnWidth(column, width)
    table.header().setStretchLastSection(False)
    table.header().setSectionResizeMode(_ANSWER, QHeaderView.ResizeMode.Stretch)
    return table


def _item(received: Received, app: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(_cells(received, app)))
    tint = "completed" if received.answer.status < _GOOD else "failed"
    icon = "circle-check" if received.answer.status < _GOOD else "triangle-alert"
    item.setIcon(_ANSWER, Theme.instance().icon(icon, _ICON, tint))
    item.setForeground(_ANSWER, QColor(getattr(Theme.instance().tokens, tint)))
    item.setTextAlignment(_MILLISECONDS, _AT_END)
    item.setData(0, _RECEIVED, received)
    for column in range(len(_TITLES)):
        item.setToolTip(column, plain_tooltip(_as_text(received)))
    return item


def _cells(received: Received, whose: str) -> Sequence[str]:
    place, answer = received.place, received.answer
    what = f"{received.method} {place.kind if place else 'unknown address'}"
    told = " ".join(f"{answer.status} {answer.title} · {answer.text}".split())
    size = f"{received.size:,} B" if received.size else ""
    milliseconds = f"{received.seconds * 1000:,.0f}"
    return moment(received.time), whose, what, size, told, milliseconds


def _as_text(received: Received) -> str:
    answer = received.answer
    account = received.place.account if received.place else ""
    lines = (
        f"{moment(received.time)} {received.method} {received.path}",
        f"For the account {account}" if account else "",
        f"{received.content_type}, {received.size:,} bytes" if received.size else "",
        f"Answered {answer.status} {answer.title}: {answer.text}",
    )
    return "\n".join(line for line in lines if line)
