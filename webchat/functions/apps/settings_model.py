"""The shape of ``app.toml`` for the library that checks it; imported when there is such a file.

Types are meant as they are written: ``"30"`` is no number. Only where any text may stand, as in a
query, is a number taken as one. Keys that nobody knows are kept, to be named in a warning.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from webchat.functions.app import AppSettings
from webchat.functions.apps.names import RULE, is_name
from webchat.functions.contract.records import ProcessKind

_LONGEST_CALL = 3600
_YEAR = 366 * 24 * 3600
_UNSAID = AppSettings()


def _name(text: str) -> str:
    if text and not is_name(text):
        raise ValueError(f"should be {RULE}, but {text!r:.80} came")
    return text


def _address(text: str) -> str:
    if not re.fullmatch(r"(https?://|\{\{)\S+", text):
        raise ValueError("should be an address that begins with http:// or https://")
    return text


def _key(text: str) -> str:
    if not text.strip():
        raise ValueError("should not be empty")
    return text


def _method(given: Any) -> Any:
    return given.upper() if isinstance(given, str) else given


def _body(given: Any) -> Any:
    if isinstance(given, str) or given is None:
        return given
    plain = isinstance(given, dict) and {type(one) for one in given.values()} <= {str, int, float}
    if not plain:
        raise ValueError("should be a text, or a table of texts")
    return {key: str(one) for key, one in given.items()}


def _environment(given: dict[str, str]) -> dict[str, str]:
    for key, value in given.items():
        if not key or "=" in key or "\0" in key + value:
            raise ValueError(f"{key!r:.80} and its value cannot stand in an environment")
    return given


Name = Annotated[str, AfterValidator(_name)]
Key = Annotated[str, AfterValidator(_key)]
Text = Annotated[str, Field(strict=False, coerce_numbers_to_str=True)]
Texts = dict[str, Text]
Address = Annotated[str, AfterValidator(_address)]
Method = Annotated[Literal["GET", "POST", "PUT", "PATCH"], BeforeValidator(_method)]


class Table(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class CustomInputTable(Table):
    """One of ``authentication.custom.inputs``."""

    key: Key
    label: str
    tip: str = ""


class CustomTable(Table):
    """``[authentication.custom]``."""

    inputs: list[CustomInputTable] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        keys = [one.key for one in self.inputs]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"two of the inputs have the key {twice!r}")
        return self


class AuthorizationTable(Table):
    """``[authentication.oauth2.authorization]``: what the browser is sent to."""

    url: Address
    query: Texts = {}


class RequestTable(AuthorizationTable):
    """A request that the framework makes."""

    method: Method | None = None
    headers: Texts = {}
    body: Annotated[dict[str, str] | str | None, BeforeValidator(_body)] = None


class OAuth2Table(Table):
    """``[authentication.oauth2]``."""

    client_id: Text = ""
    client_secret: Text = ""
    authorization: AuthorizationTable
    access_token: RequestTable
    refresh_token: RequestTable | None = None
    test: RequestTable | None = None


class AuthenticationTable(Table):
    """``[authentication]``: one of the two."""

    custom: CustomTable | None = None
    oauth2: OAuth2Table | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.custom is None) == (self.oauth2 is None):
            raise ValueError("should have either custom or oauth2")
        return self


class LimitsTable(Table):
    """What becomes :class:`webchat.functions.app.AppSettings`."""

    timeout: float = Field(_UNSAID.timeout, gt=0, le=_LONGEST_CALL)
    memory: int = Field(_UNSAID.memory, ge=32, le=1 << 20)
    in_loop: bool = _UNSAID.in_loop
    poll_interval: float = Field(_UNSAID.poll_interval, gt=0, le=_YEAR)
    max_attempts: int = Field(_UNSAID.max_attempts, ge=1)
    starts: Name = _UNSAID.starts
    env: Annotated[Texts, AfterValidator(_environment)] = {}


class AppTable(LimitsTable):
    """The file as a whole."""

    title: str = ""
    name: Name = ""
    kind: ProcessKind = "action"
    description: str = ""
    authentication: AuthenticationTable | None = None
