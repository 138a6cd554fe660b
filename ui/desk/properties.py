"""What a conversation on the desk is like, where that differs from the customer's widget."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ui.chat.props import Props
from webchat.config import Config
from webchat.side.side import Side

# A desk greets nobody, and what is done after a chat is done at its foot.
_CANVAS: Mapping[str, Any] = {
    "showWelcomeMessage": False,
    "predefinedMessage": False,
    "showTrayOnInactive": False,
    "hideFooterOnInactive": True,
}
_SHARED = frozenset({"messageStyle", "showReadStatus", "showTypingIndicator"})


def give_properties(side: Side) -> None:
    """Let the conversations of *side* be those of an agent, in the style that is configured."""
    config = side.store.state.config
    Props.give(side, replace(config, component_props=_properties(config)))


def _properties(config: Config) -> dict[str, dict[str, Any]]:
    given = config.props("MessagingCanvas")
    styled = {key: value for key, value in given.items() if key in _SHARED}
    return {"MessagingCanvas": {**styled, **_CANVAS}}
