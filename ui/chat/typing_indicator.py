"""Who is typing: a quiet strip below the messages, blank while nobody is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.chat.labels import ElidedLabel
from ui.chat.shown_channel import shown_channel
from webchat.side.side import Side
from webchat.state import State

_HEIGHT = 28


class TypingIndicator(ElidedLabel):
    """One line that names who is typing, or says how many are."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Show who types in the channel of *side*, besides its own person."""
        super().__init__("", parent)
        self._side = side
        self.setObjectName("TypingIndicator")
        self.setProperty("chat", "meta")
        self.setFixedHeight(_HEIGHT)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        until_destroyed(
            self,
            side.store.subscribe(_names, self._on_names),
            side.strings.subscribe(self._on_strings),
        )
        self._on_strings()

    def _on_strings(self) -> None:
        self._on_names(_names(self._side.store.state))

    def _on_names(self, names: tuple[str, ...]) -> None:
        text = ""
        if len(names) == 1:
            text = self._side.strings.render("TypingIndicator", name=names[0])
        elif names:
            text = self._side.strings.render("TypingIndicatorMultiple", count=len(names))
        self.setText(text)
        self.setAccessibleName(text)


def _names(state: State) -> tuple[str, ...]:
    """Return the names of those who are typing."""
    channel = shown_channel(state)
    if channel is None:
        return ()
    others = (one for one in channel.typers if one != state.session.identity)
    members = channel.members
    return tuple(members[one].friendly_name if one in members else one for one in others)
