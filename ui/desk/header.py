"""The head of the desk: who sits there and what they are; a hint while customers wait in vain."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.bridge import until_destroyed
from ui.chat.labels import ElidedLabel, WrappedLabel
from ui.desk.activity_button import ActivityButton, presence
from ui.devtools.icon_button import TextButton
from ui.models.tasks import in_vain
from webchat.side.side import Side
from webchat.state import State


def worker_name(side: Side) -> str:
    """Return how the agent of *side* is called, as far as that is known."""
    state = side.store.state
    worker = state.chat.workers.get(state.session.worker_sid or "")
    return side.name.capitalize() if worker is None else worker.friendly_name


class Header(QWidget):
    """The agent's name, and the button of the activity.

    Attributes:
        activity: The button.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._known = worker_name(side)
        self.setObjectName("Desk.Header")
        self.setProperty("part", "desk-head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ElidedLabel("", self)
        self._name.setObjectName("Desk.WorkerName")
        self._name.setProperty("part", "desk-name")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.activity = ActivityButton(side, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self.activity)
        until_destroyed(self, side.store.subscribe(self._worker, self._on_worker))
        self._name.setText(self._known)

    @property
    def name(self) -> str:
        """How the agent is called; the last name known while logged out."""
        return self._known

    def _worker(self, state: State) -> str:
        worker = state.chat.workers.get(state.session.worker_sid or "")
        return "" if worker is None else worker.friendly_name

    def _on_worker(self, name: str) -> None:
        self._known = name or self._known
        self._name.setText(self._known)


class Hint(QWidget):
    """Says that customers wait while nobody is available, and lets the agent be so."""

    def __init__(self, side: Side, activity: ActivityButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._activity = side, activity
        self.setObjectName("Desk.Hint")
        self.setProperty("part", "desk-hint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = WrappedLabel("", self)
        self._text.setObjectName("Desk.Hint.Text")
        self._button = TextButton("", self)
        self._button.setObjectName("Desk.Hint.Button")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._go_available)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        until_destroyed(
            self,
            side.store.subscribe(in_vain, self._show),
            side.strings.subscribe(self._retranslate),
        )
        self._retranslate()

    def _go_available(self) -> None:
        self._activity.choose("available")

    def _retranslate(self) -> None:
        self._button.setText(self._side.strings.render("DeskGoAvailable"))
        self._show(in_vain(self._side.store.state))

    def _show(self, count: int) -> None:
        is_away = presence(self._side.store.state) != "available"
        if count:
            text = self._side.strings.render("DeskWaitingOffline", count=count)
            self._text.setText(text)
            self.setAccessibleName(text)
        self.setVisible(count > 0 and is_away)
