"""The pre-engagement form: what a configuration describes, as frozen records.

The schema is the documented one (webchat-ui, section 5.2). A description that no form can be
made of gives None, and the widget says so in its InvalidPreEngagementCanvas; a single field that
cannot be used is left out and named in :attr:`Form.warnings`, so that one slip does not take the
whole form away.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

FieldValue: TypeAlias = str | bool
"""A text; a checkbox has True or False."""

DEFAULT_SUBMIT = "PreEngagementSubmitLabel"
REQUIRED = "FieldValidationRequiredField"
INVALID_EMAIL = "FieldValidationInvalidEmail"

_EMAIL = re.compile(
    r"""
    (?: [^\s"<>()\[\]\\.,;:@]+ (?: \. [^\s"<>()\[\]\\.,;:@]+ )*   # a plain local part
      | "[^"\r\n]+" )                                             # or a quoted one
    @
    (?: \[ \d{1,3} (?: \. \d{1,3} ){3} \]                         # an address in brackets
      | (?: [A-Za-z0-9-]+ \. )+ [A-Za-z]{2,} )                    # or a domain
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class InputItem:
    """One line of text, or a checkbox.

    Attributes:
        name: Key in the form's data.
        label: Shown above it.
        type: ``text``, ``email``, ``checkbox``, or whatever else the configuration says.
        value: What it holds at first; False for a checkbox.
        placeholder: Shown while it is empty.
        required: Whether it must be filled in.
        read_only: Whether the person may change it.
    """

    name: str
    label: str = ""
    type: str = "text"
    value: FieldValue = ""
    placeholder: str = ""
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a :class:`SelectItem`."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SelectItem:
    """One of several choices; ``value`` is that of the first one marked as selected, or empty."""

    name: str
    label: str = ""
    options: tuple[Option, ...] = ()
    value: FieldValue = ""
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class TextareaItem:
    """Several lines of text."""

    name: str
    label: str = ""
    value: FieldValue = ""
    placeholder: str = ""
    rows: int = 3
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class RadioItem:
    """One radio button; several of one name are one question, and the last starts selected."""

    name: str
    label: str = ""
    value: FieldValue = ""
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class UnknownItem:
    """A field of a type that is not drawn; its value is part of the form's data all the same."""

    name: str
    type: str
    value: FieldValue = ""
    required: bool = False


