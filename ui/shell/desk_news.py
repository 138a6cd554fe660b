"""What the main window says of the desk while that is hidden: that customers wait in vain.

It says nothing where the configuration wants nobody to answer.
"""

from PySide6.QtCore import QEvent, QObject
from shiboken6 import isValid

from ui.bridge import until_destroyed
from ui.chat.props import Props
from ui.models.tasks import in_vain
from ui.shell.desk_dock import DeskDock
from ui.shell.notice_bar import NoticeAction, NoticeBar
from webchat.simulator import Simulator

WAITING = "A customer waits, and nobody is available."


class DeskNews(QObject):
    """Tells of waiting customers, and keeps the desk's conversations in the style of the widget."""

    def __init__(self, sim: Simulator, dock: DeskDock, notices: NoticeBar) -> None:
        """Follow the first agent's store.

        Args:
            sim: The simulation.
            dock: The desk; while it is shown it tells by itself.
            notices: Where the sentence stands.
        """
        super().__init__(dock)
        self._sim, self._dock, self._notices = sim, dock, notices
        self._count = 0
        dock.installEventFilter(self)
        self._styled = Props.of(sim.webchat)
        self._styled.changed.connect(self._on_style)
        store = sim.desk.store
        until_destroyed(self, store.subscribe(in_vain, self._on_count))
        self._on_count(in_vain(store.state))
        self._on_style()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Follow whether the desk is shown."""
        changes = {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
        if event.type() in changes and isValid(self._notices):  # the dock outlives it for a moment
            self._tell()
        return super().eventFilter(watched, event)

    def _on_count(self, count: int) -> None:
        self._count = count
        self._tell()

    def _tell(self) -> None:
        if self._count and self._dock.isHidden() and self._sim.config.agent != "none":
            action = NoticeAction("Open the desk", self._dock.open_desk)
            self._notices.show_notice(WAITING, "warning", action)
        else:
            self._notices.withdraw(WAITING)

    def _on_style(self) -> None:
        """Let messages look on the desk as the person has chosen for the widget."""
        props = Props.of(self._sim.desk)
        props.set_message_style(self._styled.chosen_message_style)
        props.set_markdown(self._styled.chosen_markdown)
