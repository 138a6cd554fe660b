"""Which messages are shown as cards.

Asked for every row, so what reads and shows a card is imported with the first one.
"""

import importlib
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from webchat.model.message import CARD_ATTRIBUTE
from webchat.side.components import Component
from webchat.side.side import Side
from webchat.state import MessageState

if TYPE_CHECKING:
    from ui.chat.cards.action_card import ActionCard


def carries_card(message: MessageState | None) -> bool:
    """Whether a message carries a card; what claims to be one and is none stays a text."""
    if message is None or CARD_ATTRIBUTE not in message.attributes:
        return False
    cards = importlib.import_module("webchat.functions.cards")
    return cards.card_in(message.attributes) is not None


def make_card(side: Side, parent: QWidget, message: MessageState, sid: str) -> "ActionCard":
    """Return the card of a message.

    Args:
        side: Who looks at it.
        parent: The viewport of the list.
        message: What carries the card.
        sid: The channel that the message stands in.

    Raises:
        ValueError: What it carries is no card.
    """
    module = importlib.import_module("ui.chat.cards.action_card")
    card: ActionCard = module.ActionCard(side, sid, message, parent)
    return card


CARD = Component("replace", "MessageBubble", "ActionCard", make_card)
"""The card in the place of a message's text, made as the parts of plugins are."""
