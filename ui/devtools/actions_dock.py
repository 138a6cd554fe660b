"""The Actions dock: each invocation as it happens, newest last, and its listeners beneath it."""

import json
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.devtools.actions_view import ActionsView
from ui.devtools.empty_state import EmptyState
from ui.devtools.filter_field import FilterField
from ui.devtools.icon_button import TextButton
from ui.devtools.release_buttons import ReleaseButtons, release
from ui.devtools.tool_dock import ToolDock
from ui.models.action_cells import ActionRow, Child
from ui.models.actions import ActionsModel
from ui.models.masking import masked
from webchat.actions import ActionsManager
from webchat.actions.record import plain

_FILTER_WIDTH = 420


class ActionsDock(ToolDock):
    """What was invoked, by whom, and what became of it.

    Attributes:
        model: The invocations.
        view: The list of them.
        filter: The field whose words are looked for.

    Signals:
        chat_requested: The person asked, with nothing in the list, for the chat to open.
        bench_requested: The person wants to try the function that a click on a card ran: the sid
            of the card's message, and when it was clicked.
    """

    chat_requested = Signal()
    bench_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ActionsDock", "Actions", parent, is_wide=True)
        self.model = ActionsModel(self)
        self.view = ActionsView(self.model)
        self.filter = FilterField("ActionsDock.Filter", "Filter by action, origin, outcome, text")
        self.filter.setMaximumWidth(_FILTER_WIDTH)  # or it would change with the count beside it
        self._clear = TextButton("Clear")
        self._clear.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._clear.setObjectName("ActionsDock.Clear")
        self._clear.setToolTip("Forget every action shown here")
        self._clear.setAccessibleName("Clear the list of actions")
        self._offers_chat = True
        self._empty = EmptyState("ActionsDock.Empty", self.view)
        self._releases = ReleaseButtons(self.view, self.model)
        self.tools.addWidget(self.filter, 1)
        self.tools.addWidget(self._clear)
        self.content.addWidget(self.view, 1)
        self.lead_through(self.filter, self._clear, self.view, self._empty.button)
        self._connect()
        self._on_counted()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.model.set_filter)
        self._clear.clicked.connect(self.model.clear)
        self._empty.requested.connect(self._on_empty_requested)
        self.model.counted.connect(self._on_counted)
        self.view.copy_requested.connect(self.copy)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)

    def watch(self, actions: ActionsManager, person: str = "") -> None:
        """Show what an action layer did and will do.

        Args:
            actions: The action layer of one person.
            person: Who that is, said in the list; empty where it goes without saying.
        """
        self.model.watch(actions, person)

    def offer_chat(self, offered: bool) -> None:
        """Let the empty list offer to open the chat, or not: it is open already."""
        self._offers_chat = offered
        self._on_counted()

    def focus_filter(self) -> None:
        """Show the dock and put the cursor into its filter."""
        self.reveal()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def copy(self) -> None:
        """Put what is selected on the clipboard, one line of JSON for each."""
        lines = [self._json(index) for index in self._chosen()]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Begin at the newest action."""
        super().showEvent(event)
        self.view.scrollToBottom()

    def _chosen(self) -> list[QModelIndex]:
        chosen = self.view.selectionModel().selectedRows()
        own = [index for index in chosen if not index.parent().isValid()]
        return sorted(own or chosen, key=QModelIndex.row)

    def _json(self, index: QModelIndex) -> str:
        row, child = self.model.locate(index)
        record = row.invocation if child is None or isinstance(child, str) else child
        return masked(json.dumps(record.as_json(), ensure_ascii=False))

    # Counter and empty state

    def _on_counted(self) -> None:
        shown, total, limit = self.model.rowCount(), self.model.total, self.model.limit
        count = f"{shown:,} of {total:,}" if self.model.needle else f"{total:,}"
        self.set_detail(f"{count} · keeps {limit:,}" if limit else count)
        self._clear.setEnabled(total > 0)
        if not shown and self.model.needle:
            needle = self.model.needle
            self._empty.say(f"No action matches “{needle}”.", "Clear the filter")
        else:
            action = "Open the chat" if self._offers_chat else ""
            self._empty.say("No actions yet. Whatever the chat does appears here.", action)
        self._empty.show_over(self.view, is_empty=not shown)

    def _on_empty_requested(self) -> None:
        if self.model.needle:
            self.filter.clear()
        else:
            self.chat_requested.emit()

    # Context menu

    def _open_menu(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        if not index.isValid():
            return
        row, child = self.model.locate(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu, row, child)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _fill_menu(self, menu: QMenu, row: ActionRow, child: Child | None) -> None:
        for _number, call in row.running_listeners():
            if child is None or child is call:
                name = f"&Release {(call.owner or 'the listener').replace('&', '&&')}"
                menu.addAction(name).triggered.connect(partial(release, call))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction("&Copy as JSON").triggered.connect(self.copy)
        payload = menu.addAction("Copy &payload")
        written = json.dumps(plain(row.invocation.payload), ensure_ascii=False, indent=2)
        payload.setData(masked(written))
        only = menu.addAction(f"&Filter by {row.invocation.action}")
        only.setData(row.invocation.action)
        if (sid := _clicked_card(row)) is not None:
            bench = menu.addAction("Try its function in the &bench")
            bench.triggered.connect(partial(self._on_bench, sid, row.invocation.timestamp))
        menu.addSeparator()
        menu.addAction("Fold &all").triggered.connect(self.view.fold_all)
        menu.addAction("&Unfold all").triggered.connect(self.view.unfold_all)
        payload.triggered.connect(self._copy_sender)
        only.triggered.connect(self._filter_by_sender)

    def _on_bench(self, message_sid: str, timestamp: float, _checked: bool = False) -> None:
        self.bench_requested.emit(message_sid, timestamp)

    def _copy_sender(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            QGuiApplication.clipboard().setText(action.data())

    def _filter_by_sender(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.filter.setText(action.data())


def _clicked_card(row: ActionRow) -> str | None:
    """Return the sid of the message whose card was clicked, or None for any other action."""
    payload = row.invocation.payload
    is_click = row.invocation.action == "RunActionFunction" and isinstance(payload, Mapping)
    sid = payload.get("messageSid") if is_click else None
    return sid if isinstance(sid, str) else None
