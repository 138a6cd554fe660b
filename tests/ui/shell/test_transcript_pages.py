"""A transcript on paper: every word on some page, in any length, and nothing half done."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPageSize, QPdfWriter

from ui.shell.transcript_pages import paint_transcript
from webchat.chat.transcript import (
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMember,
    TranscriptMessage,
    Wording,
)
from webchat.errors import WebChatError
from webchat.side.strings import Strings

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


def message(body, *files, number=0, is_own=False):
    time = NOON + timedelta(minutes=number)
    return TranscriptMessage(f"IM{number}", number, time, "bob", "Bob", body, is_own, files)


def transcript(*entries):
    members = (TranscriptMember("ada", "Ada", True), TranscriptMember("bob", "Bob"))
    return Transcript("Conversation with Bob", "CH1", NOON, None, members, entries)


@pytest.fixture
def paint(qapp, tmp_path):
    """Paint into a PDF and return how many pages it has."""
    path = tmp_path / "chat.pdf"

    async def paint(*entries, is_right_to_left=False, **more):
        device = QPdfWriter(str(path))
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
        wording = Wording(Strings().render, zone=UTC, is_right_to_left=is_right_to_left)
        pages = await paint_transcript(transcript(*entries), wording, device, **more)
        assert path.read_bytes().count(b"/Type /Page\n") == pages
        return pages

    return paint


def picture(width, height):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    content = bytes(buffer.data().data())
    return TranscriptFile("photo.png", "image/png", len(content), content=content)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (60, range(4, 12))])
async def test_a_conversation_takes_as_many_pages_as_it_needs(paint, count, pages):
    painted = await paint(*(message(f"No. {n}", number=n) for n in range(count)))
    assert painted == pages or painted in pages


async def test_a_message_longer_than_a_page_goes_on_on_the_next(paint):
    assert await paint(message("word " * 6000)) > 5


async def test_pictures_get_room_and_large_ones_are_made_smaller(paint):
    assert await paint(message("Look:", picture(40, 40))) == 1
    assert await paint(*(message("", picture(4000, 3000), number=n) for n in range(6))) in {3, 4}


async def test_what_is_no_picture_is_named(paint):
    forged = TranscriptFile("photo.png", "image/png", 3, content=b"no!")
    assert await paint(message("", forged, TranscriptFile("a.txt", "text/plain", 3))) == 1


@pytest.mark.parametrize("is_right_to_left", [False, True])
async def test_awkward_texts_harm_nothing(paint, is_right_to_left):
    odd = "\ud800<b>\u202e\x00 مرحبا\n\n\ttab\r\u2028x" + "W" * 3000
    event = TranscriptEvent("joined", NOON, "bob", odd)
    assert await paint(message(odd), event, is_right_to_left=is_right_to_left) > 1


async def test_others_have_their_turn_and_hear_how_far_it_is(paint, monkeypatch):
    monkeypatch.setattr("ui.shell.transcript_pages._SLICE", 0)
    shares = []
    await paint(*(message("Hi", number=n) for n in range(50)), progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) == 50


async def test_a_stopped_one_ends_at_once(paint, monkeypatch):
    monkeypatch.setattr("ui.shell.transcript_pages._SLICE", 0)
    task: asyncio.Task[int]

    def stop(_share):
        task.cancel()

    task = asyncio.create_task(paint(*[message("Hi")] * 50, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\)")
async def test_a_device_that_cannot_be_used_is_said_in_a_sentence(qapp, tmp_path):
    device = QPdfWriter(str(tmp_path / "gone" / "chat.pdf"))
    with pytest.raises(WebChatError, match="The printer cannot be used"):
        await paint_transcript(transcript(), Wording(Strings().render), device)
