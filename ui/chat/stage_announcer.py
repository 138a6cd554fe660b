"""What is said of an engagement's course to a person who does not see it.

Who waits, is connected, or is joined by somebody hears so, and why a start without a form failed.
That a chat ended is said by its list, and why a form's start failed by its notice.
"""

from PySide6.QtCore import QObject

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from webchat.side.side import Side
from webchat.state import EngagementStage, State


class StageAnnouncer(QObject):
    """Follows one customer's engagement and says what becomes of it."""

    def __init__(self, side: Side, parent: QObject) -> None:
        """Say nothing yet: how things stand is read by who comes.

        Args:
            side: The customer.
            parent: The widget, whose news this is.
        """
        super().__init__(parent)
        self._side = side
        state = side.store.state
        self._stage = state.session.engagement_stage
        self._sid, self._others = _present(state)
        until_destroyed(
            self,
            side.store.subscribe(_stage, self._on_stage),
            side.store.subscribe(_present, self._on_present),
            side.store.subscribe(_failure, self._on_failure),
        )

    def _on_stage(self, stage: EngagementStage) -> None:
        before, self._stage = self._stage, stage
        if before is EngagementStage.INIT_ENGAGEMENT:
            return  # a chat that was resumed has not begun now
        if stage is EngagementStage.WAITING_ENGAGEMENT:
            self._say("PendingEngagementMessage")
        elif stage is EngagementStage.IN_ENGAGEMENT:
            self._say("EngagementStarted")

    def _on_present(self, present: tuple[str, frozenset[str]]) -> None:
        sid_before, before = self._sid, self._others
        self._sid, self._others = present
        if self._sid != sid_before:
            before = frozenset()  # whoever is in a new chat has come to it
        if not self._sid or self._stage is not EngagementStage.IN_ENGAGEMENT:
            return
        for identity in sorted(self._others - before):
            self._say("MemberJoined", name=self._name(identity))
        for identity in sorted(before - self._others):
            self._say("MemberLeft", name=self._name(identity))

    def _on_failure(self, reason: str | None) -> None:
        if reason and self._side.store.state.config.start_engagement_on_init:
            sentence = f"{self._side.strings.render('ErrorMessage')}. {reason}"
            announce(self.parent() or self, sentence, assertive=True)

    def _say(self, key: str, **values: object) -> None:
        announce(self.parent() or self, self._side.strings.render(key, **values))

    def _name(self, identity: str) -> str:
        channel = self._side.store.state.chat.channels.get(self._sid)
        member = None if channel is None else channel.members.get(identity)
        return identity if member is None else member.friendly_name


def _stage(state: State) -> EngagementStage:
    return state.session.engagement_stage


def _failure(state: State) -> str | None:
    return state.session.start_error


def _present(state: State) -> tuple[str, frozenset[str]]:
    """Return the channel's sid, and who else is in it now."""
    channel = state.chat.channels.get(state.session.channel_sid or "")
    if channel is None:
        return "", frozenset()
    me = state.session.identity
    others = (one.identity for one in channel.members.values() if one.online)
    return channel.sid, frozenset(one for one in others if one != me)
