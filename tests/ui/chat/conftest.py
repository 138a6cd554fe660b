from tests.ui.support.widget import chat, make_chat

__all__ = ["chat", "make_chat"]
