"""Which of my messages the centre speaks of, when it tells a message of mine.

A message that is being sent is shown before the centre has it. It comes back twice: as an event,
which does not say which sending it belongs to, and as the answer to the request, which does. The
event is seen first as a rule, so it is taken for the oldest sending of the same words, which is
put right by the answer when several say the same. Where no answer comes, since the connection
broke off or the sending was cancelled, the event is all there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from webchat.model import Attachment, Message
from webchat.state import MessageState

INTERRUPTED = "The sending was interrupted."
"""The error of a message of which it is not known whether the centre took it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an answer makes of the messages that are shown as not taken.

    Attributes:
        gone: Sid of the one that was sent after all, or None.
        back: One that was not, so that it has to be shown again, or None.
    """

    gone: str | None = None
    back: MessageState | None = None


@dataclass(eq=False, slots=True)
class Echoes:
    """The sendings of one channel.

    Attributes:
        under_way: Those the centre was asked to take and has not answered, by the sid they are
            shown under, with the index that was taken for theirs, or None.
        uncertain: Sids of those that got no answer, and are shown as failed.
    """

    under_way: dict[str, int | None] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    _taken_for: dict[int, MessageState] = field(default_factory=dict)

    def guess(self, message: Message | MessageState, waiting: Iterable[MessageState]) -> str | None:
        """Return the sid of the sending that *message* is taken for, or None.

        Args:
            message: One of mine that the centre has taken.
            waiting: My messages that are shown as not taken, oldest first.
        """
        index = -1 if message.index is None else message.index
        wanted = likeness(message)
        alike = [one for one in waiting if likeness(one) == wanted]
        found = next((one for one in alike if self.under_way.get(one.sid, -1) is None), None)
        if found is not None:
            self.under_way[found.sid] = index
        else:
            found = next((one for one in alike if one.sid in self.uncertain), None)
            if found is None:
                return None
            self.uncertain.discard(found.sid)
        if self.under_way:
            self._taken_for[index] = found
        return found.sid

    def answered(self, sid: str, message: Message, waiting: Iterable[MessageState]) -> Correction:
        """Note which message the centre made of a sending.

        Args:
            sid: What it was shown under.
            message: The answer.
            waiting: My messages that are shown as not taken, oldest first.
        """
        guessed = self.under_way.pop(sid)
        other = self._taken_for.pop(message.index, None)
        correction = Correction(gone=sid)
        if guessed is None and other is not None:
            correction = Correction(gone=sid, back=self._restored(other))
        elif guessed is not None and guessed != message.index:
            correction = self._give_away(guessed, other, waiting)
        if not self.under_way:
            self._taken_for.clear()
        return correction

    def unanswered(self, sid: str) -> None:
        """Note that a sending gets no answer; what was taken for it stays so."""
        if self.under_way.pop(sid) is None:
            self.uncertain.add(sid)
        if not self.under_way:
            self._taken_for.clear()

    def refused(self, sid: str, waiting: Iterable[MessageState]) -> Correction:
        """Note that the centre did not take a sending."""
        guessed = self.under_way.pop(sid)
        if guessed is None:
            return Correction()
        shown = self._taken_for.pop(guessed)
        return Correction(gone=self.guess(replace(shown, index=guessed), waiting), back=shown)

    def _give_away(
        self,
        guessed: int,
        other: MessageState | None,
        waiting: Iterable[MessageState],
    ) -> Correction:
        """Find another owner for the message that was taken for this sending's."""
        mine = self._taken_for.pop(guessed)
        if other is None:
            return Correction(gone=self.guess(replace(mine, index=guessed), waiting))
        self._taken_for[guessed] = other
        if other.sid in self.under_way:
            self.under_way[other.sid] = guessed
        return Correction()

    def _restored(self, shown: MessageState) -> MessageState:
        if shown.sid in self.under_way:
            self.under_way[shown.sid] = None
            return shown
        self.uncertain.add(shown.sid)
        return replace(shown, status="failed", error=INTERRUPTED, progress=None)


def likeness(message: Message | MessageState) -> tuple[object, ...]:
    """Return what a message and its echo have in common."""
    return message.body, tuple(_of_file(one) for one in message.media)


def _of_file(file: Attachment) -> tuple[str, int]:
    return file.filename, file.size
