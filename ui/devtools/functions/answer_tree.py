"""What a function returned, as a tree with every finding at its field."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from ui.theme import Theme
from webchat.functions.contract.records import Checked, Finding

_COLUMNS = ("Field", "Value", "Check")
_MOST = 2000
_LONGEST = 300
_WIDTHS = (180, 220)


class AnswerTree(QTreeWidget):
    """An answer: fields, values, and what the check says of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("What the function returned")
        self.setHeaderLabels(_COLUMNS)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self._shown: tuple[Any, Checked | None] = (None, None)
        Theme.instance().changed.connect(self._renew)

    def show_answer(self, answer: Any, checked: Checked | None) -> None:
        """Show an answer.

        Args:
            answer: JSON.
            checked: What the check found; None when there was none.
        """
        self._shown = (answer, checked)
        self.clear()
        notes = _Notes(checked)
        count = 0
        stack: list[tuple[QTreeWidgetItem | None, str, str, Any]] = []
        stack.extend(_children(None, "", answer) if _holds(answer) else [(None, "", "", answer)])
        while stack and count < _MOST:
            parent, path, key, value = stack.pop(0)
            item = self._add(parent, path, key, value, notes)
            count += 1
            if _holds(value):
                stack[:0] = list(_children(item, path, value))
            self._add_missing(item, path, notes)
        if stack:
            self._add(None, "", "…", f"{len(stack)} more are not shown", notes)
        self._add_missing(None, "", notes)
        self.expandAll()

    def _add(
        self, parent: QTreeWidgetItem | None, path: str, key: str, value: Any, notes: "_Notes"
    ) -> QTreeWidgetItem:
        found = notes.take(path)
        item = QTreeWidgetItem([key, _written(value), found])
        self._place(parent, item, is_wrong=bool(found) and notes.is_wrong(path))
        return item

    def _add_missing(self, parent: QTreeWidgetItem | None, path: str, notes: "_Notes") -> None:
        """Add rows for fields that should be there and are not."""
        for missing, said in notes.missing_below(path):
            key = missing.removeprefix(path).lstrip(".")
            self._place(parent, QTreeWidgetItem([key, "", said]), is_wrong=True)

    def _place(
        self, parent: QTreeWidgetItem | None, item: QTreeWidgetItem, *, is_wrong: bool
    ) -> None:
        tokens = Theme.instance().tokens
        item.setFont(1, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        if item.text(2):
            colour = tokens.failed if is_wrong else tokens.cancelled
            item.setForeground(2, QColor(colour))
            name = "circle-alert" if is_wrong else "info"
            item.setIcon(2, Theme.instance().icon(name, 16, "failed" if is_wrong else "cancelled"))
            item.setToolTip(2, item.text(2))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)

    def _renew(self) -> None:
        self.show_answer(*self._shown)


class _Notes:
    """What was found, by path; each is told once."""

    def __init__(self, checked: Checked | None) -> None:
        self._wrong: dict[str, list[Finding]] = {}
        self._remarks: dict[str, list[Finding]] = {}
        if checked is not None:
            for into, found in ((self._wrong, checked.findings), (self._remarks, checked.remarks)):
                for one in found:
                    into.setdefault(one.path, []).append(one)
        self._left = {*self._wrong, *self._remarks}

    def is_wrong(self, path: str) -> bool:
        """Whether what stands at *path* breaks the contract."""
        return path in self._wrong

    def take(self, path: str) -> str:
        """Return what was found at *path*; empty for nothing."""
        self._left.discard(path)
        found = [*self._wrong.get(path, ()), *self._remarks.get(path, ())]
        return "; ".join(f"should be {one.expected}" for one in found)

    def missing_below(self, path: str) -> Iterator[tuple[str, str]]:
        """Return what was found right below *path* of which there is no field."""
        for one in sorted(self._left):
            inner = one.removeprefix(path).lstrip(".")
            is_below = one.startswith(path) and one != path
            if is_below and "." not in inner and "[" not in inner:
                yield one, self.take(one)


def _holds(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def _children(
    item: QTreeWidgetItem | None, path: str, value: Mapping[str, Any] | Sequence[Any]
) -> Iterator[tuple[QTreeWidgetItem | None, str, str, Any]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield item, f"{path}.{key}" if path else str(key), str(key), one
        return
    for number, one in enumerate(value):
        yield item, f"{path}[{number}]", f"[{number}]", one


def _written(value: Any) -> str:
    if _holds(value):
        return ""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
