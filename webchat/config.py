"""Settings of a simulation: one model, read from code, TOML or JSON.

Keys may be written as the reference widget's documentation writes them (``preEngagementConfig``)
or as Python does (``pre_engagement_config``). A key that this version does not know is an error in
code, where it is a slip of the keyboard. In a file it is named in a warning, since a real
widget's configuration holds many that only its vendor needs.

The library that checks values is imported with the first file, and with the first value in code
that is not plainly of its type: most starts have neither, and paint a quarter sooner without it.
"""

import copy
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import (
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
)

from webchat.errors import ConfigError

_Settings = TypeVar("_Settings")
AgentKind: TypeAlias = Literal["concierge", "person", "none"]

# Its texts are keys of the strings, so that it speaks the widget's language.
DEFAULT_FORM: Mapping[str, Any] = {
    "description": "PreEngagementDescription",
    "fields": [
        {
            "label": "PreEngagementFriendlyName",
            "type": "InputItem",
            "attributes": {"name": "friendlyName", "type": "text", "required": True},
        },
        {
            "label": "PreEngagementEmail",
            "type": "InputItem",
            "attributes": {"name": "email", "type": "email", "required": False},
        },
        {
            "label": "PreEngagementQuery",
            "type": "TextareaItem",
            "attributes": {"name": "query", "type": "text", "rows": 4, "required": False},
        },
    ],
    "submitLabel": "PreEngagementSubmitButton",
}


def documented(key: str) -> str:
    """Return how the documentation writes a key, ``maxFileSize`` for ``max_file_size``."""
    first, *others = key.split("_")
    return first + "".join(one.title() for one in others)


def _settings(kind: type[_Settings]) -> type[_Settings]:
    """Let a class of settings take the documented keys, too, and whatever its types can be made of.

    What is not plainly of its type, such as a text for a path or an object for nested settings,
    is checked as the same value in a file is.
    """
    made = kind.__init__
    names = {documented(one.name): one.name for one in fields(cast("Any", kind))}

    @functools.wraps(made)
    def init(self: _Settings, **given: Any) -> None:
        by_name = {names.get(key, key): value for key, value in given.items()}
        made(self, **(by_name if _are_plain(kind, by_name) else _checked(kind, by_name)))

    setattr(kind, "__init__", init)  # noqa: B010  a type checker knows the generated one
    return kind


def _are_plain(kind: Any, given: Mapping[str, Any]) -> bool:
    types = {one.name: one.type for one in fields(kind)}
    return all(key in types and _is_plain(value, types[key]) for key, value in given.items())


def _is_plain(value: object, kind: Any) -> bool:
    if kind is Any:
        return True
    if kind in {bool, int, str, float}:
        return type(value) is kind or (kind is float and type(value) is int)
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if get_origin(kind) is dict:
        return value == {}
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return isinstance(value, kind)


