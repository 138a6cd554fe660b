"""What the functions print, and what is said about their processes."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.devtools.empty_state import EmptyState
from ui.devtools.filter_field import FilterField
from ui.devtools.functions.page import Page
from ui.devtools.icon_button import TextButton
from ui.theme import Theme
from webchat.functions.functions import Functions
from webchat.functions.log import LogLine

_KEPT = 5000
_WIDEST_FILTER = 320
_MARKS = {"stdout": " ", "stderr": "!", "host": "·"}


class LogPage(Page):
    """The log, newest line last; it follows the end while one looks at it.

    Attributes:
        area: The lines.
        filter: The field whose words are looked for.
    """

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock.Log", parent)
        self._log = functions.log
        self._shown = 0
        self._apps = QComboBox()
        self._apps.setObjectName("FunctionsDock.Log.App")
        self._apps.setAccessibleName("Whose lines are shown")
        self._apps.addItem("All apps", "")
        self.filter = FilterField("FunctionsDock.Log.Filter", "Filter lines")
        self.filter.setMaximumWidth(_WIDEST_FILTER)
        self._clear = TextButton("Clear")
        self._clear.setObjectName("FunctionsDock.Log.Clear")
        self._clear.setToolTip("Forget every line")
        self.area = QPlainTextEdit()
        self.area.setObjectName("FunctionsDock.Log.Lines")
        self.area.setAccessibleName("What the functions print")
        self.area.setReadOnly(True)
        self.area.setTabChangesFocus(True)
        self.area.setMaximumBlockCount(_KEPT)
        self.area.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._empty = EmptyState("FunctionsDock.Log.Empty", self.area)
        self._lay_out()
        self._apps.currentIndexChanged.connect(self._renew)
        self.filter.textChanged.connect(self._renew)
        self._clear.clicked.connect(self._log.clear)
        self._empty.requested.connect(self.filter.clear)
        Theme.instance().changed.connect(self._renew)
        until_destroyed(self, self._log.subscribe(self._on_lines))
        self._renew()

    def _lay_out(self) -> None:
        row = QWidget()
        row.setProperty("part", "dock-tools")
        tools = QHBoxLayout(row)
        tools.setContentsMargins(10, 6, 10, 6)
        tools.setSpacing(6)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self._apps)
        tools.addStretch(1)
        tools.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(self.area, 1)
        self.setFocusProxy(self.area)

    def _renew(self) -> None:
        self.area.clear()
        self._shown = 0
        self._add(self._log)

    def _on_lines(self, lines: tuple[LogLine, ...]) -> None:
        if lines:
            self._add(lines)
        else:
            self._renew()

    def _add(self, lines: Iterable[LogLine]) -> None:
        wanted = [line for line in lines if self._is_wanted(line)]
        for name in dict.fromkeys(line.app for line in self._log):
            if self._apps.findData(name) < 0:
                self._apps.addItem(name, name)
        bar = self.area.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.area.document())
        cursor.beginEditBlock()
        for line in wanted[-_KEPT:]:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if self._shown:
                cursor.insertBlock()
            cursor.insertText(_written(line), _look(line))
            self._shown += 1
        cursor.endEditBlock()
        if is_at_end:
            bar.setValue(bar.maximum())
        self._say()

    def _is_wanted(self, line: LogLine) -> bool:
        app, needle = self._apps.currentData(), self.filter.text().casefold()
        return (not app or line.app == app) and needle in line.text.casefold()

    def _say(self) -> None:
        total = len(self._log)
        self._clear.setEnabled(total > 0)
        is_filtered = bool(self.filter.text() or self._apps.currentData())
        shown = self.area.blockCount() if self._shown else 0
        self.set_detail(f"{shown:,} of {total:,}" if is_filtered else f"{total:,} lines")
        if is_filtered and total:
            self._empty.say("No line matches.", "Clear the filter" if self.filter.text() else "")
        else:
            self._empty.say("Nothing yet. What functions print appears here.", "")
        self._empty.show_over(self.area, is_empty=not self._shown)


def _written(line: LogLine) -> str:
    time = datetime.fromtimestamp(line.time).astimezone().strftime("%H:%M:%S")
    return f"{time} {_MARKS[line.stream]} {line.app}  {line.text}"


def _look(line: LogLine) -> QTextCharFormat:
    tokens, look = Theme.instance().tokens, QTextCharFormat()
    colours = {"stdout": tokens.text, "stderr": tokens.failed, "host": tokens.text_muted}
    look.setForeground(QColor(colours[line.stream]))
    return look
