"""Whole answers: ``output``, ``directive`` or ``error``, and what redirect and webhook add."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator

from webchat.functions.contract.records import (
    FunctionName,
    IdentityResult,
    RefreshToken,
    Result,
    ShownError,
)
from webchat.functions.contract.shapes.action import ActionOutput
from webchat.functions.contract.shapes.base import REQUIRED, FilledText, Shape, Text, choice
from webchat.functions.contract.shapes.build import BuildOutput


def _as_text(value: object) -> object:
    """Take a whole number for an id: services give such ids, and it is clear what is meant."""
    return str(value) if type(value) is int and abs(value) < 2**64 else value


class IdentityOutput(Shape):
    """Whose account it is."""

    display_id: FilledText = REQUIRED
    unique_id: Annotated[FilledText, BeforeValidator(_as_text)] = REQUIRED

    def record(self) -> IdentityResult:
        """Return it as a record."""
        return IdentityResult(self.display_id, self.unique_id)


DirectiveType: TypeAlias = Literal["refresh_token"]


class Directive(Shape):
    """What the framework is to do before it calls again."""

    type: Annotated[DirectiveType, choice(DirectiveType)] = REQUIRED


class ErrorShape(Shape):
    """What a person is told."""

    title: FilledText = REQUIRED
    description: Text = ""


class Callback(Shape):
    """Which run an answer belongs to."""

    token: FilledText | None = None


class _Answer(Shape):
    directive: Directive | None = None
    error: ErrorShape | None = None

    def record(self) -> Result:
        """Return it as a record; what else there is besides an output."""
        if self.error is None:
            return RefreshToken()
        return ShownError(self.error.title, self.error.description, self.callback_token)

    @property
    def callback_token(self) -> str | None:
        """Which run the answer belongs to; None if it does not say."""
        return None


class IdentityAnswer(_Answer):
    """What identity returns."""

    output: IdentityOutput | None = None

    def record(self) -> Result:
        """Return it as a record."""
        return super().record() if self.output is None else self.output.record()


class BuildAnswer(_Answer):
    """What build returns."""

    output: BuildOutput | None = None

    def record(self) -> Result:
        """Return it as a record."""
        return super().record() if self.output is None else self.output.record()


class ActionAnswer(_Answer):
    """What action returns; a callback says nothing there, but does no harm."""

    output: ActionOutput | None = None
    callback: Callback | None = None

    @property
    def callback_token(self) -> str | None:
        """Which run the answer belongs to; None if it does not say."""
        return None if self.callback is None else self.callback.token

    def record(self) -> Result:
        """Return it as a record."""
        if self.output is None:
            return super().record()
        return self.output.record(self.callback_token)


AnyAnswer: TypeAlias = IdentityAnswer | BuildAnswer | ActionAnswer
SHAPES: dict[FunctionName, type[AnyAnswer]] = {
    "identity": IdentityAnswer,
    "build": BuildAnswer,
    "action": ActionAnswer,
    "redirect": ActionAnswer,
    "webhook": ActionAnswer,
}
"""What each function returns."""
