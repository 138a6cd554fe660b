"""A transcript as plain text, to be read in any editor or pasted into a mail.

A line begins with ``*`` where the person whose transcript it is spoke, with ``+`` for others, and
with ``-`` where something happened. Further lines of a message are indented, so that nothing
somebody says can pass for a line of its own.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from webchat.chat.transcript.cleaning import cleaned, cleaned_line
from webchat.chat.transcript.record import Transcript, TranscriptEvent, TranscriptMessage
from webchat.chat.transcript.wording import Wording

_INDENT = " " * 9


def write_text(transcript: Transcript, wording: Wording) -> Iterator[str]:
    """Yield a transcript as plain text, piece by piece."""
    title = cleaned_line(transcript.title)
    yield f"{title}\n{'=' * len(title)}\n\n"
    for label, text in wording.facts(transcript):
        yield f"{label}: {cleaned_line(text)}\n"
    names = _FileNames()
    for day, entries in groupby(transcript.entries, lambda one: wording.day(one.time)):
        yield f"\n{wording.date(day)}\n\n"
        for entry in entries:
            if isinstance(entry, TranscriptEvent):
                yield f"- {wording.time(entry.time)}  {cleaned_line(wording.event(entry))}\n"
            else:
                yield _message(entry, wording, names)


def _message(message: TranscriptMessage, wording: Wording, names: "_FileNames") -> str:
    mark = "*" if message.is_own else "+"
    lines = cleaned(message.body).rstrip().split("\n") if message.body.strip() else []
    for file in message.files:
        lines.append(f"(** {wording.render('TranscriptFile', name=names.take(file.name))} **)")
    first, *others = lines or [""]
    begun = f"{mark} {wording.time(message.time)}  {cleaned_line(message.author)}: {first}"
    return "".join(f"{line}\n" for line in (begun, *(f"{_INDENT}{one}".rstrip() for one in others)))


class _FileNames:
    """Tells files of one name apart: ``photo.png``, ``photo-1.png``, ``photo-2.png``."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def take(self, name: str) -> str:
        shown = cleaned_line(name)
        count = self._counts[shown]
        self._counts[shown] += 1
        if not count:
            return shown
        stem, dot, suffix = shown.rpartition(".")
        return f"{stem}-{count}.{suffix}" if stem and dot else f"{shown}-{count}"
