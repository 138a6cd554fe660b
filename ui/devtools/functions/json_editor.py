"""A field for JSON: monospaced, told at once where it is none."""

import json
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

_INDENT = 2


class JsonEditor(QWidget):
    """An object of JSON to be edited.

    Attributes:
        area: Where it is typed.

    Signals:
        submitted: Ctrl+Enter was pressed.
        changed: It was edited; whether it is an object of JSON now tells :meth:`problem`.
    """

    submitted = Signal()
    changed = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        """Make an empty editor.

        Args:
            name: Its object name, and the first part of those of its parts.
            label: Its accessible name.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.area = _Area(self)
        self.area.setObjectName(f"{name}.Text")
        self.area.setAccessibleName(label)
        self._problem = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._problem.setObjectName(f"{name}.Problem")
        self._problem.setProperty("role", "error")
        self._problem.setContentsMargins(8, 4, 8, 4)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self._problem)
        self.area.textChanged.connect(self._on_changed)
        self.area.submitted.connect(self.submitted)

    def set_value(self, value: Any) -> None:
        """Show *value*."""
        self.area.setPlainText(json.dumps(value, indent=_INDENT, ensure_ascii=False))

    def value(self) -> dict[str, Any]:
        """Return what stands there.

        Raises:
            ValueError: It is no object of JSON; the sentence says where it goes wrong.
        """
        text = self.area.toPlainText()
        try:
            value = json.loads(text, parse_constant=_refuse)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise ValueError(f"This is no JSON: {error.msg} ({where}).") from error
        except RecursionError as error:
            raise ValueError("This is nested too deeply.") from error
        if not isinstance(value, dict):
            problem = "Parameters are one object, in braces: { … }."
            raise ValueError(problem)  # noqa: TRY004  what was typed has no type
        return value

    def problem(self) -> str:
        """Return why it is no object of JSON; empty when it is one."""
        try:
            self.value()
        except ValueError as error:
            return str(error)
        return ""

    def _on_changed(self) -> None:
        problem = self.problem()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.area.setAccessibleDescription(problem)
        self.changed.emit()


class _Area(QPlainTextEdit):
    """Monospaced lines; Tab leads on, Ctrl+Enter submits."""

    submitted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setProperty("part", "code")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Submit on Ctrl+Enter."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON.")
