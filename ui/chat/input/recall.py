"""Earlier messages of one's own, brought back with the arrow keys as in a shell."""

from collections.abc import Sequence
from itertools import groupby

from webchat.state import MessageState


class Recall:
    """Where in the earlier messages the person is, and the draft that was left for them."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._at = 0
        self._draft = ""
        self._shown: str | None = None

    def step(self, by: int, text: str, messages: Sequence[MessageState]) -> str | None:
        """Go back or forward by one message.

        Args:
            by: -1 for the message before, +1 for the one after.
            text: What stands in the text area now.
            messages: The conversation, oldest first.

        Returns:
            What the text area shall show, or None when there is nothing further.
        """
        if text != self._shown:
            self._begin(text, messages)
        at = self._at + by
        if not 0 <= at <= len(self._bodies):
            return None
        self._at = at
        self._shown = self._draft if at == len(self._bodies) else self._bodies[at]
        return self._shown

    def _begin(self, draft: str, messages: Sequence[MessageState]) -> None:
        """Take the text as the draft; a message said twice in a row is brought back once."""
        own = (one.body for one in messages if one.is_from_me and one.body)
        self._bodies = [body for body, _ in groupby(own)]
        self._at = len(self._bodies)
        self._draft = draft
