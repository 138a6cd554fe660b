"""Inputs of forms (reference: action-functions, section 5)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import Field, model_validator

from webchat.functions.contract.forms import form_from
from webchat.functions.contract.records import Form, InputType
from webchat.functions.contract.shapes.base import (
    REQUIRED,
    FilledText,
    Shape,
    Text,
    WebAddress,
    expects,
    of_type,
    unexpected,
    unique,
)


def _is_number_or_text(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


class _Input(Shape):
    key: FilledText = REQUIRED
    label: Text = REQUIRED
    tip: Text = ""
    placeholder: Text = ""
    required: bool = True


class TextInput(_Input):
    """An input whose answer is a text of some kind."""

    type: Literal["string", "text", "date", "time", "date-time"]
    default: Text | None = None


class NumberInput(_Input):
    """A number, whose value is a text all the same.

    A default that is a number says plainly enough what is meant, so it is taken.
    """

    type: Literal["number"]
    default: Annotated[Any, expects("a number, written as a text", _is_number_or_text)] = None


class OptionShape(Shape):
    """One choice."""

    label: Text = REQUIRED
    value: Text = REQUIRED


class Choices(Shape):
    """The ``props`` of a choice; a list that is empty now may be filled tomorrow."""

    options: list[OptionShape] = REQUIRED


class SelectInput(_Input):
    """One choice of several."""

    type: Literal["select"]
    props: Choices = REQUIRED
    default: Text | None = None


class MultiSelectInput(_Input):
    """Any number of several choices."""

    type: Literal["multi-select"]
    props: Choices = REQUIRED
    default: list[Text] | None = None


class GivenFile(Shape):
    """One file of an answer."""

    name: Text | None = None
    url: WebAddress = REQUIRED


class GivenFiles(Shape):
    """All files of an answer."""

    files: list[GivenFile] = REQUIRED


class FileAnswer(Shape):
    """An answer to a ``file`` input."""

    files: GivenFiles = Field(alias="@moxo.file")  # a default would be missed under our name


class FileInput(_Input):
    """Files that a person picks."""

    type: Literal["file"]
    default: FileAnswer | None = None


class HeadingProps(Shape):
    """What a heading says."""

    title: Text | None = None
    description: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "HeadingProps":
        if self.title is None and self.description is None:
            raise unexpected("an object with a title, a description or both")
        return self


class Heading(Shape):
    """Text between inputs; it has no answer."""

    type: Literal["heading"]
    key: FilledText = REQUIRED
    props: HeadingProps = REQUIRED


AnyInput: TypeAlias = Annotated[
    TextInput | NumberInput | SelectInput | MultiSelectInput | FileInput | Heading,
    Field(discriminator="type"),
    of_type(get_args(InputType)),
]
FormShape: TypeAlias = Annotated[
    list[AnyInput],
    unique("key", "a key that no other input has", lambda one: not isinstance(one, Heading)),
]


def records(form: Sequence[AnyInput]) -> Form:
    """Return inputs as records."""
    return form_from([one.model_dump(by_alias=True, exclude_none=True) for one in form])
