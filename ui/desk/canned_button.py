"""The button beside the text area that writes prepared answers, through SetInputText."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.bridge import async_slot, owned_tasks, until_destroyed
from ui.chat.controls import IconButton
from ui.desk import canned_replies
from ui.desk.canned_popup import CannedPopup
from ui.desk.canned_replies import CannedReply
from ui.desk.orders import ORIGIN
from webchat.side.side import Side
from webchat.tasks import in_thread

KEYS = "Ctrl+/"


class CannedButton(IconButton):
    """Opens the popup over one conversation, and puts what is chosen where the caret is.

    Signals:
        written: An answer stands in the text area.
    """

    written = Signal()

    def __init__(self, side: Side, sid: str, size: int, page: QWidget) -> None:
        """Serve one task.

        Args:
            side: The agent's.
            sid: The task's sid (WR…), whose chat it is.
            size: Its edge, in logical pixels.
            page: Where its keys work.
        """
        super().__init__("Desk.CannedButton", "text-quote", "icon", "input_muted", size)
        self._side, self._sid = side, sid
        self.tasks = owned_tasks(self)
        self.clicked.connect(self.open_popup)
        keys = QShortcut(QKeySequence(KEYS), page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.click)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()

    @async_slot()
    async def open_popup(self) -> None:
        """Read the answers and offer them."""
        folder = self._side.store.state.config.data_dir
        replies, problem = await in_thread(canned_replies.load, folder)
        if problem is not None:
            self._side.notifications.show(problem, "warning")
        popup = CannedPopup(self._side, replies, self.window(), can_edit=folder is not None)
        popup.chosen.connect(self.write)
        popup.edit_requested.connect(self.edit)
        popup.open_above(self)

    def write(self, reply: CannedReply) -> None:
        """Put an answer where the caret is, in place of what is selected."""
        state = self._side.store.state
        task = state.tasks.get(self._sid)
        channel = None if task is None else state.chat.channels.get(task.channel_sid)
        if task is None or channel is None:
            return
        text = reply.filled(task.customer_name, self._agent())
        start, end = sorted((channel.selection_start, channel.selection_end))
        body = channel.input_text[:start] + text + channel.input_text[end:]
        caret = start + len(text)
        with self._side.actions.as_origin(ORIGIN):
            self._side.input_queue.edit(
                channel.sid, body, selection_start=caret, selection_end=caret
            )
        self.written.emit()

    @async_slot()
    async def edit(self) -> None:
        """Open the file of answers in the person's editor."""
        folder = self._side.store.state.config.data_dir
        if folder is None:
            return
        try:
            path = await in_thread(canned_replies.editable, folder)
        except OSError as error:
            self._side.notifications.show(str(error), "error")
            return
        self._open(path)

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            text = self._side.strings.render("CannedNotOpened", path=path)
            self._side.notifications.show(text, "warning")

    def _agent(self) -> str:
        state = self._side.store.state
        worker = state.chat.workers.get(state.session.worker_sid or "")
        return "" if worker is None else worker.friendly_name

    def _retranslate(self) -> None:
        self.set_label(self._side.strings.render("CannedTooltip"))
        self.setAccessibleName(self._side.strings.render("CannedLabel"))
