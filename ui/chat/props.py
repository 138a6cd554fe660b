"""The documented properties of components, as the configuration and the person set them.

``component_props`` of the configuration is read once, with the documented names and defaults
(webchat-ui, sections 1.1 to 1.3). Two of them, the style of messages and Markdown, a person may
choose otherwise in the View menu; :attr:`Props.changed` tells of it. What the configuration holds
of a wrong kind is passed over, and said in a notice.
"""

import logging
from typing import ClassVar, Literal, NamedTuple, Protocol, TypeAlias, get_args
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from ui.chat import prop_kinds as kinds
from webchat.config import Config
from webchat.model import MAX_BODY_LENGTH
from webchat.side.notifications import Notifications
from webchat.side.strings import Strings
from webchat.state import Store

MessageStyleName: TypeAlias = Literal["Rounded", "Squared", "Minimal", "Wide"]
MESSAGE_STYLES: tuple[MessageStyleName, ...] = get_args(MessageStyleName)
AreaStyle: TypeAlias = Literal["Bubble", "Boxed", "Line"]
AREA_STYLES: tuple[AreaStyle, ...] = get_args(AreaStyle)

# The documented names of icons, and what they are called in assets/icons.
ICONS = {
    "MessageBold": "message-square",
    "Message": "message-square",
    "ArrowDown": "chevron-down",
    "ArrowUp": "chevron-up",
    "Close": "x",
    "Bot": "bot",
    "User": "user",
    "Info": "info",
    "Headset": "headset",
    "Error": "triangle-alert",
}
# Documented, and without a meaning here: functions, and what is said in other ways.
_IGNORED = {
    "MainHeader": ("closeCallback",),
    "MessagingCanvas": ("avatarCallback", "autoInitChannel", "hasMarkdownSupport"),
    "MessageCanvasTray": ("onButtonClick",),
    "MessageInput": ("useSeparateInputStore",),
    "MessageList": ("listContainerAriaProps",),
}
_log = logging.getLogger(__name__)


class PredefinedMessage(NamedTuple):
    """The message that stands above all others; it is only shown, and never sent.

    Attributes:
        author_name: Who seems to have written it.
        body: Its text.
        is_from_me: Whether it stands on the person's own side.
    """

    author_name: str
    body: str
    is_from_me: bool


class _Side(Protocol):
    @property
    def store(self) -> Store: ...
    @property
    def strings(self) -> Strings: ...
    @property
    def notifications(self) -> Notifications: ...


