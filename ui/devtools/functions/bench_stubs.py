"""What the chosen function does when a card or a process calls it: run, fail, or give an answer."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.bridge import until_destroyed
from ui.devtools.functions.bench_result import BenchResult
from ui.devtools.functions.function_choice import combo_box
from ui.devtools.functions.wording import IN_USE, PINNED, in_use
from ui.models.function_runs import app_title
from webchat.functions.app import FunctionApp
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import FunctionName
from webchat.functions.functions import Functions
from webchat.functions.stubs import Forced, Stub

_FORCED: Mapping[str, Forced | None] = {text: how for how, text in IN_USE.items()}


_LENGTH = 17


class BenchStubs(QObject):
    """The stub of the chosen function, and the gestures that change it.

    Attributes:
        box: What it does in use; the bench itself passes stubs over.

    Signals:
        said: A sentence about something that happened.
        changed: Another function has a stub now, or has none any more.
    """

    said = Signal(object)
    changed = Signal()

    def __init__(self, functions: Functions, result: BenchResult, parent: QObject) -> None:
        """Follow no function yet.

        Args:
            functions: The stubs and the calls.
            result: Whose answer can be pinned.
            parent: The page.
        """
        super().__init__(parent)
        self._functions, self._stubs, self._result = functions, functions.stubs, result
        self._chosen: tuple[FunctionApp, FunctionName] | None = None
        self._offered: Any = None
        self._pins: dict[tuple[str, FunctionName], Any] = {}
        self.box = combo_box(
            "FunctionsDock.Bench.InUse", "What it does when it is called in use", _LENGTH
        )
        self.box.addItems([*_FORCED, PINNED])
        self.box.activated.connect(self._on_box)
        result.pin_wanted.connect(self._on_pin_wanted)
        result.unpin_wanted.connect(self._on_unpin)
        result.pinned.connect(self._on_pinned)
        until_destroyed(
            self, self._stubs.subscribe(self._on_stub), functions.calls.subscribe(self._on_call)
        )

    def follow(self, chosen: tuple[FunctionApp, FunctionName] | None) -> None:
        """Be about another function; None for none."""
        self._chosen = chosen
        self._show()

    def offer(self, answer: Any) -> None:
        """Have *answer* stand there when the person wants to pin one."""
        self._offered = answer

    # Gestures

    def _on_box(self, _index: int) -> None:
        if self._chosen is None:
            return
        app, function = self._chosen
        wanted = self.box.currentText()
        if wanted == PINNED:
            self._pin_again(app, function)
        elif (how := _FORCED[wanted]) is not None:
            self._stubs.force(app.name, function, how)
        else:
            self._stubs.clear(app.name, function)
        self._show()

    def _pin_again(self, app: FunctionApp, function: FunctionName) -> None:
        """Pin what was pinned before something else was forced; let the person write the first."""
        key = (app.name, function)
        if key in self._pins:
            self._stubs.pin(*key, self._pins[key])
        else:
            self._on_pin_wanted()

    def _on_pin_wanted(self) -> None:
        if self._chosen is not None:
            app, function = self._chosen
            self._result.edit_pin(app, function, self._first_answer(app, function))

    def _first_answer(self, app: FunctionApp, function: FunctionName) -> Any:
        """Return what stands in the editor at first: what is, or was, pinned; else what came."""
        stub = self._stub()
        if stub is not None and stub.forced is None:
            return stub.answer
        offered = {"output": {}} if self._offered is None else self._offered
        return self._pins.get((app.name, function), offered)

    def _on_pinned(self, answer: Any) -> None:
        if self._chosen is not None:
            app, function = self._chosen
            self._pins[app.name, function] = answer
            self._stubs.pin(app.name, function, answer)
            self.said.emit(f"The {function} function of {app.title} returns what is pinned.")

    def _on_unpin(self) -> None:
        if self._chosen is not None:
            app, function = self._chosen
            self._pins.pop((app.name, function), None)
            self._stubs.clear(app.name, function)
            self.said.emit(f"The {function} function of {app.title} runs itself again.")

    # What stands there

    def _on_stub(self, app: str, function: FunctionName) -> None:
        if self._chosen is not None and (self._chosen[0].name, self._chosen[1]) == (app, function):
            self._show()
        self.changed.emit()

    def _on_call(self, call: FunctionCall) -> None:
        """Say that a stub has answered, whichever function it stands in for."""
        if call.is_stubbed and call.outcome != "running":
            stub = self._stubs.find(call.app, call.function)
            how = "" if stub is None else f": it {in_use(stub)}"
            whose = app_title(self._functions, call.app)
            self.said.emit(f"A stub answered for the {call.function} function of {whose}{how}.")

    def _show(self) -> None:
        stub = self._stub()
        self.box.setEnabled(self._chosen is not None)
        self.box.setCurrentText(in_use(stub))
        is_pinned = stub is not None and stub.forced is None
        self._result.show_pin(is_pinned=is_pinned, can_pin=self._chosen is not None)

    def _stub(self) -> Stub | None:
        if self._chosen is None:
            return None
        app, function = self._chosen
        return self._stubs.find(app.name, function)
