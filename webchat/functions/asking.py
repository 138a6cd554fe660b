"""Asking a person to fill in a form: build's forms, custom authentication, an action's form.

The core knows no dialogs. Whoever needs answers is given a :data:`FormAsker`: a window shows the
form, a test answers it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from webchat.errors import FunctionError
from webchat.functions.contract import forms
from webchat.functions.contract.answer import AnswerError
from webchat.functions.contract.records import Form

_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A form that a person is asked to fill in.

    Attributes:
        title: What it is for, such as the app's title.
        description: More about it; may be empty.
        form: The inputs, in their order.
        is_last: Whether nothing will be asked after it (build's ``no_more_forms``).
        values: What is filled in to begin with, by the inputs' keys; where there is none, the
            input's own default.
        errors: What was wrong with the last answers, by the inputs' keys.
        problem: Why the same form is shown again although the answers fitted it, such as what the
            function failed with then; None otherwise.
    """

    title: str
    description: str
    form: Form
    is_last: bool = False
    values: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    errors: Mapping[str, AnswerError] = field(default_factory=lambda: _EMPTY)
    problem: FunctionError | None = None


FormAsker: TypeAlias = Callable[[FormRequest], Awaitable[Mapping[str, Any] | None]]
"""Shows a form; returns the answers by the inputs' keys, or None when the person gave up."""


async def ask_until_it_fits(ask: FormAsker, request: FormRequest) -> FormRequest | None:
    """Show a form until the answers fit it.

    Returns:
        The request with the answers as its values, or None when the person gave up.
    """
    while (given := await ask(request)) is not None:
        errors = forms.answer_errors(request.form, given)
        request = replace(request, values=given, errors=errors, problem=None)
        if not errors:
            return request
    return None
