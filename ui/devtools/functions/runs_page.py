"""Every run: how far it is, what happened in it, and what can be done with it now."""

import asyncio

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.buttons import tool_button
from ui.devtools.functions.page import Page, tool_row
from ui.devtools.functions.panes import Panes
from ui.devtools.functions.run_details import RunDetails
from ui.models.function_runs import Column, RunsModel
from webchat.errors import WebChatError
from webchat.functions.functions import Functions
from webchat.functions.runs.records import Run
from webchat.tasks import TaskBag

_WIDTHS = {
    Column.STARTED: 92,
    Column.APP: 160,
    Column.KIND: 104,
    Column.STATUS: 116,
    Column.ATTEMPTS: 78,
    Column.NEXT: 104,
}
_ROW = 26
_SECOND_MS = 1000
_SHARES = (700, 400)
_LEAST_WIDTH = 760
_SENTENCE = "Nothing has run yet. Click a card, or start a process by Functions > Run…"


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
        self.details = RunDetails("FunctionsDock.Runs.Details", functions.masks.text)
        self._empty = EmptyState("FunctionsDock.Runs.Empty", self.view)
        self._make_tools()
        self._second = QTimer(self, interval=_SECOND_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tool_row(self._now, self._stop, self._bench, self._skip))
        panes = (self.view, self.details)
        name = f"{self.objectName()}.Panes"
        column.addWidget(Panes(name, *panes, shares=_SHARES, least_width=_LEAST_WIDTH), 1)
        self.entrance = self.view
        self._connect()
        self._on_rows()
        tools = (self._now, self._stop, self._bench, self._skip)
        self.stops = (*tools, self.view, *self.details.stops)

    def _make_tools(self) -> None:
        name = self.objectName()
        self._now = tool_button(f"{name}.Now", "Run now", "Do now what is planned for later")
        tip = "End this run; that of a card ends with its card"
        self._stop = tool_button(f"{name}.Stop", "Stop", tip)
        tip = "Try its function with what it was given"
        self._bench = tool_button(f"{name}.Bench", "Show in bench", tip)
        self._skip = tool_button(f"{name}.Skip", "Skip the waiting", "")

    def _connect(self) -> None:
        self._second.timeout.connect(self.model.tick)
        self._now.clicked.connect(self._on_now)
        self._stop.clicked.connect(self._on_stop)
        self._bench.clicked.connect(self._on_bench)
        self._skip.clicked.connect(self._on_skip)
        self.details.said.connect(self.said)
        self.view.activated.connect(self._on_bench)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.rowsInserted.connect(self._on_rows)
        self.model.rowsRemoved.connect(self._on_rows)
        self.model.dataChanged.connect(self._on_changed)
        until_destroyed(
            self, self._functions.clock.subscribe(self._set_enabled), self._tasks.cancel
        )

    def select(self, token: str) -> None:
        """Show one run; one that is not kept is passed over."""
        row = self.model.row_of(token)
        if row >= 0:
            self._go_to(row)

    def watch(self, is_watched: bool) -> None:
        """Count down while somebody looks."""
        super().watch(is_watched)
        if is_watched:
            self._second.start()
            self.model.tick()
        else:
            self._second.stop()

    @property
    def current(self) -> Run | None:
        """The run that is selected."""
        return self.model.run(self.view.currentIndex().row())

    def _go_to(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.model.index(row, 0)
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)

    def _on_rows(self) -> None:
        count = self.model.rowCount()
        self._empty.say(_SENTENCE, "")
        self._empty.show_over(self.view, is_empty=not count)
        self.view.horizontalHeader().setVisible(count > 0)
        self.details.setVisible(count > 0)
        if count and not self.view.currentIndex().isValid():
            self._go_to(0)
        self._on_current()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.column() != last.column() or first.column() != Column.NEXT:  # no mere tick
            self._on_current()

    def _on_current(self, *_: object) -> None:
        self.details.show_run(self.current)
        self._set_enabled()
        count = self.model.rowCount()
        self.set_detail(f"{self.model.open_runs:,} of {count:,} open" if count else "")

    def _set_enabled(self) -> None:
        run, sleepers = self.current, self._functions.clock.sleepers
        is_process = run is not None and run.kind != "action" and not run.is_over
        self._now.setEnabled(is_process and run is not None and run.status == "retrying")
        self._stop.setEnabled(is_process)
        self._bench.setEnabled(run is not None and run.app in self._functions.apps)
        self._skip.setEnabled(bool(sleepers))
        who = f" ({sleepers[0].who})" if sleepers and sleepers[0].who else ""
        self._skip.setToolTip(f"Let the time pass until the next one is due{who}")

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

    def _on_bench(self, *_: object) -> None:
        run = self.current
        if run is not None and self._bench.isEnabled():
            self.bench_requested.emit(run.app, "action", run.token)

    def _on_skip(self) -> None:
        skipped = self._functions.clock.skip_to_next()
        if skipped is not None:
            self.said.emit(f"Skipped {skipped:,.0f} s of waiting.")

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
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(_ROW)
    header = view.horizontalHeader()
    header.setObjectName("FunctionsDock.Runs.Header")
    header.setAccessibleName("Columns of the list of runs")
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    for column, width in _WIDTHS.items():
        view.setColumnWidth(column, width)
    header.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)
    return view
