"""What can be done with a message and with what is selected, as a menu."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.chat.media.attachment_names import shown_name
from ui.chat.messages.message_selection_text import copy_text
from ui.chat.text.message_links_open import described
from webchat.model import Attachment
from webchat.side.strings import Strings
from webchat.state import MessageState

_SHOWN_ADDRESS = 48
_SHOWN_NAME, _SHOWN_ENDING = 34, 10
_MOST_LINKS = 8


class MenuSubject(NamedTuple):
    """What the menu is about.

    Attributes:
        message: The message, or None for the greeting that nobody sent.
        body: Its text, as it was sent, with the names of its files.
        addresses: What can be opened in it; the one under the pointer alone, if there is one.
        selected: Returns what is selected in the list, which may be long; None for nothing.
        can_quote: Whether there is an input to quote into.
    """

    message: MessageState | None
    body: str
    addresses: Sequence[str] = ()
    selected: Callable[[], str] | None = None
    can_quote: bool = True


class MessageMenu(QMenu):
    """Copy, quote, open; send again and discard when it failed.

    Signals:
        again_requested: The message is to be sent again.
        discard_requested: The message is to be taken away, or no longer sent.
        link_activated: An address is to be opened.
        quoted: A text is to be quoted into the input.
        file_opened: A file is to be opened: the message, and its place in ``media``.
        file_saved: A file is to be saved: the message, and its place in ``media``.
        all_selected: Every message is to be selected.
    """

    again_requested = Signal(object)
    discard_requested = Signal(object)
    link_activated = Signal(str)
    quoted = Signal(str)
    file_opened = Signal(object, int)
    file_saved = Signal(object, int)
    all_selected = Signal()

    def __init__(self, strings: Strings, subject: MenuSubject, parent: QWidget) -> None:
        """Offer what can be done.

        Args:
            strings: Where its words come from.
            subject: What it is about.
            parent: The list.
        """
        super().__init__(parent)
        self._strings, self._subject = strings, subject
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("MessageList.Menu")
        self.setAccessibleName(strings.render("MessageListLabel"))
        self._add_copying()
        self._add_sending()
        self._add_links()
        self._add_files()
        self.addSeparator()
        self._add("MessageSelectAll", self.all_selected.emit)

    def _add_copying(self) -> None:
        subject = self._subject
        self._add("MessageCopy", partial(self._with_text, copy_text))
        if subject.selected is not None:
            self._add("MessageCopyWhole", partial(copy_text, subject.body))
        if subject.can_quote and (subject.selected is not None or subject.body):
            self._add("MessageQuote", partial(self._with_text, self.quoted.emit))

    def _with_text(self, use: Callable[[str], object]) -> None:
        """Use what is selected, else the whole message."""
        selected = self._subject.selected
        use(selected() if selected is not None else self._subject.body)

    def _add_sending(self) -> None:
        message = self._subject.message
        if message is None:
            return
        if message.status == "failed":
            self.addSeparator()
            self._add("MessageSendAgain", partial(self.again_requested.emit, message))
            self._add("MessageDiscard", partial(self.discard_requested.emit, message))
        elif message.status == "sending" and message.media:
            self.addSeparator()
            self._add("MessageCancelSending", partial(self.discard_requested.emit, message))

    def _add_links(self) -> None:
        addresses = self._subject.addresses[:_MOST_LINKS]
        if addresses:
            self.addSeparator()
        for address in addresses:
            shown = _shortened(described(address).replace("\n", " · "))
            self._add("MessageOpenLink", partial(self.link_activated.emit, address), address=shown)
            self._add("MessageCopyLink", partial(copy_text, address), address=shown)

    def _add_files(self) -> None:
        message = self._subject.message
        media: Sequence[Attachment] = message.media if message is not None else ()
        if media:
            self.addSeparator()
        for place, one in enumerate(media):
            name = _without_middle(shown_name(one))
            self._add(
                "MessageOpenFile", partial(self.file_opened.emit, message, place), fileName=name
            )
            self._add(
                "MessageSaveFile", partial(self.file_saved.emit, message, place), fileName=name
            )

    def _add(self, key: str, do: Callable[[], object], **values: str) -> None:
        action = self.addAction(self._strings.render(key, **values).replace("&", "&&"))
        action.setObjectName(key)
        action.triggered.connect(partial(_do, do))


def _do(do: Callable[[], object], _checked: bool = False) -> None:
    do()


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_ADDRESS else f"{text[:_SHOWN_ADDRESS]}…"


def _without_middle(name: str) -> str:
    """Return a file's name short, with its ending: that tells what it is."""
    if len(name) <= _SHOWN_NAME + _SHOWN_ENDING:
        return name
    return f"{name[:_SHOWN_NAME].rstrip()}…{name[-_SHOWN_ENDING:].lstrip()}"
