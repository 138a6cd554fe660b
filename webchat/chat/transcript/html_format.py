"""A transcript as one web page that needs nothing else and does nothing.

The page looks like the widget, in light and dark, and prints. It holds its style sheet and its
small pictures; there is no script, and its policy forbids a browser to run or to fetch anything,
whatever somebody may have written. Every text goes through jinja2's escaping.
"""

import base64
import functools
import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from webchat.chat.transcript.cleaning import cleaned, cleaned_line
from webchat.chat.transcript.record import (
    Entry,
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMessage,
)
from webchat.chat.transcript.wording import Wording

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent
_HINTS = (":", "@")  # nothing without one of them holds an address


class _Span(NamedTuple):
    """A piece of a body: text, and where it leads to when it is a link."""

    text: str
    address: str | None = None


def write_html(transcript: Transcript, wording: Wording) -> Iterator[str]:
    """Yield a transcript as a web page, piece by piece."""
    parts: Any = _template().module
    _linkify()  # which takes a moment, with the first piece rather than in between
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = cleaned_line(transcript.title)
    facts = [(label, cleaned_line(text)) for label, text in wording.facts(transcript)]
    yield parts.head(title, facts, style, digest, wording)
    for day, entries in groupby(transcript.entries, lambda one: wording.day(one.time)):
        yield parts.day(wording.date(day), day.isoformat())
        before: Entry | None = None
        for entry in entries:
            yield _entry(parts, entry, before, wording)
            before = entry
        yield parts.day_end()
    yield parts.tail()


def _entry(parts: Any, entry: Entry, before: Entry | None, wording: Wording) -> str:
    time, moment = wording.time(entry.time), entry.time.isoformat(timespec="seconds")
    if isinstance(entry, TranscriptEvent):
        return str(parts.event(cleaned_line(wording.event(entry)), time, moment))
    is_first = not isinstance(before, TranscriptMessage) or before.identity != entry.identity
    return str(
        parts.message(
            author=cleaned_line(entry.author),
            initials=_initials(entry.author),
            time=time,
            moment=moment,
            spans=_spans(cleaned(entry.body).strip("\n")),
            files=[_shown_file(one, wording) for one in entry.files],
            is_own=entry.is_own,
            is_first=is_first,
        )
    )


class _ShownFile(NamedTuple):
    """A file as the page shows it.

    Attributes:
        name: What it is called.
        text: That an attached file of this name was there.
        size: In words.
        source: Its content as an address, or None for a file that is only named.
    """

    name: str
    text: str
    size: str
    source: str | None


def _shown_file(file: TranscriptFile, wording: Wording) -> _ShownFile:
    name = cleaned_line(file.name)
    source = None
    if file.content is not None and file.content_type.startswith("image/"):
        source = f"data:{file.content_type};base64,{base64.b64encode(file.content).decode()}"
    return _ShownFile(
        name, wording.render("TranscriptFile", name=name), wording.size(file.size), source
    )


def _initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [one for one in cleaned_line(name).split() if one[0].isalnum()]
    return "".join(one[0] for one in dict.fromkeys((*words[:1], *words[-1:]))).upper() or "?"


def _spans(body: str) -> Sequence[_Span]:
    """Cut a body into text and the links in it: only schemes that a click may open."""
    if not any(hint in body for hint in _HINTS):
        return (_Span(body),) if body else ()
    spans, end = [], 0
    for match in _linkify().match(body) or ():
        if _is_plain(match.url):
            spans += [_Span(body[end : match.index]), _Span(match.text, match.url)]
            end = match.last_index
    spans.append(_Span(body[end:]))
    return [one for one in spans if one.text]


def _is_plain(address: str) -> bool:
    """Whether an address reads as it is, without characters that turn or hide a part of it."""
    return not any(unicodedata.category(one) == "Cf" for one in address)


@functools.cache
def _linkify() -> Any:
    from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # noqa: PLC0415  only here

    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return finder.add("ftp:", None).add("//", None)


@functools.cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  as above

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")
