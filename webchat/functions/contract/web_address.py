"""Which addresses functions may name: those that a browser would fetch over the network."""

from typing import Final
from urllib.parse import urlsplit

SCHEMES: Final = ("http", "https")


def is_web_address(value: object) -> bool:
    """Whether *value* is the text of an http or https address with a host.

    ``javascript:``, ``data:`` and ``file:`` are none, nor is one with blanks or line breaks in it:
    browsers take those out before they look, so that what was checked is not what they open.
    """
    if not isinstance(value, str) or not value.isprintable() or " " in value or "\\" in value:
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for what is no port
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.hostname)
