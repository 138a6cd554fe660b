"""Requests of OAuth2 as an app describes them, with the values in their places.

A value is written as the place needs it: percent-encoded in an address and in a form, escaped in
JSON, as it is in a header. So no value can add a field, a header, or lead to another server. A
server that wants the client's name and password as Basic authentication gets them by an address
such as ``https://{{client_id}}:{{client_secret}}@example.com/token``.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote, quote_plus, urlsplit

from webchat.errors import AuthenticationError
from webchat.exchange import shown_url
from webchat.functions.app import RequestTemplate
from webchat.functions.contract.web_address import is_web_address

VARIABLES: Final = (
    "client_id",
    "client_secret",
    "redirect_uri",
    "code",
    "access_token",
    "refresh_token",
)
_QUERY: Final = "query."
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_IN_HEADERS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ADDRESS_ITSELF: Final = "%/:?#[]@!$&'()*+,;=~"
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_Encode: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request that can be sent as it stands.

    Attributes:
        what: What it is for, as a sentence begins, such as ``The access-token request``.
        method: In capitals.
        url: Encoded, without a fragment.
        headers: In the order of the template.
        body: None sends none.
    """

    what: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


def filled(
    template: RequestTemplate,
    values: Mapping[str, str],
    query: Mapping[str, str],
    *,
    what: str = "The request",
) -> PreparedRequest:
    """Return the request with everything in its place.

    Args:
        template: The request as the app describes it.
        values: By the names in :data:`VARIABLES`; those that are not known yet are left out.
        query: What the redirect brought along, for ``{{query.NAME}}``.
        what: What the request is for, as a sentence begins.

    Raises:
        AuthenticationError: A variable is unknown or has no value here, or what came of it is no
            address, no header or no body.
    """
    filler = _Filler(values, query, what)
    url = filled_url(template, values, query, what=what)
    headers = tuple(filler.header(name, value) for name, value in template.headers.items())
    method = template.method.upper()
    if not _TOKEN.fullmatch(method):
        raise AuthenticationError(f"{what} has {template.method!r} as its method; GET is one.")
    if template.body is None:
        return PreparedRequest(what, method, url, headers, None)
    given = next((value for name, value in headers if name.lower() == "content-type"), "")
    content_type = given or _usual_type(template.body)
    if not given:
        headers = (*headers, ("Content-Type", content_type))
    body = filler.body(template.body, content_type).encode(errors="replace")
    return PreparedRequest(what, method, url, headers, body)


def filled_url(
    template: RequestTemplate,
    values: Mapping[str, str],
    query: Mapping[str, str],
    *,
    what: str,
) -> str:
    """Return only the address, with its query; the arguments are those of :func:`filled`."""
    filler = _Filler(values, query, what)
    url = filler.fill(template.url, "its address", _percent_encoded).partition("#")[0]
    url = quote(url, safe=_ADDRESS_ITSELF, errors="replace")
    if pairs := filler.pairs(template.query, "query", _percent_encoded):
        url += ("&" if "?" in url else "?") + pairs
    if not is_web_address(url) or "%" in (urlsplit(url).hostname or ""):
        written = shown_url(template.url)
        raise AuthenticationError(
            f"{what} should go to an http or https address, but its template is {written!r}."
        )
    return url


def variables_of(*templates: RequestTemplate | None) -> frozenset[str]:
    """Return the names that stand in double braces anywhere in *templates*."""
    texts = (text for one in templates if one is not None for text in _texts_of(one))
    return frozenset(name for text in texts for name in _PLACE.findall(text))


def _texts_of(template: RequestTemplate) -> Iterator[str]:
    yield template.url
    for part in (template.query, template.headers, template.body or {}):
        if isinstance(part, str):
            yield part
        else:
            yield from (*part, *part.values())


@dataclass(frozen=True, slots=True)
class _Filler:
    """Puts values into the places of one request."""

    values: Mapping[str, str]
    query: Mapping[str, str]
    what: str

    def fill(self, text: str, where: str, encode: _Encode) -> str:
        return _PLACE.sub(lambda place: encode(self._value(place.group(1), where)), text)

    def pairs(self, fields: Mapping[str, str], kind: str, encode: _Encode) -> str:
        filled = (
            (key, self.fill(value, f"its {kind} “{key}”", str)) for key, value in fields.items()
        )
        return "&".join(f"{encode(key)}={encode(value)}" for key, value in filled)

    def header(self, name: str, value: str) -> tuple[str, str]:
        filled = self.fill(value, f"its header “{name}”", str)
        if not _TOKEN.fullmatch(name):
            raise AuthenticationError(f"{self.what} has a header named {name!r}, which is no name.")
        if _NOT_IN_HEADERS.search(filled):
            raise AuthenticationError(
                f"{self.what} cannot be sent: its header “{name}” would have a line break or "
                "another control character in it. Was something else copied along with a value?"
            )
        return name, filled

    def body(self, body: Mapping[str, str] | str, content_type: str) -> str:
        kind = content_type.partition(";")[0].strip().lower()
        if kind == _JSON or kind.endswith("+json"):
            return self._json(body)
        if isinstance(body, str):
            return self.fill(body, "its body", _form_encoded if kind == _FORM else str)
        if kind == _FORM:
            return self.pairs(body, "field", _form_encoded)
        raise AuthenticationError(
            f"{self.what} has fields as its body, which can be sent as {_FORM} or {_JSON}, "
            f"but not as {kind}."
        )

    def _json(self, body: Mapping[str, str] | str) -> str:
        if isinstance(body, str):
            return self.fill(body, "its body", lambda value: json.dumps(value)[1:-1])
        return json.dumps(
            {key: self.fill(one, f"its field “{key}”", str) for key, one in body.items()}
        )

    def _value(self, name: str, where: str) -> str:
        place = f"{{{{{name}}}}}"
        if name.startswith(_QUERY) and name != _QUERY:
            value = self.query.get(name.removeprefix(_QUERY))
            if value is None:
                raise AuthenticationError(
                    f"{self.what} needs {place} in {where}, but the server came back with "
                    f"{_listed(self.query)} only."
                )
            return value
        if name not in VARIABLES:
            known = ", ".join(f"{{{{{one}}}}}" for one in (*VARIABLES, f"{_QUERY}NAME"))
            raise AuthenticationError(
                f"{self.what} has {place} in {where}, which is no variable. There are {known}."
            )
        if name not in self.values:
            raise AuthenticationError(
                f"{self.what} needs {place} in {where}, but there is none at this point."
            )
        return self.values[name]


def _percent_encoded(value: str) -> str:
    return quote(value, safe="", errors="replace")


def _form_encoded(value: str) -> str:
    return quote_plus(value, errors="replace")


def _usual_type(body: Mapping[str, str] | str) -> str:
    is_json = isinstance(body, str) and body.lstrip().startswith(("{", "["))
    return _JSON if is_json else _FORM  # the latter is what OAuth2 prescribes


def _listed(query: Mapping[str, str]) -> str:
    return ", ".join(f"“{name}”" for name in query) or "nothing"
