from tests.ui.support.message_list import opened
from tests.ui.support.widget import chat, make_chat

__all__ = ["chat", "make_chat", "opened"]
