"""Where messages stand in a channel: pure functions on the tuple that a channel holds.

First come those the centre has taken, in the order of their index, then those it has not. The
first ones are always a gapless end of the centre's history; what stands before them is read in
pages, so an event never puts anything there.

Tuples are joined, not unpacked into new ones: of a long history that is five times faster.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from webchat.state.records import MessageState

Messages = tuple[MessageState, ...]


def index_of(message: MessageState) -> int:
    """Return a message's index, -1 for one that has none."""
    return -1 if message.index is None else message.index


def taken_count(messages: Messages) -> int:
    """Return how many of *messages* the centre has taken; the others follow them."""
    count = len(messages)
    while count and messages[count - 1].index is None:
        count -= 1
    return count


def is_known(messages: Messages, index: int | None) -> bool:
    """Whether the message of an index is among *messages*."""
    return index is not None and place_of(messages, index) >= 0


def message_at(messages: Messages, index: int) -> MessageState | None:
    """Return the message of an index among *messages*, or None when it is not there."""
    place = place_of(messages, index)
    return None if place < 0 else messages[place]


def place_of(messages: Messages, index: int) -> int:
    """Return where the message of an index stands among *messages*, -1 when it is not there."""
    taken = taken_count(messages)
    if not taken:
        return -1
    place = index - index_of(messages[0])  # as there is hardly ever a gap
    if not (0 <= place < taken and messages[place].index == index):
        place = bisect_left(messages, index, hi=taken, key=index_of)
    return place if place < taken and messages[place].index == index else -1


def gapless_end(messages: Messages, *, has_older: bool) -> int:
    """Return the index up to which nothing is missing among the taken ones, -1 for none.

    Args:
        messages: What is there.
        has_older: Whether what stands before the first one is read in pages.
    """
    count = taken_count(messages)
    if not count:
        return -1
    first = index_of(messages[0]) if has_older else 0
    if index_of(messages[count - 1]) - first == count - 1:
        return first + count - 1
    gap = bisect_left(range(count), True, key=lambda at: index_of(messages[at]) - first > at)
    return first + gap - 1


def placed(
    messages: Messages, message: MessageState, replaces: str | None, *, has_older: bool
) -> Messages:
    """Return *messages* with *message* in its place; a known index is not added twice.

    Args:
        messages: What is there.
        message: What comes.
        replaces: Sid of the one not yet taken whose place it takes, or None.
        has_older: Whether what stands before the first one is read in pages.
    """
    alone = (message,)
    taken = taken_count(messages)
    if replaces is not None:  # only what the centre has not taken can be replaced
        waiting = range(taken, len(messages))
        at = next((i for i in waiting if messages[i].sid == replaces), None)
        if at is not None:
            if message.index is None:
                return messages[:at] + alone + messages[at + 1 :]
            messages = messages[:at] + messages[at + 1 :]
    if message.index is None:
        return messages + alone
    at = bisect_left(messages, message.index, hi=taken, key=index_of)
    if at < taken and messages[at].index == message.index:
        return messages
    if at == 0 and taken and has_older:
        return messages
    return messages[:at] + alone + messages[at:]


def with_older(messages: Messages, older: Messages) -> Messages:
    """Return *messages* behind a page of older ones, which must adjoin them."""
    first = index_of(messages[0]) if messages else -1  # those not taken come after all others
    if first >= 0:
        older = older[: bisect_left(older, first, key=index_of)]
        if older and index_of(older[-1]) != first - 1:
            return messages
    return older + messages if older else messages


def with_missed(
    messages: Messages, missed: Messages, replaced: Collection[str], *, has_older: bool
) -> Messages:
    """Return *messages* and what was missed, each index once.

    Args:
        messages: What is there.
        missed: In the order of their index.
        replaced: Sids of those not yet taken that are among the missed ones.
        has_older: Whether what stands before the first one is read in pages.
    """
    taken = taken_count(messages)
    waiting = messages[taken:]
    if replaced:
        waiting = tuple(one for one in waiting if one.sid not in replaced)
    if taken and has_older:
        missed = missed[bisect_left(missed, index_of(messages[0]), key=index_of) :]
    at = bisect_left(messages, index_of(missed[0]), hi=taken, key=index_of) if missed else taken
    known = {one.index: one for one in messages[at:taken]}
    fresh = [one for one in missed if one.index not in known]
    if not fresh:
        return messages if len(waiting) == len(messages) - taken else messages[:taken] + waiting
    between = tuple(sorted((*known.values(), *fresh), key=index_of))
    return messages[:at] + between + waiting


def with_attributes(messages: Messages, attributes: Mapping[int, Mapping[str, Any]]) -> Messages:
    """Return *messages* with other attributes.

    Args:
        messages: What is there.
        attributes: By the index of the message; one that is not there is passed over.
    """
    changed: list[MessageState] | None = None
    for index, wanted in attributes.items():
        place = place_of(messages, index)
        if place >= 0 and messages[place].attributes != wanted:
            changed = list(messages) if changed is None else changed
            changed[place] = replace(messages[place], attributes=wanted)
    return messages if changed is None else tuple(changed)
