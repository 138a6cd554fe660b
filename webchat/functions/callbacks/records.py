"""What comes to the callback server and what is answered: plain records."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

CallbackKind: TypeAlias = Literal["redirect", "webhook"]
PlaceKind: TypeAlias = Literal["redirect", "webhook", "oauth", "file"]
"""What an address is for: the two functions, the end of a sign-in with OAuth2, a file to fetch."""

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CallbackLimits:
    """How much the outside world may ask of this program.

    Attributes:
        connections: How many may be open; more are hung up on.
        head_seconds: How long a request's head may take from the connection on.
        body_size: The largest body, in bytes, after decompression.
        body_seconds: How long a body may take.
        held_size: How many bytes of bodies are held at the same time, of all senders together.
        at_once: How many callbacks of one app are worked on at the same time; others wait.
        waiting: How many callbacks of one app may wait.
        piece_seconds: How long a caller may take to accept a piece of a file.
        answer_seconds: After how long a sender is told that it takes too long; it goes on.
        work_seconds: After how long it does not go on any more: longer than any app's time limit.
    """

    connections: int = 512
    head_seconds: float = 10.0
    body_size: int = 1 << 20
    body_seconds: float = 10.0
    held_size: int = 64 << 20
    at_once: int = 8
    waiting: int = 256
    piece_seconds: float = 60.0
    answer_seconds: float = 60.0
    work_seconds: float = 2 * 3600.0


@dataclass(frozen=True, slots=True)
class Place:
    """One address.

    Attributes:
        kind: What it is for.
        app: Whose it is.
        account: The ``unique_id`` of the identity; empty for none.
        path: Of the address; begins with a slash.
    """

    kind: PlaceKind
    app: str
    account: str
    path: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A call of the outside world to an app's redirect or webhook function.

    Attributes:
        kind: Which of the two.
        app: The app's name.
        account: The ``unique_id`` of the identity whose address was called; empty for none.
        query: The address's query; of a key that came twice the last value counts.
        content_type: As the sender wrote it; empty when it did not.
        body: Of a webhook; empty for a redirect.
    """

    kind: CallbackKind
    app: str
    account: str
    query: Mapping[str, str] = field(default_factory=lambda: _NONE)
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the caller is told: a page for a browser, JSON for a service.

    Attributes:
        status: Of HTTP.
        title: A few words; plain text, like *text*.
        text: One or two sentences.
        headers: Sent along, such as ``Retry-After``.
    """

    status: int
    title: str
    text: str
    headers: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request whose body has not been read yet.

    Attributes:
        method: Such as ``POST``.
        path: Of the address, as it was written, without the query.
        host: The Host header; empty when there is none.
        query: The address's query.
        content_type: The Content-Type header; empty when there is none.
        length: What the sender says of the body's size in bytes; None when it does not.
        chunks: Begins to read the body.
    """

    method: str
    path: str
    host: str
    query: Mapping[str, str]
    content_type: str
    length: int | None
    chunks: Callable[[], AsyncGenerator[bytes, None]]


@dataclass(frozen=True, slots=True)
class Received:
    """What came, and how it was answered; without query and body, which may hold secrets.

    Attributes:
        time: Seconds since 1970, in UTC.
        place: Whose address it is; None when it is not one of ours.
        method: Of HTTP.
        path: Of the address, shortened.
        content_type: What the sender says of the body, shortened.
        size: Of the body that was taken, in bytes.
        answer: What was answered.
        seconds: How long that took.
    """

    time: float
    place: Place | None
    method: str
    path: str
    content_type: str
    size: int
    answer: CallbackAnswer
    seconds: float
