"""What the pages of the Functions dock have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page.

    Attributes:
        detail: A few words for the dock's title row, such as a count.

    Signals:
        load_requested: The person wants to choose an app.
        said: A sentence about something that happened here.
        detailed: The detail has changed.
    """

    load_requested = Signal()
    said = Signal(object)
    detailed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.detail = ""

    def set_detail(self, detail: str) -> None:
        """Say something else in the title row."""
        if detail != self.detail:
            self.detail = detail
            self.detailed.emit()