FormItem: TypeAlias = InputItem | SelectItem | TextareaItem | RadioItem | UnknownItem


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown, from top to bottom.

    Attributes:
        description: Text at the top.
        message: Text below it.
        fields: In the order of the configuration.
        submit_label: Text of the button.
        footer_label: Simple HTML below the button.
        warnings: Sentences about fields that were left out.
    """

    fields: tuple[FormItem, ...]
    description: str = ""
    message: str = ""
    submit_label: str = DEFAULT_SUBMIT
    footer_label: str = ""
    warnings: tuple[str, ...] = ()

    def initial_values(self) -> dict[str, FieldValue]:
        """Return what every field holds before anything was typed."""
        return {field.name: field.value for field in self.fields}

    def form_data(self, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
        """Return *values* as they are sent: every field, and nothing else."""
        return {name: values.get(name, value) for name, value in self.initial_values().items()}

    def errors(self, values: Mapping[str, FieldValue]) -> dict[str, str]:
        """Return what is wrong with *values*: a key of the strings by the field's name.

        An empty dict means that the form may be submitted.
        """
        data = self.form_data(values)
        found = {field.name: _error(field, data[field.name]) for field in self.fields}
        return {name: key for name, key in found.items() if key is not None}


def is_email(text: str) -> bool:
    """Whether *text* looks like an e-mail address; it need not exist."""
    return _EMAIL.fullmatch(text.strip()) is not None


def _error(field: FormItem, value: FieldValue) -> str | None:
    if isinstance(field, UnknownItem):
        return None  # nobody can fill in what is not drawn
    text = value.strip() if isinstance(value, str) else value
    if field.required and not text:
        return REQUIRED
    wants_email = isinstance(field, InputItem) and field.type == "email"
    if wants_email and isinstance(text, str) and text and not is_email(text):
        return INVALID_EMAIL
    return None


def parse_form(raw: object) -> Form | None:
    """Read a form from its configuration.

    Args:
        raw: The value of ``preEngagementConfig``, whatever it is.

    Returns:
        The form, or None when *raw* is not an object or has no list of at least one field.
    """
    if not isinstance(raw, Mapping):
        return None
    described = raw.get("fields")
    if not isinstance(described, (list, tuple)) or not described:
        return None
    fields: list[FormItem] = []
    warnings: list[str] = []
    for place, one in enumerate(described, start=1):
        item = _field(one)
        if isinstance(item, str):
            warnings.append(f"Field {place} of the pre-engagement form was left out: {item}")
        else:
            fields.append(item)
    if not fields:
        return None
    return Form(
        fields=tuple(fields),
        description=_text(raw.get("description")),
        message=_text(raw.get("message")),
        submit_label=_text(raw.get("submitLabel")) or DEFAULT_SUBMIT,
        footer_label=_text(raw.get("footerLabel")),
        warnings=tuple(warnings),
    )


def _field(raw: object) -> FormItem | str:
    """Return the field that *raw* describes, or a sentence about why it is none."""
    if not isinstance(raw, Mapping):
        return f"it must be an object, but is {raw!r}."
    attributes = raw.get("attributes")
    if not isinstance(attributes, Mapping):
        return f"its “attributes” must be an object, but are {attributes!r}."
    name = attributes.get("name")
    if not isinstance(name, str) or not name:
        return f"its attribute “name” must be a text, but is {name!r}."
    make = _MAKERS.get(_text(raw.get("type")))
    if make is None:
        return UnknownItem(name, _text(raw.get("type")), _text(attributes.get("value")))
    return make(name, _text(raw.get("label")), attributes, raw)


_Attributes: TypeAlias = Mapping[Any, Any]


def _input(name: str, label: str, given: _Attributes, _raw: _Attributes) -> InputItem:
    kind = _text(given.get("type")) or "text"
    return InputItem(
        name=name,
        label=label,
        type=kind,
        value=False if kind == "checkbox" else _text(given.get("value")),
        placeholder=_text(given.get("placeholder")),
        required=_flag(given.get("required")),
        read_only=_flag(given.get("readOnly")),
    )


def _textarea(name: str, label: str, given: _Attributes, _raw: _Attributes) -> TextareaItem:
    rows = given.get("rows")
    return TextareaItem(
        name=name,
        label=label,
        value=_text(given.get("value")),
        placeholder=_text(given.get("placeholder")),
        rows=min(max(rows, 1), 20) if isinstance(rows, int) else 3,
        required=_flag(given.get("required")),
        read_only=_flag(given.get("readOnly")),
    )


def _radio(name: str, label: str, given: _Attributes, _raw: _Attributes) -> RadioItem:
    return RadioItem(
        name=name,
        label=label,
        value=_text(given.get("value")),
        required=_flag(given.get("required")),
        read_only=_flag(given.get("readOnly")),
    )


def _select(name: str, label: str, given: _Attributes, raw: _Attributes) -> SelectItem:
    listed = raw.get("options")
    known = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    options = tuple(
        Option(_text(one.get("value")), _text(one.get("label")) or _text(one.get("value")))
        for one in known
    )
    chosen = (_text(one.get("value")) for one in known if _flag(one.get("selected")))
    return SelectItem(
        name=name,
        label=label,
        options=options,
        value=next(chosen, ""),
        required=_flag(given.get("required")),
        read_only=_flag(given.get("readOnly")),
    )


_MAKERS: Mapping[str, Callable[[str, str, _Attributes, _Attributes], FormItem]] = {
    "InputItem": _input,
    "SelectItem": _select,
    "TextareaItem": _textarea,
    "RadioItem": _radio,
}


def _text(value: object) -> str:
    """Return *value* as text; what is missing is empty, a number or a flag is written out."""
    return "" if value is None else str(value)


def _flag(value: object) -> bool:
    """Whether an attribute is set: ``true``, or the word, as HTML attributes are written."""
    return value is True or (isinstance(value, str) and value.lower() in {"true", "required"})
