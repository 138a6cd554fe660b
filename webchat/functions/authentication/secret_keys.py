"""Which keys hold secrets, and how they are found in data and in what a program prints.

A secret that is known is found by its value (see :mod:`.masks`). Here is what is left: one that
nobody has told us of, such as a token that a handler has fetched by itself, and one that is too
short to be looked for everywhere.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

MASK: Final = "••••••"

_SECRET_KEYS: Final = frozenset(
    {
        "accesstoken",
        "api_key",
        "apikey",
        "authorization",
        "client_secret",
        "clientsecret",
        "cookie",
        "idtoken",
        "password",
        "proxy_authorization",
        "refreshtoken",
        "set_cookie",
        "x_api_key",
    }
)
_SPENT_QUERIES: Final = frozenset({"code", "state"})
_PUBLIC_OAUTH2: Final = frozenset({"token_type", "expires_in", "scope"})
_SCHEME = r"(?:(?:basic|bearer|digest|oauth|token|apikey)\s+)?"
_SCHEMES = re.compile(f"(?i:{_SCHEME})")

_QUOTE = r"\\*[\"']"
_COLON = rf"(?:{_QUOTE})?\s*[:=]\s*(?:{_QUOTE})?"  # key=value, key: 'value', \"key\":\"value\"
_COMMA = rf"{_QUOTE}\s*,\s*(?:{_QUOTE}value{_QUOTE}\s*:\s*)?{_QUOTE}"  # a pair, a header of a list
_BETWEEN = f"(?:{_COLON}|{_COMMA})"
_NOTHING = r"(?!(?:null|None|undefined|true|false|True|False)\b)"
_VALUE = rf"{_NOTHING}[^\s\"'\\,;&{{}}()\[\]<>]+"

_IN_ADDRESS = r"(://[^/\s:@\"']*:)[^/\s@\"']+(?=@)"  # https://name:password@host

# Each begins with plain letters, and is looked for only where these are: a pattern that begins
# with a choice, or ignores the case, takes fifty times as long on a long log.
_FIELDS: Final = ("_token", "cessToken", "reshToken", "client_secret", "clientSecret", "assword")
_HEADERS: Final = ("uthorization", "UTHORIZATION")
_BEHIND_KEYS: Final = (
    *((key, re.compile(f"({key}{_BETWEEN}){_VALUE}")) for key in _FIELDS),
    *((key, re.compile(f"({key}{_BETWEEN}(?i:{_SCHEME})){_VALUE}")) for key in _HEADERS),
    ("://", re.compile(_IN_ADDRESS)),
)

Replace: TypeAlias = Callable[[str, Any], Any]
"""Called with the key and the value of a secret, returns what stands in its place."""


def is_secret_key(key: str) -> bool:
    """Whether a value under *key* is a secret, whatever it is: a header or a field of JSON."""
    key = key.lower().replace("-", "_")
    return key in _SECRET_KEYS or key.endswith("_token")


def behind_key(key: str, secret: str) -> re.Pattern[str]:
    """Return a pattern for one secret behind its key; all before the secret is its first group."""
    return re.compile(rf"({re.escape(key)}{_BETWEEN}){re.escape(secret)}(?!\w)")


def masked_behind_keys(text: str) -> str:
    """Return *text* without what stands behind the key of a secret.

    JSON, query strings, headers, and objects as Python and node print them are recognised.
    """
    for beginning, pattern in _BEHIND_KEYS:
        if beginning in text:
            text = pattern.sub(rf"\1{MASK}", text)
    return text


def masked_value(value: Any) -> Any:
    """Return what is shown of a value under a secret's key: the scheme of a header, a mask.

    Nothing is left as it is, since that there is none is no secret.
    """
    if isinstance(value, Mapping):
        return {key: masked_value(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked_value(one) for one in value]
    if value in (None, "") or isinstance(value, bool):
        return value
    scheme = _SCHEMES.match(value) if isinstance(value, str) else None
    return f"{scheme.group() if scheme else ''}{MASK}"


def replaced_in_credential(credential: Mapping[str, Any], replace: Replace) -> dict[str, Any]:
    """Return a copy of a function's ``credential`` with *replace* applied to each secret in it.

    All of it is secret but what OAuth2 itself says in public: the type, the life and the scope of
    a token, and what the redirect brought along besides its code and state.
    """
    return {
        key: _in_oauth2(one, replace) if key == "oauth2" else _replaced(key, one, replace)
        for key, one in credential.items()
    }


def _in_oauth2(oauth2: Any, replace: Replace) -> Any:
    if not isinstance(oauth2, Mapping):
        return _replaced("oauth2", oauth2, replace)
    return {key: _oauth2(key, one, replace) for key, one in oauth2.items()}


def _oauth2(key: str, value: Any, replace: Replace) -> Any:
    if key in _PUBLIC_OAUTH2:
        return value
    if key == "redirect_queries" and isinstance(value, (list, tuple)):
        return [_query(one, replace) for one in value]
    return _replaced(key, value, replace)


def _query(query: Any, replace: Replace) -> Any:
    if not isinstance(query, Mapping):
        return _replaced("", query, replace)
    name = str(query.get("name"))
    if name not in _SPENT_QUERIES and not is_secret_key(name):
        return dict(query)
    return {**query, "value": _replaced(name, query.get("value"), replace)}


def _replaced(key: str, value: Any, replace: Replace) -> Any:
    if isinstance(value, Mapping):
        return {inner: _replaced(inner, one, replace) for inner, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_replaced(key, one, replace) for one in value]
    return replace(key, value)
