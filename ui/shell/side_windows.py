"""Windows of further customers and agents, each around a side of its own.

They belong to the main window and go with it; closing one hides it, since whoever sits there has
not gone. Whoever works in one is the side that plugins mean.
"""

from functools import partial
from itertools import count

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.browser import WindowBrowser
from ui.chat import RootContainer
from ui.dialogs import WindowDialogs
from ui.shell.stage import Stage
from webchat.side.side import Side
from webchat.simulator import Simulator

_CUSTOMER_SIZE = (420, 680)
_AGENT_SIZE = (380, 720)
_STEP = 32
_TITLE = "Webchat simulator"


class SideWindow(QWidget):
    """One window around one side.

    Attributes:
        side: Whose it is.
        content: The widget or the desk.
    """

    def __init__(self, side: Side, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.side, self.content = side, content
        name = side.name.capitalize()
        self.setObjectName(f"SideWindow.{side.name.replace(' ', '')}")
        self.setWindowTitle(f"{name} — {_TITLE}")
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    def event(self, event: QEvent) -> bool:
        """Note that the person works with this side now."""
        if event.type() == QEvent.Type.WindowActivate:
            self.side.kind.focus(self.side)
        return super().event(event)


class SideWindows(QObject):
    """The further windows of one main window, with their entries in its menus.

    Signals:
        card_requested: An agent wants to post a card; the side, and the sid of the channel.
    """

    card_requested = Signal(object, object)

    def __init__(self, window: QWidget, sim: Simulator, customers: QMenu, agents: QMenu) -> None:
        """Follow which sides there are.

        Args:
            window: The main window, which shows the first customer and the first agent.
            sim: The simulation.
            customers: The menu that gets an entry for each further customer.
            agents: The same for agents.
        """
        super().__init__(window)
        self._window, self._sim = window, sim
        self._menus = {"webchat": customers, "desk": agents}
        self._windows: dict[Side, SideWindow] = {}
        self._places = count(1)
        kinds = (sim.kinds["webchat"], sim.kinds["desk"])
        until_destroyed(self, *(kind.subscribe(self._on_side) for kind in kinds))
        for kind in kinds:
            for side in kind.sides[1:]:
                self._on_side(side)
        window.installEventFilter(self)

    def add_customer(self) -> SideWindow:
        """Let another customer come, and show the widget."""
        return self.show_side(self._sim.add_customer())

    def add_agent(self) -> SideWindow:
        """Let another agent come, and show the desk."""
        return self.show_side(self._sim.add_agent())

    def show_side(self, side: Side, _checked: bool = False) -> SideWindow:
        """Bring the window of a side to the front; it is made the first time."""
        window = self._windows.get(side)
        if window is None:
            window = self._windows[side] = self._make(side)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Hide with the main window, which is how the program begins to end."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            for window in self._windows.values():
                window.hide()
        return super().eventFilter(watched, event)

    def _make(self, side: Side) -> SideWindow:
        is_agent = side.kind is self._sim.kinds["desk"]
        content = self._desk(side) if is_agent else Stage(RootContainer(side))
        window = SideWindow(side, content, self._window)
        if isinstance(side.dialogs, WindowDialogs):  # whoever brought another keeps it
            side.dialogs = WindowDialogs(window)
        if isinstance(side.browser, WindowBrowser):  # likewise
            side.browser = WindowBrowser(window)
        window.resize(*(_AGENT_SIZE if is_agent else _CUSTOMER_SIZE))
        place = self._window.frameGeometry().topLeft()
        step = _STEP * next(self._places)
        window.move(place.x() + step, place.y() + step)
        return window

    def _desk(self, side: Side) -> QWidget:
        from ui.desk.desk import Desk  # noqa: PLC0415  not at the start

        desk = Desk(side)
        desk.offer_cards()
        desk.card_requested.connect(partial(self.card_requested.emit, side))
        return desk

    def _on_side(self, side: Side) -> None:
        menu = self._menus[side.kind.name]
        entry = menu.addAction(f"Show {side.name}")
        entry.setObjectName(f"Show.{side.name.replace(' ', '')}")
        entry.triggered.connect(partial(self.show_side, side))
