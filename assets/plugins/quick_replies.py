"""Offer answers above the text area: chips that invoke SendMessage, as typing and Enter would.

Because the chips go through the action, every other plugin has its say about what they send. They
change with the last message of the agent: a question gets answers, anything else a few words. A
selector picks what matters out of the state, so the chips are made anew only when they differ. The
subscription ends with the widget, and ``if_`` takes the row away while the chat is over.
"""

from collections.abc import Callable
from typing import Any

from webchat.plugins import PluginApp

ANSWERS = ("Yes", "No", "I am not sure")
REMARKS = ("Thank you!", "Please tell me more.", "That is all.")
GAP = 4
STYLE = """
QPushButton { border: 1px solid palette(link); border-radius: 12px; padding: 3px 10px;
              background: palette(base); color: palette(text); }
QPushButton:hover, QPushButton:focus { background: palette(highlight);
                                       color: palette(highlighted-text); }
"""


def replies(state: Any) -> tuple[str, ...]:
    """Return what to offer in reply to the last message of somebody else, if there is a chat."""
    channel = state.chat.channels.get(state.session.channel_sid)
    if channel is None or channel.status != "active":
        return ()
    last = next((one.body for one in reversed(channel.messages) if not one.is_from_me), "")
    return ANSWERS if last.rstrip().endswith("?") else REMARKS


def make_row(parent: Any, send: Callable[[str], None]) -> Any:
    """Return a widget whose ``offer(texts)`` shows chips, in as many lines as they need."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QPushButton, QWidget

    class Row(QWidget):
        def offer(self, texts: tuple[str, ...]) -> None:
            for old in self.findChildren(QPushButton):
                old.setParent(None)
            for text in texts:
                chip = QPushButton(text, self)
                chip.setObjectName("QuickReplies.Chip")
                chip.setAccessibleName(f"Send: {text}")
                chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the text area alone
                chip.clicked.connect(lambda _checked=False, text=text: send(text))
                chip.show()
            self.arrange()

        def arrange(self) -> None:
            x = y = height = 0
            for chip in self.findChildren(QPushButton):
                width, height = chip.sizeHint().width(), chip.sizeHint().height()
                if x and x + width > self.width():
                    x, y = 0, y + height + GAP
                chip.setGeometry(x, y, min(width, self.width()), height)
                x += width + GAP
            self.setFixedHeight(y + height)

        def resizeEvent(self, _event: Any) -> None:  # noqa: N802  Qt's name
            self.arrange()

    row = Row(parent)
    row.setObjectName("QuickReplies")
    row.setAccessibleName("Quick replies")
    row.setStyleSheet(STYLE)
    return row


def init(app: PluginApp) -> None:
    """Put the chips above the input."""

    def make_chips(side: Any, parent: Any) -> Any:
        def send(text: str) -> None:
            payload = {"channelSid": side.store.state.session.channel_sid, "body": text}
            with side.actions.as_origin(app.name):
                side.actions.invoke_action("SendMessage", payload, owner=app.name)

        row = make_row(parent, send)
        row.offer(replies(side.store.state))
        row.destroyed.connect(side.store.subscribe(replies, row.offer))
        return row

    def is_wanted(side: Any) -> bool:
        return bool(replies(side.store.state))

    app.webchat.components.add(
        "MessageInput", make_chips, key="quick-replies", sort_order=-1, if_=is_wanted
    )