class Props(QObject):
    """The properties of one side's components; read them, never keep what may change.

    Attributes:
        tagline: ``EntryPoint.tagline``: None for the string, empty for none.
        hide_tagline_when_expanded: ``EntryPoint.hideTaglineWhenExpanded``.
        icon_closed: ``EntryPoint.iconClosed``, a name in ``assets/icons``.
        icon_expanded: ``EntryPoint.iconExpanded``.
        collapsed_label: ``EntryPoint.collapsedIconAriaProps.ariaLabel``; None for the string.
        opened_label: ``EntryPoint.openedIconAriaProps.ariaLabel``; None for the string.
        height: ``MainContainer.height``, in logical pixels, as all measures.
        width: ``MainContainer.width``.
        bottom: ``MainContainer.bottom``, from the lower edge.
        right: ``MainContainer.right``, from the edge where lines end.
        show_notification_bar: ``MainContainer.showNotificationBar``.
        title_text: ``MainHeader.titleText``; None for the string.
        image_url: ``MainHeader.imageUrl``: empty for the built-in logo.
        show_image: ``MainHeader.showImage``.
        show_title: ``MainHeader.showTitle``.
        show_typing_indicator: ``MessagingCanvas.showTypingIndicator``.
        show_read_status: ``MessagingCanvas.showReadStatus``.
        show_tray_on_inactive: ``MessagingCanvas.showTrayOnInactive``.
        hide_footer_on_inactive: ``MessagingCanvas.hideFooterOnInactive``.
        show_welcome_message: ``MessagingCanvas.showWelcomeMessage``.
        welcome_message_text: ``MessagingCanvas.welcomeMessageText``; None for the string.
        welcome_message_icon: ``MessagingCanvas.welcomeMessageIcon``, a name in ``assets/icons``.
        char_limit: ``MessagingCanvas.charLimit``; never more than the centre takes.
        your_default_name: ``memberDisplayOptions.yourDefaultName``; empty for none.
        their_default_name: ``memberDisplayOptions.theirDefaultName``.
        your_friendly_name_override: Whether the own friendly name goes before that default.
        their_friendly_name_override: Whether others' friendly names do.
        use_friendly_name: ``MessageListItem.useFriendlyName``: else the identity is shown.
        area_style: ``MessageInput.areaStyle``.
        return_key_sends_message: ``MessageInput.returnKeySendsMessage``: else Enter is a new line.
        show_tray_button: ``MessageCanvasTray.showButton``.

    Signals:
        changed: The style of messages, or whether they are Markdown, is another one now.
    """

    changed = Signal()

    _sides: ClassVar["WeakKeyDictionary[_Side, Props]"] = WeakKeyDictionary()

    def __init__(self, config: Config, strings: Strings, notifications: Notifications) -> None:
        """Read *config* and say in *notifications* what in it could not be used."""
        super().__init__()
        self._strings = strings  # not the side: the table of sides must not keep one alive
        self._markdown_configured = config.markdown_support.enabled
        self._markdown: bool | None = None
        self._message_style: MessageStyleName | None = None
        given = kinds.Given(config.component_props)
        self._read_frame(given)
        self._read_canvas(given)
        self._read_predefined(given)
        given.note_unknown(_IGNORED)
        for problem in given.problems:
            _log.warning("%s", problem)
            notifications.show(problem, "warning")

    @classmethod
    def of(cls, side: _Side) -> "Props":
        """Return the properties of a side; the first call reads its configuration."""
        props = cls._sides.get(side)
        if props is None:
            config = side.store.state.config
            props = cls._sides[side] = cls(config, side.strings, side.notifications)
        return props

    @classmethod
    def give(cls, side: _Side, config: Config) -> "Props":
        """Let a side have the properties of another configuration than its own.

        An agent's screen does, since what is configured is the customer's widget.
        """
        props = cls._sides[side] = cls(config, side.strings, side.notifications)
        return props

    @property
    def message_style(self) -> MessageStyleName:
        """How messages look: what the person chose, else ``MessagingCanvas.messageStyle``."""
        return self._message_style or self._message_style_configured

    @property
    def chosen_message_style(self) -> MessageStyleName | None:
        """What the person chose, or None while it is as configured."""
        return self._message_style

    @property
    def markdown(self) -> bool:
        """Whether bodies are Markdown: what the person chose, else the configuration."""
        return self._markdown_configured if self._markdown is None else self._markdown

    @property
    def chosen_markdown(self) -> bool | None:
        """What the person chose, or None while it is as configured."""
        return self._markdown

    @property
    def predefined_message(self) -> PredefinedMessage | None:
        """The message above all others, in the present language; None shows none.

        Author and body are looked up among the strings first, as documented.
        """
        if self._predefined is None:
            return None
        author, body, is_from_me = self._predefined
        return PredefinedMessage(self._looked_up(author), self._looked_up(body), is_from_me)

    def set_message_style(self, style: MessageStyleName | None) -> None:
        """Choose how messages look; None is as configured.

        Raises:
            ValueError: There is no such style.
        """
        if style is not None and style not in MESSAGE_STYLES:
            raise ValueError(f"A style is one of {', '.join(MESSAGE_STYLES)}, not {style!r}.")
        before, self._message_style = self.message_style, style
        if before != self.message_style:
            self.changed.emit()

    def set_markdown(self, is_on: bool | None) -> None:
        """Choose whether bodies are Markdown; None is as configured."""
        before, self._markdown = self.markdown, is_on
        if before != self.markdown:
            self.changed.emit()

    def _looked_up(self, text: str) -> str:
        return self._strings.render(text) if text in self._strings else text

    def _read_frame(self, given: kinds.Given) -> None:
        icon, text = kinds.translated(ICONS), _optional(kinds.TEXT)
        where = "EntryPoint"
        self.tagline = given.value(f"{where}.tagline", kinds.TAGLINE, None)
        self.hide_tagline_when_expanded = given.value(
            f"{where}.hideTaglineWhenExpanded", kinds.BOOLEAN, default=True
        )
        self.icon_closed = given.value(f"{where}.iconClosed", icon, ICONS["MessageBold"])
        self.icon_expanded = given.value(f"{where}.iconExpanded", icon, ICONS["ArrowDown"])
        self.collapsed_label = given.value(f"{where}.collapsedIconAriaProps.ariaLabel", text, None)
        self.opened_label = given.value(f"{where}.openedIconAriaProps.ariaLabel", text, None)
        where = "MainContainer"
        self.height = given.value(f"{where}.height", kinds.PIXELS, 548)
        self.width = given.value(f"{where}.width", kinds.PIXELS, 276)
        self.bottom = given.value(f"{where}.bottom", kinds.PIXELS, 74)
        self.right = given.value(f"{where}.right", kinds.PIXELS, 20)
        self.show_notification_bar = given.value(
            f"{where}.showNotificationBar", kinds.BOOLEAN, default=True
        )
        where = "MainHeader"
        self.title_text = given.value(f"{where}.titleText", text, None)
        self.image_url = given.value(f"{where}.imageUrl", kinds.TEXT, "")
        self.show_image = given.value(f"{where}.showImage", kinds.BOOLEAN, default=True)
        self.show_title = given.value(f"{where}.showTitle", kinds.BOOLEAN, default=True)

    def _read_canvas(self, given: kinds.Given) -> None:
        where, yes_no, text = "MessagingCanvas", kinds.BOOLEAN, _optional(kinds.TEXT)
        self._message_style_configured: MessageStyleName = given.value(
            f"{where}.messageStyle", kinds.one_of(*MESSAGE_STYLES), "Rounded"
        )
        self.show_typing_indicator = given.value(
            f"{where}.showTypingIndicator", yes_no, default=True
        )
        self.show_read_status = given.value(f"{where}.showReadStatus", yes_no, default=True)
        self.show_tray_on_inactive = given.value(
            f"{where}.showTrayOnInactive", yes_no, default=True
        )
        self.hide_footer_on_inactive = given.value(
            f"{where}.hideFooterOnInactive", yes_no, default=False
        )
        self.show_welcome_message = given.value(f"{where}.showWelcomeMessage", yes_no, default=True)
        # The component of its own name may say it, too, and is nearer.
        self.welcome_message_text = given.value(
            "WelcomeMessage.welcomeMessageText",
            text,
            given.value(f"{where}.welcomeMessageText", text, None),
        )
        icon = kinds.translated(ICONS)
        self.welcome_message_icon = given.value(
            "WelcomeMessage.welcomeMessageIcon",
            icon,
            given.value(f"{where}.welcomeMessageIcon", icon, ICONS["MessageBold"]),
        )
        limit = kinds.count(MAX_BODY_LENGTH)
        self.char_limit = given.value(f"{where}.charLimit", limit, MAX_BODY_LENGTH)
        names = f"{where}.memberDisplayOptions"
        self.your_default_name = given.value(f"{names}.yourDefaultName", kinds.TEXT, "")
        self.their_default_name = given.value(f"{names}.theirDefaultName", kinds.TEXT, "")
        self.your_friendly_name_override = given.value(
            f"{names}.yourFriendlyNameOverride", yes_no, default=True
        )
        self.their_friendly_name_override = given.value(
            f"{names}.theirFriendlyNameOverride", yes_no, default=True
        )
        self.use_friendly_name = given.value(
            "MessageListItem.useFriendlyName",
            yes_no,
            given.value("MessageBubble.useFriendlyName", yes_no, default=True),
        )
        self.area_style: AreaStyle = given.value(
            "MessageInput.areaStyle", kinds.one_of(*AREA_STYLES), "Bubble"
        )
        self.return_key_sends_message = given.value(
            "MessageInput.returnKeySendsMessage", yes_no, default=True
        )
        self.show_tray_button = given.value("MessageCanvasTray.showButton", yes_no, default=True)

    def _read_predefined(self, given: kinds.Given) -> None:
        where = "MessagingCanvas.predefinedMessage"
        none = kinds.Kind("an object, or false for none", _none)
        self._predefined: PredefinedMessage | None = None
        if given.value(where, none, default=True):
            self._predefined = PredefinedMessage(
                given.value(f"{where}.authorName", kinds.TEXT, "PredefinedChatMessageAuthorName"),
                given.value(f"{where}.body", kinds.TEXT, "PredefinedChatMessageBody"),
                given.value(f"{where}.isFromMe", kinds.BOOLEAN, default=False),
            )


def _optional(kind: kinds.Kind[str]) -> kinds.Kind[str | None]:
    return kinds.Kind(kind.expected, kind.read)


def _none(value: object) -> bool:
    """Return whether there is such a message: an object describes it, nothing takes it away."""
    if value is None or value is False:
        return False
    if isinstance(value, dict):
        return True
    raise kinds.Unfit
