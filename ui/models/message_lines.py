"""What happened to the chat besides messages: who joined, who left, that it ended.

Such a line stands where it belongs by time, so that it is found again after a restart. Once it has
a place it keeps it: what was seen happening does not move. What happened before the oldest message
that was read waits until its neighbours are there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ui.models.message_rows import CHAT_ENDED, Marker
from webchat.state import ChannelState, MemberState, MessageState

JOINED, LEFT = "MemberJoined", "MemberLeft"


class Line(NamedTuple):
    """A system row, and when that happened; None where it is not known: just now."""

    marker: Marker
    moment: datetime | None = None


class Lines:
    """The system rows of one conversation, and below how many messages each stands."""

    def __init__(self) -> None:
        self._placed: list[tuple[int, Marker]] = []
        self._further_up: list[Line] = []

    def restart(self, channel: ChannelState | None, identity: str | None) -> None:
        """Begin with what a channel's record still tells, as *identity* sees it."""
        self._placed, self._further_up = [], []
        if channel is not None:
            self.add(told(channel, identity), channel)

    def add(self, lines: Sequence[Line], channel: ChannelState) -> int:
        """Give lines their places among the messages of *channel*.

        Returns:
            Below how many messages the uppermost of them stands.
        """
        uppermost = len(channel.messages)
        for line in lines:
            at = _place(line, channel.messages)
            if not at and channel.has_older_messages and line.moment is not None:
                self._further_up.append(line)
            else:
                self._placed.append((at, line.marker))
                uppermost = min(uppermost, at)
        self._placed.sort(key=lambda one: one[0])
        return uppermost

    def came_above(self, count: int, channel: ChannelState) -> None:
        """Note that *count* messages came above all others."""
        self._placed = [(at + count, marker) for at, marker in self._placed]
        waiting, self._further_up = self._further_up, []
        self.add(waiting, channel)

    def moved(self, place: int, by: int) -> None:
        """Note that *by* messages came (or went, if negative) below the first *place*."""
        self._placed = [
            (max(place, at + by) if at > place else at, marker) for at, marker in self._placed
        ]

    def between(self, start: int, end: int) -> Iterator[tuple[int, Marker]]:
        """Yield the lines that stand below *start* messages or more, but not below *end*."""
        for at, marker in self._placed:
            if start <= at < end:
                yield at, marker


def told(channel: ChannelState, identity: str | None) -> list[Line]:
    """Return what a channel's record tells of the past, in the order of time.

    Args:
        channel: The record.
        identity: Who looks at it: one's own coming and going is not told.
    """
    lines: list[Line] = []
    for key, member in channel.members.items():
        if key == identity:
            continue
        if member.joined is not None:
            lines.append(Line(_marker(JOINED, member), member.joined))
        if member.left is not None:
            lines.append(Line(_marker(LEFT, member), member.left))
    lines.sort(key=lambda line: line.moment.timestamp() if line.moment else 0.0)
    if channel.status != "active":
        lines.append(Line(CHAT_ENDED, channel.ended))
    return lines


def happened(before: ChannelState, after: ChannelState, identity: str | None) -> list[Line]:
    """Return what is to be told of members and status between two records of a channel.

    Args:
        before: The older record.
        after: The newer one.
        identity: Who looks at it: one's own coming and going is not told.
    """
    lines: list[Line] = []
    if after.members is not before.members:
        for key, member in after.members.items():
            known = before.members.get(key)
            was_here = known is not None and known.online
            if key == identity or member.online == was_here:
                continue
            kind, moment = (JOINED, member.joined) if member.online else (LEFT, member.left)
            lines.append(Line(_marker(kind, member), moment))
    if before.status == "active" and after.status != "active":
        lines.append(Line(CHAT_ENDED, after.ended))
    return lines


def _marker(text_key: str, member: MemberState) -> Marker:
    return Marker("system", None, text_key, member.friendly_name, member.identity)


def _place(line: Line, messages: Sequence[MessageState]) -> int:
    """Return below how many messages a line stands: who joins does so before they write."""
    if line.moment is None:
        return len(messages)
    taken = len(messages)
    while taken and messages[taken - 1].index is None:  # those have the time of this machine
        taken -= 1
    find = bisect_left if line.marker.text_key == JOINED else bisect_right
    at = find(messages, line.moment, hi=taken, key=_moment)
    return len(messages) if at == taken else at


def _moment(message: MessageState) -> datetime:
    return message.timestamp
