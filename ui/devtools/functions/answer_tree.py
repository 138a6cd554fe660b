"""What a function returned, as a tree with every finding at its field."""

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from ui.devtools.functions.answer_fields import MISSING, Field, fields_of
from ui.devtools.functions.json_editor import code_font
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme
from webchat.functions.contract.records import Checked

_KEY, _VALUE, _CHECK = range(3)
_TITLES = ("Field", "Value", "Check")
_WIDTHS = (150, 190)
_INDENT = 14
_LONGEST = 300
_READ = 2000  # characters of a text, even on hover
_FIELD = Qt.ItemDataRole.UserRole


class AnswerTree(QTreeWidget):
    """An answer: fields, values, and what the check says of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("What the function returned")
        self.setHeaderLabels(_TITLES)
        self.header().setObjectName(f"{name}.Header")
        self.header().setAccessibleName("Columns of the answer")
        self.setUniformRowHeights(True)
        self.setIndentation(_INDENT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self._shown: tuple[Any, Checked | None] | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        Theme.instance().changed.connect(self._renew)

    def show_answer(self, answer: Any, checked: Checked | None) -> None:
        """Show an answer, from its first finding on.

        Args:
            answer: JSON.
            checked: What the check found; None when there was none.
        """
        self._shown = (answer, checked)
        self._items = {}
        self.clear()
        look = _Look()
        fields = fields_of(answer, checked)
        items = [self._item(one, look) for one in fields.outer]
        if fields.is_cut:
            items.append(QTreeWidgetItem(["…", "More fields follow; copy the answer to see them."]))
        self.addTopLevelItems(items)
        self.expandAll()
        found = () if checked is None else (*checked.findings, *checked.remarks)
        self.setColumnHidden(_CHECK, not found)
        self.setHeaderHidden(False)
        if found:
            self.show_field(found[0].path, select=False)

    def show_nothing(self) -> None:
        """Show no answer."""
        self._shown = None
        self._items = {}
        self.clear()
        self.setHeaderHidden(True)

    def show_field(self, path: str, *, select: bool = True) -> None:
        """Bring the field at *path* into view; one that is not there is passed over."""
        item = self._items.get(path)
        if item is None:
            return
        self.scrollToItem(item, QAbstractItemView.ScrollHint.PositionAtCenter)
        if select:
            self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Copy what is selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_values()
            return
        super().keyPressEvent(event)

    # Rows

    def _item(self, outermost: Field, look: "_Look") -> QTreeWidgetItem:
        first = self._row(outermost, look)
        left = [(first, outermost)]
        while left:
            item, field = left.pop()
            for one in field.inner:
                row = self._row(one, look)
                item.addChild(row)
                left.append((row, one))
        return first

    def _row(self, field: Field, look: "_Look") -> QTreeWidgetItem:
        is_missing = field.value is MISSING
        written = "missing" if is_missing else _written(field.value)
        item = QTreeWidgetItem([field.key, written[:_LONGEST], field.said])
        item.setData(_KEY, _FIELD, field)
        item.setToolTip(_VALUE, plain_tooltip(written) if len(written) > _LONGEST // 10 else "")
        item.setFont(_VALUE, look.text if is_missing else look.code)
        if is_missing:
            item.setForeground(_VALUE, look.faint)
        if field.said:
            item.setForeground(_CHECK, look.wrong if field.wrong else look.remark)
            item.setIcon(_CHECK, look.wrong_icon if field.wrong else look.remark_icon)
            item.setToolTip(_CHECK, plain_tooltip(field.said))
        self._items.setdefault(field.path, item)
        return item

    def _renew(self) -> None:
        if self._shown is not None:
            self.show_answer(*self._shown)

    # Copying

    def _chosen(self) -> list[Field]:
        fields = [item.data(_KEY, _FIELD) for item in self.selectedItems()]
        return [one for one in fields if one is not None and one.value is not MISSING]

    def _copy_values(self) -> None:
        _copy("\n".join(_written_out(one.value) for one in self._chosen()))

    def _copy_paths(self) -> None:
        _copy("\n".join(one.path for one in self._chosen()))

    def _copy_answer(self) -> None:
        if self._shown is not None:
            _copy(_written_out(self._shown[0]))

    def _open_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = (
            ("&Copy value", self._copy_values, bool(self._chosen())),
            ("Copy &path", self._copy_paths, bool(self._chosen())),
            ("Copy the whole &answer", self._copy_answer, self._shown is not None),
        )
        for text, copy, is_possible in entries:
            entry = menu.addAction(text)
            entry.setEnabled(is_possible)
            entry.triggered.connect(copy)
        menu.popup(self.viewport().mapToGlobal(position))


class _Look:
    """Colours, fonts and icons of the rows; made once for all of them."""

    def __init__(self) -> None:
        theme = Theme.instance()
        self.text = QFont()
        self.code = code_font()
        self.faint = QColor(theme.tokens.text_faint)
        self.wrong, self.remark = QColor(theme.tokens.failed), QColor(theme.tokens.cancelled)
        self.wrong_icon = theme.icon("circle-alert", 16, "failed")
        self.remark_icon = theme.icon("info", 16, "cancelled")


def _written(value: Any) -> str:
    if isinstance(value, (Mapping, list, tuple)) and value:
        return ""
    if isinstance(value, str) and len(value) > _READ:
        return json.dumps(value[:_READ], ensure_ascii=False) + " …"
    return json.dumps(value, ensure_ascii=False)


def _written_out(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _copy(text: str) -> None:
    if text:
        QGuiApplication.clipboard().setText(text)
