"""What is known of one run: what happened, in order, and what it gave values for."""

import json
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from webchat.functions.runs.records import ReceivedVariable, Run

_FILE = Qt.ItemDataRole.UserRole


class RunDetails(QListWidget):
    """The story of a run, a line for each thing; a double click on a file shows where it lies.

    Signals:
        file_opened: The path of a file.
    """

    file_opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("What happened in the run")
        self.setWordWrap(True)
        self._shown: Run | None = None
        self.itemActivated.connect(self._on_activated)

    def show_run(self, run: Run | None) -> None:
        """Show a run as it is now; None shows nothing."""
        if run is self._shown:
            return
        self._shown = run
        place = self.verticalScrollBar().value()
        self.clear()
        if run is None:
            return
        for note in run.notes:
            time = datetime.fromtimestamp(note.time, UTC).astimezone().strftime("%H:%M:%S")
            self.addItem(f"{time}  {note.text}")
        if run.input:
            self.addItem(f"Input: {json.dumps(run.input, ensure_ascii=False)}")
        for variable in run.variables:
            self._add_variable(variable)
        if run.state:
            self.addItem(f"State: {run.state}")
        self.addItem(f"Token: {run.token}")
        self.verticalScrollBar().setValue(place)

    def _add_variable(self, variable: ReceivedVariable) -> None:
        if not variable.files:
            self.addItem(f"{variable.label or variable.key}: {variable.value}")
        for path in variable.files:
            item = QListWidgetItem(f"{variable.label or variable.key}: {path}")
            item.setData(_FILE, path)
            item.setToolTip("Open its folder")
            self.addItem(item)

    def _on_activated(self, item: QListWidgetItem) -> None:
        path = item.data(_FILE)
        if path:
            self.file_opened.emit(path)
