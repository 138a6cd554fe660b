"""The fields of an action function's form (reference: action-functions, section 5).

Those that the pre-engagement form has as well are its own; dates, times, several choices, files
and headings are in :mod:`ui.chat.cards.moment_fields` and :mod:`ui.chat.cards.more_fields`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.chat.cards.moment_fields import DateField, DateTimeField, TimeField
from ui.chat.cards.more_fields import ChoicesField, FilesField, Heading
from ui.chat.form.form_fields import FormField, LineField, SelectField, TextField
from ui.chat.labels import WrappedLabel
from webchat.customer.form import InputItem, SelectItem, TextareaItem
from webchat.customer.form import Option as SelectOption
from webchat.functions.contract.answer import AnswerErrorKind
from webchat.functions.contract.forms import initial_values
from webchat.functions.contract.records import Form, FormInput
from webchat.side.strings import Strings

FunctionField: TypeAlias = FormField
ERROR_KEYS: Mapping[AnswerErrorKind, str] = {
    "required": "FunctionFormRequired",
    "text": "FunctionFormText",
    "number": "FunctionFormNumber",
    "date": "FunctionFormDate",
    "time": "FunctionFormTime",
    "date-time": "FunctionFormDateTime",
    "option": "FunctionFormOption",
    "file": "FunctionFormFile",
}
"""Which string says what is wrong with an answer."""

_ROWS = 3


class FunctionFields:
    """The fields of one form, in its order, with its headings among them.

    Attributes:
        widgets: Everything that is shown, from the top.
        fields: Those of them that ask something.
    """

    def __init__(
        self, form: Form, values: Mapping[str, Any], strings: Strings, prefix: str
    ) -> None:
        """Prepare the fields.

        Args:
            form: What is asked.
            values: What is filled in to begin with, over the form's defaults.
            strings: The words of the fields themselves.
            prefix: What comes before the keys in the object names.
        """
        self._values = {**initial_values(form), **values}
        self._form, self._strings, self._prefix = form, strings, prefix
        self.widgets: list[QWidget] = []
        self.fields: list[FormField] = []

    def make(self, parent: QWidget) -> Sequence[QWidget]:
        """Make them, children of *parent*; return them from the top."""
        for one in self._form:
            if one.type == "heading":
                self.widgets.append(Heading(one, parent, name=self._prefix + one.key))
                continue
            field = self._field(one, parent)
            if one.tip:
                field.add_tip(_tip(one, field))
            self.fields.append(field)
            self.widgets.append(field)
        return self.widgets

    def values(self) -> dict[str, Any]:
        """Return what the fields hold, by key."""
        return {field.name: field.value() for field in self.fields}

    def _field(self, one: FormInput, parent: QWidget) -> FormField:
        value = self._values.get(one.key)
        maker = _MAKERS[one.type]
        return maker(one, value, self._strings, parent, self._prefix)


def make_function_fields(
    form: Form,
    parent: QWidget,
    prefix: str,
    *,
    strings: Strings,
    values: Mapping[str, Any] | None = None,
) -> FunctionFields:
    """Make the fields of a form.

    Args:
        form: What is asked.
        parent: The widget they stand in.
        prefix: What comes before the keys in the object names, such as ``FunctionForm.Field.``.
        strings: The words of the fields themselves.
        values: What is filled in to begin with, over the form's defaults.
    """
    made = FunctionFields(form, values or {}, strings, prefix)
    made.make(parent)
    return made


def values_of(fields: Iterable[FormField]) -> dict[str, Any]:
    """Return what fields hold, by key."""
    return {field.name: field.value() for field in fields}


def _tip(one: FormInput, field: FormField) -> WrappedLabel:
    label = WrappedLabel(one.tip, field)
    label.setObjectName(f"{field.object_name}.Tip")
    label.setProperty("chat", "form-footer")
    return label


def _line(one: FormInput, value: Any, _strings: Strings, parent: QWidget, prefix: str) -> FormField:
    text = "" if value is None else str(value)
    item = InputItem(one.key, one.label, "text", text, one.placeholder, one.required)
    return LineField(item, parent, prefix=prefix)


def _number(
    one: FormInput, value: Any, strings: Strings, parent: QWidget, prefix: str
) -> FormField:
    field = _line(one, value, strings, parent, prefix)
    for editor in field.editors:
        editor.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
    return field


def _text(one: FormInput, value: Any, _strings: Strings, parent: QWidget, prefix: str) -> FormField:
    text = "" if value is None else str(value)
    item = TextareaItem(one.key, one.label, text, one.placeholder, _ROWS, one.required)
    return TextField(item, parent, prefix=prefix)


def _select(
    one: FormInput, value: Any, _strings: Strings, parent: QWidget, prefix: str
) -> FormField:
    chosen = "" if value is None else str(value)
    options = tuple(SelectOption(each.value, each.label) for each in one.options)
    if not one.required:
        options = (SelectOption("", "—"), *options)
    item = SelectItem(one.key, one.label, options, chosen, one.required)
    return SelectField(item, parent, prefix=prefix)


_Maker: TypeAlias = Callable[[FormInput, Any, Strings, QWidget, str], FormField]
_MAKERS: Mapping[str, _Maker] = {
    "string": _line,
    "number": _number,
    "text": _text,
    "select": _select,
    "multi-select": ChoicesField,
    "date": DateField,
    "time": TimeField,
    "date-time": DateTimeField,
    "file": FilesField,
}
