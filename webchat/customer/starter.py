"""Asking a server to start an engagement: one POST, and a sentence for each way it can fail.

The answer is read to a limit and nothing is followed: a redirect would send the person's words
to an address that nobody configured, so it is a failure that names the new address.
"""

import asyncio
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from webchat.errors import EngagementError
from webchat.exchange import body_of, failure, shown_url, status_text
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from aiohttp import ClientResponse

MAX_ANSWER_BYTES = 1_000_000
_SID_KEYS = ("channelSid", "conversationSid")
_EXCERPT = 60
_LATEST_SECONDS = 100_000_000_000  # the year 5138; a larger number is one of milliseconds


@dataclass(frozen=True, slots=True)
class StartAnswer:
    """What a start gave.

    Attributes:
        token: What proves the identity to the centre.
        channel_sid: The engagement's channel.
        identity: Who the customer is, or None when the server left that to us.
        expiration: When the token ends, aware, UTC; None for never.
    """

    token: str
    channel_sid: str
    identity: str | None = None
    expiration: datetime | None = None


async def post_start(
    url: str,
    form_data: Mapping[str, Any],
    context: Mapping[str, Any],
    *,
    timeout: float,  # noqa: ASYNC109  the sentence names the limit, so it is ours
) -> StartAnswer:
    """Post the form and return what the server answered.

    Args:
        url: An ``http`` or ``https`` address.
        form_data: The form's values.
        context: The configuration's context.
        timeout: How long the whole exchange may take, in seconds.

    Raises:
        EngagementError: It did not work; the sentence says where and what came instead.
    """
    request = encode_request(form_data, context)
    # The first import takes a good part of a second, which the screen should not stand still for.
    aiohttp = await in_thread(importlib.import_module, "aiohttp")
    where = shown_url(url)
    try:
        async with asyncio.timeout(timeout):
            return await _exchange(aiohttp, url, request, where)
    except TimeoutError as error:
        raise EngagementError(f"{where} did not answer within {timeout:g} s.") from error
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        message = f"start_engagement_url must be an http or https address, but is {url!r}."
        raise EngagementError(message) from error
    except (aiohttp.ClientError, OSError) as error:
        raise EngagementError(failure(error, where)) from error


def encode_request(form_data: Mapping[str, Any], context: Mapping[str, Any]) -> bytes:
    """Return the body of the POST.

    Raises:
        EngagementError: A value cannot be written as JSON.
    """
    try:
        request = {"formData": dict(form_data), "context": dict(context)}
        return json.dumps(request, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        message = f"formData and context must be data that JSON can hold, but: {error}."
        raise EngagementError(message) from error


async def _exchange(aiohttp: Any, url: str, request: bytes, where: str) -> StartAnswer:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    limits = aiohttp.ClientTimeout(total=None)  # the caller's limit holds for everything
    async with (
        aiohttp.ClientSession(timeout=limits) as session,
        session.post(url, data=request, headers=headers, allow_redirects=False) as response,
    ):
        _check_status(response, where)
        return parse_answer(await _read(response, where), where)


def _check_status(response: "ClientResponse", where: str) -> None:
    status = status_text(response.status, response.reason)
    if 300 <= response.status < 400:  # noqa: PLR2004  the redirects
        target = shown_url(response.headers.get("Location", "nowhere"))
        raise EngagementError(
            f"{where} answered {status} and points to {target}. "
            "Redirects are not followed: set start_engagement_url to the final address."
        )
    if not 200 <= response.status < 300:  # noqa: PLR2004  what HTTP calls successful
        raise EngagementError(f"{where} answered {status}.")


async def _read(response: "ClientResponse", where: str) -> bytes:
    body = await body_of(response, MAX_ANSWER_BYTES)
    if body is None:
        raise EngagementError(
            f"{where} answered more than {MAX_ANSWER_BYTES // 1000} kB; "
            "a start's answer is a small JSON object."
        )
    return body


def parse_answer(body: bytes, where: str) -> StartAnswer:
    """Read a start's answer.

    Args:
        body: What the server sent.
        where: The server, as named in a sentence.

    Raises:
        EngagementError: It is not JSON, or a field is missing or of another type.
    """
    try:
        answer = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        began = body[:_EXCERPT].decode(errors="replace").strip()
        came = f"text that begins {began!r}" if began else "nothing"
        raise EngagementError(f"{where} must answer JSON, but {came} came.") from error
    if not isinstance(answer, dict):
        came = type(answer).__name__
        raise EngagementError(f"{where} must answer a JSON object, but a {came} came.")
    sid_key = next((key for key in _SID_KEYS if answer.get(key) not in (None, "")), None)
    if sid_key is None:
        sentence = "lacks the channel: “channelSid” or “conversationSid” must be a text."
        raise EngagementError(f"The answer of {where} {sentence}")
    identity = answer.get("identity")
    return StartAnswer(
        token=_field(answer, "token", where),
        channel_sid=_field(answer, sid_key, where),
        identity=None if identity is None else _field(answer, "identity", where),
        expiration=_expiration(answer.get("expiration"), where),
    )


def _field(answer: Mapping[str, Any], key: str, where: str) -> str:
    value = answer.get(key)
    if isinstance(value, str) and value.strip():
        return value
    came = "is missing" if value is None else f"is {value!r:.{_EXCERPT}}"
    raise EngagementError(f"In the answer of {where} “{key}” must be a text, but {came}.")


def _expiration(value: object, where: str) -> datetime | None:
    if value is None:
        return None
    try:
        return parse_time(value)
    except (ValueError, OverflowError, OSError) as error:
        raise EngagementError(
            f"In the answer of {where} “expiration” must be a time such as "
            f"2030-01-31T12:00:00Z, but is {value!r:.{_EXCERPT}}."
        ) from error


def parse_time(value: object) -> datetime:
    """Return a time as servers write it, aware, in UTC.

    Args:
        value: ISO 8601, a date of HTTP (``Thu, 01 Jan 2099 00:00:00 GMT``), or seconds or
            milliseconds since 1970.

    Raises:
        ValueError: It is none of these.
    """
    if isinstance(value, str):
        moment = _moment_of(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if value > _LATEST_SECONDS else value, UTC)
    raise ValueError(f"{value!r} is no time")


def _moment_of(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if text.isdecimal():
            return parse_time(int(text))
        from email.utils import parsedate_to_datetime  # noqa: PLC0415  seldom, and not at the start

        return parsedate_to_datetime(text)
