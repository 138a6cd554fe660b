"""A whole conversation taken out of the window: into a file, onto the clipboard, onto paper.

It is read anew from the contact centre, since the widget may hold only a part of it. One is made at
a time; each can be stopped, leaves nothing half done behind, and says in a sentence what came of
it.
"""

import asyncio
import functools
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.bridge import owned_tasks
from ui.shell.notice_bar import NoticeAction, NoticeBar, Severity
from ui.shell.printing import choose_printer, whole_file
from ui.shell.settings import Settings
from ui.shell.status_bar import StatusBar
from ui.shell.status_progress import StatusProgress
from ui.shell.transcript_dialog import TranscriptDialog
from ui.shell.transcript_menu import Command, TranscriptMenu
from ui.shell.transcript_pages import paint_transcript
from ui.shell.transcript_wording import wording_of
from webchat.chat.transcript import (
    FORMATS,
    Format,
    Transcript,
    read_transcript,
    render_transcript,
    save_transcript,
)
from webchat.errors import WebChatError
from webchat.side.side import Side

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_READING = 0.5  # how much of the progress the reading is
_log = logging.getLogger(__name__)


class Surroundings(NamedTuple):
    """What the transcripts of a window speak through.

    Attributes:
        window: Over which dialogs stand.
        menu: Where it is chosen.
        status: Where small things are said, and progress is shown.
        notices: Where results and failures are said.
        settings: Remember the folder and the format.
    """

    window: QWidget
    menu: TranscriptMenu
    status: StatusBar
    notices: NoticeBar
    settings: Settings


class Transcripts(QObject):
    """Makes the transcripts of one side's conversation."""

    def __init__(self, side: Side, around: Surroundings) -> None:
        """Make what shows the progress.

        Args:
            side: Whose conversation it is.
            around: What the window has for it.
        """
        super().__init__(around.window)
        self._side, self._around = side, around
        self.tasks = owned_tasks(self)
        self._job: asyncio.Task[None] | None = None
        self._told = ""
        self._progress = StatusProgress("TranscriptProgress", around.window)
        self._progress.cancelled.connect(self.cancel)
        around.status.addPermanentWidget(self._progress)
        self._progress.hide()

    def begin(self, command: Command) -> None:
        """Do what was chosen in the menu."""
        {"export": self.choose_file, "copy": self.copy, "print": self.choose_printer}[command]()

    def choose_file(self) -> None:
        """Let the person name a file to export to."""
        values = self._around.settings.values
        dialog = TranscriptDialog(
            self._around.window,
            values.transcript_folder,
            values.transcript_format,
            self._file_name(),
        )
        dialog.chosen.connect(self.export)
        dialog.open()

    def export(self, path: Path, file_format: Format) -> None:
        """Write the transcript to a file.

        Args:
            path: The file; one that is there is replaced once the new one is whole.
            file_format: How to write it.
        """
        settings = self._around.settings
        settings.values.transcript_folder = str(path.parent)
        settings.values.transcript_format = file_format.name
        settings.save()
        self._begin("Exporting the transcript", self._export(path, file_format))

    def copy(self) -> None:
        """Put the transcript on the clipboard, as text."""
        self._begin("Copying the transcript", self._copy())

    def choose_printer(self) -> None:
        """Let the person choose a printer, where there is a way to print."""
        try:
            folder = Path(self._around.settings.values.transcript_folder or Path.home())
            choose_printer(self._around.window, folder / self._file_name(".pdf"), self.print)
        except WebChatError as error:
            self._tell(str(error), "warning")

    def print(self, printer: "QPrinter") -> None:
        """Print the transcript.

        Args:
            printer: What to print on.
        """
        self._begin("Printing the transcript", self._print(printer))

    def cancel(self) -> None:
        """Stop what is under way; nothing of it is left."""
        if self._job is not None:
            self._job.cancel()

    async def _export(self, path: Path, file_format: Format) -> None:
        transcript = await self._read(has_pictures=file_format.has_pictures)
        wording = wording_of(self._side.strings)
        try:
            await save_transcript(transcript, path, file_format, wording, progress=self._on_made)
        except OSError as error:
            why = error.strerror or error
            self._tell(f"The transcript was not written to {path}: {why}.", "error")
            return
        show = NoticeAction("Show in folder", functools.partial(self._show_folder, path.parent))
        self._tell(f"The transcript was written to {path}.", "information", show)

    async def _copy(self) -> None:
        transcript = await self._read()
        wording = wording_of(self._side.strings)
        text = await render_transcript(transcript, FORMATS["text"], wording, progress=self._on_made)
        QGuiApplication.clipboard().setText(text)
        count = _counted(len(transcript.messages), "message")
        self._around.status.say(f"Copied the transcript: {count}.")

    async def _print(self, printer: "QPrinter") -> None:
        transcript = await self._read(has_pictures=True)
        printer.setDocName(transcript.title)
        wording = wording_of(self._side.strings)
        where = printer.outputFileName() or printer.printerName()
        try:
            with whole_file(printer):
                pages = await paint_transcript(transcript, wording, printer, progress=self._on_made)
        except OSError as error:
            why = error.strerror or error
            self._tell(f"The transcript was not written to {where}: {why}.", "error")
            return
        self._around.status.say(f"Printed {_counted(pages, 'page')} to {where}.")

    async def _read(self, *, has_pictures: bool = False) -> Transcript:
        client, sid = self._side.chat_client, self._side.store.state.session.channel_sid
        handle = await client.get_channel_by_sid(sid)
        find_file = functools.partial(client.centre.media_file, handle.sid)
        return await read_transcript(
            handle,
            client.identity,
            wording_of(self._side.strings).title,
            progress=self._on_read,
            find_file=find_file if has_pictures else None,
        )

    def _file_name(self, suffix: str = "") -> str:
        return f"transcript-{self._side.clock.now().astimezone():%Y-%m-%d}{suffix}"

    def _begin(self, text: str, work: Coroutine[Any, Any, None]) -> None:
        if self._job is not None:
            work.close()
            return
        self._around.menu.set_busy(True)
        self._progress.begin(text)
        self._job = self.tasks.spawn(self._run(text, work), name=text)

    async def _run(self, text: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            if isValid(self):  # or the window is gone
                self._around.status.say(f"Stopped: {text}.")
            raise
        except WebChatError as error:
            self._tell(f"{text} failed. {error}", "error")
        except Exception as error:
            _log.exception("%s failed", text)
            why = f"{text} failed in the program itself: {error!r}. The log has more."
            self._tell(why, "error")
        finally:
            self._job = None
            if isValid(self):
                self._progress.end()
                self._around.menu.set_busy(False)

    def _on_read(self, share: float) -> None:
        self._progress.set_share(share * _READING)

    def _on_made(self, share: float) -> None:
        self._progress.set_share(_READING + share * (1 - _READING))

    def _tell(self, text: str, severity: Severity, action: NoticeAction | None = None) -> None:
        """Say how it went, in place of what was said of the one before."""
        notices = self._around.notices
        notices.withdraw(self._told)
        self._told = text
        notices.show_notice(text, severity, action)

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._around.status.say(f"{folder} could not be opened.", is_problem=True)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
