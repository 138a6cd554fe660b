"""What did not work, on the page where it was tried: the sentence, and what explains it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.chat.announcer import announce
from ui.chat.labels import WrappedLabel
from ui.functions.framed_dialog import text_button
from ui.shell.notice_bar import Mark
from webchat.errors import FunctionContractError, FunctionError, HandlerError

if TYPE_CHECKING:
    from webchat.functions.contract.records import FunctionName

_TRACE_LINES = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the person cannot go on.

    Attributes:
        sentence: What happened.
        findings: Everything that does not fit the contract, a sentence each.
        trace: Where a handler raised; empty for another failure.
        function: Which function it was, for the bench; None for none.
    """

    sentence: str
    findings: tuple[str, ...] = ()
    trace: str = ""
    function: "FunctionName | None" = None


class StoppedError(FunctionError):
    """The person stopped what was waited for; nothing that would have to be told."""


def problem_of(
    error: BaseException | None, function: "FunctionName | None" = None
) -> Problem | None:
    """Return what an error tells a person; None for none, and for what the person wanted."""
    if error is None or isinstance(error, StoppedError):
        return None
    findings: tuple[str, ...] = ()
    if isinstance(error, FunctionContractError):
        findings = tuple(str(getattr(one, "sentence", one)) for one in error.findings)
    trace = error.trace if isinstance(error, HandlerError) else ""
    return Problem(str(error), findings, trace, function)


class ProblemBox(QFrame):
    """A box that is hidden while all is well.

    Signals:
        bench_requested: The person wants to look into it; the function's name.
    """

    bench_requested = Signal(object)

    def __init__(self, *, has_bench: bool, parent: QWidget | None = None) -> None:
        """Show nothing yet.

        Args:
            has_bench: Whether there is a bench to look into it with.
            parent: The dialog.
        """
        super().__init__(parent)
        self._has_bench, self._problem = has_bench, Problem("")
        self.setObjectName("Setup.Problem")
        self.setProperty("part", "problem")
        self._text = WrappedLabel("", self)
        self._text.setObjectName("Setup.Problem.Text")
        self._findings = WrappedLabel("", self)
        self._findings.setObjectName("Setup.Problem.Findings")
        self._findings.setProperty("role", "muted")
        self._trace = self._make_trace()
        self._details = text_button("Details", "Setup.Problem.DetailsButton")
        self._details.setCheckable(True)
        self._details.setAccessibleName("Show where it failed")
        self._details.toggled.connect(self._on_details)
        self._bench = text_button("Open the bench", "Setup.Problem.BenchButton")
        self._bench.setToolTip("Close this, and run the function alone with what it was given")
        self._bench.clicked.connect(self._on_bench)
        self._lay_out()
        self.hide()

    @property
    def problem(self) -> Problem:
        """What is shown."""
        return self._problem

    def show_problem(self, problem: Problem | None) -> None:
        """Show what did not work, or that nothing is wrong."""
        self._problem = problem = problem or Problem("")
        self._text.setText(problem.sentence)
        listed = "\n".join(f"• {one}" for one in problem.findings) if problem.findings[1:] else ""
        self._findings.setText(listed)
        self._findings.setVisible(bool(listed))
        self._trace.setPlainText(problem.trace)
        self._details.setChecked(False)
        self._details.setVisible(bool(problem.trace))
        self._bench.setVisible(self._has_bench and problem.function is not None)
        self.setAccessibleName(f"Error: {problem.sentence}" if problem.sentence else "")
        self.setVisible(bool(problem.sentence))
        announce(self, self.accessibleName(), assertive=True)

    def _make_trace(self) -> QPlainTextEdit:
        trace = QPlainTextEdit(self)
        trace.setObjectName("Setup.Problem.Trace")
        trace.setProperty("part", "trace")
        trace.setAccessibleName("Where it failed")
        trace.setReadOnly(True)
        trace.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as code is written anywhere
        trace.setTabChangesFocus(True)
        trace.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        trace.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        trace.setFixedHeight(trace.fontMetrics().lineSpacing() * _TRACE_LINES + 16)
        trace.hide()
        return trace

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._details)
        buttons.addWidget(self._bench)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(8)
        for widget in (self._text, self._findings, self._trace):
            words.addWidget(widget)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(Mark("failed"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def _on_details(self, is_wanted: bool) -> None:
        self._trace.setVisible(is_wanted)
        self.updateGeometry()

    def _on_bench(self) -> None:
        self.bench_requested.emit(self._problem.function)
