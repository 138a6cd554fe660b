"""Tokens as servers answer them, which is in more ways than RFC 6749 has it.

JSON or a form, a life in seconds as a number, as a text or not at all, an error with status 200.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

from webchat.errors import AuthenticationError
from webchat.functions.authentication.sending import Answer

_LONGEST_EXCERPT: Final = 200
_MARGIN: Final = 60.0
_FORM = re.compile(r"[\w.~%+-]+=[^\s<>&]*(?:&[\w.~%+-]+=[^\s<>&]*)*")
_EXPIRED_STATUSES: Final = frozenset({400, 401})

Mask: TypeAlias = Callable[[str], str]
"""Takes secrets out of a text."""


class TokenRefusedError(AuthenticationError):
    """The server gave no token, and will not for the same request.

    Attributes:
        is_expired: Whether what was exchanged counts no more, so that the person has to agree
            anew.
    """

    def __init__(self, message: str, *, is_expired: bool) -> None:
        super().__init__(message)
        self.is_expired = is_expired


@dataclass(frozen=True, slots=True)
class Token:
    """What a server gave; ``credential.oauth2`` is made of it.

    Attributes:
        access_token: What calls are made with.
        token_type: As the server wrote it.
        refresh_token: What it is renewed with; empty when it cannot be.
        expires_in: Its life in seconds when it was given, as a text; empty when unknown.
        scope: What it is good for; empty when the server does not say.
        renewed_at: When it should be renewed, a little before its end, in seconds since 1970;
            None when its end is unknown.
        expires_at: When it ends, likewise.
        queries: What the redirect brought along, by names.
    """

    access_token: str
    token_type: str = "Bearer"  # noqa: S105  the name of a scheme
    refresh_token: str = ""
    expires_in: str = ""
    scope: str = ""
    renewed_at: float | None = None
    expires_at: float | None = None
    queries: dict[str, str] = field(default_factory=dict)

    def is_due(self, now: float) -> bool:
        """Whether it should be renewed before it is used."""
        return self.renewed_at is not None and now >= self.renewed_at

    def has_ended(self, now: float) -> bool:
        """Whether it counts no more."""
        return self.expires_at is not None and now >= self.expires_at

    def credential(self) -> dict[str, Any]:
        """Return the ``credential`` of a function (action-functions, section 3)."""
        optional = {
            "refresh_token": self.refresh_token,
            "expires_in": self.expires_in,
            "scope": self.scope,
            "redirect_queries": [
                {"name": name, "value": value} for name, value in self.queries.items()
            ],
        }
        told = {key: value for key, value in optional.items() if value}
        required = {"access_token": self.access_token, "token_type": self.token_type}
        return {"oauth2": {**required, **told}}


def read_token(answer: Answer, what: str, mask: Mask, *, asked_at: float, before: Token) -> Token:
    """Return the token that a server answered.

    Args:
        answer: To the exchange or the renewal.
        what: What it answers, as a sentence begins, such as ``The access-token request``.
        mask: Takes secrets out of what the server said.
        asked_at: When the request went out, in seconds since 1970: the life counts from then.
        before: Has what a renewal does not say again, such as the refresh token.

    Raises:
        TokenRefusedError: The server says why there is none, or answers a status that is no
            success.
        AuthenticationError: What it answered is no token.
    """
    said = _read(answer)
    error = _error_in(said)
    if error or not answer.is_success:
        raise _refusal(answer, what, mask, error)
    access_token = _text(said.get("access_token"))
    if not access_token:
        raise AuthenticationError(
            f"{what} to {answer.where} was answered without an access_token; there was "
            f"{_named(said, answer, mask)}."
        )
    life = said.get("expires_in", before.expires_in)  # a renewal that says nothing keeps it
    token = Token(
        access_token=access_token,
        token_type=_text(said.get("token_type")) or before.token_type,
        refresh_token=_text(said.get("refresh_token")) or before.refresh_token,
        expires_in=_life_as_text(life),
        scope=_scope(said.get("scope")) or before.scope,
        renewed_at=_moment(life, asked_at, margin=True),
        expires_at=_moment(life, asked_at, margin=False),
        queries=before.queries,
    )
    if not f"{access_token}{token.token_type}{token.refresh_token}".isprintable():
        raise AuthenticationError(
            f"{what} to {answer.where} was answered with a token that cannot be sent in a header."
        )
    return token


def excerpt(text: str) -> str:
    """Return the beginning of what a server said, in one line, for a sentence."""
    shown = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return shown if len(shown) <= _LONGEST_EXCERPT else f"{shown[:_LONGEST_EXCERPT]}…"


def _read(answer: Answer) -> Mapping[str, Any]:
    text = answer.body.decode(errors="replace").strip()
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = dict(parse_qsl(text)) if _FORM.fullmatch(text) else {}
    return said if isinstance(said, dict) else {}


def _error_in(said: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the error's code and what is said about it, or None where there is no error."""
    error = said.get("error")
    if isinstance(error, Mapping):  # as some large services do it
        return _text(error.get("type") or error.get("code")), _text(error.get("message"))
    code = _text(error)
    return (code, _text(said.get("error_description"))) if code else None


def _refusal(
    answer: Answer, what: str, mask: Mask, error: tuple[str, str] | None
) -> TokenRefusedError:
    code, description = error or ("", "")
    words = ": ".join(excerpt(mask(one)) for one in (code, description) if one) or answer.reason
    is_expired = code == "invalid_grant" or (not code and answer.status in _EXPIRED_STATUSES)
    return TokenRefusedError(
        f"{what} was refused by {answer.where}: {words.rstrip('.')}.", is_expired=is_expired
    )


def _named(said: Mapping[str, Any], answer: Answer, mask: Mask) -> str:
    """Return what came in its place: the names of fields, since their values may be secret."""
    if said:
        return excerpt(mask(", ".join(f"“{key}”" for key in said)))
    began = excerpt(mask(answer.body.decode(errors="replace")))
    return f"text that begins {began!r}" if began else "nothing"


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _scope(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else _text(value)


def _seconds(life: object) -> float | None:
    if isinstance(life, bool) or not isinstance(life, (int, float, str)):
        return None
    try:
        seconds = float(life)
    except (ValueError, OverflowError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _life_as_text(life: object) -> str:
    if isinstance(life, float) and life.is_integer():
        life = int(life)
    return "" if _seconds(life) is None else str(life).strip()


def _moment(life: object, asked_at: float, *, margin: bool) -> float | None:
    seconds = _seconds(life)
    if seconds is None:
        return None
    return asked_at + seconds - (min(_MARGIN, seconds / 10) if margin else 0)
