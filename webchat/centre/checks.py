"""What the centre refuses before anything is asked of its database."""

import json
from collections.abc import Mapping
from typing import Any

from webchat.errors import CentreError, MessageRefusedError
from webchat.model import MAX_BODY_LENGTH


def check_body(body: object, *, has_files: bool = False) -> None:
    """Refuse what is no text that can be kept.

    Args:
        body: What shall be sent.
        has_files: Whether files go with it, so that nothing needs to be said.

    Raises:
        MessageRefusedError: It is no text, too long, or blank without files.
    """
    if not isinstance(body, str):
        raise MessageRefusedError(f"A message is text, but a {type(body).__name__} came.")
    if not has_files and (not body or body.isspace()):
        raise MessageRefusedError("The message is blank. Write something before sending it.")
    if len(body) > MAX_BODY_LENGTH:
        raise MessageRefusedError(
            f"The message has {len(body)} characters, but a channel takes at most"
            f" {MAX_BODY_LENGTH}. Shorten it, or send it in parts."
        )
    try:
        body.encode()
    except UnicodeEncodeError as error:
        raise MessageRefusedError(
            f"The message holds half a character at position {error.start}"
            f" ({error.object[error.start]!r}), which cannot be kept. Take it out."
        ) from error


def as_json(
    attributes: Mapping[str, Any] | None, refusal: type[CentreError]
) -> tuple[dict[str, Any], str]:
    """Return the attributes as they come back from the database, and as they stand there.

    Raises:
        CentreError: A *refusal*, when JSON cannot say them.
    """
    if not attributes:
        return {}, "{}"
    try:
        text = json.dumps(dict(attributes), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise refusal(
            f"Attributes must be what JSON can say (texts, numbers, lists, objects): {error}."
        ) from error
    return json.loads(text), text