def _checked(kind: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return *given* as the types want it.

    Raises:
        TypeError: A key is none of the settings.
        ValueError: A value does not fit.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  takes long, see above

    types: dict[str, Any] = {one.name: one.type for one in fields(kind)}
    checked = {}
    for key, value in given.items():
        if key not in types:
            raise TypeError(
                f"{kind.__name__} has no setting {key!r}; there are: {', '.join(types)}"
            )
        whole = {"base_name": value} if key == "color_theme" and isinstance(value, str) else value
        try:
            checked[key] = TypeAdapter(types[key]).validate_python(whole)
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(reason({**first, "loc": (key, *first["loc"])})) from error
    return checked


_FORM: dict[str, Any] = {
    "extra": "forbid",
    "alias_generator": documented,
    "populate_by_name": True,
}


@_settings
@dataclass(frozen=True, kw_only=True)
class FileAttachment:
    """Whether and which files may be sent (webchat-ui, section 5.1, ``fileAttachment``).

    Attributes:
        enabled: Whether files are sent and shown at all; unlike the reference's, ours is on.
        max_file_size: The largest file, in bytes, inclusive.
        accepted_extensions: Endings of names, without the dot; the case does not matter.
        read_only: Files of others are shown, but none can be sent.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _FORM

    enabled: bool = True
    max_file_size: int = 10_485_760
    accepted_extensions: tuple[str, ...] = ("jpg", "jpeg", "png", "gif", "txt", "pdf")
    read_only: bool = False

    def __post_init__(self) -> None:
        """Check the size.

        Raises:
            ValueError: Nothing is that small.
        """
        _at_least(self, above=("max_file_size",))


@_settings
@dataclass(frozen=True, kw_only=True)
class MarkdownSupport:
    """Whether messages are read as Markdown (webchat-ui, section 5.1, ``markdownSupport``)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _FORM

    enabled: bool = False


@_settings
@dataclass(frozen=True, kw_only=True)
class ColorTheme:
    """The widget's colours (webchat-ui, section 5.3, ``colorTheme``).

    Attributes:
        base_name: One of the shipped themes; None follows the system's light or dark.
        light: Overrides whether the theme counts as light, which decides the colour of its text.
        colors: Entries of the palette to replace, such as ``base2``.
        overrides: A tree of components and their colours, laid over the theme's.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _FORM

    base_name: str | None = None
    light: bool | None = None
    colors: dict[str, Any] = field(default_factory=dict)
    overrides: dict[str, Any] = field(default_factory=dict)


@_settings
@dataclass(frozen=True, kw_only=True)
class Config:
    """How a simulation is set up; ``Config()`` alone is a working one.

    Attributes:
        data_dir: Where conversations and the session are kept; None keeps nothing.
        start_engagement_url: Where StartEngagement posts the form; None lets the embedded
            centre answer.
        start_engagement_timeout: How long that POST may take, in seconds.
        start_engagement_delay: How long the embedded centre takes to open a channel, in seconds.
            The window sets it, so that a person sees the waiting; a test need not wait.
        start_engagement_on_init: Start on the first opening of the widget, without a form.
        pre_engagement_config: The form, of the documented schema (webchat-ui, section 5.2).
            Kept as it came: one that cannot be used is shown as such by the widget.
        send_query_as_message: Send what the form's ``query`` holds as the customer's first message.
        context: Sent along with the form's values, which win where both have a key.
        available: False shows no widget at all.
        disable_local_storage: Do not resume the session at the next start.
        agent: Who answers: the concierge bot, a person, or nobody.
        agent_delay: How long the concierge takes to join and to answer, in seconds.
        reservation_timeout: How long a task is offered to one agent, in seconds.
        color_theme: The widget's colours; a bare name is its ``base_name``.
        component_props: Properties of components by the names that the documentation gives both
            (webchat-ui, sections 1.1 to 1.3).
        language: Which of the shipped texts the widget speaks, such as ``de``; None is what the
            person chose, and American English before that.
        strings: Texts that differ from the language's, by key.
        markdown_support: Whether messages are read as Markdown.
        file_attachment: Whether and which files may be sent.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _FORM

    data_dir: Path | None = None
    start_engagement_url: str | None = None
    start_engagement_timeout: float = 15.0
    start_engagement_delay: float = 0.0
    start_engagement_on_init: bool = False
    pre_engagement_config: Any = field(default_factory=lambda: copy.deepcopy(DEFAULT_FORM))
    send_query_as_message: bool = False
    context: dict[str, Any] = field(default_factory=dict)
    available: bool = True
    disable_local_storage: bool = False
    agent: AgentKind = "concierge"
    agent_delay: float = 0.8
    reservation_timeout: float = 120.0
    color_theme: ColorTheme = field(default_factory=ColorTheme)
    component_props: dict[str, dict[str, Any]] = field(default_factory=dict)
    language: str | None = None
    strings: dict[str, str] = field(default_factory=dict)
    markdown_support: MarkdownSupport = field(default_factory=MarkdownSupport)
    file_attachment: FileAttachment = field(default_factory=FileAttachment)

    def __post_init__(self) -> None:
        """Check what a type does not say.

        Raises:
            ValueError: A number is too small.
        """
        _at_least(
            self,
            above=("start_engagement_timeout", "reservation_timeout"),
            least=("start_engagement_delay", "agent_delay"),
        )

    def props(self, component: str) -> Mapping[str, Any]:
        """Return what ``component_props`` says about a component; empty when that is nothing."""
        return self.component_props.get(component, {})


class LoadedConfig(NamedTuple):
    """A configuration and what was odd about its file."""

    config: Config
    warnings: tuple[str, ...]


def load_config(path: Path, **defaults: Any) -> LoadedConfig:
    """Read a TOML or JSON file.

    Args:
        path: A file whose name ends in ``.toml`` or ``.json``.
        defaults: What a setting is that the file does not have, in the place of our own.

    Raises:
        ConfigError: It cannot be read, is not of its format, or a value does not fit; the
            sentence names the file and the first key that is wrong.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  takes long, see above

    data = read_object(path)
    keys = {name: one.name for one in fields(Config) for name in (one.name, documented(one.name))}
    warnings = tuple(
        f"{path.name}: {key!r} is not a setting of this version and was passed over."
        for key in data
        if key not in keys
    )
    try:
        settings = {keys[key]: value for key, value in data.items() if key in keys}
        if isinstance(name := settings.get("color_theme"), str):
            settings["color_theme"] = {"base_name": name}
        return LoadedConfig(TypeAdapter(Config).validate_python(defaults | settings), warnings)
    except ValidationError as error:
        raise ConfigError(f"{path}: {reason(error.errors()[0])}.") from error


def _at_least(config: object, above: tuple[str, ...] = (), least: tuple[str, ...] = ()) -> None:
    for key in (*above, *least):
        value = getattr(config, key)
        if value < 0 or (value == 0 and key in above):
            wanted = "greater than 0" if key in above else "greater than or equal to 0"
            raise ValueError(f"{key}: should be {wanted}, but {value:g} came")


def reason(first: Mapping[str, Any]) -> str:
    """Return what is wrong as a sentence without its full stop.

    Args:
        first: One of ``ValidationError.errors()`` of pydantic.
    """
    where = ".".join(map(str, first["loc"]))
    before = f"{where}: " if where else ""
    if first["type"] == "value_error":  # one of our own, which says what came
        return f"{before}{first['msg'].removeprefix('Value error, ')}"
    return f"{before}{first['msg']}, but {first.get('input')!r:.80} came"


def read_object(path: Path) -> dict[str, Any]:
    """Return what a TOML or JSON file holds.

    Args:
        path: A file; TOML if its name ends in ``.toml``.

    Raises:
        ConfigError: It cannot be read, is not of its format, or holds no table of settings.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors write a mark first
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    import tomllib  # noqa: PLC0415  not at the start, which has no file most times

    try:
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "TOML" if path.suffix.lower() == ".toml" else "JSON"
        raise ConfigError(f"{path} is not valid {kind}: {error}.") from error
    if not isinstance(data, dict):
        came = type(data).__name__
        raise ConfigError(f"{path} must hold one object of settings, but holds a {came}.")
    return data
