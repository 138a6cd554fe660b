"""The fields of a form: one widget per field, all with the same face.

Those of the pre-engagement form are made here; what else the form of an action function asks is
in :mod:`ui.chat.cards.function_fields`.

A field knows its value and how to show that something is wrong with it; what is wrong is the
form's business (:meth:`webchat.customer.form.Form.errors`). A message is shown only once the
person has left the field, so that nobody is scolded while typing.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.chat.form.choices import ElidedComboBox, WrappedCheckBox, WrappedRadioButton
from ui.chat.labels import WrappedLabel
from webchat.customer.form import (
    FieldValue,
    FormItem,
    InputItem,
    RadioItem,
    SelectItem,
    TextareaItem,
)

PREFIX = "PreEngagementCanvas.Field."
REQUIRED_MARK = " *"


class FormField(QWidget):
    """One question: its label, what takes the answer, and a line for what is wrong.

    Attributes:
        name: Of the answer.
        object_name: What its parts are called by.
        was_left: Whether the person has been there, so that an error may be shown.

    Signals:
        edited: The value has changed.
        left: The focus has left it, so that an error may be shown.
        submitted: Enter was pressed in a single line.
    """

    edited = Signal()
    left = Signal()
    submitted = Signal()

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, prefix: str = PREFIX
    ) -> None:
        """Make a field without anything that takes the answer.

        Args:
            name: Of the answer.
            label: The question; empty shows none.
            parent: The widget it stands in.
            prefix: What comes before *name* in the object names.
        """
        super().__init__(parent)
        self.name = name
        self.object_name = prefix + name
        self.was_left = False
        self._words: list[tuple[Callable[[str], object], str]] = []
        self._label = WrappedLabel("", self)
        self._say(self._label.setText, label)
        self._label.setProperty("chat", "form-label")
        self._label.setVisible(bool(label))
        self._error = WrappedLabel("", self)
        self._error.setObjectName(f"{self.object_name}.Error")
        self._error.setProperty("chat", "form-error")
        self._error.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._label)
        self._column.addWidget(self._error)
        self._editors: tuple[QWidget, ...] = ()

    def value(self) -> Any:
        """Return what it holds: a text or a truth value, or what else its kind of field holds."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where the answer goes."""
        self._editors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def speak(self, text: Callable[[str], str]) -> None:
        """Say everything anew.

        Args:
            text: Returns how something is said that the form's configuration gives.
        """
        for say, given in self._words:
            bare = given.removesuffix(REQUIRED_MARK)
            say(text(bare) + given[len(bare) :])

    def _say(self, say: Callable[[str], object], given: str) -> None:
        """Say what the form's configuration gives, and say it again in another language."""
        self._words.append((say, given))
        say(given)

    @property
    def label(self) -> str:
        """What is asked, as a screen reader says it."""
        return self._editors[0].accessibleName()

    def show_error(self, text: str) -> bool:
        """Say what is wrong, or that nothing is with an empty text; whether that is new."""
        if text == self._error.text() and self._error.isHidden() != bool(text):
            return False
        self._error.setText(text)
        self._error.setVisible(bool(text))
        for editor in self._editors:
            editor.setProperty("invalid", "true" if text else "false")
            editor.setAccessibleDescription(text)
            editor.style().unpolish(editor)
            editor.style().polish(editor)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Notice that the person went on; opening a list of choices is not leaving."""
        if event.type() == QEvent.Type.FocusOut and not self._keeps_focus(event):
            self.was_left = True
            self.left.emit()
        return super().eventFilter(watched, event)

    def _keeps_focus(self, event: QEvent) -> bool:
        """Whether the person is still at this question: a list is open, or another window."""
        aside = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if isinstance(event, QFocusEvent) and event.reason() in aside:
            return True
        return any(editor.hasFocus() for editor in self._editors)

    @property
    def editors(self) -> tuple[QWidget, ...]:
        """What takes the answer."""
        return self._editors

    def add_tip(self, tip: QWidget) -> None:
        """Put more about the question below it."""
        self._column.insertWidget(1, tip)

    def _adopt(self, *editors: QWidget) -> None:
        """Take in what takes the answer, above the line for errors."""
        self._take(*editors)
        for editor in editors:
            self._insert(editor)

    def _insert(self, widget: QWidget) -> None:
        """Put something above the line for errors."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def _take(self, *editors: QWidget) -> None:
        """Watch what takes the answer, wherever in the field it stands."""
        self._editors = editors
        for editor in editors:
            editor.installEventFilter(self)


class LineField(FormField):
    """One line of text."""

    def __init__(
        self, item: InputItem, parent: QWidget | None = None, *, prefix: str = PREFIX
    ) -> None:
        super().__init__(item.name, _label(item), parent, prefix=prefix)
        self._line = QLineEdit(str(item.value), self)
        self._line.setObjectName(self.object_name)
        self._line.setProperty("chat", "field")
        self._say(self._line.setAccessibleName, item.label or item.name)
        self._say(self._line.setPlaceholderText, item.placeholder)
        self._line.setReadOnly(item.read_only)
        self._line.setEchoMode(
            QLineEdit.EchoMode.Password if item.type == "password" else QLineEdit.EchoMode.Normal
        )
        self._line.setInputMethodHints(_HINTS.get(item.type, Qt.InputMethodHint.ImhNone))
        self._adopt(self._line)
        self._line.textChanged.connect(self._on_text)
        self._line.returnPressed.connect(self.submitted)

    def value(self) -> FieldValue:
        """Return the text."""
        return self._line.text()

    def _on_text(self, _text: str) -> None:
        self.edited.emit()


