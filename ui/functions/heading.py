"""The head of the set-up: where the person is on the way, and what the page is about."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.chat.labels import ElidedLabel, WrappedLabel

_BETWEEN = "·"


class Heading(QWidget):
    """The trail, a title, and advice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Setup.Head")
        self.setProperty("part", "head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._trail = QHBoxLayout()
        self._trail.setSpacing(6)
        self._title = WrappedLabel("", self)
        self._title.setObjectName("Setup.Title")
        self._title.setProperty("role", "title")
        self._advice = WrappedLabel("", self)
        self._advice.setObjectName("Setup.Advice")
        self._advice.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(self._trail)
        column.addWidget(self._title)
        column.addWidget(self._advice)

    def set_trail(self, names: Sequence[str], at: int) -> None:
        """Show the parts of the way; see :meth:`.setup_dialog.SetupDialog.set_trail`."""
        while (item := self._trail.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, name in enumerate(names):
            if number:
                self._trail.addWidget(_part(_BETWEEN, is_here=False))
            label = _part(name, is_here=number == at)
            label.setAccessibleName(f"{name}, step {number + 1} of {len(names)}")
            self._trail.addWidget(label)
        self._trail.addStretch(1)

    def say(self, title: str, advice: str) -> None:
        """Say what the page is about, and more about it."""
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))


def _part(text: str, *, is_here: bool) -> QLabel:
    label = ElidedLabel(text)
    label.setProperty("role", "here" if is_here else "meta")
    return label
