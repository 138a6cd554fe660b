"""Export, copy and print from the menu, to real files, on the real loop."""

import asyncio
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
)

from tests.support.simulation import channel
from tests.support.waiting import until
from ui.shell import status_progress
from ui.shell.settings import Settings
from webchat.chat.transcript import FORMATS, parse_json, saving
from webchat.side.languages import find


class Talk:
    """A window with a conversation, and what its person does with the File menu."""

    def __init__(self, shell, qtbot):
        self.shell, self.qtbot = shell, qtbot
        self.window = shell.window

    def choose(self, command):
        self.shell.part(f"Transcript.{command}").trigger()

    async def dialog(self):
        await until(lambda: self.window.findChild(QFileDialog, "TranscriptDialog"))
        return self.window.findChild(QFileDialog, "TranscriptDialog")

    async def export(self, path, *, filter_label=None):
        """Name a file in the dialog as a person does, and wait for the outcome."""
        self.choose("export")
        dialog = await self.dialog()
        if filter_label:
            box = dialog.findChild(QComboBox, "fileTypeCombo")
            at = box.findText(filter_label, Qt.MatchFlag.MatchStartsWith)
            box.setCurrentIndex(at)
            box.textActivated.emit(box.itemText(at))
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setText(str(path))
        self.qtbot.mouseClick(self._save(dialog), Qt.MouseButton.LeftButton)
        await self.done()

    async def done(self):
        await until(lambda: self.window.transcripts._job is None)

    @property
    def notices(self):
        return self.window.notices.notices

    @staticmethod
    def _save(dialog):
        return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)


@pytest.fixture
async def talk(make_shell, qtbot, tmp_path):
    shell = await make_shell(settings=Settings.in_folder(tmp_path / "data"))
    sid = await shell.start()
    for body in ("Hello", "<b>is</b> anybody\nthere?"):
        await shell.actions.invoke_action("SendMessage", {"channelSid": sid, "body": body})
    assert len(channel(shell.side).messages) == 2
    return Talk(shell, qtbot)


async def test_the_entries_wait_for_a_conversation(shell):
    entries = [shell.part(f"Transcript.{one}") for one in ("export", "copy", "print")]
    assert [one.isEnabled() for one in entries] == [False] * 3
    await shell.start()
    assert [one.isEnabled() for one in entries] == [True] * 3
    await shell.actions.invoke_action("RestartEngagement")
    assert [one.isEnabled() for one in entries] == [False] * 3


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "json"])
async def test_the_suffix_that_is_typed_decides_the_format(talk, tmp_path, suffix):
    path = tmp_path / f"chat.{suffix}"
    await talk.export(path)
    begun = {"txt": "Conv", "md": "# Conv", "html": "<!doctype html>", "json": '{"format"'}
    assert path.read_text().startswith(begun[suffix])
    assert talk.notices == (f"The transcript was written to {path}.",)


async def test_without_a_suffix_the_chosen_format_adds_its_own(talk, tmp_path):
    await talk.export(tmp_path / "chat", filter_label="JSON")
    one = parse_json((tmp_path / "chat.json").read_text())
    assert [(said.body, said.author, said.is_own) for said in one.messages] == [
        ("Hello", "Ada", True),
        ("<b>is</b> anybody\nthere?", "Ada", True),
    ]


async def test_folder_and_format_are_those_of_the_last_time(talk, tmp_path):
    await talk.export(tmp_path / "chat.md")
    talk.choose("export")
    dialog = await talk.dialog()
    assert dialog.directory().absolutePath() == str(tmp_path)
    assert dialog.selectedNameFilter() == "Markdown (*.md)"
    dialog.reject()
    kept = Settings.in_folder(tmp_path / "data").values
    assert (kept.transcript_folder, kept.transcript_format) == (str(tmp_path), "markdown")


async def test_the_whole_history_is_exported_not_what_the_window_has_read(make_shell, tmp_path):
    shell = await make_shell()
    sid = await shell.start()
    client = shell.side.chat_client
    for number in range(260):
        await client.centre.send_message(sid, client.identity, f"No. {number}")
    shell.window.transcripts.export(tmp_path / "all.json", FORMATS["json"])
    await until((tmp_path / "all.json").exists)
    bodies = [one.body for one in parse_json((tmp_path / "all.json").read_text()).messages]
    assert bodies == [f"No. {number}" for number in range(260)]


async def test_show_in_folder_opens_it(talk, tmp_path, qtbot):
    opened = []

    class Opener(QObject):
        @Slot("QUrl")
        def open(self, url):
            opened.append(url.toLocalFile())

    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]  # the stub wants bytes, which Qt refuses
    await talk.export(tmp_path / "chat.txt")
    button = talk.window.notices.findChild(QPushButton, "NoticeBar.ActionButton")
    assert button.text() == "Show in folder"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QDesktopServices.unsetUrlHandler("file")
    assert opened == [str(tmp_path)]


