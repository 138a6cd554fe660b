"""Several choices, files, and headings: what only a form of an action function has."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.chat.controls import ChatButton, IconButton
from ui.chat.form.choices import WrappedCheckBox
from ui.chat.form.form_fields import REQUIRED_MARK, FormField
from ui.chat.labels import ElidedLabel, WrappedLabel
from webchat.functions.contract.answer import FILES
from webchat.functions.contract.forms import file_answer
from webchat.functions.contract.records import FormInput
from webchat.model.attachment import display_name
from webchat.side.strings import Strings

_REMOVE = 24


class ChoicesField(FormField):
    """Several of some choices: a check box for each."""

    def __init__(
        self, one: FormInput, value: Any, _strings: Strings, parent: QWidget, prefix: str
    ) -> None:
        super().__init__(one.key, _label(one), parent, prefix=prefix)
        chosen = value if isinstance(value, (list, tuple)) else ()
        self._boxes: list[tuple[WrappedCheckBox, str]] = []
        for option in one.options:
            box = WrappedCheckBox(f"{self.object_name}.{option.value}", option.label, self)
            box.setShortcut(QKeySequence())
            box.setAccessibleName(f"{one.label}: {option.label}")
            box.setChecked(option.value in chosen)
            box.toggled.connect(self._on_toggled)
            self._boxes.append((box, option.value))
        self._adopt(*(box for box, _value in self._boxes))

    def value(self) -> list[str]:
        """Return the values of what is checked, in the order of the choices."""
        return [value for box, value in self._boxes if box.isChecked()]

    def _on_toggled(self, _checked: bool) -> None:
        self.edited.emit()


class FilesField(FormField):
    """Files of this machine, and those that the form came with.

    A chosen file is answered with its ``file:`` address; whoever runs the function makes one of
    it that the function can fetch.
    """

    def __init__(
        self, one: FormInput, value: Any, strings: Strings, parent: QWidget, prefix: str
    ) -> None:
        super().__init__(one.key, _label(one), parent, prefix=prefix)
        self._strings = strings
        self._files: list[tuple[str, str]] = _given(value)
        self._dialog: QFileDialog | None = None
        self._list = QWidget(self)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._rows = column
        self._choose = ChatButton(self.object_name, "outline", self)
        self._choose.setProperty("density", "small")
        self._choose.set_label(strings.render("FunctionFormChooseFiles"))
        self._choose.setAccessibleName(f"{one.label}: {self._choose.text()}")
        self._choose.clicked.connect(self._open_dialog)
        self._insert(self._list)
        self._adopt(self._choose)
        self._show_files()

    def value(self) -> dict[str, Any]:
        """Return the files as a function gets them, those of this machine with ``file:``."""
        return file_answer(self._files)

    def add(self, paths: list[str]) -> None:
        """Take files of this machine."""
        known = {url for _name, url in self._files}
        for path in map(Path, paths):
            url = QUrl.fromLocalFile(str(path.absolute())).toString(_ENCODED)
            if url not in known:
                self._files.append((display_name(path.name), url))
        self._show_files()
        self.edited.emit()

    def _open_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.raise_()
            return
        self._dialog = dialog = QFileDialog(self, self._choose.text())
        dialog.setObjectName("FunctionFormFilesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _show_files(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, _url) in enumerate(self._files):
            self._rows.addWidget(self._row(number, name))
        self._list.setVisible(bool(self._files))

    def _row(self, number: int, name: str) -> QWidget:
        row = QWidget(self._list)
        label = ElidedLabel(name, row)
        label.setObjectName(f"{self.object_name}.File.{number}")
        label.setProperty("chat", "form-text")
        remove = IconButton(
            f"{self.object_name}.Remove.{number}", "x", "icon", "form_label", _REMOVE, row
        )
        remove.set_label(self._strings.render("FunctionFormRemoveFile", fileName=name))
        remove.setProperty("place", number)
        remove.clicked.connect(self._on_remove)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label, 1)
        line.addWidget(remove)
        return row

    def _on_remove(self) -> None:
        button = self.sender()
        if isinstance(button, IconButton):
            del self._files[int(button.property("place"))]
            self._show_files()
            self._choose.setFocus()
            self.edited.emit()


class Heading(QWidget):
    """A title and a description between the questions."""

    def __init__(self, one: FormInput, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(" ".join(part for part in (one.title, one.description) if part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        for text, look in ((one.title, "card-title"), (one.description, "form-muted")):
            if text:
                label = WrappedLabel(text, self)
                label.setProperty("chat", look)
                column.addWidget(label)


_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


def _label(one: FormInput) -> str:
    return one.label + REQUIRED_MARK if one.required else one.label


def _given(value: Any) -> list[tuple[str, str]]:
    """Return the files that a default names: those on the web, never of this machine."""
    held = value.get(FILES) if isinstance(value, Mapping) else None
    files = held.get("files") if isinstance(held, Mapping) else None
    if not isinstance(files, (list, tuple)):
        return []
    found = [(one.get("name") or "", one.get("url") or "") for one in files]
    return [(display_name(name or url), url) for name, url in found if url.startswith("http")]
