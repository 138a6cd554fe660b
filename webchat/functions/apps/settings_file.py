"""What ``app.toml`` says about an app; ``app.json`` is the same in JSON.

::

    title = "Order look-up"       # all keys are optional
    name = "order_lookup"         # else the folder's name
    kind = "action"               # action, automation, await or trigger
    description = "Finds an order by its number."
    timeout = 30                  # seconds that one call may take
    memory = 512                  # MB that the app's process may use
    in_loop = false               # true: Python handlers run in the program's own loop
    poll_interval = 60            # seconds between two polls of a trigger
    max_attempts = 20             # how often an automation may run again
    starts = "other_app"          # what a trigger starts for each group of variables

    [env]
    API_ROOT = "https://api.example.com"

    [authentication.custom]       # either this …
    inputs = [{key = "api_key", label = "API key", tip = "From your account's page."}]

    [authentication.oauth2]       # … or this; {{…}} as in reference action-functions, section 7
    client_id = ""                # empty: the person is asked
    client_secret = ""

    [authentication.oauth2.authorization]
    url = "https://example.com/oauth/authorize"
    query = {client_id = "{{client_id}}", redirect_uri = "{{redirect_uri}}"}

    [authentication.oauth2.access_token]      # method is POST unless it says otherwise
    url = "https://example.com/oauth/token"
    headers = {Accept = "application/json"}
    body = {code = "{{code}}", client_secret = "{{client_secret}}"}

    [authentication.oauth2.refresh_token]     # optional, as access_token
    url = "https://example.com/oauth/token"
    body = {refresh_token = "{{refresh_token}}"}

    [authentication.oauth2.test]              # optional; method is GET
    url = "https://example.com/me"
    headers = {Authorization = "Bearer {{access_token}}"}

A key that nobody knows is a warning. What a wrong value was is not repeated where it may be a
secret.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webchat.config import read_object, reason
from webchat.errors import ConfigError, FunctionAppError
from webchat.functions.app import (
    AppSettings,
    Authentication,
    CustomAuthentication,
    CustomInput,
    OAuth2,
    RequestTemplate,
)
from webchat.functions.contract.records import ProcessKind

if TYPE_CHECKING:
    from webchat.functions.apps import settings_model

FILE_NAMES = ("app.toml", "app.json")
_LARGEST = 1 << 20
_MOST_FINDINGS = 5
_SECRET = frozenset({"authentication", "env"})
_OUR_WORDS = {"model_type": "should be a table", "dict_type": "should be a table"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a settings file says; what it leaves out is as here.

    Attributes:
        title: How people read the app; empty for its folder's name.
        name: What it is called; empty for its folder's name.
        kind: When its action function runs.
        description: More about it.
        authentication: How it is connected with an account.
        settings: Limits and the like.
        warnings: A sentence for each key that nobody knows.
    """

    title: str = ""
    name: str = ""
    kind: ProcessKind = "action"
    description: str = ""
    authentication: Authentication = None
    settings: AppSettings = field(default_factory=AppSettings)
    warnings: tuple[str, ...] = ()


def read_settings(folder: Path) -> Said:
    """Read the settings file of the app in *folder*; without one nothing is said.

    Raises:
        FunctionAppError: There are two, it is of no such format, or values do not fit; the
            sentence names the keys.
        OSError: It may not be read.
    """
    found = [path for name in FILE_NAMES if os.path.lexists(path := folder / name)]
    if not found:
        return Said()
    if len(found) > 1:
        raise FunctionAppError("There are both app.toml and app.json; keep one of them.")
    return _said(_read(found[0]), found[0].name)


def authentication_from(given: Mapping[str, Any]) -> Authentication:
    """Return the authentication that a table such as ``[authentication]`` of the file describes.

    Raises:
        FunctionAppError: It does not fit; the sentence names the keys.
    """
    from webchat.functions.apps.settings_model import AppTable  # noqa: PLC0415  see there

    table = _checked(AppTable, {"authentication": given})
    return _authentication(table.authentication)


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise FunctionAppError(f"{path.name} is not a file.")
    if path.stat().st_size > _LARGEST:
        raise FunctionAppError(f"{path.name} is larger than 1 MB; settings are not.")
    path.open("rb").close()  # what prevents that is the same sentence as for code
    try:
        return read_object(path)
    except ConfigError as error:
        raise FunctionAppError(str(error)) from error


def _said(data: Mapping[str, Any], name: str) -> Said:
    from webchat.functions.apps.settings_model import AppTable  # noqa: PLC0415  see there

    table = _checked(AppTable, data, name)
    return Said(
        title=table.title.strip(),
        name=table.name,
        kind=table.kind,
        description=table.description,
        authentication=_authentication(table.authentication),
        settings=AppSettings(**{one.name: getattr(table, one.name) for one in fields(AppSettings)}),
        warnings=tuple(f"{name}: {one}" for one in _unknown(table)),
    )


def _checked(
    kind: "type[settings_model.AppTable]", data: Mapping[str, Any], name: str = ""
) -> "settings_model.AppTable":
    from pydantic import ValidationError  # noqa: PLC0415  takes long

    try:
        return kind.model_validate(data)
    except ValidationError as error:
        found = [_sentence(one) for one in error.errors()[:_MOST_FINDINGS]]
        before = f"{name}: " if name else ""
        raise FunctionAppError(f"{before}{'; '.join(found)}.") from error


def _sentence(error: Mapping[str, Any]) -> str:
    """Return what is wrong, without what came where that may hold a secret."""
    where = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return f"{where} is missing"
    words = _OUR_WORDS.get(error["type"], error["msg"])
    if error["loc"] and error["loc"][0] in _SECRET:
        return f"{where}: {words.removeprefix('Value error, ')}"
    return reason({**error, "msg": words})


def _unknown(table: "settings_model.Table", where: str = "") -> Iterator[str]:
    """Yield a sentence for each key of *table*, and of those in it, that nobody knows."""
    known = type(table).model_fields
    for key in table.model_extra or {}:
        near = difflib.get_close_matches(key, known, 1)
        hint = f" Is {near[0]} meant?" if near else ""
        yield f"{where}{key} is not known and was passed over.{hint}"
    for key in known:
        value = getattr(table, key)
        if isinstance(value, Mapping):
            continue
        for one in value if isinstance(value, list) else [value]:
            if hasattr(one, "model_extra"):
                yield from _unknown(one, f"{where}{key}.")


def _authentication(table: "settings_model.AuthenticationTable | None") -> Authentication:
    if table is None:
        return None
    if table.custom is not None:
        inputs = (CustomInput(one.key, one.label, one.tip) for one in table.custom.inputs)
        return CustomAuthentication(tuple(inputs))
    return _oauth2(table.oauth2) if table.oauth2 is not None else None


def _oauth2(table: "settings_model.OAuth2Table") -> OAuth2:
    return OAuth2(
        authorization=RequestTemplate(table.authorization.url, query=table.authorization.query),
        access_token=_request(table.access_token, "POST"),
        refresh_token=None
        if table.refresh_token is None
        else _request(table.refresh_token, "POST"),
        test=None if table.test is None else _request(table.test, "GET"),
        client_id=table.client_id,
        client_secret=table.client_secret,
    )


def _request(table: "settings_model.RequestTable", method: str) -> RequestTemplate:
    """Return a request; *method* is that of the ones that do not say (RFC 6749, section 3.2)."""
    return RequestTemplate(
        table.url, table.method or method, table.query, table.headers, table.body
    )
