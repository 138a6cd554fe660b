"""A simulated call in place of a conversation: whether the caller is heard, and for how long."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.bridge import owned_tasks, until_destroyed
from ui.desk.answers import Answers
from ui.models.tasks import duration_text
from ui.theme import Theme
from webchat.side.side import Side
from webchat.state import State, TaskState

_ICON = 20
_CIRCLE = 56


class CallPage(QWidget):
    """A tab of the desk for a task of the channel ``voice``."""

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        """Show an accepted call.

        Args:
            side: The agent's.
            sid: The task's sid (WR…).
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._side, self._sid = side, sid
        self.setObjectName("Desk.CallPage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tasks = owned_tasks(self)
        self._icon = QLabel(self)
        self._icon.setFixedSize(_CIRCLE, _CIRCLE)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon.setProperty("part", "desk-call")
        self._text = self._label("Desk.CallState", "title")
        self._time = self._label("Desk.CallTime", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Answers(side, sid, self))
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addWidget(self._time)
        column.addStretch(2)
        Theme.instance().changed.connect(self._show)
        until_destroyed(
            self,
            side.store.subscribe(self._task, self._on_task),
            side.strings.subscribe(self._show),
        )
        self._show()
        self.tasks.spawn(self._go_on(), name=f"count the time of the call {sid}")

    def focus_first(self) -> None:
        """Take the focus, for the keys of the desk."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _task(self, state: State) -> TaskState | None:
        return state.tasks.get(self._sid)

    def _on_task(self, _task: TaskState | None) -> None:
        self._show()

    def _show(self) -> None:
        task, strings = self._task(self._side.store.state), self._side.strings
        if task is None:
            return
        name = task.customer_name or strings.render("TaskCustomerUnknown")
        self.setAccessibleName(strings.render("CallLabel", name=name))
        key = "CallHeld" if task.is_on_hold else "CallRunning"
        is_over = task.status != "accepted"
        self._text.setText(strings.render("CallEnded" if is_over else key))
        tint = "text_muted" if is_over else "cancelled" if task.is_on_hold else "completed"
        icon = Theme.instance().icon("phone-off" if is_over else "phone", _ICON, tint)
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        self._count()

    def _count(self) -> None:
        task = self._task(self._side.store.state)
        if task is not None:
            passed = self._side.clock.now() - task.updated
            self._time.setText(duration_text(passed.total_seconds()))

    async def _go_on(self) -> None:
        while True:
            await self._side.clock.sleep(1)
            self._count()
