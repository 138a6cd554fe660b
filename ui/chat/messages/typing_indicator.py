"""Who is typing: a quiet strip below the messages, blank while nobody is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.chat.labels import ElidedLabel
from ui.chat.messages.message_names import MessageNames
from ui.chat.props import Props
from ui.chat.shown_channel import ChannelSelector, shown_channel
from ui.models.message_texts import isolated
from webchat.side.side import Side
from webchat.state import MemberState, State

_HEIGHT = 28


class TypingIndicator(ElidedLabel):
    """One line that names who is typing, or says how many are."""

    def __init__(
        self,
        side: Side,
        parent: QWidget | None = None,
        *,
        channel: ChannelSelector = shown_channel,
    ) -> None:
        """Show who types in the *channel* of *side*, besides its own person."""
        super().__init__("", parent)
        self._channel = channel
        self._side, self._names = side, MessageNames(Props.of(side))
        self.setObjectName("TypingIndicator")
        self.setProperty("chat", "typing")
        self.setFixedHeight(_HEIGHT)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        until_destroyed(
            self,
            side.store.subscribe(self._typers, self._on_names),
            side.strings.subscribe(self._on_strings),
        )
        self._on_strings()

    def _on_strings(self) -> None:
        self._on_names(self._typers(self._side.store.state))

    def _on_names(self, names: tuple[str, ...]) -> None:
        text = ""
        if len(names) == 1:
            strings = self._side.strings
            name = isolated(names[0], strings.language.direction)
            text = strings.render("TypingIndicator", name=name)
        elif names:
            text = self._side.strings.render("TypingIndicatorMultiple", count=len(names))
        self.set_giving_way(names[0] if len(names) == 1 else "")
        self.setText(text)
        self.setAccessibleName(text)

    def _typers(self, state: State) -> tuple[str, ...]:
        """Return the names of those who are typing."""
        channel = self._channel(state)
        if channel is None:
            return ()
        others = [one for one in channel.typers if one != state.session.identity]
        return tuple(self._name(one, channel.members.get(one)) for one in others)

    def _name(self, identity: str, member: MemberState | None) -> str:
        friendly_name = "" if member is None else member.friendly_name
        return self._names.name(identity, friendly_name, is_me=False)
