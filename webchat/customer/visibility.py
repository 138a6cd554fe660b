"""Opening and minimising the widget.

MinimizeChat only minimises, unlike the reference's, which opens what is closed. Both are over
when the flag is set; what an opening starts goes on by itself and tells of its own failure.
"""

from typing import Any

from webchat.config import Config
from webchat.side.side import Side
from webchat.state import EngagementStage, changes


class Visibility:
    """ToggleChatVisibility and MinimizeChat of one side."""

    def __init__(self, side: Side, config: Config) -> None:
        """Register both actions on *side*."""
        self._side = side
        self._config = config
        side.actions.register_action("ToggleChatVisibility", self._toggle)
        side.actions.register_action("MinimizeChat", self._minimize)

    def _toggle(self, _payload: Any = None) -> None:
        opens = not self._side.store.state.session.is_entry_point_expanded
        self._side.store.dispatch(changes.ExpandedSet(opens))
        if opens and self._starts_on_opening():
            self._side.actions.invoke_action("StartEngagement", {"formData": {}})

    def _minimize(self, _payload: Any = None) -> None:
        self._side.store.dispatch(changes.ExpandedSet(is_expanded=False))

    def _starts_on_opening(self) -> bool:
        """Whether an engagement begins now: not after a failure, whose page offers another try."""
        session = self._side.store.state.session
        return (
            self._config.start_engagement_on_init
            and session.engagement_stage is EngagementStage.PRE_ENGAGEMENT
            and session.start_error is None
        )
