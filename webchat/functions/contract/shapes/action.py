"""What action, redirect and webhook return as ``output`` (reference: action-functions, 4)."""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, model_validator

from webchat.functions.contract.records import (
    ActionResult,
    EndStatus,
    Event,
    GroupedVariable,
    OpenType,
    OpenUrlEvent,
    SendMessageEvent,
    UploadAttachmentEvent,
    VariableType,
    VariableValue,
)
from webchat.functions.contract.shapes.base import (
    REQUIRED,
    Delay,
    FilledText,
    Json,
    Shape,
    Text,
    WebAddress,
    choice,
    misfit,
    of_type,
    unexpected,
)
from webchat.functions.contract.shapes.files import FileShape
from webchat.functions.contract.shapes.forms import FormShape, records


class MessageOptions(Shape):
    """What is said; the chat takes no blank messages."""

    text: FilledText = REQUIRED


class SendMessage(Shape):
    """A text goes out."""

    type: Literal["send_message"]
    options: MessageOptions = REQUIRED

    def record(self) -> Event:
        """Return it as a record."""
        return SendMessageEvent(self.options.text)


class UploadAttachment(Shape):
    """A file is fetched and posted."""

    type: Literal["upload_attachment"]
    options: FileShape = REQUIRED

    def record(self) -> Event:
        """Return it as a record."""
        return UploadAttachmentEvent(self.options.record())


class UrlOptions(Shape):
    """What is opened, and where."""

    url: WebAddress = REQUIRED
    open_type: Annotated[OpenType, choice(OpenType)] = "redirect"


class OpenUrl(Shape):
    """An address is opened."""

    type: Literal["open_url"]
    options: UrlOptions = REQUIRED

    def record(self) -> Event:
        """Return it as a record."""
        return OpenUrlEvent(self.options.url, self.options.open_type)


EVENT_TYPES: Final = ("send_message", "upload_attachment", "open_url")
AnyEvent: TypeAlias = Annotated[
    SendMessage | UploadAttachment | OpenUrl, Field(discriminator="type"), of_type(EVENT_TYPES)
]


class Retry(Shape):
    """When to run again."""

    delay: Delay = REQUIRED


class Variable(Shape):
    """What a declared variable is now: a text, or files."""

    key: FilledText = REQUIRED
    value: Text | None = None
    files: list[FileShape] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Variable":
        if (self.value is None) == (self.files is None):
            raise unexpected("an object with either a value or files")
        return self

    def record(self) -> VariableValue:
        """Return it as a record."""
        return VariableValue(self.key, self.value, tuple(one.record() for one in self.files or ()))


class Grouped(Shape):
    """One variable of a group; its value may be ``null``, as a field of a record elsewhere may."""

    id: FilledText = REQUIRED
    key: FilledText = REQUIRED
    label: Text = REQUIRED
    type: Annotated[VariableType, choice(VariableType)] = REQUIRED
    value: Json = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Grouped":
        if self.type == "string" and not isinstance(self.value, str | None):
            raise misfit("value", "a text, as its type says")
        return self

    def record(self) -> GroupedVariable:
        """Return it as a record."""
        return GroupedVariable(self.id, self.key, self.label, self.type, self.value)


class Group(Shape):
    """What starts one flow."""

    variables: list[Grouped] = REQUIRED


class ActionOutput(Shape):
    """What came of it, and what is to be done."""

    status: Annotated[EndStatus, choice(EndStatus)] | None = None
    message: Text = ""
    events: list[AnyEvent] = Field(default_factory=list)
    form: FormShape = Field(default_factory=list)
    retry: Retry | None = None
    variables: list[Variable] = Field(default_factory=list)
    state: Text | None = None
    variable_groups: list[Group] = Field(default_factory=list)

    def record(self, callback_token: str | None) -> ActionResult:
        """Return it as a record.

        Args:
            callback_token: What stands beside the output as ``callback.token``.
        """
        groups = (group.variables for group in self.variable_groups)
        return ActionResult(
            status=self.status,
            message=self.message,
            events=tuple(one.record() for one in self.events),
            form=records(self.form),
            retry_delay=None if self.retry is None else float(self.retry.delay),
            variables=tuple(one.record() for one in self.variables),
            state=self.state,
            variable_groups=tuple(tuple(one.record() for one in group) for group in groups),
            callback_token=callback_token,
        )
