"""Every run: how far it is, what happened in it, and what can be done with it now."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.page import Page
from ui.devtools.functions.run_details import RunDetails
from ui.devtools.icon_button import TextButton
from ui.models.function_runs import COLUMNS, RunsModel
from webchat.errors import WebChatError
from webchat.functions.functions import Functions
from webchat.functions.runs.records import Run
from webchat.tasks import TaskBag

_WIDTHS = (70, 130, 100, 70, 70)
_SECOND_MS = 1000
_SHARES = [600, 400]
_PROCESSES = frozenset({"automation", "await", "trigger"})


class RunsPage(Page):
    """The runs, newest first.

    Attributes:
        view: The table.
        model: What stands in it.
        details: What is known of the selected one.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Runs", parent)
        self._functions = functions
        self._tasks = TaskBag("function runs", self._on_failed)
        self.model = RunsModel(functions, self)
        self.view = _table(self.model)
        self.details = RunDetails("FunctionsDock.Runs.Details")
        self.details.file_opened.connect(self._open_file)
        self._empty = EmptyState("FunctionsDock.Runs.Empty", self.view)
        self._now = _button("Now", "Run now", "Do now what is planned for later")
        self._skip = _button("Skip", "Skip the waiting", "Let the time pass until the next one")
        self._stop = _button("Stop", "Stop", "End this run")
        self._second = QTimer(self, interval=_SECOND_MS)
        self._second.timeout.connect(self.model.tick)
        self._lay_out()
        self._now.clicked.connect(self._on_now)
        self._skip.clicked.connect(self._on_skip)
        self._stop.clicked.connect(self._on_stop)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.rowsInserted.connect(self._on_rows)
        self.model.rowsRemoved.connect(self._on_rows)
        self.model.dataChanged.connect(self._on_current)
        until_destroyed(self, functions.clock.subscribe(self._set_enabled), self._tasks.cancel)
        self._on_rows()

    def _lay_out(self) -> None:
        row = QWidget()
        row.setProperty("part", "dock-tools")
        tools = QHBoxLayout(row)
        tools.setContentsMargins(10, 6, 10, 6)
        tools.setSpacing(6)
        for button in (self._now, self._stop):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self._skip)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.details)
        split.setSizes(_SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(split, 1)
        self.setFocusProxy(self.view)

    def select(self, token: str) -> None:
        """Show one run."""
        row = self.model.row_of(token)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Count down while somebody looks."""
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Cost nothing while nobody does."""
        self._second.stop()
        super().hideEvent(event)

    @property
    def current(self) -> Run | None:
        """The run that is selected."""
        return self.model.run(self.view.currentIndex().row())

    def _on_rows(self) -> None:
        count = self.model.rowCount()
        still_open = sum(not run.is_over for run in self._functions.runs)
        self.set_detail(f"{still_open} open of {count}" if count else "")
        sentence = "Nothing has run yet. Click a card, or start a process by Functions > Run…"
        self._empty.say(sentence, "")
        self._empty.show_over(self.view, is_empty=not count)
        if count and not self.view.currentIndex().isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            rows = QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(self.model.index(0, 0), flags | rows)
        self._on_current()

    def _on_current(self, *_: object) -> None:
        self.details.show_run(self.current)
        self._set_enabled()

    def _set_enabled(self) -> None:
        run = self.current
        is_process = run is not None and run.kind in _PROCESSES and not run.is_over
        self._now.setEnabled(is_process and run is not None and run.next_at is not None)
        self._stop.setEnabled(is_process)
        self._skip.setEnabled(bool(self._functions.clock.sleepers))

    # What is asked for

    def _on_now(self) -> None:
        if (run := self.current) is not None:
            try:
                self._functions.processes.run_now(run.token)
            except WebChatError as error:
                self.said.emit(str(error))

    def _on_stop(self) -> None:
        if (run := self.current) is not None:
            self._tasks.spawn(self._stopped(run.token), name="stop a run")

    async def _stopped(self, token: str) -> None:
        await self._functions.processes.stop(token)

    def _on_skip(self) -> None:
        skipped = self._functions.clock.skip_to_next()
        if skipped is not None:
            self.said.emit(f"Skipped {skipped:,.0f} s of waiting.")

    def _open_file(self, path: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))

    def _on_failed(self, _task: asyncio.Task[object], error: BaseException) -> None:
        self.said.emit(str(error))


def _table(model: RunsModel) -> QTableView:
    view = QTableView()
    view.setObjectName("FunctionsDock.Runs.List")
    view.setAccessibleName("Runs of functions")
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(_WIDTHS):
        view.setColumnWidth(column, width)
    header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
    return view


def _button(name: str, text: str, tip: str) -> TextButton:
    button = TextButton(text)
    button.setObjectName(f"FunctionsDock.Runs.{name}")
    button.setToolTip(tip)
    return button
