"""Every text that a person reads in the widget, as templates under the documented keys.

The table is that of the reference (webchat-ui, section 5.4). Values are put in as ``{{name}}``;
a template is text, never markup, and what is put in is never read as a template.
"""

import functools
import logging
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from webchat.errors import ConfigError
from webchat.undo import Undo, once

if TYPE_CHECKING:
    from jinja2 import Template

_log = logging.getLogger(__name__)

DEFAULT_STRINGS: Mapping[str, str] = {
    "EntryPointTagline": "Chat with us",
    "MainHeaderTitle": "Chat with Us",
    "WelcomeMessage": "Welcome to customer service",
    "PredefinedChatMessageAuthorName": "Bot",
    "PredefinedChatMessageBody": "Hi there! How can we help you today?",
    "InputPlaceHolder": "Type message",
    "SendMessageTooltip": "Send Message",
    "TypingIndicator": "{{name}} is typing … ",
    "TypingIndicatorMultiple": "{{count}} people are typing … ",
    "Read": "Read",
    "Today": "TODAY",
    "Yesterday": "YESTERDAY",
    "MessageCanvasTrayHeading": "Thanks for chatting with us!",
    "MessageCanvasTrayContent": "If you have any more questions please reach out to us again.",
    "MessageCanvasTrayButton": "START NEW CHAT",
    "InvalidPreEngagementMessage": (
        "Pre-engagement forms have not been set and are required to initiate the web-chat. "
        "Please configure these now in setup."
    ),
    "InvalidPreEngagementButton": "Learn more",
    "ErrorMessage": "Unable to start the chat",
    "ErrorRefreshButton": "Try again",
    "PendingEngagementMessage": "Please wait while we connect you to an available agent",
    "PendingEngagementCancelButton": "Cancel",
    "FieldValidationRequiredField": "Field required",
    "FieldValidationInvalidEmail": "Please provide a valid email address",
    "MessageCharacterCountStatus": "{{currentCharCount}} / {{maxCharCount}}",
    "MessageCharacterCountReached": (
        "Character count reached - {{currentCharCount}} / {{maxCharCount}}"
    ),
    "ChatInputUserNotMemberDisabledText": "You are not a chat participant",
    "MemberJoined": "{{name}} joined",
    "MemberLeft": "{{name}} left",
    "ChatEnded": "Chat ended",
    "MessageSending": "Sending …",
    "MessageFailed": "Sending failed",
    "MessageSendAgain": "Send again",
    "MessageDiscard": "Discard",
    "NewMessages": "New",
    "NewMessagesBelow": "New messages",
    "MessageListLabel": "Messages",
    "MessageCopy": "Copy",
    "MessageOpenLink": "Open {{address}}",
    "NotificationRetry": "Retry",
    "NotificationClose": "Close",
    "EngagementFailed": "The chat could not be started. {{reason}}",
    "MinimizeChat": "Minimize chat",
    "ShowChat": "Click here to open Web Chat and get help.",
    "HideChat": "Hide Chat",
    "UnreadMessages": "Unread messages: {{count}}",
    "MessageInputLabel": "Enter your message here to get help",
    "MessageSendingDisabled": "Message sending has been disabled",
    "TranscriptTitle": "Conversation with {{names}}",
    "TranscriptTitleAlone": "Conversation",
    "TranscriptStarted": "Started",
    "TranscriptDuration": "Duration",
    "TranscriptParticipants": "Participants",
    "TranscriptZone": "Times",
    "TranscriptDays": "{{count}} {{'day' if count == 1 else 'days'}}",
    "TranscriptHours": "{{count}} {{'hour' if count == 1 else 'hours'}}",
    "TranscriptMinutes": "{{count}} {{'minute' if count == 1 else 'minutes'}}",
    "TranscriptSeconds": "{{count}} {{'second' if count == 1 else 'seconds'}}",
    "TranscriptFile": "Attached file {{name}}",
    "TranscriptPage": "Page {{number}}",
    "InvalidPreEngagementHelp": (
        "The setting preEngagementConfig needs a list “fields”. Each field has a type (InputItem, "
        "SelectItem, TextareaItem or RadioItem), a label, and attributes with a name. Put it into "
        "the file that --config names, or set startEngagementOnInit there to start without a form."
    ),
}


class Strings(MutableMapping[str, str]):
    """Templates by key; setting one overrides the default until it is deleted again."""

    def __init__(self, defaults: Mapping[str, str] = DEFAULT_STRINGS) -> None:
        self._defaults = dict(defaults)
        self._own: dict[str, str] = {}
        self._listeners: list[Callable[[], object]] = []

    def __getitem__(self, key: str) -> str:
        return self._own[key] if key in self._own else self._defaults[key]

    def __setitem__(self, key: str, template: str) -> None:
        _check(key, template)
        self._own[key] = template
        self._changed()

    def __delitem__(self, key: str) -> None:
        del self._own[key]
        self._changed()

    def __iter__(self) -> Iterator[str]:
        return iter({**self._defaults, **self._own})

    def __len__(self) -> int:
        return len({**self._defaults, **self._own})

    def override(self, key: str, template: str) -> Undo:
        """Set a template; the undo puts back what stood there before."""
        had, before = key in self._own, self._own.get(key, "")
        self[key] = template

        def undo() -> None:
            if had:
                self[key] = before
            elif key in self._own:
                del self[key]

        return once(undo)

    def render(self, key: str, **values: object) -> str:
        """Return the text under *key* with *values* put in.

        A template that cannot be filled in with these values is returned as it is, and logged:
        a part of the screen must not go missing over its wording.

        Raises:
            KeyError: There is no such key.
        """
        template = self[key]
        if "{{" not in template:
            return template
        try:
            return _compiled(template).render(**values)
        except Exception:
            _log.exception("String %r cannot be filled in", key)
            return template

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after every change."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _changed(self) -> None:
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # one bad listener must not leave the others with the old text
                _log.exception("A listener of the strings failed")


def _check(key: str, template: object) -> None:
    """Refuse what is no template, where it is set rather than where it is shown."""
    if not isinstance(template, str):
        came = type(template).__name__
        raise ConfigError(f"String {key!r}: a text was expected, but a {came} came.")
    if "{{{" in template:
        raise ConfigError(
            f"String {key!r}: triple braces would put a value in unescaped; use {{{{name}}}}."
        )
    if "{{" in template:
        try:
            _compiled(template)
        except Exception as error:
            raise ConfigError(f"String {key!r}: {template!r} is no template: {error}.") from error


@functools.lru_cache(maxsize=512)
def _compiled(template: str) -> "Template":
    compiled: Template = _environment().from_string(template)
    return compiled


@functools.cache
def _environment() -> Any:
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415  30 ms that the start saves

    return SandboxedEnvironment(autoescape=False)  # the result is text, never markup
