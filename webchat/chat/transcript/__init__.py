"""The whole of a conversation as a record, and that record as a file.

:func:`read_transcript` makes a :class:`Transcript` from the contact centre's history, page by page;
:data:`FORMATS` knows how one is written; :func:`save_transcript` writes it without holding up the
loop. A format is a generator of text: a conversation of any length goes through it piece by piece.
"""

from webchat.chat.transcript.formats import FORMATS, Format, format_for
from webchat.chat.transcript.json_format import parse_json
from webchat.chat.transcript.reading import read_transcript
from webchat.chat.transcript.record import (
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMember,
    TranscriptMessage,
)
from webchat.chat.transcript.saving import render_transcript, save_transcript
from webchat.chat.transcript.wording import Wording

__all__ = [
    "FORMATS",
    "Format",
    "Transcript",
    "TranscriptEvent",
    "TranscriptFile",
    "TranscriptMember",
    "TranscriptMessage",
    "Wording",
    "format_for",
    "parse_json",
    "read_transcript",
    "render_transcript",
    "save_transcript",
]
