"""What the functions print, and what is said about their processes."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.devtools.empty_state import EmptyState
from ui.devtools.filter_field import FilterField
from ui.devtools.functions.buttons import tool_button
from ui.devtools.functions.function_choice import combo_box
from ui.devtools.functions.json_editor import code_font
from ui.devtools.functions.page import Page, tool_row
from ui.devtools.functions.wording import counted
from ui.theme import Theme
from webchat.functions.functions import Functions
from webchat.functions.log import LogLine, Stream

_KEPT = 5000
_AT_ONCE = 500
"""So many lines are added in one turn of the loop; a burst of 5,000 takes ten."""

_FILTER_WIDTH = 260
_NAME = 16
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""What a text field, or who pastes from it, would take for the end of a line."""

_MARKS = {"stdout": " ", "stderr": "!", "host": "·"}


class LogPage(Page):
    """The log, newest line last; it follows the end while one looks at the end.

    Attributes:
        area: The lines.
        filter: The field whose words are looked for.
        apps: The field that chooses whose lines are shown.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Log", parent)
        self._log = functions.log
        self._shown = 0
        self._pending: deque[LogLine] = deque(maxlen=_KEPT)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._on_turn)
        self._make()
        self._empty = EmptyState("FunctionsDock.Log.Empty", self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tool_row(self.filter, self.apps, self._clear))
        column.addWidget(self.area, 1)
        self.entrance = self.filter
        self.apps.currentIndexChanged.connect(self._renew)
        self.filter.textChanged.connect(self._renew)
        self._clear.clicked.connect(self._log.clear)
        self._empty.requested.connect(self.filter.clear)
        Theme.instance().changed.connect(self._renew)
        until_destroyed(self, self._log.subscribe(self._on_lines))
        self.stops = (self.filter, self.apps, self._clear, self.area, self._empty.button)

    def _make(self) -> None:
        self.filter = FilterField("FunctionsDock.Log.Filter", "Filter lines")
        self.filter.setMinimumWidth(_FILTER_WIDTH)
        self.apps = combo_box("FunctionsDock.Log.App", "Whose lines are shown", _NAME)
        self.apps.addItem("All apps", "")
        self._clear = tool_button("FunctionsDock.Log.Clear", "Clear", "Forget every line")
        self.area = QPlainTextEdit()
        self.area.setObjectName("FunctionsDock.Log.Lines")
        self.area.setAccessibleName("What the functions print")
        self.area.setProperty("part", "code")
        self.area.setReadOnly(True)
        self.area.setUndoRedoEnabled(False)
        self.area.setTabChangesFocus(True)
        self.area.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.area.setMaximumBlockCount(_KEPT)
        self.area.setFont(code_font())

    @property
    def is_settled(self) -> bool:
        """Whether every line that has come is shown."""
        return not self._pending

    def watch(self, is_watched: bool) -> None:
        """Show what came meanwhile; while nobody looks, lines cost nothing."""
        if is_watched and not self.is_watched:
            self._renew()
        super().watch(is_watched)

    # Lines

    def _renew(self) -> None:
        """Show from the first one on what is to be shown."""
        self._turn.stop()
        self._pending.clear()
        self.area.clear()
        self._shown = 0
        self._list_apps(self._log)
        self._add(self._log)

    def _on_lines(self, lines: tuple[LogLine, ...]) -> None:
        if not lines:
            self._forget()
        elif self.is_watched:
            self._list_apps(lines)
            self._add(lines)

    def _forget(self) -> None:
        self.apps.blockSignals(True)
        while self.apps.count() > 1:
            self.apps.removeItem(1)
        self.apps.blockSignals(False)
        self._renew()

    def _list_apps(self, lines: Iterable[LogLine]) -> None:
        for name in dict.fromkeys(line.app for line in lines):
            if self.apps.findData(name) < 0:
                self.apps.addItem(name, name)

    def _add(self, lines: Iterable[LogLine]) -> None:
        self._pending.extend(line for line in lines if self._is_wanted(line))
        self._on_turn()

    def _on_turn(self) -> None:
        """Show some of the lines that wait, and the others in the next turns."""
        count = min(_AT_ONCE, len(self._pending))
        lines = [self._pending.popleft() for _ in range(count)]
        if lines:
            self._show(lines)
        if self._pending:
            self._turn.start()
        else:
            self._turn.stop()
            self._say()

    def _show(self, lines: list[LogLine]) -> None:
        bar, before = self.area.verticalScrollBar(), self.area.blockCount()
        place, is_at_end = bar.value(), bar.value() >= bar.maximum() - 1
        is_first = not self._shown
        cursor = QTextCursor(self.area.document())
        cursor.beginEditBlock()
        for stream, text in self._texts(lines):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text if not self._shown else f"\n{text}", _look(stream))
            self._shown += text.count("\n") + 1
        cursor.endEditBlock()
        gone = before + len(lines) - is_first - self.area.blockCount()
        bar.setValue(bar.maximum() if is_at_end else place - gone)

    def _texts(self, lines: list[LogLine]) -> Iterator[tuple[Stream, str]]:
        """Return the lines of one stream that follow on one another as one text."""
        is_of_all = not self.apps.currentData()
        for stream, group in groupby(lines, key=_stream):
            yield stream, "\n".join(_written(line, with_app=is_of_all) for line in group)

    def _is_wanted(self, line: LogLine) -> bool:
        app, needle = self.apps.currentData(), self.filter.text().casefold()
        return (not app or line.app == app) and needle in line.text.casefold()

    def _say(self) -> None:
        total, has_filter = len(self._log), bool(self.filter.text())
        self._clear.setEnabled(total > 0)
        is_filtered = has_filter or bool(self.apps.currentData())
        shown = min(self._shown, _KEPT)
        count = f"{shown:,} of " if is_filtered else ""
        self.set_detail(f"{count}{counted(total, 'line')} · keeps {_KEPT:,}" if total else "")
        if is_filtered and total:
            self._empty.say("No line matches.", "Clear the filter" if has_filter else "")
        else:
            self._empty.say("Nothing yet. What functions print appears here.", "")
        self._empty.show_over(self.area, is_empty=not self._shown)


def _stream(line: LogLine) -> Stream:
    return line.stream


def _written(line: LogLine, *, with_app: bool) -> str:
    time = datetime.fromtimestamp(line.time, UTC).astimezone().strftime("%H:%M:%S")
    name = line.app if len(line.app) <= _NAME else f"{line.app[: _NAME - 1]}…"
    app = f"{name:<{_NAME}} " if with_app else ""
    return f"{time} {_MARKS[line.stream]} {app}{line.text.translate(_BREAKS)}"


def _look(stream: Stream) -> QTextCharFormat:
    tokens, look = Theme.instance().tokens, QTextCharFormat()
    colours = {"stdout": tokens.text, "stderr": tokens.failed, "host": tokens.text_muted}
    look.setForeground(QColor(colours[stream]))
    return look
