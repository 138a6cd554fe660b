"""The Desk dock: the first agent's desk at the right of the stage, or in a window of its own.

Most people are customers only, so the desk is made when it is first shown.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.devtools.icon_button import IconButton
from ui.devtools.tool_dock import ToolDock
from ui.shell.placing import bring_onto_a_screen, roomy_size
from webchat.side.side import Side

if TYPE_CHECKING:
    from ui.desk.desk import Desk

_FLOATING_SIZE = (380, 720)
_OFFSET = 48


class DeskDock(ToolDock):
    """A title row, and the desk.

    Signals:
        chat_requested: The person wants to be a customer and start a chat.
        card_requested: The person wants to post a card; the sid of the channel.
    """

    chat_requested = Signal()
    card_requested = Signal(object)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Make the dock.

        Args:
            side: The agent.
            parent: The window.
        """
        super().__init__("DeskDock", "Desk", parent, is_wide=True)
        self._side = side
        self._desk: Desk | None = None
        self._float = IconButton("app-window", "", "DeskDock.FloatButton")
        self._float.clicked.connect(self._toggle_floating)
        self.tools.addStretch(1)
        self.tools.addWidget(self._float)
        self.lead_through(self._float)
        self.topLevelChanged.connect(self._on_floating)
        self._on_floating(is_floating=False)

    @property
    def desk(self) -> "Desk":
        """The desk itself; made when it is first asked for."""
        if self._desk is None:
            self._desk = self._make_desk()
        return self._desk

    def _make_desk(self) -> "Desk":
        from ui.desk.desk import Desk  # noqa: PLC0415  not at the start

        desk = Desk(self._side)
        desk.offer_chat()
        desk.chat_requested.connect(self.chat_requested)
        desk.offer_cards()
        desk.card_requested.connect(self.card_requested)
        self.content.addWidget(desk)
        for changed in (desk.model.rowsInserted, desk.model.rowsRemoved, desk.model.dataChanged):
            changed.connect(self._count)
        self._tell_of(desk.model.waiting)
        return desk

    def event(self, event: QEvent) -> bool:
        """Have a desk before the dock is shown, so that it gets the room for it."""
        if event.type() == QEvent.Type.ShowToParent:
            _ = self.desk
        return super().event(event)

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
        self._tell_of(self.desk.model.waiting)

    def _tell_of(self, count: int) -> None:
        self.set_detail(f"{count} waiting" if count else "")
