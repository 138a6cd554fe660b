"""Settings of a simulation: one model, read from code, TOML or JSON.

Keys may be written as the reference widget's documentation writes them (``preEngagementConfig``)
or as Python does (``pre_engagement_config``). A key that this version does not know is an error in
code, where it is a slip of the keyboard. In a file it is named in a warning, since a real
widget's configuration holds many that only its vendor needs.
"""

import copy
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.alias_generators import to_camel

from webchat.errors import ConfigError

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


_DOCUMENTED = ConfigDict(
    frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
)


class FileAttachment(BaseModel):
    """Whether and which files may be sent (webchat-ui, section 5.1, ``fileAttachment``).

    Attributes:
        enabled: Whether files are sent and shown at all; unlike the reference's, ours is on.
        max_file_size: The largest file, in bytes, inclusive.
        accepted_extensions: Endings of names, without the dot; the case does not matter.
        read_only: Files of others are shown, but none can be sent.
    """

    model_config = _DOCUMENTED

    enabled: bool = True
    max_file_size: int = Field(default=10_485_760, gt=0)
    accepted_extensions: tuple[str, ...] = ("jpg", "jpeg", "png", "gif", "txt", "pdf")
    read_only: bool = False


class MarkdownSupport(BaseModel):
    """Whether messages are read as Markdown (webchat-ui, section 5.1, ``markdownSupport``)."""

    model_config = _DOCUMENTED

    enabled: bool = False


class ColorTheme(BaseModel):
    """The widget's colours (webchat-ui, section 5.3, ``colorTheme``).

    Attributes:
        base_name: One of the shipped themes; None follows the system's light or dark.
        light: Overrides whether the theme counts as light, which decides the colour of its text.
        colors: Entries of the palette to replace, such as ``base2``.
        overrides: A tree of components and their colours, laid over the theme's.
    """

    model_config = _DOCUMENTED

    base_name: str | None = None
    light: bool | None = None
    colors: dict[str, Any] = Field(default_factory=dict)
    overrides: dict[str, Any] = Field(default_factory=dict)


class Config(BaseModel):
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
        language: Which of the shipped texts the widget speaks, such as ``en-US`` or ``de``.
        strings: Texts that differ from the language's, by key.
        markdown_support: Whether messages are read as Markdown.
        file_attachment: Whether and which files may be sent.
    """

    model_config = _DOCUMENTED

    data_dir: Path | None = None
    start_engagement_url: str | None = None
    start_engagement_timeout: float = Field(default=15.0, gt=0)
    start_engagement_delay: float = Field(default=0.0, ge=0)
    start_engagement_on_init: bool = False
    pre_engagement_config: Any = Field(default_factory=lambda: copy.deepcopy(DEFAULT_FORM))
    send_query_as_message: bool = False
    context: dict[str, Any] = Field(default_factory=dict)
    available: bool = True
    disable_local_storage: bool = False
    agent: AgentKind = "concierge"
    agent_delay: float = Field(default=0.8, ge=0)
    reservation_timeout: float = Field(default=120.0, gt=0)
    color_theme: ColorTheme = Field(default_factory=ColorTheme)
    component_props: dict[str, dict[str, Any]] = Field(default_factory=dict)
    language: str = "en-US"
    strings: dict[str, str] = Field(default_factory=dict)
    markdown_support: MarkdownSupport = Field(default_factory=MarkdownSupport)
    file_attachment: FileAttachment = Field(default_factory=FileAttachment)

    @field_validator("color_theme", mode="before")
    @classmethod
    def _named_theme(cls, given: object) -> object:
        return {"base_name": given} if isinstance(given, str) else given

    def props(self, component: str) -> Mapping[str, Any]:
        """Return what ``component_props`` says about a component; empty when that is nothing."""
        return self.component_props.get(component, {})


class LoadedConfig(NamedTuple):
    """A configuration and what was odd about its file."""

    config: Config
    warnings: tuple[str, ...]


def load_config(path: Path) -> LoadedConfig:
    """Read a TOML or JSON file.

    Args:
        path: A file whose name ends in ``.toml`` or ``.json``.

    Raises:
        ConfigError: It cannot be read, is not of its format, or a value does not fit; the
            sentence names the file and the first key that is wrong.
    """
    data = _parse(path)
    known = {name for key in Config.model_fields for name in (key, to_camel(key))}
    warnings = tuple(
        f"{path.name}: {key!r} is not a setting of this version and was passed over."
        for key in data
        if key not in known
    )
    try:
        settings = {key: value for key, value in data.items() if key in known}
        return LoadedConfig(Config.model_validate(settings), warnings)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        came = repr(first.get("input"))
        message = f"{path}: {where}: {first['msg']}, but {came[:80]} came."
        raise ConfigError(message) from error


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors write a mark first
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    try:
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "TOML" if path.suffix.lower() == ".toml" else "JSON"
        raise ConfigError(f"{path} is not valid {kind}: {error}.") from error
    if not isinstance(data, dict):
        came = type(data).__name__
        raise ConfigError(f"{path} must hold one object of settings, but holds a {came}.")
    return data
