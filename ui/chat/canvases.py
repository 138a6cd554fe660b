"""The canvases of the panel, one for each stage of the engagement.

They are the larger half of the widget, and nobody needs them before the chat is opened: the panel
imports this module then, and the program right after its first paint.
"""

from typing import TypeAlias

from ui.chat.error_page import ErrorPage
from ui.chat.form.invalid_pre_engagement_canvas import InvalidPreEngagementCanvas
from ui.chat.form.pre_engagement_canvas import PreEngagementCanvas
from ui.chat.messaging_canvas import MessagingCanvas
from ui.chat.pending_engagement_canvas import PendingEngagementCanvas
from webchat.customer.form import parse_form

__all__ = [
    "Canvas",
    "ErrorPage",
    "InvalidPreEngagementCanvas",
    "MessagingCanvas",
    "PendingEngagementCanvas",
    "PreEngagementCanvas",
    "parse_form",
]

Canvas: TypeAlias = (
    PreEngagementCanvas
    | InvalidPreEngagementCanvas
    | PendingEngagementCanvas
    | MessagingCanvas
    | ErrorPage
)
