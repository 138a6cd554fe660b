"""What is said of messages while a person looks elsewhere: that some came, or were not sent.

Only what happens now is said, whether the chat is open or minimised. Older pages, and what was
there when the conversation was opened, are read by whoever goes there.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from webchat.side.strings import Strings
from webchat.state import ChannelState, MessageState

_TOGETHER = 150  # milliseconds in which messages count as having come at once
_LONGEST = 400  # characters that are read aloud before a person may want to look themselves

Announce = Callable[[str, bool], object]


class Arrivals(QObject):
    """Follows one conversation and says what is new in it."""

    def __init__(
        self,
        strings: Strings,
        name_of: Callable[[MessageState], str],
        announce: Announce,
        parent: QObject,
    ) -> None:
        """Begin without a conversation.

        Args:
            strings: Where its words come from.
            name_of: Returns the name shown for the author of a message.
            announce: Says a text, and whether it may interrupt.
            parent: The list.
        """
        super().__init__(parent)
        self._strings, self._name_of, self._announce = strings, name_of, announce
        self._sid: str | None = None
        self._highest = -1
        self._is_ended = False
        self._failed: frozenset[str] = frozenset()
        self._new: list[MessageState] = []
        self._timer = QTimer(self, singleShot=True, interval=_TOGETHER)
        self._timer.timeout.connect(self._tell)

    def follow(self, channel: ChannelState | None, *, is_heard: bool) -> None:
        """Note what the conversation is now.

        Args:
            channel: Its record, or None for no conversation.
            is_heard: Whether to say what is new in it.
        """
        if channel is None:
            self._sid = None
            return
        is_known, self._sid = self._sid == channel.sid, channel.sid
        taken, waiting = self._newer(channel.messages) if is_known else ([], ())
        failed = frozenset(one.sid for one in _untaken(channel.messages) if one.status == "failed")
        newly_failed = [one for one in waiting if one.sid in failed - self._failed]
        has_ended = channel.status != "active" and not self._is_ended
        self._highest = _highest(channel.messages)
        self._failed, self._is_ended = failed, channel.status != "active"
        if not is_known:
            self._new.clear()
        elif is_heard:
            self._hear(taken, newly_failed, has_ended=has_ended)

    def _hear(
        self, taken: list[MessageState], failed: Sequence[MessageState], *, has_ended: bool
    ) -> None:
        self._new += [one for one in taken if not one.is_from_me]
        if self._new:
            self._timer.start()
        for one in failed:
            reason = self._strings.sentence(one.error or self._strings.render("MessageFailed"))
            self._announce(self._strings.render("MessageNotSent", reason=reason), True)
        if has_ended:
            self._announce(self._strings.render("ChatEnded"), True)

    def _newer(
        self, messages: Sequence[MessageState]
    ) -> tuple[list[MessageState], Sequence[MessageState]]:
        """Return what came since, the oldest first, and what is not taken yet."""
        waiting = _untaken(messages)
        taken: list[MessageState] = []
        for one in reversed(messages[: len(messages) - len(waiting)]):
            if one.index is None or one.index <= self._highest:
                break
            taken.append(one)
        return taken[::-1], waiting

    def _tell(self) -> None:
        new, self._new = self._new, []
        if len(new) > 1:
            self._announce(self._strings.render("MessagesArrived", count=len(new)), False)
        for one in new[-1:]:
            text = " ".join((one.body, *(file.filename for file in one.media))).strip()
            shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            sentence = self._strings.render("MessageArrived", name=self._name_of(one), text=shown)
            self._announce(sentence, False)


def _untaken(messages: Sequence[MessageState]) -> Sequence[MessageState]:
    """Return the messages at the end that the centre has not taken."""
    count = 0
    while count < len(messages) and messages[-1 - count].index is None:
        count += 1
    return messages[len(messages) - count :]


def _highest(messages: Sequence[MessageState]) -> int:
    taken = len(messages) - len(_untaken(messages))
    index = messages[taken - 1].index if taken else None
    return -1 if index is None else index
