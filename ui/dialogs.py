"""Questions to the person in the window: ``alert``, ``confirm`` and ``prompt``.

A dialog is opened, never executed: ``exec()`` would enter a nested Qt loop under the coroutine that
asks. One question stands at a time, the others wait in the order in which they came. A
coroutine that is cancelled takes its dialog with it.
"""

import asyncio
import contextlib
import functools
from typing import Literal, NamedTuple, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.enter import PressedByEnter

_W = TypeVar("_W", bound=QWidget)

_LONG_TEXT = 800  # characters beyond which a text gets a scroll bar
_WIDTH = 360


class _Kind(NamedTuple):
    name: Literal["alert", "confirm", "prompt"]
    accept: str
    reject: str | None


_ALERT = _Kind("alert", "OK", None)
_CONFIRM = _Kind("confirm", "Yes", "No")
_PROMPT = _Kind("prompt", "OK", "Cancel")


class WindowDialogs:
    """The dialogs of one window; fits :class:`webchat.side.dialogs.Dialogs`."""

    def __init__(self, window: QWidget) -> None:
        """Ask over *window*.

        Args:
            window: What the dialogs block while they stand; they are deleted with it.
        """
        self._window = window
        self._turn = asyncio.Lock()

    async def alert(self, text: str) -> None:
        """Show *text* and wait until it was read."""
        await self._ask(_ALERT, text, "")

    async def confirm(self, text: str) -> bool:
        """Ask a yes-or-no question; closing the dialog means no."""
        return await self._ask(_CONFIRM, text, "") is not None

    async def prompt(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None means that the person gave none."""
        return await self._ask(_PROMPT, text, default)

    async def _ask(self, kind: _Kind, text: str, default: str) -> str | None:
        async with self._turn:
            question = Question(kind, str(text), str(default), parent=self._window)
            try:
                return await question.answered()
            finally:
                question.end()


class _Button(PressedByEnter, QPushButton):
    """A button that Enter presses, instead of the default one, while it has the focus."""


class Question(QDialog):
    """One question; its object names are ``Dialog``, ``Dialog.Text``, ``.Field`` and buttons."""

    def __init__(self, kind: _Kind, text: str, default: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Dialog")
        self.setWindowTitle(parent.window().windowTitle())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self.field: QLineEdit | None = None
        self._future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(_text_widget(text))
        if kind.name == "prompt":
            self.field = _field(text, default)
            layout.addWidget(self.field)
        layout.addLayout(self._buttons(kind))
        self.finished.connect(self._on_finished)
        until_destroyed(self, functools.partial(_answer, self._future, None))

    async def answered(self) -> str | None:
        """Open the dialog and wait.

        Returns:
            The text typed (empty for a question without a field), or None for a no.
        """
        self.open()
        # Else the first button would have it, and seem to be what Enter presses.
        (self.field or self._yes).setFocus()
        return await self._future

    def end(self) -> None:
        """Take the dialog away, answered or not."""
        with contextlib.suppress(RuntimeError):  # its window was deleted under it
            self.hide()
            self.deleteLater()

    def _buttons(self, kind: _Kind) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        if kind.reject is not None:
            no = _named(_Button(kind.reject), "Dialog.RejectButton")
            no.setAutoDefault(False)
            no.clicked.connect(self.reject)
            row.addWidget(no)
        self._yes = yes = _named(_Button(kind.accept), "Dialog.AcceptButton")
        yes.setDefault(True)
        yes.clicked.connect(self.accept)
        row.addWidget(yes)
        return row

    def _on_finished(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            _answer(self._future, "" if self.field is None else self.field.text())
        else:
            _answer(self._future, None)


def _answer(future: asyncio.Future[str | None], answer: str | None) -> None:
    if not future.done():
        future.set_result(answer)


def _text_widget(text: str) -> QWidget:
    if len(text) > _LONG_TEXT:
        area = _named(QPlainTextEdit(text), "Dialog.Text")
        area.setReadOnly(True)
        area.setAccessibleName("Text of the dialog")
        return area
    label = _named(QLabel(text), "Dialog.Text")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _field(text: str, default: str) -> QLineEdit:
    field = _named(QLineEdit(default), "Dialog.Field")
    field.setAccessibleName(text)
    field.selectAll()
    return field


def _named(widget: _W, name: str) -> _W:
    widget.setObjectName(name)
    return widget