class TextField(FormField):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(
        self, item: TextareaItem, parent: QWidget | None = None, *, prefix: str = PREFIX
    ) -> None:
        super().__init__(item.name, _label(item), parent, prefix=prefix)
        self._text = _Lines(str(item.value), self)
        self._text.setObjectName(self.object_name)
        self._text.setProperty("chat", "field")
        self._say(self._text.setAccessibleName, item.label or item.name)
        self._say(self._text.setPlaceholderText, item.placeholder)
        self._text.setReadOnly(item.read_only)
        self._text.setTabChangesFocus(True)
        rows = self._text.fontMetrics().lineSpacing() * item.rows
        self._text.setFixedHeight(rows + 18)
        self._adopt(self._text)
        self._text.textChanged.connect(self.edited)
        self._text.submitted.connect(self.submitted)

    def value(self) -> FieldValue:
        """Return the text."""
        return self._text.toPlainText()


class _Lines(QPlainTextEdit):
    """Lines of text in which Enter makes a new one and Ctrl+Enter submits."""

    submitted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


class CheckField(FormField):
    """A yes or a no; its label stands beside the box."""

    def __init__(self, item: InputItem, parent: QWidget | None = None) -> None:
        super().__init__(item.name, "", parent)
        self._box = WrappedCheckBox(self.object_name, "", self)
        self._say(partial(_set_text, self._box), _label(item))
        self._say(self._box.setAccessibleName, item.label or item.name)
        self._box.setChecked(bool(item.value))
        self._box.setEnabled(not item.read_only)
        self._adopt(self._box)
        self._box.toggled.connect(self._on_toggled)

    def value(self) -> FieldValue:
        """Return whether the box is checked."""
        return self._box.isChecked()

    def _on_toggled(self, _checked: bool) -> None:
        self.edited.emit()


class SelectField(FormField):
    """One of several choices."""

    def __init__(
        self, item: SelectItem, parent: QWidget | None = None, *, prefix: str = PREFIX
    ) -> None:
        super().__init__(item.name, _label(item), parent, prefix=prefix)
        self._box = ElidedComboBox(self)
        self._box.setObjectName(self.object_name)
        self._box.setProperty("chat", "field")
        self._say(self._box.setAccessibleName, item.label or item.name)
        self._box.setMinimumContentsLength(4)
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for option in item.options:
            self._box.addItem("", option.value)
            self._say(partial(self._box.setItemText, self._box.count() - 1), option.label)
        self._box.setCurrentIndex(self._box.findData(item.value))
        self._box.setEnabled(not item.read_only)
        self._adopt(self._box)
        self._box.currentIndexChanged.connect(self._on_chosen)

    def value(self) -> FieldValue:
        """Return the value of the choice, empty for none."""
        return str(self._box.currentData() or "")

    def _on_chosen(self, _index: int) -> None:
        self.edited.emit()


class RadioField(FormField):
    """One question asked by several radio buttons of one name."""

    def __init__(self, items: Sequence[RadioItem], parent: QWidget | None = None) -> None:
        super().__init__(items[0].name, "", parent)
        self._group = QButtonGroup(self)
        self._by_button: dict[WrappedRadioButton, str] = {}
        chosen = items[-1].value  # documented: the last one overwrites those before it
        for item in items:
            name = f"{self.object_name}.{item.value}"
            button = WrappedRadioButton(name, "", self)
            self._say(partial(_set_text, button), _label(item))
            self._say(button.setAccessibleName, item.label or str(item.value))
            button.setChecked(item.value == chosen)
            button.setEnabled(not item.read_only)
            self._group.addButton(button)
            self._by_button[button] = str(item.value)
        self._adopt(*self._by_button)
        self._let_tab_lead_to_the_chosen()
        self._group.buttonToggled.connect(self._on_toggled)

    def value(self) -> FieldValue:
        """Return the value of the button that is chosen, empty for none."""
        return next((value for one, value in self._by_button.items() if one.isChecked()), "")

    def _let_tab_lead_to_the_chosen(self) -> None:
        chosen = self._group.checkedButton()
        can_be_reached = chosen is not None and chosen.isEnabled()
        for button in self._by_button:
            if can_be_reached and button is not chosen:  # Qt does so, but only after the first time
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _on_toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self.edited.emit()


def make_fields(items: Sequence[FormItem], parent: QWidget) -> list[FormField]:
    """Make the fields of a form, in order; radio buttons of one name become one field."""
    fields: list[FormField] = []
    asked: set[str] = set()
    for item in items:
        if isinstance(item, RadioItem):
            if item.name not in asked:
                asked.add(item.name)
                same = [
                    one for one in items if isinstance(one, RadioItem) and one.name == item.name
                ]
                fields.append(RadioField(same, parent))
        elif isinstance(item, SelectItem):
            fields.append(SelectField(item, parent))
        elif isinstance(item, TextareaItem):
            fields.append(TextField(item, parent))
        elif isinstance(item, InputItem):
            make = CheckField if item.type == "checkbox" else LineField
            fields.append(make(item, parent))
    return fields


_HINTS = {
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "tel": Qt.InputMethodHint.ImhDialableCharactersOnly,
    "url": Qt.InputMethodHint.ImhUrlCharactersOnly,
    "password": Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData,
}


def _set_text(button: QAbstractButton, text: str) -> None:
    button.setText(text)
    button.setShortcut(QKeySequence())  # Qt makes one of an ampersand


def _label(item: InputItem | SelectItem | TextareaItem | RadioItem) -> str:
    return item.label + REQUIRED_MARK if item.required else item.label
