"""What build returns as ``output`` (reference: action-functions, section 5)."""

from typing import Annotated

from pydantic import Field, model_validator

from webchat.functions.contract.records import (
    Assignee,
    BuildResult,
    Button,
    ButtonStyle,
    Card,
    Step,
    Variable,
    VariableType,
)
from webchat.functions.contract.shapes.base import (
    REQUIRED,
    FilledText,
    Json,
    JsonObject,
    Shape,
    Text,
    choice,
    expects,
    one_or_more,
    unexpected,
    unique,
)
from webchat.functions.contract.shapes.forms import FormShape, records

_SAFE = 2**53  # a larger number is not the same one in JavaScript


def _is_place(value: object) -> bool:
    return type(value) is int and -_SAFE < value < _SAFE


class _Id(Shape):
    id: FilledText = REQUIRED


class AssigneeShape(Shape):
    """Whose step it is."""

    user: _Id | None = None
    role: _Id | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "AssigneeShape":
        if (self.user is None) == (self.role is None):
            raise unexpected("an object with either a user or a role")
        return self

    def record(self) -> Assignee:
        """Return it as a record."""
        user = None if self.user is None else self.user.id
        return Assignee(user, None if self.role is None else self.role.id)


class ButtonShape(Shape):
    """What a person clicks."""

    title: FilledText = REQUIRED
    style: Annotated[ButtonStyle, choice(ButtonStyle)] = "default"
    input: JsonObject = Field(default_factory=dict)

    def record(self) -> Button:
        """Return it as a record."""
        return Button(self.title, self.style, self.input)


class StepShape(Shape):
    """One step: a person, their buttons, its turn."""

    assignee: AssigneeShape | None = None
    buttons: Annotated[list[ButtonShape], one_or_more("button")] = REQUIRED
    order_number: Annotated[int, expects("a whole number", _is_place)] = REQUIRED

    def record(self) -> Step:
        """Return it as a record."""
        buttons = tuple(one.record() for one in self.buttons)
        assignee = None if self.assignee is None else self.assignee.record()
        return Step(self.order_number, buttons, assignee)


class CardShape(Shape):
    """An action: what its card shows, and its steps."""

    title: FilledText = REQUIRED
    description: Text = ""
    steps: Annotated[
        list[StepShape],
        unique("order_number", "a number that no other step has"),
        one_or_more("step"),
    ] = REQUIRED

    def record(self) -> Card:
        """Return it as a record, in the order of its steps' turns."""
        steps = sorted(self.steps, key=lambda step: step.order_number)
        return Card(self.title, self.description, tuple(step.record() for step in steps))


class Process(Shape):
    """An automation or an await: it has nothing but words."""

    description: Text = ""


class DeclaredVariable(Shape):
    """A variable that the process will give a value for."""

    key: FilledText = REQUIRED
    label: Text = REQUIRED
    type: Annotated[VariableType, choice(VariableType)] = REQUIRED
    id: Text = ""
    sample_value: Json = None

    def record(self) -> Variable:
        """Return it as a record."""
        return Variable(self.key, self.label, self.type, self.id, self.sample_value)


class BuildOutput(Shape):
    """One more form, or the finished step."""

    form: FormShape = Field(default_factory=list)
    no_more_forms: bool = False
    action: CardShape | None = None
    automation: Process | None = None
    await_: Process | None = Field(alias="await", default=None)
    variables: Annotated[
        list[DeclaredVariable], unique("key", "a key that no other variable has")
    ] = Field(default_factory=list)

    def record(self) -> BuildResult:
        """Return it as a record."""
        process = self.automation or self.await_
        return BuildResult(
            form=records(self.form),
            is_last_form=self.no_more_forms,
            card=None if self.action is None else self.action.record(),
            process=None if process is None else process.description,
            variables=tuple(one.record() for one in self.variables),
        )
