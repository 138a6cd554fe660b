"""Sending a prepared request and reading its answer, to a limit in size and in time.

Nothing is followed: a redirect would carry the client's secret or a token to an address that the
app does not name.
"""

import asyncio
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from webchat.errors import AuthenticationError
from webchat.exchange import body_of, failure, shown_url, status_text
from webchat.functions.authentication.templates import PreparedRequest
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from aiohttp import ClientResponse

MAX_ANSWER_BYTES: Final = 1_000_000
SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        where: The server's address without what may be secret, for sentences.
        status: A number such as 200.
        reason: Number and words, such as ``404 Not Found``, for sentences.
        content_type: Without its parameters, in small letters.
        body: At most :data:`MAX_ANSWER_BYTES`.
    """

    where: str
    status: int
    reason: str
    content_type: str
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether HTTP calls the status successful."""
        return 200 <= self.status < 300  # noqa: PLR2004  as HTTP has it


async def send(
    request: PreparedRequest, mask: Callable[[str], str], *, seconds: float = SECONDS
) -> Answer:
    """Send *request* and return what came.

    Args:
        request: Sent as it stands.
        mask: Takes secrets out of a sentence.
        seconds: How long the whole exchange may take.

    Raises:
        AuthenticationError: Nothing came, too much, or a redirect.
    """
    aiohttp = await in_thread(importlib.import_module, "aiohttp")
    where = mask(shown_url(request.url))
    try:
        async with asyncio.timeout(seconds):
            return await _exchange(aiohttp, request, where, mask)
    except TimeoutError:
        problem = f"{where} did not answer within {seconds:g} s."
    except (aiohttp.ClientError, OSError) as error:
        problem = mask(failure(error, where))
    except ValueError as error:  # such as two kinds of authentication in one request
        problem = mask(f"{request.what} cannot be sent to {where}: {error}.")
    raise AuthenticationError(problem)  # outside: what was caught may have a secret in it


async def _exchange(
    aiohttp: Any, request: PreparedRequest, where: str, mask: Callable[[str], str]
) -> Answer:
    from yarl import URL  # noqa: PLC0415  comes with aiohttp, which is imported just before

    limits = aiohttp.ClientTimeout(total=None)  # the caller's limit holds for everything
    headers = [("Accept", "application/json"), *request.headers]
    if any(name.lower() == "accept" for name, _value in request.headers):
        del headers[0]
    async with (
        aiohttp.ClientSession(timeout=limits) as session,
        session.request(
            request.method,
            URL(request.url, encoded=True),
            headers=headers,
            data=request.body,
            allow_redirects=False,
        ) as response,
    ):
        reason = status_text(response.status, response.reason)
        if 300 <= response.status < 400:  # noqa: PLR2004  the redirects
            target = mask(shown_url(response.headers.get("Location", "nowhere")))
            raise AuthenticationError(
                f"{request.what} to {where} was answered {reason} and points to {target}. "
                "Redirects are not followed: put the final address into the app's settings."
            )
        body = await _read(response, where)
        return Answer(where, response.status, mask(reason), response.content_type.lower(), body)


async def _read(response: "ClientResponse", where: str) -> bytes:
    body = await body_of(response, MAX_ANSWER_BYTES)
    if body is None:
        raise AuthenticationError(
            f"{where} answered more than {MAX_ANSWER_BYTES // 1000} kB, where a token or a "
            "short answer was expected."
        )
    return body
