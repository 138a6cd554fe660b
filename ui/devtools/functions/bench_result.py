"""What a function returned, or why it did not: how it went, the answer, and what follows."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QWidget

from ui.chat.announcer import announce
from ui.chat.labels import ElidedLabel
from ui.devtools.empty_state import EmptyState
from ui.devtools.functions.answer_tree import AnswerTree
from ui.devtools.functions.buttons import head_button
from ui.devtools.functions.json_editor import code_font
from ui.devtools.functions.panes import Pane, Panes
from ui.devtools.functions.pin_editor import PinEditor
from ui.devtools.functions.sentences import Sentence, Sentences
from ui.devtools.functions.wording import (
    Headline,
    headline,
    particulars,
    sentences,
    sentences_of_check,
)
from ui.theme import Theme
from webchat.functions.app import FunctionApp
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import Checked, FunctionName

_MARK = 16
_SHARES = (460, 340)
_LEAST_WIDTH = 520


class BenchResult(Pane):
    """The result of one call.

    Attributes:
        tree: The answer.
        trace: Where the handler raised, in place of an answer.
        pin_editor: Where an answer is written, in place of one that came.
        sentences: What there is to say of it.
        stops: Where Tab leads, in order.

    Signals:
        load_requested: The person wants to choose an app, since there is none.
        pin_wanted: The person wants to pin an answer, or to see the pinned one.
        unpin_wanted: The person wants the function to run itself again.
        pinned: The person pinned an answer.
    """

    load_requested = Signal()
    pin_wanted = Signal()
    unpin_wanted = Signal()
    pinned = Signal(object)

    def __init__(
        self, name: str, mask: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Show no call yet.

        Args:
            name: Its object name, and the first part of those of its parts.
            mask: Takes the secrets out of a sentence: what the check found is masked, but not
                what it read.
            parent: The widget it stands in.
        """
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._mask = mask
        self._call: FunctionCall | None = None
        self._asked_for: Literal["run", "reload", "load"] = "run"
        self._function: FunctionName = "action"
        self.tree = AnswerTree(f"{name}.Answer")
        self.trace = _trace(f"{name}.Trace")
        self.pin_editor = PinEditor(f"{name}.PinEditor")
        self.sentences = Sentences(f"{name}.Sentences")
        self._empty = EmptyState(f"{name}.Empty", self.tree)
        self._make_head(name)
        self._stack = QStackedWidget()
        for one in (self.tree, self.trace, self.pin_editor):
            self._stack.addWidget(one)
        panes = Panes(
            f"{name}.Panes",
            self._stack,
            self.sentences,
            shares=_SHARES,
            least_width=_LEAST_WIDTH,
        )
        self.body.addWidget(panes, 1)
        self._connect()
        self.show_call(None)
        answer = (self._empty.button, self.tree, self.trace, *self.pin_editor.stops)
        self.stops = (self._pin, self._unpin, *answer, self.sentences)

    def _make_head(self, name: str) -> None:
        self._mark = QLabel()
        self._mark.setFixedSize(_MARK, _MARK)
        self._outcome, self._more = ElidedLabel(), ElidedLabel()
        self._outcome.setObjectName(f"{name}.Outcome")
        self._more.setObjectName(f"{name}.Particulars")
        self._more.setProperty("role", "meta")
        tip = "Write what the function shall return without being called"
        self._pin = head_button(f"{name}.Pin", "Pin…", tip)
        self._unpin = head_button(f"{name}.Unpin", "Unpin", "Let the function run itself again")
        for widget, stretch in ((self._mark, 0), (self._outcome, 0), (self._more, 1)):
            self.head.addWidget(widget, stretch)
        for button in (self._pin, self._unpin):
            self.head.addWidget(button)

    def _connect(self) -> None:
        self._empty.requested.connect(self.load_requested)
        self.sentences.path_chosen.connect(self.tree.show_field)
        self._pin.clicked.connect(self.pin_wanted)
        self._unpin.clicked.connect(self.unpin_wanted)
        self.pin_editor.checked.connect(self._on_checked)
        self.pin_editor.pinned.connect(self._on_pinned)
        self.pin_editor.left.connect(self.close_pin_editor)
        Theme.instance().changed.connect(self._show_head)

    # What is shown

    def ask_for(self, what: Literal["run", "reload", "load"]) -> None:
        """Say what an answer needs first: a call, an app that works, or any app."""
        self._asked_for = what
        self._show_empty()

    def show_call(self, call: FunctionCall | None, *, is_from_bench: bool = True) -> None:
        """Show a call as far as it is.

        Args:
            call: The call; None shows that there was none.
            is_from_bench: Whether it was made here.
        """
        is_news = self._call is not None and call is not None and call.id == self._call.id
        self._call = call
        self._more.setText("" if call is None else particulars(call, is_from_bench=is_from_bench))
        self._show_head()
        if not self._is_editing:
            self._show_answer()
        if is_news and is_from_bench and call is not None and call.outcome != "running":
            announce(self, f"{self._outcome.text()}. {' '.join(self.sentences.texts[:1])}")

    def show_problem(self, sentence: str) -> None:
        """Say why there was no call."""
        self.show_call(None)
        self._outcome.setText("Not called")
        self.sentences.say((Sentence("error", sentence),))
        announce(self, sentence, assertive=True)

    def show_pin(self, *, is_pinned: bool, can_pin: bool) -> None:
        """Say what can be done about a pin.

        Args:
            is_pinned: Whether an answer is pinned.
            can_pin: Whether there is a function to pin one for.
        """
        self._pin.setText("Edit the pin…" if is_pinned else "Pin…")
        self._pin.setEnabled(can_pin)
        self._pin.setVisible(not self._is_editing)
        self._unpin.setVisible(is_pinned and not self._is_editing)

    @property
    def _is_editing(self) -> bool:
        return self._stack.currentWidget() is self.pin_editor

    def _show_head(self) -> None:
        if self._is_editing:
            icon, tint, text = Headline("pin", "cancelled", "The answer to pin")
        elif self._call is not None:
            icon, tint, text = headline(self._call)
        else:
            self._mark.hide()
            self._outcome.setText("Answer")
            return
        size = QSize(_MARK, _MARK)
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(Theme.instance().icon(icon, _MARK, tint).pixmap(size, ratio))
        self._mark.show()
        self._more.setVisible(not self._is_editing)
        self._outcome.setText(text)

    def _show_answer(self) -> None:
        call = self._call
        is_over = call is not None and call.outcome != "running"
        has_answer = is_over and call is not None and call.checked is not None
        if call is not None and has_answer:
            self.tree.show_answer(call.answer, call.checked)
        else:
            self.tree.show_nothing()
        trace = "" if call is None else call.trace
        self.trace.setPlainText(trace)
        self._stack.setCurrentWidget(self.trace if trace else self.tree)
        self._say(sentences(call) if call is not None and is_over else ())
        self._show_empty()

    def _say(self, sentences: Iterable[Sentence]) -> None:
        self.sentences.say(one._replace(text=self._mask(one.text)) for one in sentences)

    def _show_empty(self) -> None:
        call = self._call
        if self._asked_for == "load":
            self._empty.say("No function app is loaded. Drop a folder or a zip here.", "Load…")
        elif self._asked_for == "reload":
            self._empty.say("Nothing of this app can be called until it can be read.", "")
        elif call is None:
            self._empty.say("Run the function to see what it returns.", "")
        else:
            is_over = call.outcome != "running"
            self._empty.say("There is no answer." if is_over else "The function is running.", "")
        is_empty = self.tree.topLevelItemCount() == 0
        self._empty.show_over(self.tree, is_empty=is_empty)

    # Pinning

    def edit_pin(self, app: FunctionApp, function: FunctionName, answer: Any) -> None:
        """Let the person write an answer, with *answer* to begin with."""
        self._function = function
        self._stack.setCurrentWidget(self.pin_editor)
        self._pin.hide()
        self._unpin.hide()
        self._show_head()
        self.pin_editor.open(app, function, answer)

    def close_pin_editor(self) -> None:
        """Show what came again."""
        if self._is_editing:
            self._stack.setCurrentWidget(self.tree)
            self._show_answer()
            self._show_head()
            self._pin.show()
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_checked(self, checked: Checked | None) -> None:
        if self._is_editing:
            self._say(() if checked is None else sentences_of_check(checked, self._function))

    def _on_pinned(self) -> None:
        answer = self.pin_editor.answer
        self.close_pin_editor()
        self.pinned.emit(answer)


def _trace(name: str) -> QPlainTextEdit:
    trace = QPlainTextEdit()
    trace.setObjectName(name)
    trace.setAccessibleName("Where the function raised an exception")
    trace.setProperty("part", "code")
    trace.setFont(code_font())
    trace.setReadOnly(True)
    trace.setTabChangesFocus(True)
    trace.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    return trace
