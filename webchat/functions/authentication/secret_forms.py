"""What a secret looks like once something has written it down: escaped, encoded, in a header.

A handler that logs a request does not print its secret as it is, but as JSON, as part of an
address or in Base64; whoever reads that log can read the secret all the same.
"""

import base64
import html
import json
from typing import NamedTuple
from urllib.parse import quote, quote_plus

_SHORTEST = 4  # anything shorter would be found in words that have nothing to do with it
_SHORTEST_LINE = 8
_ENCODE_URI_COMPONENT = "!*'()"  # what JavaScript leaves as it is


class Forms(NamedTuple):
    """How a secret may be written.

    Attributes:
        plain: Texts that are the secret, whole.
        inner: Texts that are in the middle of whatever has the secret in Base64.
    """

    plain: frozenset[str]
    inner: frozenset[str]


def is_long_enough(secret: str) -> bool:
    """Whether *secret* may be looked for by its value."""
    return len(secret.strip()) >= _SHORTEST


def forms_of(secret: str) -> Forms:
    """Return how *secret* may be written, for one that is long enough."""
    lines = [one.strip() for one in secret.splitlines() if len(one.strip()) >= _SHORTEST_LINE]
    plain = set(lines if len(lines) > 1 else ())  # a log is read line by line
    for one in {secret, secret.strip()}:
        plain |= _escaped(one) | _in_addresses(one)
    return Forms(frozenset(plain), _in_base64(secret.strip()))


def _escaped(secret: str) -> set[str]:
    as_json = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    within_json = {json.dumps(one)[1:-1] for one in as_json}  # a body of JSON, itself in JSON
    by_others = {repr(secret)[1:-1], html.escape(secret), secret.replace("/", "\\/")}
    by_others.add(repr(f"{secret}'\"")[1:-4])  # as part of a text that has both quotes
    return {secret} | as_json | within_json | by_others


def _in_addresses(secret: str) -> set[str]:
    data = secret.encode(errors="surrogatepass")
    encoded = {quote(data, safe=safe) for safe in ("", "/", _ENCODE_URI_COMPONENT)}
    encoded.add(quote_plus(data))
    return encoded | {_with_small_digits(one) for one in encoded}


def _with_small_digits(encoded: str) -> str:
    first, *others = encoded.split("%")
    return "%".join([first, *(one[:2].lower() + one[2:] for one in others)])


def _in_base64(secret: str) -> frozenset[str]:
    """Return what stands in the Base64 of any text that has *secret* somewhere in it.

    Three bytes are four characters, so it depends on how many bytes stand before the secret, by
    threes, how it is written, and at both ends a character is made of the neighbours, too.
    """
    data = secret.encode(errors="surrogatepass")
    found = set()
    for before in range(3):
        first = -(-before * 8 // 6)
        last = (before + len(data)) * 8 // 6
        padded = bytes(before) + data
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(encode(padded).decode()[first:last])
    return frozenset(found)
