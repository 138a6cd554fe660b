"""The Desk dock: the first agent's desk at the right of the stage, or in a window of its own."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.devtools.icon_button import IconButton
from ui.devtools.tool_dock import ToolDock
from ui.shell.placing import bring_onto_a_screen, roomy_size
from webchat.side.side import Side

_FLOATING_SIZE = (380, 720)
_OFFSET = 48


class DeskDock(ToolDock):
    """A title row, and the desk.

    Attributes:
        desk: The desk itself.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Make the dock.

        Args:
            side: The agent.
            parent: The window.
        """
        super().__init__("DeskDock", "Desk", parent, is_wide=True)
        self.desk = Desk(side)
        self._float = IconButton("app-window", "", "DeskDock.FloatButton")
        self._float.clicked.connect(self._toggle_floating)
        self.tools.addStretch(1)
        self.tools.addWidget(self._float)
        self.content.addWidget(self.desk)
        self.lead_through(self._float)
        self.desk.model.rowsInserted.connect(self._count)
        self.desk.model.rowsRemoved.connect(self._count)
        self.desk.model.dataChanged.connect(self._count)
        self.topLevelChanged.connect(self._on_floating)
        self._on_floating(is_floating=False)
        self._count()

    def open_desk(self) -> None:
        """Show the desk, and put the focus where the person goes on."""
        self.reveal()
        if self.isFloating():
            self.activateWindow()
        self.desk.focus_first()

    def _toggle_floating(self) -> None:
        if self.isFloating():
            self.setFloating(False)
        else:
            self._float_as_window()
        self._float.setFocus(Qt.FocusReason.OtherFocusReason)

    def _float_as_window(self) -> None:
        """Leave the main window for one with a frame, which a dock does not get by itself."""
        place = self.mapToGlobal(QPoint(-_OFFSET, _OFFSET))
        self.setFloating(True)
        self.give_frame()
        self.resize(QSize(*_FLOATING_SIZE).boundedTo(roomy_size(self)))
        self.move(place)
        bring_onto_a_screen(self)

    def give_frame(self) -> None:
        """Let a dock that floats have the frame of a window, also after a restored layout."""
        if self.isFloating():
            is_shown = not self.isHidden()
            self.setWindowFlags(Qt.WindowType.Window)
            self.setVisible(is_shown)  # other flags make Qt hide it
            self.raise_()

    def _on_floating(self, is_floating: bool) -> None:
        where = "Put the desk back into the main window"
        self._float.set_text(where if is_floating else "Open the desk in a window of its own")
        self.setWindowTitle(f"Desk of {self.desk.name}" if is_floating else "Desk")

    def _count(self, *_changed: object) -> None:
        count = self.desk.model.waiting
        self.set_detail(f"{count} waiting" if count else "")
