"""The conversation of one task: the widget's own canvas, in the widget's own colours."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat import style
from ui.chat.components import BuiltIn
from ui.chat.input.text_area import HEIGHT
from ui.chat.messaging_canvas import MessagingCanvas
from ui.desk.answers import Answers
from ui.desk.canned_button import CannedButton
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import State


class DeskConversation(QWidget):
    """One channel, with the look of the widget.

    Attributes:
        canvas: The messages and the input.
    """

    def __init__(
        self, side: Side, sid: str, channel_sid: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("Desk.Conversation")
        self.setAutoFillBackground(True)
        canned = CannedButton(side, sid, HEIGHT, self)
        tools = (BuiltIn("Desk.CannedButton", canned),)
        self.canvas = MessagingCanvas(side, channel_sid, self, tools=tools)
        canned.written.connect(self.canvas.focus_first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        WidgetTheme.instance().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        style.dress(self)


class ChatPage(QWidget):
    """A tab of the desk: what was said before, whether the customer is there, the conversation."""

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        """Show an accepted chat.

        Args:
            side: The agent's.
            sid: The task's sid (WR…).
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._side, self._sid = side, sid
        self.setObjectName("Desk.ChatPage")
        task = side.store.state.tasks[sid]
        self._left = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._left.setObjectName("Desk.CustomerLeft")
        self._left.setProperty("part", "desk-banner")
        self._left.setIndent(0)
        self._conversation = DeskConversation(side, sid, task.channel_sid, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Answers(side, sid, self))
        column.addWidget(self._left)
        column.addWidget(self._conversation, 1)
        until_destroyed(
            self,
            side.store.subscribe(self._has_left, self._on_left),
            side.strings.subscribe(self._retranslate),
        )
        self._retranslate()
        self._on_left(self._has_left(side.store.state))

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        self._conversation.canvas.focus_first()

    def _has_left(self, state: State) -> bool:
        task = state.tasks.get(self._sid)
        return task is not None and task.customer_left and task.status == "accepted"

    def _on_left(self, has_left: bool) -> None:
        self._left.setVisible(has_left)

    def _retranslate(self) -> None:
        self._left.setText(self._side.strings.render("TaskLeftBanner"))
