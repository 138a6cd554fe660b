"""Notices to the person of one side: what the notification bar shows.

Kinds and their look are the reference's (webchat-ui, section 6.9). The bar decides how long a
notice stays; this module only knows which ones there are.
"""

import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from webchat.undo import Undo, once

NotificationKind: TypeAlias = Literal["information", "success", "warning", "error"]
KINDS: tuple[NotificationKind, ...] = get_args(NotificationKind)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notification:
    """One notice.

    Attributes:
        id: Names it for :meth:`Notifications.dismiss`.
        text: Plain text, a sentence.
        kind: One of :data:`KINDS`.
        action_label: Text of its button, or None for no button.
        on_action: Called when the button is pressed.
        is_sticky: Stays until it is dismissed.
    """

    id: int
    text: str
    kind: NotificationKind = "information"
    action_label: str | None = None
    on_action: Callable[[], object] | None = None
    is_sticky: bool = False


class Notifications:
    """The notices that stand now, oldest first."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._active: tuple[Notification, ...] = ()
        self._listeners: list[Callable[[tuple[Notification, ...]], object]] = []

    @property
    def active(self) -> tuple[Notification, ...]:
        """What stands now, oldest first."""
        return self._active

    def show(
        self,
        text: str,
        kind: NotificationKind = "information",
        *,
        action_label: str | None = None,
        on_action: Callable[[], object] | None = None,
        is_sticky: bool = False,
    ) -> Undo:
        """Show a notice.

        Args:
            text: Plain text; never read as markup.
            kind: ``information``, ``success``, ``warning`` or ``error``.
            action_label: Text of a button, or None for none.
            on_action: Called when the button is pressed; the notice goes away then.
            is_sticky: Keep it until it is dismissed.

        Returns:
            An undo that dismisses it.

        Raises:
            ValueError: The kind is not one of the four.
        """
        if kind not in KINDS:
            raise ValueError(f"A notice is one of {', '.join(KINDS)}, not {kind!r}.")
        notice = Notification(
            next(self._ids), str(text), kind, action_label, on_action, is_sticky=is_sticky
        )
        self._set((*self._active, notice))
        return once(lambda: self.dismiss(notice.id))

    def dismiss(self, notice_id: int) -> None:
        """Take a notice away; one that is gone already is no error."""
        left = tuple(one for one in self._active if one.id != notice_id)
        if len(left) != len(self._active):
            self._set(left)

    def clear(self) -> None:
        """Take every notice away."""
        if self._active:
            self._set(())

    def subscribe(self, callback: Callable[[tuple[Notification, ...]], object]) -> Undo:
        """Call *callback* with all that stand, after every change."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _set(self, active: tuple[Notification, ...]) -> None:
        self._active = active
        for callback in tuple(self._listeners):
            try:
                callback(active)
            except Exception:  # one bad listener must not lose the notice for the others
                _log.exception("A listener of the notices failed")
