"""What every page of the set-up has: a title, words beneath it, and what going on would do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class SetupPage(QWidget):
    """One page.

    Attributes:
        title: What the page is about.
        advice: More about it; may be empty.
        go_on: What the button says that goes on; empty where only waiting helps.
        column: Its content.

    Signals:
        changed: The person can go on now, or no longer.
        submitted: The person wants to go on: Enter, or a double click.
        led_to: The person was led to a widget, which should be in sight.
    """

    changed = Signal()
    submitted = Signal()
    led_to = Signal(object)

    def __init__(self, name: str, title: str, advice: str = "", go_on: str = "Next") -> None:
        """Make an empty page.

        Args:
            name: Its object name, the first part of those of its parts.
            title: See above.
            advice: See above.
            go_on: See above.
        """
        super().__init__()
        self.title, self.advice, self.go_on = title, advice, go_on
        self.setObjectName(name)
        self.setProperty("part", "page")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(12)

    @property
    def can_go_on(self) -> bool:
        """Whether there is enough to go on with."""
        return True

    def focus_first(self) -> bool:
        """Put the focus where the person goes on; return whether there is such a place."""
        return False