async def test_a_second_export_replaces_the_notice_of_the_first(talk, tmp_path):
    await talk.export(tmp_path / "one.txt")
    await talk.export(tmp_path / "two.txt")
    assert talk.notices == (f"The transcript was written to {tmp_path / 'two.txt'}.",)


async def test_a_full_disk_is_said_in_a_sentence(talk):
    talk.window.transcripts.export(Path("/dev/full"), FORMATS["text"])
    await talk.done()
    assert talk.notices == (
        "The transcript was not written to /dev/full: No space left on device.",
    )


async def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(talk, tmp_path):
    talk.window.transcripts.export(tmp_path / "gone" / "chat.txt", FORMATS["text"])
    await talk.done()
    assert talk.notices[0].endswith("gone/chat.txt: No such file or directory.")
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


async def test_a_centre_that_is_away_is_said_in_its_own_words(talk, tmp_path):
    talk.shell.side.line.cut()
    talk.window.transcripts.export(tmp_path / "chat.txt", FORMATS["text"])
    await talk.done()
    assert talk.notices[0].startswith("Exporting the transcript failed. There is no connection")
    talk.shell.side.line.restore()


async def test_one_that_takes_long_shows_how_far_it_is_and_can_be_stopped(
    talk, tmp_path, monkeypatch, qtbot
):
    progress = talk.window.transcripts._progress
    progress._patience.setInterval(0)
    monkeypatch.setattr(saving, "SLICE", 0)
    waiting = asyncio.Event()

    async def slow(*_args):
        waiting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(saving, "in_thread", slow)
    talk.window.transcripts.export(tmp_path / "chat.txt", FORMATS["text"])
    await waiting.wait()
    await until(progress.isVisible)
    assert not talk.shell.part("Transcript.export").isEnabled()
    qtbot.mouseClick(talk.shell.part("TranscriptProgress.CancelButton"), Qt.MouseButton.LeftButton)
    await talk.done()
    assert talk.window.status.message == "Stopped: Exporting the transcript."
    assert not progress.isVisible()
    assert [one.name for one in tmp_path.iterdir()] == ["data"]
    assert talk.shell.part("Transcript.export").isEnabled()


async def test_a_short_one_shows_no_progress(talk, tmp_path):
    shown = []
    progress = talk.window.transcripts._progress
    progress.show = lambda: shown.append(True)
    await talk.export(tmp_path / "chat.txt")
    assert (shown, progress.isVisible()) == ([], False)
    assert status_progress.PATIENCE_MS == 1000


async def test_copy_puts_the_whole_text_on_the_clipboard(talk):
    talk.choose("copy")
    await talk.done()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Conversation\n")
    assert "Ada: <b>is</b> anybody\n         there?\n" in text
    assert talk.window.status.message == "Copied the transcript: 2 messages."


async def test_print_to_a_file_by_the_dialog(talk, tmp_path, qtbot):
    talk.choose("print")
    dialog = talk.window.findChild(QDialog, "PrintDialog")
    path = tmp_path / "chat.pdf"
    dialog.findChild(QLineEdit, "filename").setText(str(path))
    button = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await talk.done()
    assert path.read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["chat.pdf", "data"]
    assert talk.window.status.message == f"Printed 1 page to {path}."


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/dev/full", "/dev/full is not a file. Choose another name."),
        ("/gone/chat.pdf", "not written to /gone/chat.pdf: No such file or directory."),
    ],
)
async def test_a_file_that_cannot_be_printed_to_is_said_in_a_sentence(talk, path, why):
    printer = QPrinter()
    printer.setOutputFileName(path)
    talk.window.transcripts.print(printer)
    await talk.done()
    assert talk.notices[0].endswith(why)


async def test_where_nothing_can_be_printed_a_sentence_says_so(talk, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtPrintSupport", None)
    talk.choose("print")
    assert talk.notices[0].startswith("Printing needs a library of the system that is not")


async def test_the_words_and_times_are_those_of_the_language(talk, tmp_path):
    german = find("de")
    assert german is not None
    talk.shell.side.strings.speak(german)
    talk.window.transcripts.export(tmp_path / "chat.html", FORMATS["html"])
    await talk.done()
    page = (tmp_path / "chat.html").read_text()
    assert '<html lang="de" dir="ltr">' in page
    assert german.strings["TranscriptDuration"] in page
    assert "Freitag, 1. März 2024" in page
