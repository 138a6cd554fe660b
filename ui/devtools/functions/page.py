"""What the pages of the Functions dock have in common."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.chat.cards.button_flow import FlowLayout
from ui.devtools.functions.panes import Panes

_TOOL_GAP = 6


class Page(QWidget):
    """One page.

    Attributes:
        detail: A few words for the dock's title row, such as a count.
        is_watched: Whether somebody looks at it; see :meth:`watch`.
        entrance: What gets the keyboard when the page is shown.
        stops: Where Tab leads on it, in the order in which it is read.

    Signals:
        load_requested: The person wants to choose an app.
        said: A sentence about something that happened here.
        detailed: The detail has changed.
        bench_requested: The person wants to try a function: the names of the app and of the
            function, and the token of a run or an empty text.
        arranged: The person has shared out its room otherwise; see :attr:`Panes.shares`.
    """

    load_requested = Signal()
    said = Signal(object)
    detailed = Signal()
    bench_requested = Signal(object, object, object)
    arranged = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.detail = ""
        self.is_watched = False
        self.entrance: QWidget = self
        self.stops: tuple[QWidget, ...] = ()

    def set_detail(self, detail: str) -> None:
        """Say something else in the title row."""
        if detail != self.detail:
            self.detail = detail
            self.detailed.emit()

    def share_out(self, shares: Mapping[str, list[int]]) -> None:
        """Share out its room as it was, and tell of changes from now on.

        Args:
            shares: By the names of the panes; see :attr:`Panes.shares`.
        """
        for panes in self.findChildren(Panes):
            panes.restore(shares)
            panes.moved.connect(self._on_moved, Qt.ConnectionType.UniqueConnection)

    def _on_moved(self) -> None:
        panes = self.sender()
        if isinstance(panes, Panes):
            self.arranged.emit(panes.shares)

    def watch(self, is_watched: bool) -> None:
        """Begin or cease to keep up with what happens; a dock behind another is looked at by none.

        Args:
            is_watched: Whether somebody looks now.
        """
        self.is_watched = is_watched


def labelled(text: str, field: QWidget) -> QWidget:
    """Return a field with a label before it, which stay together in a row of tools."""
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", "muted")
    label.setBuddy(field)
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(_TOOL_GAP, 0, 0, 0)
    row.setSpacing(_TOOL_GAP)
    row.addWidget(label)
    row.addWidget(field)
    return both


def tool_row(*tools: QWidget) -> QWidget:
    """Return a row of tools; where there is too little room it becomes two.

    Args:
        tools: From the row's start to its end; all of them get the height of the highest.
    """
    row, line = QWidget(), QWidget()
    row.setProperty("part", "dock-tools")
    around = QVBoxLayout(row)
    around.setContentsMargins(10, _TOOL_GAP, 10, _TOOL_GAP)
    around.addWidget(line)
    flow = FlowLayout(line, gap=_TOOL_GAP)
    height = max(one.sizeHint().height() for one in tools)
    for one in tools:
        one.setMinimumHeight(height)
        flow.addWidget(one)
    return row
