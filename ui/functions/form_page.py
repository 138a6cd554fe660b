"""A page that asks what a form asks: build's forms, and the answers of custom authentication."""

from collections.abc import Container, Mapping
from typing import Any

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout

from ui.chat import style as widget_style
from ui.chat.announcer import announce
from ui.chat.cards.function_fields import make_function_fields
from ui.chat.form.form_fields import FormField
from ui.functions.page import SetupPage
from ui.theme import WidgetTheme
from webchat.functions.asking import FormRequest
from webchat.functions.contract.forms import answer_errors
from webchat.functions.contract.records import Form
from webchat.side.strings import Strings

_LAST = "This is the last form."
PREFIX = "Setup.Field."


class FormPage(SetupPage):
    """The fields of one form."""

    def __init__(
        self, request: FormRequest, title: str, *, hidden: Container[str] = (), go_on: str = "Next"
    ) -> None:
        """Ask what *request* asks.

        Args:
            request: The form, and what is filled in.
            title: What the page is about.
            hidden: Keys of the inputs whose answers nobody shall read over a shoulder.
            go_on: What the button says that goes on.
        """
        advice = "\n".join(one for one in (request.description, _LAST * request.is_last) if one)
        super().__init__("Setup.Form", title, advice, go_on)
        self.form: Form = request.form
        self._secret: list[QLineEdit] = []
        panel = self._panel = QFrame(self)
        panel.setProperty("part", "form")
        self._inner = inner = QVBoxLayout(panel)
        inner.setSpacing(14)
        self._fields = make_function_fields(
            request.form, panel, PREFIX, strings=Strings(), values=request.values
        )
        for widget in self._fields.widgets:
            inner.addWidget(widget)
        for field in self._fields.fields:
            field.left.connect(self._show_errors)
            field.edited.connect(self._show_errors)
            field.submitted.connect(self.submitted)
            if field.name in hidden:
                self._hide_answers(field)
        self.column.addWidget(panel)
        if self._secret:
            self.column.addWidget(self._make_reveal())
        self.column.addStretch(1)
        WidgetTheme.instance().changed.connect(self._dress)
        self._dress()
        self.say(request)

    def values(self) -> Mapping[str, Any]:
        """Return what the fields hold, by the inputs' keys."""
        return self._fields.values()

    def say(self, request: FormRequest) -> None:
        """Say what was wrong with the answers, and lead to the first of it."""
        first: FormField | None = None
        said = []
        for field in self._fields.fields:
            error = request.errors.get(field.name)
            field.was_left = field.was_left or error is not None
            field.show_error("" if error is None else error.sentence)
            if error is not None:
                first = first or field
                said.append(f"{field.label}: {error.sentence}")
        announce(self, "\n".join(said), assertive=True)
        if first is not None:
            first.focus_first()
            self.led_to.emit(first)

    def focus_first(self) -> bool:
        """Put the focus into the first field that is not all right, else into the first."""
        fields = self._fields.fields
        wrong = answer_errors(self.form, self.values())
        asked = [one for one in fields if one.was_left and one.name in wrong] or fields
        if asked:
            asked[0].focus_first()
        return bool(asked)

    def _show_errors(self) -> None:
        """Say what is wrong where the person has been."""
        wrong = answer_errors(self.form, self.values())
        for field in self._fields.fields:
            error = wrong.get(field.name) if field.was_left else None
            field.show_error("" if error is None else error.sentence)

    def _hide_answers(self, field: FormField) -> None:
        for editor in field.editors:
            if isinstance(editor, QLineEdit):
                editor.setEchoMode(QLineEdit.EchoMode.Password)
                self._secret.append(editor)

    def _make_reveal(self) -> QCheckBox:
        box = QCheckBox("Show what is typed", self)
        box.setObjectName("Setup.Form.RevealBox")
        box.toggled.connect(self._on_reveal)
        return box

    def _on_reveal(self, is_wanted: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_wanted else QLineEdit.EchoMode.Password
        for editor in self._secret:
            editor.setEchoMode(mode)

    def _dress(self) -> None:
        """Wear the look of the window, or that of the widget where the two are not alike."""
        is_apart = not WidgetTheme.instance().is_like_window
        if is_apart:
            widget_style.dress(self._panel)
        else:
            self._panel.setPalette(QPalette())
        margin = 12 if is_apart else 0
        self._inner.setContentsMargins(margin, margin, margin, margin)
        self._panel.setProperty("apart", "true" if is_apart else "false")
        self._panel.style().unpolish(self._panel)
        self._panel.style().polish(self._panel)
