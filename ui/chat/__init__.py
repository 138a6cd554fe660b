"""The chat widget: what the customer sees of a conversation, usable in any Qt window."""

from ui.chat.root_container import RootContainer

__all__ = ["RootContainer"]
