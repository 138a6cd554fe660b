"""Panes beside one another where there is room, else one below the other; each has a head row."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

_HANDLE = 5
_HEAD = 32
_BESIDE, _BELOW = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_SUFFIXES: Mapping[Qt.Orientation, str] = {_BESIDE: "beside", _BELOW: "below"}


class Panes(QSplitter):
    """A splitter that turns when it gets too narrow; either way keeps its own shares.

    Signals:
        moved: The person has shared out the room otherwise.
    """

    moved = Signal()

    def __init__(self, name: str, *panes: QWidget, shares: Sequence[int], least_width: int) -> None:
        """Put *panes* beside one another.

        Args:
            name: Its object name, under which its shares are remembered.
            panes: What is shown.
            shares: How the room is shared out until the person decides otherwise.
            least_width: In a narrower place, the panes stand one below the other.
        """
        super().__init__(_BESIDE)
        self.setObjectName(name)
        self.setProperty("part", "panes")
        self.setHandleWidth(_HANDLE)
        self.setChildrenCollapsible(False)
        self._least_width = least_width
        self._shares = {_BESIDE: list(shares), _BELOW: list(shares)}
        for pane in panes:
            self.addWidget(pane)
        self.setSizes(list(shares))
        self.splitterMoved.connect(self._on_moved)

    @property
    def shares(self) -> dict[str, list[int]]:
        """How the room is shared out, each way, to be remembered."""
        return {f"{self.objectName()}.{_SUFFIXES[way]}": one for way, one in self._shares.items()}

    def restore(self, shares: Mapping[str, list[int]]) -> None:
        """Share out the room as it was; what does not fit is passed over."""
        for way, suffix in _SUFFIXES.items():
            found = shares.get(f"{self.objectName()}.{suffix}", [])
            if len(found) == self.count() and sum(found) > 0 and min(found) >= 0:
                self._shares[way] = list(found)
        self.setSizes(self._shares[self.orientation()])

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the width of one pane: where there is no more, they stand one below the other."""
        panes = (self.widget(number) for number in range(self.count()))
        widths = (one.minimumSizeHint().width() for one in panes if one and not one.isHidden())
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Turn where there is too little room, or enough again."""
        wanted = _BESIDE if self.width() >= self._least_width else _BELOW
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self.setSizes(self._shares[wanted])
        super().resizeEvent(event)

    def _on_moved(self, _place: int, _number: int) -> None:
        self._shares[self.orientation()] = self.sizes()
        self.moved.emit()


class Pane(QWidget):
    """A head row, and beneath it what it is about.

    Attributes:
        head: The row; further widgets come after its title.
        body: The column beneath.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Make a pane without a body yet.

        Args:
            title: Stands at the row's start; empty for none.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        row = QWidget()
        row.setProperty("part", "pane-head")
        row.setFixedHeight(_HEAD)
        self.head = QHBoxLayout(row)
        self.head.setContentsMargins(10, 0, 6, 0)
        self.head.setSpacing(6)
        if title:
            label = QLabel(title, textFormat=Qt.TextFormat.PlainText)
            label.setProperty("part", "pane-title")
            self.head.addWidget(label)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(row)
