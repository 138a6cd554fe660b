"""Where a message is written, files are attached to it, and both are sent from."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import IconButton
from ui.chat.input.attach import Attaching, is_member
from ui.chat.input.attach_button import AttachFileButton
from ui.chat.input.attach_paste import PastedPictures
from ui.chat.input.attachment_chips import AttachmentChips
from ui.chat.input.input_counter import Counter
from ui.chat.input.input_sending import Sending
from ui.chat.input.recall import Recall
from ui.chat.input.text_area import HEIGHT, TextArea
from ui.chat.labels import tooltip_of
from ui.chat.props import Props
from webchat.model import Attachment
from webchat.side.side import Side
from webchat.state import State

_MARGIN = 8


class MessageInput(QFrame):
    """Text area, attached files, buttons to attach and to send, and a counter for long texts.

    What Enter and the button send, and when, is decided in :mod:`ui.chat.input.input_sending`.
    """

    def __init__(
        self,
        side: Side,
        sid: str,
        parent: QWidget | None = None,
        *,
        tools: Sequence[BuiltIn] = (),
    ) -> None:
        """Make the input of one channel.

        Args:
            side: Who writes.
            sid: Sid of the channel that is written to; the store must know it.
            parent: The widget it stands in.
            tools: What stands between the button to attach files and the text area.
        """
        super().__init__(parent)
        self._side, self._sid = side, sid
        self._recall = Recall()
        self._explained: str | None = None
        self.setObjectName("MessageInput")
        self.setProperty("chat", "bar")
        self._make_parts(Props.of(side))
        self._lay_out(tools)
        self._connect()
        self._on_may_write(self._may_write(side.store.state))
        self._retranslate()
        self._refresh()

    def focus_first(self) -> None:
        """Put the focus into the text area."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether the person is in here."""
        widget = QApplication.focusWidget()
        return widget is not None and self.isAncestorOf(widget)

    def insert_text(self, text: str) -> None:
        """Put *text* where the caret is, as if the person had typed it, and go there."""
        if self._area.isEnabled():
            self._area.insertPlainText(text)
            self._area.ensureCursorVisible()
            self.focus_first()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Say why nothing can be written, once the conversation disables this."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._retranslate()
            self._refresh()

    def _make_parts(self, props: Props) -> None:
        side, sid = self._side, self._sid
        self._limit = props.char_limit
        self._area = TextArea(self, return_sends=props.return_key_sends_message)
        self._area.setObjectName("MessageInput.TextArea")
        for part in (self, self._area):
            part.setProperty("areaStyle", props.area_style)
        self._attach_button = AttachFileButton(side, HEIGHT, self)
        self._send_button = IconButton(
            "MessageInput.SendButton", "send-horizontal", "send", "send_button_text", HEIGHT, self
        )
        self._counter = Counter(side.strings, self._limit, self)
        self._chips = AttachmentChips(side, sid, self)
        self._attaching = Attaching(side, sid)
        self._pasted = PastedPictures(side, self._attaching.is_busy, self)
        self._sending = Sending(side, sid, self._area, self._limit)

    def _lay_out(self, tools: Sequence[BuiltIn]) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_MARGIN // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        self._row_slot = Slot(
            line,
            self._side,
            "MessageInput.Row",
            row,
            (
                BuiltIn("AttachFileButton", self._attach_button),
                *tools,
                BuiltIn("MessageInput.TextArea", self._area, stretch=1),
                BuiltIn("MessageInput.SendButton", self._send_button, is_last=True),
            ),
            align=Qt.AlignmentFlag.AlignBottom,
        )
        self._slot = Slot(
            self,
            self._side,
            "MessageInput",
            column,
            (
                BuiltIn("MessageInput.Attachments", self._chips),
                BuiltIn("MessageInput.Row", line),
                BuiltIn("MessageInput.Counter", self._counter),
            ),
        )

    def _connect(self) -> None:
        side, area = self._side, self._area
        area.textChanged.connect(self._refresh)
        area.entered.connect(self._sending.send)
        area.recalled.connect(self._on_recalled)
        area.files_given.connect(self._on_files)
        area.picture_given.connect(self._pasted.paste)
        self._attach_button.chosen.connect(self._on_chosen)
        self._pasted.written.connect(self._on_pasted)
        self._chips.removed.connect(self._on_removed)
        self._chips.emptied.connect(self.focus_first)
        self._send_button.clicked.connect(self._on_send_clicked)
        self._sending.changed.connect(self._refresh)
        until_destroyed(
            self,
            side.store.subscribe(self._may_write, self._on_may_write),
            side.strings.subscribe(self._retranslate),
        )

    # What the person does

    def _on_send_clicked(self) -> None:
        self._sending.send()
        self.focus_first()

    def _on_files(self, paths: tuple[Path, ...]) -> None:
        self._attaching.attach(paths, origin="MessageInput")

    def _on_chosen(self, paths: tuple[Path, ...]) -> None:
        self._on_files(paths)
        self.focus_first()  # to write something about them, or to send them by Enter

    def _on_pasted(self, path: Path) -> None:
        self._on_files((path,))

    def _on_removed(self, file: Attachment) -> None:
        if file.path is not None:
            self._attaching.detach(file.path, origin="MessageInput")

    def _on_recalled(self, by: int) -> None:
        channel = self._side.store.state.chat.channels.get(self._sid)
        if channel is None:
            return
        text = self._recall.step(by, self._area.text(), channel.messages)
        if text is not None:
            self._sending.echo.replace(text)

    # What the side tells

    def _may_write(self, state: State) -> bool:
        channel = state.chat.channels.get(self._sid)
        return channel is None or is_member(state, channel)

    def _on_may_write(self, may_write: bool) -> None:
        self._attach_button.setEnabled(may_write and self._attaching.is_possible)
        if may_write != self._area.isEnabled():
            self._area.setEnabled(may_write)
            self._retranslate()
            self._refresh()

    def _refresh(self) -> None:
        obstacle = self._sending.obstacle
        self._send_button.setEnabled(obstacle is None and self._sending.is_ready)
        if obstacle != self._explained:
            self._explain()
        self._counter.count(len(self._area.text()))

    def _explain(self) -> None:
        """Let the button say why it is disabled, where that is not for want of a text."""
        strings, obstacle = self._side.strings, self._sending.obstacle
        self._explained = obstacle
        reason = "" if obstacle is None else strings.render(obstacle)
        self._send_button.setToolTip(tooltip_of(reason or strings.render("SendMessageTooltip")))
        self._send_button.setAccessibleDescription(reason)

    def _placeholder(self) -> str:
        """Return the key of what stands in the empty text area: why it is disabled, if it is."""
        channel = self._side.store.state.chat.channels.get(self._sid)
        if channel is not None and channel.status != "active":
            return "ChatEnded"
        if not self._area.isEnabled():
            return "ChatInputUserNotMemberDisabledText"
        return "InputPlaceHolder"

    def _retranslate(self) -> None:
        strings = self._side.strings
        key = self._placeholder()
        self.setAccessibleName(strings.render("MessageInputLabel"))
        self._area.setPlaceholderText(strings.render(key))
        self._area.setAccessibleName(strings.render("MessageInputLabel"))
        self._send_button.set_label(strings.render("SendMessageTooltip"))
        self._counter.retranslate()
        self._explain()
