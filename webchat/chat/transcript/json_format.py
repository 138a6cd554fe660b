"""A transcript as JSON, for programs: whole, and to be read again by :func:`parse_json`.

One object, in UTF-8, with one entry to a line. Times are ISO 8601 in UTC and end in ``Z``. Version
1 has these keys; a later version may add some, and changes none without another number::

    {"format": "webchat-transcript", "version": 1,
     "title": "Conversation with Bob", "channelSid": "CH…",
     "started": "2024-03-01T12:00:00Z", "ended": null,
     "participants": [{"identity", "name", "isOwn", "joined", "left"}, …],
     "entries": [
       {"kind": "message", "sid", "index", "time", "identity", "author", "body", "isOwn",
        "files": [{"name", "contentType", "size", "digest", "content"}, …], "attributes": {…}},
       {"kind": "joined", "time", "identity", "author"},
       …]}

``kind`` is ``message``, ``joined``, ``left`` or ``ended``. ``content`` is in base64, or null where
the file itself was not asked for.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from webchat.chat.transcript.cleaning import REPLACEMENT
from webchat.chat.transcript.record import (
    Entry,
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMember,
    TranscriptMessage,
)
from webchat.chat.transcript.wording import Wording
from webchat.errors import WebChatError

FORMAT = "webchat-transcript"
VERSION = 1
_SURROGATES = re.compile("[\ud800-\udfff]")  # what UTF-8 cannot hold; all else JSON escapes
_KINDS: dict[str, Literal["joined", "left", "ended"]] = {
    "joined": "joined",
    "left": "left",
    "ended": "ended",
}
_T = TypeVar("_T")


def write_json(transcript: Transcript, _wording: Wording) -> Iterator[str]:
    """Yield a transcript as JSON, piece by piece; it has no words of its own."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "title": transcript.title,
        "channelSid": transcript.channel_sid,
        "started": _iso(transcript.started),
        "ended": _iso(transcript.ended),
        "participants": [_member_json(one) for one in transcript.participants],
    }
    yield f'{_dumped(head)[:-1]}, "entries": ['
    for number, entry in enumerate(transcript.entries):
        yield f"{',' if number else ''}\n{_dumped(_entry_json(entry))}"
    yield "\n]}\n"


def parse_json(text: str | bytes) -> Transcript:
    """Read what :func:`write_json` wrote.

    Raises:
        WebChatError: It is no transcript, or one of a version that is not known here.
    """
    try:
        return _transcript(_Object(json.loads(text), "the transcript"))
    except (ValueError, RecursionError) as error:
        raise WebChatError(f"This is not a transcript that can be read: {error}.") from error


def _dumped(value: object) -> str:
    return _SURROGATES.sub(REPLACEMENT, json.dumps(value, ensure_ascii=False))


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _member_json(member: TranscriptMember) -> dict[str, Any]:
    return {
        "identity": member.identity,
        "name": member.name,
        "isOwn": member.is_own,
        "joined": _iso(member.joined),
        "left": _iso(member.left),
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    who = {"time": _iso(entry.time), "identity": entry.identity, "author": entry.author}
    if isinstance(entry, TranscriptEvent):
        return {"kind": entry.kind, **who}
    return {
        "kind": "message",
        "sid": entry.sid,
        "index": entry.index,
        **who,
        "body": entry.body,
        "isOwn": entry.is_own,
        "files": [_file_json(one) for one in entry.files],
        "attributes": dict(entry.attributes),
    }


def _file_json(file: TranscriptFile) -> dict[str, Any]:
    content = None if file.content is None else base64.b64encode(file.content).decode()
    return {
        "name": file.name,
        "contentType": file.content_type,
        "size": file.size,
        "digest": file.digest,
        "content": content,
    }


class _Object:
    """An object of the document, whose values are checked as they are taken."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise ValueError(f"{where} must be an object, but is a {type(data).__name__}")  # noqa: TRY004  one kind of failure
        self._data: dict[str, Any] = data
        self._where = where

    def value(self, key: str, kind: type[_T]) -> _T:
        found = self._data.get(key)
        if type(found) is not kind:
            came = "is missing" if key not in self._data else f"is a {type(found).__name__}"
            raise ValueError(f"{key!r} of {self._where} must be a {kind.__name__}, but {came}")
        return found

    def moment(self, key: str) -> datetime:
        moment = datetime.fromisoformat(self.value(key, str))
        if moment.tzinfo is None:
            raise ValueError(f"{key!r} of {self._where} does not name its zone")
        return moment.astimezone(UTC)

    def perhaps(self, key: str, take: Callable[[str], _T]) -> _T | None:
        return None if self._data.get(key) is None else take(key)

    def each(self, key: str, make: Callable[["_Object"], _T]) -> Iterator[_T]:
        for number, one in enumerate(self.value(key, list)):
            yield make(_Object(one, f"{key}[{number}]"))


def _transcript(data: _Object) -> Transcript:
    if data.value("format", str) != FORMAT:
        raise ValueError(f"its format is not {FORMAT!r}")
    if data.value("version", int) != VERSION:
        raise ValueError(f"its version is not {VERSION}")
    return Transcript(
        title=data.value("title", str),
        channel_sid=data.value("channelSid", str),
        started=data.moment("started"),
        ended=data.perhaps("ended", data.moment),
        participants=tuple(data.each("participants", _member)),
        entries=tuple(data.each("entries", _entry)),
    )


def _member(data: _Object) -> TranscriptMember:
    return TranscriptMember(
        identity=data.value("identity", str),
        name=data.value("name", str),
        is_own=data.value("isOwn", bool),
        joined=data.perhaps("joined", data.moment),
        left=data.perhaps("left", data.moment),
    )


def _entry(data: _Object) -> Entry:
    kind = data.value("kind", str)
    time, identity = data.moment("time"), data.value("identity", str)
    author = data.value("author", str)
    if kind in _KINDS:
        return TranscriptEvent(_KINDS[kind], time, identity, author)
    if kind != "message":
        raise ValueError(f"an entry cannot be of the kind {kind!r}")
    return TranscriptMessage(
        sid=data.value("sid", str),
        index=data.value("index", int),
        time=time,
        identity=identity,
        author=author,
        body=data.value("body", str),
        is_own=data.value("isOwn", bool),
        files=tuple(data.each("files", _file)),
        attributes=data.value("attributes", dict),
    )


def _file(data: _Object) -> TranscriptFile:
    content = data.perhaps("content", lambda key: data.value(key, str))
    return TranscriptFile(
        name=data.value("name", str),
        content_type=data.value("contentType", str),
        size=data.value("size", int),
        digest=data.value("digest", str),
        content=None if content is None else base64.b64decode(content, validate=True),
    )
