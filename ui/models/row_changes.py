"""What has to be done to one list of rows so that it becomes another.

Records are frozen and mostly the same objects as before, so equal ends are found by identity, at
C speed. Only what lies between them is compared by the keys of its rows.
"""

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import compress
from operator import is_not
from typing import NamedTuple, TypeVar

from ui.models.message_rows import Marker, Row
from webchat.state import MessageState

_T = TypeVar("_T")
_WORTH_COMPARING = 200


class RowChange(NamedTuple):
    """Put *added* in place of *removed* rows at *at*, in the list as the changes before left it."""

    at: int
    removed: int
    added: Sequence[Row]


def markers_above(markers: Sequence[int], place: int) -> int:
    """Return how many of the rows *markers*, in order, stand above the message at a place."""
    return bisect_right(range(len(markers)), place, key=lambda number: markers[number] - number)


def common_prefix(before: Sequence[_T], after: Sequence[_T]) -> int:
    """Return how many items at the front are the same in both, which are of one type."""
    same = differs = min(len(before), len(after))
    step = 1
    while same and before[:same] != after[:same]:  # a change is nearly always close to the end
        differs, same = same, max(0, same - step)
        step *= 2
    while same < differs - 1:
        middle = (same + differs) // 2
        if before[same:middle] == after[same:middle]:
            same = middle
        else:
            differs = middle
    return same


def altered_places(
    before: Sequence[MessageState], after: Sequence[MessageState], kept: int
) -> list[int] | None:
    """Return where the same message has another record, None when messages came, went or moved.

    Args:
        before: What was there.
        after: What is there.
        kept: How many at the front have the same records.
    """
    if len(before) != len(after):
        return None
    others = map(is_not, before[kept:], after[kept:])
    places = list(compress(range(kept, len(after)), others))
    if any(before[place].sid != after[place].sid for place in places):
        return None
    return [place for place in places if before[place] != after[place]]


def added_above(before: tuple[_T, ...], after: tuple[_T, ...]) -> int:
    """Return how many items came above all others, 0 when that is not all that has happened."""
    count = len(after) - len(before)
    if count <= 0 or not before or after[count] is not before[0]:
        return 0
    return count if after[count:] == before else 0


def common_suffix(before: Sequence[object], after: Sequence[object], limit: int) -> int:
    """Return how many items at the end are the same in both, at most *limit*."""
    count = 0
    while count < limit and _same(before[-1 - count], after[-1 - count]):
        count += 1
    return count


def row_changes(before: list[Row], after: list[Row]) -> list[RowChange]:
    """Return the changes, to be made in this order, that turn *before* into *after*."""
    start = common_prefix(before, after)
    end = common_suffix(before, after, min(len(before), len(after)) - start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not (old and new) or len(old) + len(new) > _WORTH_COMPARING:
        return [RowChange(start, len(old), new)] if old or new else []
    matcher = SequenceMatcher(None, [_key(r) for r in old], [_key(r) for r in new], autojunk=False)
    changes: list[RowChange] = []
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        added = new[new_start:new_end]
        if what != "equal":
            changes.append(RowChange(start + new_start, old_end - old_start, added))
            continue
        changes += [
            RowChange(start + new_start + number, 1, added[number : number + 1])
            for number in range(len(added))
            if not _same(old[old_start + number], added[number])
        ]
    return changes


def _same(one: object, other: object) -> bool:
    return one is other or one == other


def _key(row: Row) -> tuple[object, ...]:
    if isinstance(row, Marker):
        return (row.kind, row.day, row.text_key, row.name)
    return ("message", row.sid)
