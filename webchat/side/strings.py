"""Every text that a person reads in the widget, as templates under the documented keys.

The table is that of the reference (webchat-ui, section 5.4), and our own keys beside those they
go with. Values are put in as ``{{name}}``: see :mod:`webchat.side.templates`.
"""

import functools
import logging
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from webchat.side import templates
from webchat.side.language import ENGLISH, Language
from webchat.side.sentences import Sentences
from webchat.undo import Undo, once

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
    "ErrorNoConnection": (
        "There is no connection to the contact centre. Wait until it is back, then try again."
    ),
    "ErrorBrokenOff": (
        "The connection to the contact centre was lost before it had answered. "
        "Wait until it is back, then look whether this was done, and try again if not."
    ),
    "ErrorSendingLost": (
        "The connection was lost before this message was sent. Send it again, or discard it."
    ),
    "ErrorInterrupted": "The sending was interrupted.",
    "ErrorChatEnded": "The chat has ended; nothing more can be sent in it.",
    "ErrorDiskFull": "The disk is full: {{where}} cannot grow. Free some space and try again.",
    "ErrorDiskFullFile": (
        "The disk is full: “{{fileName}}” cannot be kept in {{where}}. "
        "Free some space and try again."
    ),
    "ErrorFileNotKept": (
        "“{{fileName}}” cannot be kept in {{where}}: {{reason}}. "
        "Check that the folder can be written to, and try again."
    ),
    "ErrorFileChanged": "“{{fileName}}” has changed while it was being sent. Attach it again.",
    "ErrorFileUnreadable": (
        "“{{fileName}}” cannot be read: {{reason}}. "
        "Check that it is still there and may be opened, then attach it again."
    ),
    "ErrorFileMissing": (
        "“{{fileName}}” is missing: its content is no longer in {{where}}. "
        "Ask for it to be sent again."
    ),
    "ErrorFileDamaged": "“{{fileName}}” is damaged: its content is not what was sent.",
    "PendingEngagementMessage": "Please wait while we connect you to an available agent",
    "PendingEngagementCancelButton": "Cancel",
    "PreEngagementLabel": "Pre-engagement form",
    "PreEngagementDescription": "Please tell us who you are and how we can help.",
    "PreEngagementFriendlyName": "What is your name?",
    "PreEngagementEmail": "What is your e-mail address?",
    "PreEngagementQuery": "How can we help you?",
    "PreEngagementSubmitButton": "Start chat",
    "PreEngagementSubmitLabel": "Submit",
    "PreEngagementMandatoryFieldMessage": "Mandatory field *",
    "PreEngagementFieldError": "{{label}}: {{error}}",
    "ConfirmEndEngagementMessage": "Are you sure you want to end this chat?",
    "ConfirmEndEngagementConfirmButton": "Yes, I'm done",
    "ConfirmEndEngagementDenyButton": "No, take me back",
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
    "MessageCancelSending": "Cancel",
    "ActionCardLabel": "Card: {{title}}",
    "ActionCardRunning": "Working …",
    "ActionCardProgress": "{{percent}} %",
    "ActionCardCancel": "Cancel",
    "ActionCardWaiting": "Waiting for an answer from outside …",
    "ActionCardCompleted": "Completed",
    "ActionCardCancelled": "Cancelled",
    "ActionCardFailed": "“{{title}}” did not work",
    "ActionCardStep": "Step {{number}}",
    "ActionCardStepFor": "Step {{number}}, for {{name}}",
    "ActionCardStepCompleted": "completed",
    "ActionCardStepCancelled": "cancelled",
    "ActionCardStepLater": "not yet",
    "FunctionFormSubmit": "Submit",
    "FunctionFormCancel": "Cancel",
    "FunctionFormOvertaken": "The form was closed: somebody else has clicked this card.",
    "FunctionFormChooseFiles": "Choose files …",
    "FunctionFormRemoveFile": "Remove {{fileName}}",
    "FunctionFormChooseDate": "Choose a date for {{label}}",
    "FunctionFormTimes": "Choose a time for {{label}}",
    "FunctionFormRequired": "Please answer this.",
    "FunctionFormText": "This should be a text.",
    "FunctionFormNumber": "This should be a number, such as 12 or 0.5.",
    "FunctionFormDate": "This should be a date, such as 2025-03-18.",
    "FunctionFormTime": "This should be a time, such as 14:30.",
    "FunctionFormDateTime": "This should be a date and a time.",
    "FunctionFormOption": "This should be one of the choices.",
    "FunctionFormFile": "This should be a file.",
    "NewMessages": "New",
    "NewMessagesBelow": "New messages",
    "AttachFileImageTooltip": "Attach file or image",
    "AttachFileInvalidType": (
        "{{fileName}} cannot be attached because the file type is unsupported. "
        "Please try a different file."
    ),
    "AttachFileInvalidSize": (
        "{{fileName}} is too large to attach. Maximum file size is {{maxFileSize}}."
    ),
    "SendMediaMessageInvalidType": (
        "{{fileName}} cannot be sent because the file type is unsupported. "
        "Please try a different file."
    ),
    "SendMediaMessageInvalidSize": (
        "{{fileName}} is too large to send. Maximum file size is {{maxFileSize}}."
    ),
    "DownloadFileInvalidType": (
        "{{fileName}} cannot be downloaded because the file type is unsupported. "
        "Please try a different file."
    ),
    "DownloadFileInvalidSize": (
        "{{fileName}} is too large to download. Maximum file size is {{maxFileSize}}."
    ),
    "DownloadFileNotParticipant": "Cannot download file. You are not a chat participant.",
    "FileAttachmentDisabled": "Files cannot be sent in this chat.",
    "FileAttachmentReadOnly": "Files can be opened in this chat, but not sent.",
    "FileEmpty": "{{fileName}} is empty. Please choose a file that holds something.",
    "FileNotOfItsType": (
        "The content of {{fileName}} does not match its file type. Please choose another file."
    ),
    "FileMissing": "{{fileName}} is no longer there. Please choose it again where it is now.",
    "FileNotRegular": "{{fileName}} is not a file that can be sent. Please choose another one.",
    "FileUnreadable": (
        "{{fileName}} cannot be read: {{reason}}. Please check that you may open it."
    ),
    "AttachFileFolder": (
        "{{fileName}} cannot be attached because it is a folder. "
        "Please choose the files in it instead."
    ),
    "AttachFileDialogTitle": "Attach files",
    "AttachFileDialogFilter": "Files that can be sent",
    "AttachedFiles": "Attached files: {{count}}",
    "AttachedFileRemove": "Remove {{fileName}}",
    "AttachedFileHint": "Press Delete to take it away",
    "AttachedFileImageName": "Pasted image {{when}}",
    "FileAttachmentDropAreaTitle": "Attach a file or an image",
    "FileAttachmentDropAreaSubtitle": "Drop file here",
    "FileSizeKilobytes": "{{size}} KB",
    "FileSizeMegabytes": "{{size}} MB",
    "MediaMessageError": "Media messages are not supported",
    "MediaMessageTransferFailed": "Sending failed",
    "MediaMessageClickToOpen": "Open file",
    "MediaMessageDamaged": "This picture cannot be shown",
    "MediaMessagePercent": "{{percent}} %",
    "MediaMessageProgress": "{{percent}} % of {{size}}",
    "MediaSaveAs": "Save as",
    "MediaSaved": "Saved as {{fileName}}",
    "MediaNotSaved": "{{fileName}} could not be saved: {{reason}}.",
    "MediaNoRoom": "there may be no room left on the disk",
    "MediaShowInFolder": "Show in folder",
    "MediaCopyPicture": "Copy picture",
    "MediaZoomIn": "Zoom in",
    "MediaZoomOut": "Zoom out",
    "MediaZoomFit": "Fit to window",
    "MediaPrevious": "Previous picture",
    "MediaNext": "Next picture",
    "MediaLoading": "Loading {{fileName}} …",
    "MessageSendingOffline": "There is no connection. Your message can be sent once it is back.",
    "OlderMessagesLoading": "Loading earlier messages …",
    "OlderMessagesLoaded": "Loading earlier messages … {{count}}",
    "MessageListLabel": "Messages",
    "MessageCopy": "Copy",
    "MessageOpenLink": "Open {{address}}",
    "MessageCopyWhole": "Copy message",
    "MessageCopyLink": "Copy {{address}}",
    "MessageQuote": "Quote",
    "MessageSelectAll": "Select all",
    "MessageSaveFile": "Save {{fileName}} …",
    "MessageOpenFile": "Open {{fileName}}",
    "MessagePosition": "{{position}} of {{count}}",
    "MessageLinkSpoken": "Link: {{address}}",
    "MessageFileSpoken": "File: {{fileName}}",
    "MessageArrived": "{{name}}: {{text}}",
    "MessagesArrived": "New messages: {{count}}",
    "MessageNotSent": "Your message was not sent. {{reason}}",
    "NotificationRetry": "Retry",
    "NotificationClose": "Close",
    "NotificationMessage": "{{message}}",
    "NotificationBarLabel": "Notifications",
    "NotificationInformation": "Information: {{message}}",
    "NotificationSuccess": "Success: {{message}}",
    "NotificationWarning": "Warning: {{message}}",
    "NotificationError": "Error: {{message}}",
    "NotificationsWaiting": "{{count}} more",
    "MessageLinkNotOpened": "{{address}} could not be opened.",
    "EngagementFailed": "The chat could not be started. {{reason}}",
    "MinimizeChat": "Minimize chat",
    "ShowChat": "Click here to open Web Chat and get help.",
    "HideChat": "Hide Chat",
    "UnreadMessages": "Unread messages: {{count}}",
    "MessageInputLabel": "Enter your message here to get help",
    "MessageSendingDisabled": "Message sending has been disabled",
    "MessageInputGroup": "Message",
    "MessagingCanvasLabel": "Conversation",
    "Connecting": "Connecting …",
    "Disconnected": "Connection lost",
    "ConnectedAgain": "Connected again",
    "EngagementStarted": "The chat has started",
    "NewChatMessageNotificationTitle": "New message from {{lastMessage.authorName}}",
    "NewChatMessageNotificationBody": "{{lastMessage.body}}",
    "NewChatMessageNotificationFile": "file sent",
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
    """Templates by key; setting one overrides all other sources until it is deleted again.

    The sources, the strongest first: what was set (plugins do), the configuration, the language
    (in which a file that the person loaded lies over the shipped one), the table.
    """

    def __init__(self, defaults: Mapping[str, str] = DEFAULT_STRINGS) -> None:
        self._defaults = dict(defaults)
        self._configured: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self._shown = self._defaults
        self._language = ENGLISH
        self._listeners: list[Callable[[], object]] = []

    def __getitem__(self, key: str) -> str:
        return self._shown[key]

    def __setitem__(self, key: str, template: str) -> None:
        templates.check(key, template)
        self._own[key] = template
        self._changed()

    def __delitem__(self, key: str) -> None:
        del self._own[key]
        self._changed()

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown)

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def language(self) -> Language:
        """What the widget speaks now."""
        return self._language

    def speak(self, language: Language) -> None:
        """Change the language; everybody who subscribed shows its texts."""
        self._language = language
        self._changed()

    def configure(self, texts: Mapping[str, str]) -> None:
        """Lay a configuration's texts, which were checked already, over every language."""
        self._configured = dict(texts)
        self._changed()

    def text(self, given: str) -> str:
        """Return the text under a key; what is no key is a text itself, as it stands.

        The reference reads texts in its settings so, such as those of the predefined message.
        """
        return self.render(given) if given in self._shown else given

    def sentence(self, given: str) -> str:
        """Return an error's sentence in the language, if it is one that people meet.

        See :mod:`webchat.side.sentences`.
        """
        told = _sentences().find(given)
        return given if told is None else self.render(told.key, **told.values)

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
        template = self._shown[key]
        try:
            return templates.fill(template, **values)
        except Exception:
            _log.exception("String %r cannot be filled in", key)
            return template

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after every change."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _changed(self) -> None:
        """Lay the sources over one another once, since every painted line asks for some."""
        language = self._language.strings
        self._shown = {**self._defaults, **language, **self._configured, **self._own}
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # one bad listener must not leave the others with the old text
                _log.exception("A listener of the strings failed")


@functools.cache
def _sentences() -> Sentences:
    return Sentences(DEFAULT_STRINGS)
