"""A card as it will stand in the conversation: the real widget, which cannot be clicked yet."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.chat import style as widget_style
from ui.chat.cards.action_card import ActionCard
from ui.theme import WidgetTheme
from webchat.functions.cards import PostedCard, to_attributes
from webchat.side.side import Side
from webchat.state import MessageState

_WIDEST = 380


class CardPreview(QFrame):
    """The card of a message that does not exist."""

    def __init__(self, card: PostedCard, parent: QWidget) -> None:
        """Show nothing until it is said who looks.

        Args:
            card: What will be posted.
            parent: The page.
        """
        super().__init__(parent)
        self._posted = card
        self._shown: ActionCard | None = None
        self.setObjectName("Setup.Preview.Card")
        self.setProperty("part", "card-preview")
        self.setAccessibleName("The card as it will look")
        self.setMaximumWidth(_WIDEST)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 8)
        WidgetTheme.instance().changed.connect(self._dress)
        self._dress()

    def show_to(self, side: Side, channel_sid: str) -> None:
        """Show the card as a side sees it: in their language, with the names of who is there.

        Args:
            side: Who looks.
            channel_sid: The conversation.
        """
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        message = MessageState(
            sid="",
            index=None,
            author="",
            author_name="",
            body=self._posted.card.title,
            timestamp=datetime.now(tz=UTC),
            attributes=to_attributes(self._posted),
        )
        self._shown = ActionCard(side, channel_sid, message, self)
        for button in self._shown.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.addWidget(self._shown)

    def _dress(self) -> None:
        widget_style.dress(self)
