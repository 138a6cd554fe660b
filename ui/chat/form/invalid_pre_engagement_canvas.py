"""What is shown in place of a form that the configuration does not describe."""

from PySide6.QtWidgets import QWidget

from ui.chat.messages.message_page import MessagePage
from webchat.side.side import Side
from webchat.undo import Undo


class InvalidPreEngagementCanvas(MessagePage):
    """Says that there is no usable form, and on request how to write one."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(
            side,
            "InvalidPreEngagementCanvas",
            icon="message-square",
            text="InvalidPreEngagementMessage",
            button="InvalidPreEngagementButton",
            look="invalid",
            parent=parent,
        )
        self._take_back: Undo | None = None

    def on_button(self) -> None:
        """Explain what the form needs."""
        if self._take_back is not None:
            self._take_back()
        self._take_back = self.side.notifications.show(
            self.side.strings.render("InvalidPreEngagementHelp"), is_sticky=True
        )
