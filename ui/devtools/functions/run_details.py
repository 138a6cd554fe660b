"""What is known of one run: what happened, in order, and what it gave values for."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.bridge import owned_tasks
from ui.chat.media.media_save import copy_whole, downloads_folder
from ui.devtools.functions.buttons import head_button
from ui.devtools.functions.line_list import LineList, ListLine
from ui.devtools.functions.panes import Pane
from ui.models.function_runs import MARKS, moment
from webchat.functions.runs.records import ReceivedVariable, Run
from webchat.tasks import in_thread


class RunDetails(Pane):
    """The story of a run, a line for each thing; its files can be saved elsewhere.

    Nothing of what a function has fetched is opened in another program.

    Attributes:
        list: The lines.
        stops: Where Tab leads, in order.

    Signals:
        said: A sentence about something that happened here.
    """

    said = Signal(object)

    def __init__(
        self, name: str, mask: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Show no run yet.

        Args:
            name: Its object name, and the first part of those of its parts.
            mask: Takes the secrets out of a line.
            parent: The page.
        """
        super().__init__("What happened", parent)
        self.setObjectName(name)
        self._mask = mask
        self.tasks = owned_tasks(self)
        self.list = LineList(f"{name}.List", "What happened in the run")
        tip = "Put a copy of the file elsewhere"
        self._save = head_button(f"{name}.Save", "Save a copy…", tip)
        self._folder = head_button(f"{name}.Folder", "Show folder", "Show where the file lies")
        self.head.addStretch(1)
        for button in (self._save, self._folder):
            self.head.addWidget(button)
        self.body.addWidget(self.list, 1)
        self.list.currentItemChanged.connect(self._set_enabled)
        self.list.itemActivated.connect(self._ask_where)
        self._save.clicked.connect(self._ask_where)
        self._folder.clicked.connect(self._show_folder)
        self._set_enabled()
        self.stops = (self._save, self._folder, self.list)

    def show_run(self, run: Run | None) -> None:
        """Show a run as it is now; None shows nothing."""
        lines = () if run is None else _lines(run)
        self.list.show_lines(one._replace(text=self._mask(one.text)) for one in lines)
        self._set_enabled()

    @property
    def _file(self) -> Path | None:
        found = self.list.about(self.list.currentItem())
        return None if found is None else Path(found)

    def _set_enabled(self, *_: object) -> None:
        for button in (self._save, self._folder):
            button.setVisible(self._file is not None)

    def _ask_where(self, *_: object) -> None:
        source = self._file
        if source is None:
            return
        dialog = QFileDialog(self, "Save a copy", str(downloads_folder() / source.name))
        dialog.setObjectName("SaveVariableDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(partial(self._on_place_chosen, source))
        dialog.open()

    def _on_place_chosen(self, source: Path, target: str) -> None:
        self.tasks.spawn(self._copied(source, Path(target)), name="save a file")

    async def _copied(self, source: Path, target: Path) -> None:
        try:
            await in_thread(copy_whole, source, target)
        except OSError as error:
            self.said.emit(f"{source.name} was not saved: {error.strerror or error}.")
        else:
            self.said.emit(f"Saved {target}.")

    def _show_folder(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


def _lines(run: Run) -> Iterator[ListLine]:
    icon, tint = MARKS[run.status]
    why = f": {run.message}" if run.message else ""
    yield ListLine(icon, tint, f"{run.status.capitalize()}{why}")
    for note in run.notes:
        yield ListLine("clock", "text_faint", f"{moment(note.time)}  {note.text}")
    for variable in run.variables:
        yield from _variable(variable)
    if run.state:
        yield ListLine("save", "text_muted", f"The next poll gets the state {run.state}")
    if run.input:
        yield ListLine("braces", "text_muted", f"Input {json.dumps(run.input, ensure_ascii=False)}")
    yield ListLine("key-round", "text_muted", f"Token {run.token}")


def _variable(variable: ReceivedVariable) -> Iterator[ListLine]:
    label = variable.label or variable.key
    for path in variable.files:
        yield ListLine("file", "link", f"{label}: {Path(path).name}", about=path)
    if not variable.files:
        yield ListLine("text-quote", "text_muted", f"{label}: {variable.value}")
