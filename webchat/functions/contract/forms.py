"""Forms: inputs as records, and a person's answers to them (reference: action-functions, 5).

``default`` has the type of the value that the function gets, so an answer is of the same JSON
everywhere: a text (also for a number), a list of texts for ``multi-select``, and for ``file`` an
object under ``@moxo.file``. A heading asks nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from webchat.functions.contract.answer import (
    FILES,
    AnswerError,
    expected,
    is_answered,
    written,
)
from webchat.functions.contract.records import Form, FormInput, Option

_TEXTS: Final = ("label", "tip", "placeholder")


def form_from(inputs: Sequence[Mapping[str, Any]]) -> Form:
    """Return inputs that have been checked, or that :func:`to_json` has written, as records."""
    return tuple(_input_from(one) for one in inputs)


def to_json(form: Form) -> list[dict[str, Any]]:
    """Return a form as a function returns one; :func:`form_from` reads the same again."""
    return [_to_json(one) for one in form]


def initial_values(form: Form) -> dict[str, Any]:
    """Return the defaults by key; an input without one is left out."""
    return {one.key: one.default for one in _asked(form) if one.default is not None}


def answer_errors(form: Form, values: Mapping[str, Any]) -> Mapping[str, AnswerError]:
    """Return what is wrong with a person's answers, by key, in the order of the form.

    Args:
        form: The inputs.
        values: The answers by key, as texts, lists of texts and file objects; keys that the form
            does not have are passed over.
    """
    found = {one.key: _error(one, values.get(one.key)) for one in _asked(form)}
    return {key: error for key, error in found.items() if error is not None}


def answers(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the function gets for answers in which there are no errors.

    Headings and inputs without an answer are left out. A number is written as a text.
    """
    given = ((one, values.get(one.key)) for one in _asked(form))
    return {one.key: written(one, value) for one, value in given if is_answered(value)}


def merged(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Return earlier and later answers as one input; the later ones win (section 5)."""
    return {**earlier, **later}


def file_answer(files: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the answer to a ``file`` input.

    Args:
        files: Names and addresses; an empty name is left out.
    """
    listed = [{"name": name, "url": url} if name else {"url": url} for name, url in files]
    return {FILES: {"files": listed}}


def with_usable_defaults(form: Form) -> tuple[Form, Mapping[int, AnswerError]]:
    """Return a form without defaults that are no answers, and what those should be, by place."""
    wrong = {
        number: kind
        for number, one in enumerate(form)
        if one.default is not None and (kind := _wrong(one, one.default)) is not None
    }
    usable = (replace(one, default=None) if i in wrong else one for i, one in enumerate(form))
    return tuple(usable), wrong


def _asked(form: Form) -> Iterable[FormInput]:
    return (one for one in form if one.type != "heading")


def _error(asked: FormInput, value: Any) -> AnswerError | None:
    if is_answered(value):
        return _wrong(asked, value)
    return AnswerError("required", asked.label) if asked.required else None


def _wrong(asked: FormInput, value: Any) -> AnswerError | None:
    kind = expected(asked, value)
    return None if kind is None else AnswerError(kind, asked.label)


def _input_from(given: Mapping[str, Any]) -> FormInput:
    props = given.get("props") or {}
    read = FormInput(
        type=given["type"],
        key=given["key"],
        default=given.get("default"),
        required=given.get("required", True) and given["type"] != "heading",
        options=tuple(Option(one["label"], one["value"]) for one in props.get("options") or ()),
        title=props.get("title") or "",
        description=props.get("description") or "",
        **{name: given.get(name) or "" for name in _TEXTS},
    )
    default = written(read, read.default) if is_answered(read.default) else None
    return replace(read, default=default)


def _to_json(one: FormInput) -> dict[str, Any]:
    texts = {name: getattr(one, name) for name in _TEXTS}
    if one.type == "heading":
        said = {"title": one.title, "description": one.description}
        props = {name: text for name, text in said.items() if text}
        return {"type": one.type, "key": one.key, "props": props}
    result = {"type": one.type, "key": one.key, "label": one.label, "required": one.required}
    result |= {name: text for name, text in texts.items() if text}
    if one.default is not None:
        result["default"] = one.default
    if one.type in {"select", "multi-select"}:
        options = [{"label": each.label, "value": each.value} for each in one.options]
        result["props"] = {"options": options}
    return result
