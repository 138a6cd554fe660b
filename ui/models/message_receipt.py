"""Which own message carries "Read": the last one that somebody else has read."""

from bisect import bisect_right
from collections.abc import Sequence

from webchat.state import MessageState

_NOT_TAKEN = 1 << 62
NONE = -1


class Receipt:
    """The last own message up to which another member has read.

    Attributes:
        index: Its index in the channel, :data:`NONE` while there is none.
    """

    def __init__(self) -> None:
        self.index = NONE
        self._searched = NONE

    def update(
        self, messages: Sequence[MessageState], horizon: int, *, afresh: bool = False
    ) -> bool:
        """Search the messages up to *horizon* that were not searched yet.

        Args:
            messages: Those of the channel.
            horizon: The highest index that another member has read.
            afresh: Search all, since others than the last may have changed.

        Returns:
            Whether it is another message now.
        """
        if afresh:
            self._searched = NONE
        place = place_of(messages, horizon)
        before = self.index
        while place >= 0 and _index(messages[place]) > self._searched:
            if messages[place].is_from_me:
                self.index = _index(messages[place])
                break
            place -= 1
        self._searched = max(self._searched, horizon)
        return self.index != before


def place_of(messages: Sequence[MessageState], index: int) -> int:
    """Return the place of the last message whose index is *index* or less, -1 for none."""
    return bisect_right(messages, index, key=_index) - 1


def _index(message: MessageState) -> int:
    return _NOT_TAKEN if message.index is None else message.index
