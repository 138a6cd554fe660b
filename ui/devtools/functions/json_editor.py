"""A field for JSON: monospaced, told at once where it is none."""

import json
import re
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.chat.labels import WrappedLabel
from ui.theme import Theme

_INDENT = 2
_LEADING = re.compile(r"\s*")
_OPENING = ("{", "[")
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class JsonEditor(QWidget):
    """JSON to be edited.

    Attributes:
        area: Where it is typed.

    Signals:
        submitted: Ctrl+Enter was pressed.
        changed: What stands there is other now, whoever wrote it.
    """

    submitted = Signal()
    changed = Signal()

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, takes_any: bool = False
    ) -> None:
        """Make an empty editor.

        Args:
            name: Its object name, and the first part of those of its parts.
            label: Its accessible name.
            parent: The widget it stands in.
            takes_any: Whether any JSON may stand there; else it is an object.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._takes_any = takes_any
        self.area = _Area(self)
        self.area.setObjectName(f"{name}.Text")
        self.area.setAccessibleName(label)
        self._problem = WrappedLabel()
        self._problem.setObjectName(f"{name}.Problem")
        self._problem.setProperty("role", "error")
        self._problem.setContentsMargins(10, 4, 10, 4)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self._problem)
        self.area.textChanged.connect(self._on_changed)
        self.area.submitted.connect(self.submitted)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.area.toPlainText()

    def show_text(self, text: str) -> None:
        """Show *text*; what stood there before is gone."""
        self.area.setPlainText(text)

    def write(self, value: Any) -> None:
        """Write *value* over what stands there, which can be undone."""
        cursor = self.area.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(written(value))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.area.setTextCursor(cursor)

    def value(self) -> Any:
        """Return what stands there.

        Raises:
            ValueError: It is no JSON, or no object where one is needed; the sentence says where.
        """
        try:
            value = json.loads(self.text, parse_constant=_refuse)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise ValueError(f"This is no JSON: {error.msg} ({where}).") from error
        except RecursionError as error:
            raise ValueError("This is nested too deeply.") from error
        if not self._takes_any and not isinstance(value, dict):
            problem = "Parameters are one object, in braces: { … }."
            raise ValueError(problem)
        return value

    def problem(self) -> str:
        """Return why it cannot be used as it stands; empty when it can."""
        try:
            self.value()
        except ValueError as error:
            return str(error)
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Say nothing of what nobody can edit."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._show_problem()

    def _on_changed(self) -> None:
        self._show_problem()
        self.changed.emit()

    def _show_problem(self) -> None:
        problem = self.problem() if self.isEnabled() else ""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.area.setAccessibleDescription(problem)


def written(value: Any) -> str:
    """Return *value* as people edit it."""
    return json.dumps(value, indent=_INDENT, ensure_ascii=False)


class _Area(QPlainTextEdit):
    """Monospaced lines; Tab leads on, Enter keeps the indent, Ctrl+Enter submits."""

    submitted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("part", "code")
        self.setFont(code_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Submit on Ctrl+Enter, and begin a new line where the last one began."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            self._break_line()

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        leading = _LEADING.match(before)
        deeper = " " * _INDENT if before.rstrip().endswith(_OPENING) else ""
        cursor.insertText(f"\n{leading[0] if leading else ''}{deeper}")
        self.setTextCursor(cursor)
        self.ensureCursorVisible()


def code_font() -> QFont:
    """Return the font of code."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(Theme.instance().tokens.font_body - 1)
    return font


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON.")
