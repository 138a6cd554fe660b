"""What browsers and services called back, and how they were answered."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.page import Page
from ui.devtools.icon_button import TextButton
from ui.theme import Theme
from webchat.functions.callbacks.records import Received
from webchat.functions.functions import Functions

_COLUMNS = ("Time", "App", "What", "Size", "Answer", "ms")
_WIDTHS = (70, 130, 180, 80, 380)
_KEPT = 500
_GOOD = 400
_ADDRESS = Qt.ItemDataRole.UserRole


class CallbacksPage(Page):
    """The callbacks, newest first.

    Attributes:
        list: What came.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Callbacks", parent)
        self._history = functions.callbacks.history
        self.list = QTreeWidget()
        self.list.setObjectName("FunctionsDock.Callbacks.List")
        self.list.setAccessibleName("Callbacks from outside")
        self.list.setHeaderLabels(_COLUMNS)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._clear = TextButton("Clear")
        self._clear.setObjectName("FunctionsDock.Callbacks.Clear")
        self._clear.setToolTip("Forget what came")
        self._copy = TextButton("Copy the address")
        self._copy.setObjectName("FunctionsDock.Callbacks.Copy")
        self._copy.setToolTip("Copy the path that was called")
        self._where = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._where.setProperty("role", "meta")
        self._empty = EmptyState("FunctionsDock.Callbacks.Empty", self.list)
        self._lay_out()
        self._clear.clicked.connect(self._on_clear)
        self._copy.clicked.connect(self._on_copy)
        self.list.currentItemChanged.connect(self._on_current)
        Theme.instance().changed.connect(self._renew)
        until_destroyed(self, self._history.subscribe(self._on_received))
        self._renew()

    def _lay_out(self) -> None:
        row = QWidget()
        row.setProperty("part", "dock-tools")
        tools = QHBoxLayout(row)
        tools.setContentsMargins(10, 6, 10, 6)
        tools.setSpacing(6)
        tools.addWidget(self._copy)
        tools.addWidget(self._where, 1)
        tools.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def _renew(self) -> None:
        self.list.clear()
        for received in self._history:
            self._add(received)
        self._say()

    def _on_received(self, received: Received) -> None:
        self._add(received)
        while self.list.topLevelItemCount() > _KEPT:
            self.list.takeTopLevelItem(self.list.topLevelItemCount() - 1)
        self._say()

    def _add(self, received: Received) -> None:
        item = QTreeWidgetItem(list(_cells(received)))
        is_good = received.answer.status < _GOOD
        tint = "completed" if is_good else "failed"
        icon = "circle-check" if is_good else "triangle-alert"
        item.setIcon(4, Theme.instance().icon(icon, 16, tint))
        item.setForeground(4, QColor(getattr(Theme.instance().tokens, tint)))
        item.setToolTip(4, received.answer.text)
        item.setData(0, _ADDRESS, received.path)
        self.list.insertTopLevelItem(0, item)

    def _say(self) -> None:
        count = self.list.topLevelItemCount()
        self.set_detail(f"{count:,} came" if count else "")
        self._clear.setEnabled(count > 0)
        sentence = "Nothing came yet. Redirects and webhooks of the outside world appear here."
        self._empty.say(sentence, "")
        self._empty.show_over(self.list, is_empty=not count)
        self._on_current()

    def _on_current(self, *_: object) -> None:
        item = self.list.currentItem()
        self._copy.setEnabled(item is not None)
        self._where.setText("" if item is None else str(item.data(0, _ADDRESS)))

    def _on_clear(self) -> None:
        self._history.clear()
        self._renew()

    def _on_copy(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText(str(item.data(0, _ADDRESS)))
            self.said.emit("Copied the address.")


def _cells(received: Received) -> Sequence[str]:
    time = datetime.fromtimestamp(received.time, UTC).astimezone().strftime("%H:%M:%S")
    place = received.place
    what = f"{received.method} {place.kind if place else 'unknown address'}"
    answer = f"{received.answer.status} {received.answer.title}"
    app = place.app if place else ""
    milliseconds = f"{received.seconds * 1000:,.0f}"
    return time, app, what, f"{received.size:,} B", answer, milliseconds
