"""The last page of a process: what will run, and what it was told."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QWidget

from ui.chat.labels import WrappedLabel
from ui.functions.account_page import name_of
from ui.functions.page import SetupPage
from webchat.functions.app import FunctionApp
from webchat.functions.authentication.connections import Connection
from webchat.functions.builds import Built
from webchat.functions.contract.answer import FILES

_WHAT: Mapping[str, str] = {
    "automation": "It runs at once, and again whenever it asks for a retry.",
    "await": "It runs at once, then waits for an event from outside.",
    "trigger": "It is polled every {seconds:g} seconds until you stop it.",
}


class ProcessPage(SetupPage):
    """A summary, and Start."""

    def __init__(
        self,
        app: FunctionApp,
        built: Built,
        labels: Mapping[str, str],
        connection: Connection | None,
    ) -> None:
        """Sum up what was set up.

        Args:
            app: What will run.
            built: What came of setting it up.
            labels: How the questions were worded, by the keys of their answers.
            connection: With which account; None for none.
        """
        title = f"{app.title} is ready to run"
        what = _WHAT.get(app.kind, "").format(seconds=app.settings.poll_interval)
        super().__init__("Setup.Process", title, what, go_on="Start")
        box = QFrame(self)
        box.setProperty("part", "box")
        self._rows = QFormLayout(box)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(8)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._add("Description", built.process or app.description)
        self._add("Account", "" if connection is None else name_of(connection))
        for key, value in built.answers.items():
            self._add(labels.get(key) or key, _shown(value))
        declared = "\n".join(f"{one.label} ({one.key}, {one.type})" for one in built.variables)
        self._add("Gives", declared)
        if app.kind == "trigger":
            self._add("Starts", app.settings.starts or "Nothing: what it finds is only recorded.")
        self.column.addWidget(box)
        self.column.addStretch(1)

    def _add(self, name: str, value: str) -> None:
        if value:
            label = QLabel(name, textFormat=Qt.TextFormat.PlainText)
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            text: QWidget = WrappedLabel(value)
            text.setObjectName(f"Setup.Process.{name}")
            text.setAccessibleName(f"{name}: {value}")
            self._rows.addRow(label, text)


def _shown(value: Any) -> str:
    """Return an answer in words: choices side by side, files by their names."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    if isinstance(value, Mapping):
        files = (value.get(FILES) or {}).get("files") or ()
        return ", ".join(str(one.get("name") or one.get("url")) for one in files)
    return str(value)
