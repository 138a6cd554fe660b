"""What is known of a task that waits to be accepted; its buttons stand in its row of the list."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk.answers import Answers
from webchat.side.side import Side


class OfferPage(QWidget):
    """All that the customer said before the chat."""

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        """Show a task.

        Args:
            side: The agent's.
            sid: The task's sid (WR…).
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setObjectName("Desk.OfferPage")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Answers(side, sid, self, is_open=True))
        column.addStretch(1)
