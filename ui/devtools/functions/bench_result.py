"""What a function returned, or why it did not: outcome, sentences, and the answer as a tree."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.answer_tree import AnswerTree
from ui.theme import Theme
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.consequences import consequences
from webchat.functions.stubs import Stub

_MARK = 16
_SENTENCES = 96
_MARKS: Mapping[str, tuple[str, str]] = {
    "completed": ("circle-check", "completed"),
    "failed": ("triangle-alert", "failed"),
    "cancelled": ("ban", "cancelled"),
    "running": ("loader-circle", "running"),
}
_WORDS: Mapping[str, str] = {
    "completed": "Fits the contract",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "running": "Running …",
}
_STUBBED = "A stub answers clicks in the chat: "


class BenchResult(QWidget):
    """The result of one call.

    Attributes:
        tree: The answer.

    Signals:
        load_requested: The person wants to choose an app, since there is none.
    """

    load_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._call: FunctionCall | None = None
        self._has_no_app = False
        self._mark = QLabel()
        self._mark.setFixedSize(_MARK, _MARK)
        self._outcome = _label(f"{name}.Outcome")
        self._stub = _label(f"{name}.Stub", "meta")
        self._says = QPlainTextEdit()
        self._says.setObjectName(f"{name}.Sentences")
        self._says.setAccessibleName("What follows from it, or what is wrong with it")
        self._says.setReadOnly(True)
        self._says.setTabChangesFocus(True)
        self.tree = AnswerTree(f"{name}.Answer")
        self._empty = EmptyState(f"{name}.Empty", self.tree)
        self._empty.requested.connect(self.load_requested)
        line = QHBoxLayout()
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(6)
        line.addWidget(self._mark)
        line.addWidget(self._outcome)
        line.addStretch(1)
        line.addWidget(self._stub)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._says)
        split.addWidget(self.tree)
        split.setSizes([_SENTENCES, 2 * _SENTENCES])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(split, 1)
        Theme.instance().changed.connect(self._show_mark)
        self.show_call(None)

    def offer_load(self, is_empty: bool) -> None:
        """Offer to load an app while there is none."""
        self._has_no_app = is_empty
        self._show_empty()

    def show_call(self, call: FunctionCall | None) -> None:
        """Show a call as far as it is; None shows that there was none."""
        self._call = call
        self._show_mark()
        self._outcome.setText("" if call is None else _outcome(call))
        self._says.setPlainText("" if call is None else "\n".join(_sentences(call)))
        self._says.setVisible(bool(self._says.toPlainText()))
        if call is None or call.outcome == "running":
            self.tree.show_answer({}, None)
        else:
            self.tree.show_answer(call.answer, call.checked)
        self._show_empty()

    def show_problem(self, sentence: str) -> None:
        """Say why there was no call."""
        self.show_call(None)
        self._outcome.setText("Not called")
        self._says.setPlainText(sentence)
        self._says.show()

    def show_stub(self, stub: Stub | None) -> None:
        """Say what stands in for the function when the chat calls it."""
        said = "" if stub is None else _STUBBED + (stub.forced or "the pinned answer") + "."
        self._stub.setText(said)

    def _show_empty(self) -> None:
        is_empty = self._call is None
        if self._has_no_app:
            self._empty.say("No function app is loaded. Drop a folder or a zip here, or", "Load…")
        else:
            self._empty.say("Run the function to see what it returns.", "")
        self._empty.show_over(self.tree, is_empty=is_empty)

    def _show_mark(self) -> None:
        if self._call is None:
            self._mark.clear()
            return
        icon, role = _MARKS[self._call.outcome]
        pixmap = Theme.instance().icon(icon, _MARK, role).pixmap(QSize(_MARK, _MARK))
        self._mark.setPixmap(pixmap)


def _outcome(call: FunctionCall) -> str:
    took = "" if call.seconds is None else f" · {call.seconds * 1000:,.0f} ms"
    stub = " · a stub answered" if call.is_stubbed else ""
    return f"{_WORDS[call.outcome]}{took}{stub}"


def _sentences(call: FunctionCall) -> list[str]:
    if call.outcome == "running":
        return []
    said = [call.error] if call.error else []
    if call.checked is not None:
        said += [f"• {one.sentence}" for one in call.checked.findings]
        if call.checked.result is not None:
            said += [f"→ {one}" for one in consequences(call.checked.result, call.function)]
        said += [f"Note: {one.sentence}" for one in call.checked.remarks]
    if call.trace:
        said += ["", call.trace]
    return said


def _label(name: str, role: str = "") -> QLabel:
    label = QLabel(textFormat=Qt.TextFormat.PlainText)
    label.setObjectName(name)
    if role:
        label.setProperty("role", role)
    return label
