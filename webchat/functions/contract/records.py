"""What functions return, as frozen records; made by :mod:`webchat.functions.contract.checks`.

The names are those of the seed, written as Python writes them. Nothing here checks anything: a
record that exists has been checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

FunctionName: TypeAlias = Literal["identity", "build", "action", "redirect", "webhook"]
ProcessKind: TypeAlias = Literal["action", "automation", "await", "trigger"]
ButtonStyle: TypeAlias = Literal["default", "branding"]
OpenType: TypeAlias = Literal["redirect", "webview"]
EndStatus: TypeAlias = Literal["completed", "cancelled"]
VariableType: TypeAlias = Literal["string", "file"]
InputType: TypeAlias = Literal[
    "string",
    "text",
    "number",
    "date",
    "time",
    "date-time",
    "select",
    "multi-select",
    "file",
    "heading",
]
FUNCTION_NAMES: tuple[FunctionName, ...] = ("identity", "build", "action", "redirect", "webhook")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that the framework fetches (``upload_attachment``, ``variables[].files``).

    Attributes:
        url: Where it is.
        file_name: What it is called; text to show, never a path.
        mime_type: Its media type, such as ``application/pdf``.
        headers: Sent along, in this order; they may hold secrets.
    """

    url: str
    file_name: str
    mime_type: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SendMessageEvent:
    """``send_message``: a text goes out."""

    text: str


@dataclass(frozen=True, slots=True)
class UploadAttachmentEvent:
    """``upload_attachment``: a file is fetched and posted in the conversation."""

    file: RemoteFile


@dataclass(frozen=True, slots=True)
class OpenUrlEvent:
    """``open_url``: an address is opened in the browser, or inside the program (``webview``)."""

    url: str
    open_type: OpenType = "redirect"


Event: TypeAlias = SendMessageEvent | UploadAttachmentEvent | OpenUrlEvent


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a ``select`` or ``multi-select``."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FormInput:
    """One input of a form (reference: action-functions, section 5).

    Attributes:
        type: Which widget it is.
        key: Under which name the function gets the answer.
        label: The question; empty for a heading.
        tip: More about the question.
        placeholder: Shown while there is no answer.
        default: What is filled in, of the type of the answer; None for nothing.
        required: Whether there must be an answer.
        options: The choices.
        title: Of a heading.
        description: Of a heading.
    """

    type: InputType
    key: str
    label: str = ""
    tip: str = ""
    placeholder: str = ""
    default: Any = None
    required: bool = True
    options: tuple[Option, ...] = ()
    title: str = ""
    description: str = ""


Form: TypeAlias = tuple[FormInput, ...]


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who a step is for: a user's id, or a role's; never both."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a step; ``input`` is what the action function gets when it is clicked."""

    title: str
    style: ButtonStyle = "default"
    input: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an action: its place and its buttons."""

    order_number: int
    buttons: tuple[Button, ...]
    assignee: Assignee | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What build returns as ``action``: the steps in the order of their ``order_number``."""

    title: str
    description: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that build declares; triggers give it an id and a sample, too."""

    key: str
    label: str
    type: VariableType = "string"
    id: str = ""
    sample_value: Any = None


@dataclass(frozen=True, slots=True)
class VariableValue:
    """What action gives for a variable: a text, or files."""

    key: str
    value: str | None = None
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupedVariable:
    """One variable of a trigger's group."""

    id: str
    key: str
    label: str
    type: VariableType
    value: Any


@dataclass(frozen=True, slots=True)
class IdentityResult:
    """What identity returns: how the account is shown, and what it is known by."""

    display_id: str
    unique_id: str


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What build returns; exactly one of form, card, process and variables alone is there.

    Attributes:
        form: Inputs to show; build is called again with the answers.
        is_last_form: Whether build says that this form is the last (``no_more_forms``).
        card: The step, for an app of kind ``action``.
        process: The description of an ``automation`` or ``await``; None for the others.
        variables: What the process will give values for.
    """

    form: Form = ()
    is_last_form: bool = False
    card: Card | None = None
    process: str | None = None
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What action, redirect and webhook return as ``output``.

    Attributes:
        status: How the run ended; None leaves it open for a redirect or a webhook.
        message: Shown where an automation failed.
        events: What is to be done, in order.
        form: Inputs to show; the function runs again with the answers.
        retry_delay: After how many seconds to run again; None for not at all.
        variables: Values for what build declared.
        state: What a trigger is handed back at the next poll; None keeps what there was.
        variable_groups: One flow is started for each.
        callback_token: Which run an answer of redirect or webhook belongs to; None if it says
            nothing.
    """

    status: EndStatus | None = None
    message: str = ""
    events: tuple[Event, ...] = ()
    form: Form = ()
    retry_delay: float | None = None
    variables: tuple[VariableValue, ...] = ()
    state: str | None = None
    variable_groups: tuple[tuple[GroupedVariable, ...], ...] = ()
    callback_token: str | None = None


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """``directive: refresh_token``: get a fresh OAuth2 token and call again."""


@dataclass(frozen=True, slots=True)
class ShownError:
    """``error``: what the person is told; the button can be clicked again."""

    title: str
    description: str
    callback_token: str | None = None

    @property
    def sentence(self) -> str:
        """Title and description in one, for where there is no room for two."""
        return ": ".join(one for one in (self.title, self.description) if one)


Result: TypeAlias = IdentityResult | BuildResult | ActionResult | RefreshToken | ShownError


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which an answer does not fit the contract.

    Attributes:
        path: Where, such as ``output.events[1].options.url``; empty for the whole answer.
        expected: What should stand there, such as ``an http or https address``.
        came: What stands there, shortened; ``nothing`` when it is missing.
    """

    path: str
    expected: str
    came: str

    @property
    def sentence(self) -> str:
        """The finding for a person."""
        where = f"“{self.path}”" if self.path else "What the function returns"
        return f"{where} should be {self.expected}, but {self.came} came."


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer after the check: a result, or findings, never both.

    Attributes:
        result: The answer as a record; None when it does not fit.
        findings: What is wrong with it, in the order in which it stands there.
        remarks: What fits but will not do what its author may think, such as an event of an
            automation, which is passed over.
    """

    result: Result | None
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
