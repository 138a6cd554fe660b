"""What is shown when a chat that needs no form could not be started."""

from PySide6.QtWidgets import QWidget

from ui.chat.messages.message_page import MessagePage
from webchat.side.side import Side
from webchat.state import State


class ErrorPage(MessagePage):
    """Says that the chat could not be started and why; its button starts it again.

    The reference minimises the widget on this button; here it stays open, so that the person sees
    whether it worked.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(
            side,
            "ErrorPage",
            icon="triangle-alert",
            text="ErrorMessage",
            button="ErrorRefreshButton",
            fill="error_button",
            parent=parent,
        )
        self.watch_detail(_start_error)

    def on_button(self) -> None:
        """Start again."""
        with self.side.actions.as_origin("ErrorPage"):
            self.side.actions.invoke_action("RestartEngagement")


def _start_error(state: State) -> str:
    return state.session.start_error or ""
