"""A conversation to be written down, and the words for it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from webchat.chat.transcript import (
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMember,
    TranscriptMessage,
    Wording,
)
from webchat.side.strings import Strings

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
NAMES = {"ada": "Ada", "bob": "Bob"}
PNG = b"\x89PNG\r\n\x1a\nand so on"


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def said(identity, body, minutes=0, *files, **more):
    return TranscriptMessage(
        sid=f"IM{minutes}",
        index=minutes,
        time=at(minutes),
        identity=identity,
        author=more.pop("author", NAMES.get(identity, identity)),
        body=body,
        is_own=identity == "ada",
        files=files,
        **more,
    )


def picture(name="photo.png", content=PNG):
    return TranscriptFile(name, "image/png", len(PNG), "0f" * 32, content)


def transcript(*entries, ended=None, names=("ada", "bob")):
    members = tuple(TranscriptMember(one, NAMES[one], one == "ada") for one in names)
    return Transcript("Conversation with Bob", "CH1", NOON, ended, members, entries)


@pytest.fixture
def strings():
    return Strings()


@pytest.fixture
def wording(strings):
    """English, an hour east of Greenwich."""
    return Wording(strings.render, zone=timezone(timedelta(hours=1), "CET"))


@pytest.fixture
def conversation():
    """A short one with everything in it."""
    return transcript(
        said("ada", "Hello\nis anybody there?"),
        TranscriptEvent("joined", at(1), "bob", "Bob"),
        said("bob", "Yes, look:", 2, picture(), attributes={"mood": ["good"]}),
        said("ada", "مرحبا <b>*Bob*</b>", 60 * 12, picture(content=None)),
        TranscriptEvent("left", at(60 * 12 + 1), "bob", "Bob"),
        TranscriptEvent("ended", at(60 * 12 + 2)),
        ended=at(60 * 12 + 2),
    )
