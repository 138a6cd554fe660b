"""What the customer said before the chat: names and values, as plain text."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.chat.labels import ElidedLabel, WrappedLabel
from ui.devtools.icon_button import IconButton
from webchat.side.side import Side
from webchat.side.strings import Strings
from webchat.state import State, TaskState

_MOST_LINES = 6
_HIDDEN = frozenset({"friendlyName", "avatar"})
"""What stands elsewhere already."""


class Answer(NamedTuple):
    """One thing that the customer said.

    Attributes:
        label: What was asked.
        value: What was answered.
    """

    label: str
    value: str


def answers_of(task: TaskState, strings: Strings) -> tuple[Answer, ...]:
    """Return what was said before a chat, in the order of the form."""
    given = task.attributes.get("preEngagementData")
    if not isinstance(given, Mapping):
        return ()
    return tuple(
        Answer(label_of(str(name)), _text(value, strings))
        for name, value in given.items()
        if name not in _HIDDEN and value not in (None, "")
    )


def label_of(name: str) -> str:
    """Return the name of a field as words: ``orderNumber`` is ``Order number``."""
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name)
    words = " ".join(words.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _text(value: Any, strings: Strings) -> str:
    if isinstance(value, bool):
        return strings.render("TaskYes" if value else "TaskNo")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return str(value)


class Answers(QWidget):
    """The answers of one task: one line of them, or all.

    A page that has room for nothing else shows all of them from the first.
    """

    def __init__(
        self, side: Side, sid: str, parent: QWidget | None = None, *, is_open: bool = False
    ) -> None:
        """Show what was said before a task.

        Args:
            side: The agent's.
            sid: The task's sid (WR…).
            parent: The widget it stands in.
            is_open: Whether all of it is shown, for good.
        """
        super().__init__(parent)
        self._side, self._sid, self._is_fixed, self._is_open = side, sid, is_open, is_open
        self.setObjectName("Desk.Answers")
        self.setProperty("part", "desk-answers")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = ElidedLabel("", self)
        self._line.setProperty("role", "meta")
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._toggle = IconButton("chevron-down", "", "Desk.AnswersButton", self)
        self._toggle.setVisible(not is_open)
        self._toggle.clicked.connect(self._on_toggled)
        self._list = QWidget(self)
        self._form = QFormLayout(self._list)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(4)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._lay_out()
        until_destroyed(
            self,
            side.store.subscribe(self._attributes, self._on_attributes),
            side.strings.subscribe(self._show),
        )
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, *((12, 12, 12) if self._is_fixed else (4, 8, 4)))
        column.setSpacing(4)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._line, 1)
        row.addWidget(self._toggle)
        head.setVisible(not self._is_fixed)
        column.addWidget(head)
        column.addWidget(self._list)

    def _attributes(self, state: State) -> object:
        task = state.tasks.get(self._sid)
        return None if task is None else task.attributes

    def _on_attributes(self, _attributes: object) -> None:
        self._show()

    def _on_toggled(self) -> None:
        self._is_open = not self._is_open
        self._show()

    def _show(self) -> None:
        strings, task = self._side.strings, self._side.store.state.tasks.get(self._sid)
        if task is None:
            return
        answers = answers_of(task, strings)
        name = task.customer_name or strings.render("TaskCustomerUnknown")
        self.setAccessibleName(strings.render("TaskAnswersLabel", name=name))
        self.setVisible(bool(answers) or self._is_fixed)
        self._line.setText(" · ".join(f"{one.label}: {one.value}" for one in answers))
        self._line.setVisible(not self._is_open)
        self._toggle.set_icon("chevron-up" if self._is_open else "chevron-down")
        key = "TaskAnswersHide" if self._is_open else "TaskAnswersShow"
        self._toggle.set_text(strings.render(key))
        self._fill(answers or (Answer("", strings.render("TaskNoAnswers")),))
        self._list.setVisible(self._is_open)

    def _fill(self, answers: tuple[Answer, ...]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        for answer in answers:
            value = WrappedLabel(answer.value, self._list, max_lines=_MOST_LINES)
            value.setObjectName("Desk.Answers.Value")
            if not answer.label:
                self._form.addRow(value)
                continue
            label = QLabel(answer.label, self._list, textFormat=Qt.TextFormat.PlainText)
            label.setObjectName("Desk.Answers.Label")
            label.setProperty("role", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
            self._form.addRow(label, value)
