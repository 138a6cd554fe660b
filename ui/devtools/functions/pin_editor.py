"""Where an answer is written that a function shall give from now on, without being called."""

import importlib
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge import owned_tasks
from ui.chat.labels import ElidedLabel
from ui.devtools.functions.buttons import tool_button
from ui.devtools.functions.json_editor import JsonEditor, written
from webchat.functions.app import FunctionApp
from webchat.functions.authentication.secret_keys import MASK
from webchat.functions.contract.records import FunctionName
from webchat.tasks import in_thread

_CHECKS = "webchat.functions.contract.shapes.answers"
_HINT = "It is returned without the function being called."
_MASKED = f"{MASK} is returned as it stands here: write the value in its place."


class PinEditor(QWidget):
    """An answer as JSON, checked as it is typed.

    Attributes:
        editor: The answer.
        stops: Where Tab leads, in order.

    Signals:
        checked: What the check says of what stands there; None while it is no JSON.
        pinned: The person wants this answer, which is in :attr:`answer`.
        left: The person does not want to pin anything.
    """

    checked = Signal(object)
    pinned = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.tasks = owned_tasks(self)
        self._about: tuple[FunctionApp, FunctionName] | None = None
        self.editor = JsonEditor(f"{name}.Answer", "The answer to pin, as JSON", takes_any=True)
        self._hint = ElidedLabel(_HINT)
        self._hint.setObjectName(f"{name}.Hint")
        self._hint.setProperty("role", "meta")
        self._leave = tool_button(f"{name}.Cancel", "Cancel", "Leave it as it was (Esc)")
        tip = "Return this answer from now on (Ctrl+Enter)"
        self._pin = tool_button(f"{name}.Pin", "Pin", tip)
        self._pin.setProperty("kind", "primary")
        foot = QWidget()
        foot.setProperty("part", "dock-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self._hint, 1)
        row.addWidget(self._leave)
        row.addWidget(self._pin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(foot)
        self.stops = (self.editor.area, self._leave, self._pin)
        self.editor.changed.connect(self._on_changed)
        self.editor.submitted.connect(self._on_pin)
        self._pin.clicked.connect(self._on_pin)
        self._leave.clicked.connect(self.left)

    @property
    def answer(self) -> Any:
        """What stands there; JSON."""
        return self.editor.value()

    def open(self, app: FunctionApp, function: FunctionName, answer: Any) -> None:
        """Let the person edit an answer.

        Args:
            app: Whose function.
            function: Which.
            answer: What stands there at first.
        """
        self._about = (app, function)
        self.editor.show_text(written(answer))
        self.editor.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        is_json = not self.editor.problem()
        self._pin.setEnabled(is_json)
        self._hint.setText(_MASKED if MASK in self.editor.text else _HINT)
        self.tasks.cancel()
        if is_json:
            self.tasks.spawn(self._check(), name="check an answer")
        else:
            self.checked.emit(None)

    async def _check(self) -> None:
        await in_thread(importlib.import_module, _CHECKS)  # the first time it takes long
        from webchat.functions.contract.checks import check  # noqa: PLC0415  needs what was imported

        if self._about is not None:
            app, function = self._about
            self.checked.emit(check(function, app.kind, self.answer))

    def _on_pin(self) -> None:
        if not self.editor.problem():
            self.pinned.emit()
