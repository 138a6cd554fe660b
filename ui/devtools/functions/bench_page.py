"""The bench: one function, alone, with parameters that a person has written.

What it returns is checked and shown, field by field, and nothing follows from it. It can be pinned,
so that clicks in the chat get it without the function being called; or a failure can be forced.
"""

import asyncio
from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.devtools.functions.bench_result import BenchResult
from ui.devtools.functions.bench_stubs import BenchStubs
from ui.devtools.functions.buttons import head_button, tool_button
from ui.devtools.functions.first_parameters import call_of_run, first_parameters
from ui.devtools.functions.function_choice import FunctionChoice
from ui.devtools.functions.json_editor import JsonEditor, written
from ui.devtools.functions.page import Page, labelled, tool_row
from ui.devtools.functions.panes import Pane, Panes
from ui.devtools.functions.trouble import Trouble
from ui.devtools.functions.wording import counted
from webchat.errors import WebChatError
from webchat.functions.app import FunctionApp
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import FunctionName
from webchat.functions.functions import Functions
from webchat.tasks import TaskBag

_SHARES = (400, 800)
_LEAST_WIDTH = 640


class BenchPage(Page):
    """Pick a function, edit what it gets, run it, look at what it returned.

    Attributes:
        choice: Which function it is about.
        editor: The parameters.
        result: What was returned.
        stubs: What stands in for the function in the chat.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Bench", parent)
        self._functions = functions
        self._tasks = TaskBag("function bench", self._on_failed)
        self._running: asyncio.Task[None] | None = None
        self._runs_again = False
        self._own_calls: set[int] = set()
        self._late: FunctionCall | None = None
        self._edited: dict[tuple[str, FunctionName], str] = {}
        self._filled: tuple[str, FunctionName] | None = None
        self._make()
        self._lay_out()
        self._connect()
        self._on_chosen()
        choice, trouble = self.choice, self._trouble.button
        tools = (choice.apps, choice.functions, self._run, self._again, self.stubs.box, trouble)
        self.stops = (*tools, self._refill, self.editor.area, *self.result.stops)

    def _make(self) -> None:
        name = self.objectName()
        self.choice = FunctionChoice(self._functions, self)
        self._run = tool_button(f"{name}.Run", "Run", "")
        self._run.setProperty("kind", "primary")
        self._again = QCheckBox("Run again on save")
        self._again.setObjectName(f"{name}.Again")
        self._again.setToolTip("Run it whenever a file of its app is saved")
        tip = "Fill in what the function got last, whoever called it"
        self._refill = head_button(f"{name}.Refill", "From the last run", tip)
        self.editor = JsonEditor(f"{name}.Parameters", "Parameters, as JSON")
        self.result = BenchResult(f"{name}.Result", self._functions.masks.text)
        self.stubs = BenchStubs(self._functions, self.result, self)
        self._trouble = Trouble(f"{name}.Trouble")

    def _lay_out(self) -> None:
        choice, in_use = self.choice, labelled("In use:", self.stubs.box)
        tools = (choice.apps, choice.functions, self._run, self._again, in_use)
        given = Pane("Parameters")
        given.head.addStretch(1)
        given.head.addWidget(self._refill)
        given.body.addWidget(self.editor, 1)
        name = f"{self.objectName()}.Panes"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tool_row(*tools))
        column.addWidget(self._trouble)
        panes = Panes(name, given, self.result, shares=_SHARES, least_width=_LEAST_WIDTH)
        column.addWidget(panes, 1)
        self.entrance = self.editor.area

    def _connect(self) -> None:
        functions = self._functions
        self.choice.chosen.connect(self._on_chosen)
        self._run.clicked.connect(self._on_run)
        self._refill.clicked.connect(self._on_refill)
        self._trouble.reload_requested.connect(self._on_reload)
        self.editor.submitted.connect(self._on_run)
        self.editor.changed.connect(self._on_edited)
        self.result.load_requested.connect(self.load_requested)
        self.stubs.said.connect(self.said)
        self.stubs.changed.connect(self._count)
        until_destroyed(
            self,
            functions.apps.subscribe_to_saves(self._on_saved),
            functions.calls.subscribe(self._on_call),
            self._tasks.cancel,
        )

    # What is chosen

    def choose(self, app: str, function: FunctionName, token: str = "") -> None:
        """Show a function; one that is not there is passed over.

        Args:
            app: The app's name.
            function: Which of its functions.
            token: Of a run, whose parameters are filled in; empty for none.
        """
        if self.choice.choose(app, function) and token:
            call = call_of_run(self._functions, app, token)
            if call is not None:
                self.editor.write(call.parameters)
                self._show_call(call)

    def watch(self, is_watched: bool) -> None:
        """Show the call that came meanwhile; while nobody looks, answers cost nothing."""
        super().watch(is_watched)
        if is_watched and self._late is not None:
            self._show_call(self._late)

    @property
    def _chosen(self) -> tuple[FunctionApp, FunctionName] | None:
        app, function = self.choice.app, self.choice.function
        return None if app is None or function is None else (app, function)

    def _on_chosen(self) -> None:
        chosen, entry = self._chosen, self.choice.entry
        self._trouble.show_entry(entry)
        self.result.ask_for("load" if entry is None else "reload" if chosen is None else "run")
        key = None if chosen is None else (chosen[0].name, chosen[1])
        if key != self._filled:
            self._fill(chosen)
        self.stubs.follow(chosen)
        self._count()
        self._set_enabled()

    def _fill(self, chosen: tuple[FunctionApp, FunctionName] | None) -> None:
        """Show what was edited for this function, else what it got last, else an example."""
        self._filled = None  # what is written now was not edited
        self.result.close_pin_editor()
        if chosen is None:
            self.editor.show_text("")
            self._show_call(None)
            return
        app, function = chosen
        key = (app.name, function)
        edited = self._edited.get(key)
        first = written(first_parameters(self._functions, app, function))
        self.editor.show_text(first if edited is None else edited)
        self._filled = key
        self._show_call(self._functions.calls.last(app.name, function))

    def _on_refill(self) -> None:
        if self._chosen is not None:
            self.editor.write(first_parameters(self._functions, *self._chosen))
            if self._filled is not None:
                self._edited.pop(self._filled, None)

    def _on_edited(self) -> None:
        if self._filled is not None:
            self._edited[self._filled] = self.editor.text
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
        running = self._run_alone(app, function, self.editor.value())
        self._running = self._tasks.spawn(running, name=f"run {app.name}")
        self._running.add_done_callback(self._on_ran)
        self._set_enabled()

    async def _run_alone(self, app: FunctionApp, function: FunctionName, given: Any) -> None:
        try:
            connection = self._functions.connection(app)
            await self._functions.caller.run_alone(app, function, given, connection=connection)
        except WebChatError as error:
            self.result.show_problem(str(error))

    def _on_ran(self, _task: object) -> None:
        self._running = None
        self._set_enabled()
        if self._runs_again:
            self._runs_again = False
            self._on_run()

    def _on_call(self, call: FunctionCall) -> None:
        """Follow calls of the chosen function, also those that a click has made."""
        if self._running is not None and asyncio.current_task() is self._running:
            self._own_calls.add(call.id)
        if (call.app, call.function) != self._filled:
            return
        if self.is_watched:
            self._show_call(call)
        else:
            self._late = call

    def _show_call(self, call: FunctionCall | None) -> None:
        self._late = None
        is_from_bench = call is not None and call.id in self._own_calls
        self.result.show_call(call, is_from_bench=is_from_bench)
        self.stubs.offer(None if call is None else call.answer)
        if call is not None and not is_from_bench and self._filled not in self._edited:
            self._filled, key = None, self._filled
            self.editor.show_text(written(call.parameters))
            self._filled = key

    def _on_saved(self, name: str) -> None:
        app = self.choice.app
        if self._again.isChecked() and app is not None and app.name == name:
            self._runs_again = self._running is not None
            self._on_run()  # or cancel what runs the version before

    def _on_reload(self) -> None:
        entry = self.choice.entry
        if entry is not None:
            self._tasks.spawn(self._reload(entry.name), name=f"reload {entry.name}")

    async def _reload(self, name: str) -> None:
        entry = await self._functions.apps.reload(name)
        self.said.emit(f"Reloaded {name}." if entry.error is None else f"{name}: {entry.error}")

    def _on_failed(self, _task: object, error: BaseException) -> None:
        is_ours = isinstance(error, WebChatError)
        said = str(error) if is_ours else f"That failed in the program itself: {error!r}."
        self.result.show_problem(said)

    # What can be done

    def _count(self) -> None:
        entries = list(self._functions.apps)
        troubled = sum(one.error is not None for one in entries)
        parts = (
            counted(len(entries), "app") if entries else "",
            f"{troubled} in trouble" if troubled else "",
            counted(len(self._functions.stubs), "stub") if len(self._functions.stubs) else "",
        )
        self.set_detail(" · ".join(part for part in parts if part))

    def _set_enabled(self) -> None:
        is_there, is_running = self._chosen is not None, self._running is not None
        self._run.setText("Cancel" if is_running else "Run")
        tip = "Stop it" if is_running else "Call the function with these parameters (Ctrl+Enter)"
        self._run.setToolTip(tip)
        self._run.setEnabled(is_there and (is_running or not self.editor.problem()))
        for widget in (self._again, self._refill, self.editor):
            widget.setEnabled(is_there)
