"""The bench: one function, alone, with parameters that a person has written.

What it returns is checked and shown, field by field, and nothing follows from it. It can be pinned,
so that clicks in the chat get it without the function being called; or a failure can be forced.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.devtools.functions.bench_result import BenchResult
from ui.devtools.functions.json_editor import JsonEditor
from ui.devtools.functions.page import Page
from ui.devtools.icon_button import TextButton
from webchat.errors import WebChatError
from webchat.functions.app import FunctionApp
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import FUNCTION_NAMES, FunctionName
from webchat.functions.functions import Functions
from webchat.functions.stubs import Forced, Stub
from webchat.tasks import TaskBag

_FORCED: Mapping[str, Forced | None] = {
    "Nothing forced": None,
    "Force an error": "error",
    "Force a time-out": "timeout",
    "Force a slow answer": "slow",
    "Force a wrong shape": "wrong shape",
}
_EVEN = (400, 500)


class BenchPage(Page):
    """Pick a function, edit what it gets, run it, look at what it returned.

    Attributes:
        editor: The parameters.
        result: What was returned.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Bench", parent)
        self._functions = functions
        self._tasks = TaskBag("function bench", self._on_failed)
        self._running: asyncio.Task[None] | None = None
        self._call: FunctionCall | None = None
        self._edited: dict[tuple[str, FunctionName], str] = {}
        self._filled: tuple[str, FunctionName] | None = None
        self._make()
        self._lay_out()
        until_destroyed(
            self,
            functions.apps.subscribe(self._on_apps),
            functions.apps.subscribe_to_saves(self._on_saved),
            functions.stubs.subscribe(self._on_stub),
            functions.calls.subscribe(self._on_call),
            self._tasks.cancel,
        )
        self._on_apps()

    # Parts

    def _make(self) -> None:
        self._app = _box("FunctionsDock.Bench.App", "App")
        self._function = _box("FunctionsDock.Bench.Function", "Function")
        self._run = TextButton("Run")
        self._run.setObjectName("FunctionsDock.Bench.Run")
        self._run.setProperty("kind", "primary")
        self._run.setToolTip("Call the function with these parameters (Ctrl+Enter)")
        self._again = QCheckBox("Run again on save")
        self._again.setObjectName("FunctionsDock.Bench.Again")
        self._refill = TextButton("From the last run")
        self._refill.setObjectName("FunctionsDock.Bench.Refill")
        self._refill.setToolTip("Fill in what the function got last, whoever called it")
        self._pin = TextButton("Pin this answer")
        self._pin.setObjectName("FunctionsDock.Bench.Pin")
        self._pin.setToolTip("Let clicks in the chat get this answer, without a call")
        self._force = _box("FunctionsDock.Bench.Force", "What is forced")
        self._force.addItems(list(_FORCED))
        self.editor = JsonEditor("FunctionsDock.Bench.Parameters", "Parameters, as JSON")
        self.result = BenchResult("FunctionsDock.Bench.Result")
        self._app.currentIndexChanged.connect(self._on_app)
        self._function.currentIndexChanged.connect(self._on_function)
        self._run.clicked.connect(self._on_run)
        self._refill.clicked.connect(self._on_refill)
        self._pin.clicked.connect(self._on_pin)
        self._force.activated.connect(self._on_force)
        self.editor.submitted.connect(self._on_run)
        self.editor.changed.connect(self._on_edited)
        self.result.load_requested.connect(self.load_requested)

    def _lay_out(self) -> None:
        row = QWidget()
        row.setProperty("part", "dock-tools")
        tools = QHBoxLayout(row)
        tools.setContentsMargins(10, 6, 10, 6)
        tools.setSpacing(6)
        for widget in (self._app, self._function, self._run, self._refill, self._again):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self._force)
        tools.addWidget(self._pin)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.editor)
        self._split.addWidget(self.result)
        self._split.setSizes(list(_EVEN))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(self._split, 1)
        self.setFocusProxy(self.editor.area)

    # What is chosen

    def choose(self, app: str, function: FunctionName) -> None:
        """Show a function; one that is not there is passed over."""
        place = self._app.findData(app)
        if place >= 0:
            self._app.setCurrentIndex(place)
            self._function.setCurrentIndex(max(self._function.findData(function), 0))

    @property
    def _chosen(self) -> tuple[FunctionApp, FunctionName] | None:
        name, function = self._app.currentData(), self._function.currentData()
        if name is None or function is None or name not in self._functions.apps:
            return None
        return self._functions.apps[name], function

    def _on_apps(self) -> None:
        """List the apps that can be called, and stay with the one that was chosen."""
        loaded = [one.app for one in self._functions.apps if one.app is not None]
        before = self._app.currentData()
        self._app.blockSignals(True)
        self._app.clear()
        for app in loaded:
            self._app.addItem(app.title, app.name)
        self._app.setCurrentIndex(max(self._app.findData(before), 0) if loaded else -1)
        self._app.blockSignals(False)
        self._on_app()
        self.set_detail(f"{len(loaded)} loaded" if loaded else "")

    def _on_app(self) -> None:
        name, before = self._app.currentData(), self._function.currentData()
        app = None if name is None else self._functions.apps[name]
        self._function.blockSignals(True)
        self._function.clear()
        for one in FUNCTION_NAMES:
            if app is not None and app.has(one):
                self._function.addItem(one, one)
        wanted = self._function.findData(before)
        self._function.setCurrentIndex(wanted if wanted >= 0 else self._function.findData("action"))
        self._function.blockSignals(False)
        self._on_function()

    def _on_function(self) -> None:
        chosen = self._chosen
        self.result.offer_load(chosen is None)
        if chosen is not None and (chosen[0].name, chosen[1]) != self._filled:
            self._fill(*chosen)
        self._show_stub()
        self._set_enabled()

    def _fill(self, app: FunctionApp, function: FunctionName) -> None:
        """Show what was edited for this function, else what it got last, else an example."""
        self._filled = (app.name, function)
        edited = self._edited.get(self._filled)
        if edited is not None:
            self.editor.area.setPlainText(edited)
        else:
            self.editor.set_value(self._last_or_example(app, function))
            self._edited.pop(self._filled, None)
        self._call = self._functions.calls.last(app.name, function)
        self.result.show_call(self._call)

    def _last_or_example(self, app: FunctionApp, function: FunctionName) -> Any:
        from webchat.functions.contract.parameters import example  # noqa: PLC0415  seldom needed

        last = self._functions.calls.last(app.name, function)
        return example(function, app.kind) if last is None else last.parameters

    def _on_refill(self) -> None:
        if (chosen := self._chosen) is not None:
            app, function = chosen
            self.editor.set_value(self._last_or_example(app, function))

    def _on_edited(self) -> None:
        if self._filled is not None:
            self._edited[self._filled] = self.editor.area.toPlainText()
        self._set_enabled()

    # Running

    def _on_run(self) -> None:
        if self._running is not None:
            self._running.cancel()
            return
        chosen = self._chosen
        if chosen is None or self.editor.problem():
            return
        app, function = chosen
        self._running = self._tasks.spawn(self._run_alone(app, function), name=f"run {app.name}")
        self._running.add_done_callback(self._on_ran)
        self._set_enabled()

    async def _run_alone(self, app: FunctionApp, function: FunctionName) -> None:
        given = self.editor.value()
        connection = None
        if app.authentication is not None:
            connection = self._functions.connections.find(app.name)
        try:
            call = await self._functions.caller.run_alone(
                app, function, given, connection=connection
            )
        except WebChatError as error:
            self.result.show_problem(str(error))
            return
        self._call = call
        self.result.show_call(call)

    def _on_ran(self, _task: object) -> None:
        self._running = None
        self._set_enabled()

    def _on_call(self, call: FunctionCall) -> None:
        """Follow calls of the chosen function, also those that a click has made."""
        if (call.app, call.function) == self._filled:
            self._call = call
            self.result.show_call(call)
            self._set_enabled()

    def _on_saved(self, name: str) -> None:
        chosen = self._chosen
        is_wanted = self._again.isChecked() and self._running is None
        if is_wanted and chosen is not None and chosen[0].name == name:
            self._on_run()

    def _on_failed(self, _task: object, error: BaseException) -> None:
        self.result.show_problem(f"That failed in the program itself: {error!r}.")

    # Stubs

    def _on_pin(self) -> None:
        chosen, call = self._chosen, self._call
        if chosen is None:
            return
        app, function = chosen
        stub = self._stub()
        if stub is not None and stub.forced is None:
            self._functions.stubs.clear(app.name, function)
            self.said.emit(f"The {function} function of {app.title} runs itself again.")
        elif call is not None:
            self._functions.stubs.pin(app.name, function, call.answer)
            self.said.emit(f"The {function} function of {app.title} returns what is pinned.")

    def _on_force(self, _index: int) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        app, function = chosen
        how = _FORCED[self._force.currentText()]
        if how is None:
            self._functions.stubs.clear(app.name, function)
        else:
            self._functions.stubs.force(app.name, function, how)

    def _stub(self) -> Stub | None:
        if self._filled is None:
            return None
        return self._functions.stubs.find(*self._filled)

    def _on_stub(self, app: str, function: FunctionName) -> None:
        if (app, function) == self._filled:
            self._show_stub()
            self._set_enabled()

    def _show_stub(self) -> None:
        stub = self._stub()
        forced = None if stub is None else stub.forced
        self._force.setCurrentIndex(list(_FORCED.values()).index(forced))
        is_pinned = stub is not None and forced is None
        self._pin.setText("Unpin" if is_pinned else "Pin this answer")
        self.result.show_stub(stub)

    def _set_enabled(self) -> None:
        is_there, is_running = self._chosen is not None, self._running is not None
        stub, call = self._stub(), self._call
        self._run.setText("Cancel" if is_running else "Run")
        self._run.setEnabled(is_there and (is_running or not self.editor.problem()))
        for widget in (self._again, self._refill, self._force, self.editor):
            widget.setEnabled(is_there)
        has_answer = call is not None and call.outcome != "running" and call.checked is not None
        self._pin.setEnabled(is_there and (stub is not None or has_answer))


def _box(name: str, label: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(6)
    return box
