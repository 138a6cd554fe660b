"""The form that is filled in before a chat, as the configuration describes it."""

from html.parser import HTMLParser

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import ChatButton
from ui.chat.form.form_fields import FormField, make_fields
from ui.chat.labels import WrappedLabel
from webchat.customer.form import FieldValue, Form
from webchat.side.side import Side
from webchat.state import EngagementStage

_MARGIN = 16
_KEYS = "PreEngagement"
_GONE_ON = {EngagementStage.WAITING_ENGAGEMENT, EngagementStage.IN_ENGAGEMENT}


class PreEngagementCanvas(QScrollArea):
    """Description, message, fields, Submit and footer, one below the other.

    Submit stays disabled until every field is valid and invokes StartEngagement. The canvas lives
    on while the engagement is being started, so a start that fails finds its values again.
    """

    def __init__(self, side: Side, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._form = side, form
        self.setObjectName("PreEngagementCanvas")
        self.setProperty("chat", "form-page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column = QVBoxLayout()
        column.setSpacing(12)
        outer.addLayout(column)
        outer.addStretch(1)
        self._fields = make_fields(form.fields, page)
        self._texts: list[tuple[WrappedLabel, str]] = []
        self._submit = ChatButton(
            "PreEngagementCanvas.SubmitButton", "primary", page, fill="submit_button"
        )
        font = QFont(self._submit.font())
        font.setCapitalization(QFont.Capitalization.AllUppercase)  # documented for this button
        self._submit.setFont(font)
        self._submit.clicked.connect(self._start)
        self._slot = Slot(page, side, "PreEngagementCanvas", column, self._parts(page))
        self.setWidget(page)
        for field in self._fields:
            field.edited.connect(self._check)
            field.left.connect(self._check)
            field.submitted.connect(self._on_enter)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()

    def values(self) -> dict[str, FieldValue]:
        """Return what the fields hold, by name."""
        return {field.name: field.value() for field in self._fields}

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        if self._fields:
            self._fields[0].focus_first()
        else:
            self._submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self, page: QWidget) -> list[BuiltIn]:
        texts = (
            ("Description", self._form.description, "form-text"),
            ("Message", self._form.message, "form-muted"),
        )
        parts = [
            BuiltIn(f"PreEngagementCanvas.{key}", self._label(key, text, look, page))
            for key, text, look in texts
            if text
        ]
        parts += [
            BuiltIn(f"PreEngagementCanvas.Field.{field.name}", field) for field in self._fields
        ]
        parts.append(BuiltIn("PreEngagementCanvas.SubmitButton", self._submit))
        if self._form.footer_label:
            footer = self._label(
                "Footer", _without_tags(self._form.footer_label), "form-footer", page
            )
            parts.append(BuiltIn("PreEngagementCanvas.Footer", footer))
        return parts

    def _label(self, key: str, text: str, look: str, parent: QWidget) -> WrappedLabel:
        label = WrappedLabel("", parent)
        label.setObjectName(f"PreEngagementCanvas.{key}")
        label.setProperty("chat", look)
        self._texts.append((label, text))
        return label

    def _retranslate(self) -> None:
        for label, text in self._texts:
            label.setText(self._said(text))
        for field in self._fields:
            field.speak(self._said)
        self._submit.set_label(self._said(self._form.submit_label))
        name = self._form.description or "PreEngagementLabel"
        self.setAccessibleName(self._said(name))
        self._show_errors()

    def _said(self, given: str) -> str:
        """Return a text of the form; the form that nobody configured has keys of strings."""
        return self._side.strings.text(given) if given.startswith(_KEYS) else given

    def _check(self) -> None:
        if self._side.store.state.session.engagement_stage in _GONE_ON:
            return  # the focus left because the form did
        fresh = self._show_errors()
        announce(self, "\n".join(fresh), assertive=True)

    def _show_errors(self) -> list[str]:
        """Show what is wrong where the person has been; return what had not been said yet."""
        wrong = self._form.errors(self.values())
        strings = self._side.strings
        self._submit.setEnabled(not wrong)
        fresh: list[str] = []
        for field in self._fields:
            key = wrong.get(field.name) if field.was_left else None
            error = strings.render(key) if key else ""
            if field.show_error(error) and error:
                fresh.append(
                    strings.render("PreEngagementFieldError", label=field.label, error=error)
                )
        return fresh

    def _on_enter(self) -> None:
        """Submit, or lead to what is still missing."""
        wrong = self._form.errors(self.values())
        if not wrong:
            self._start()
            return
        missing: FormField | None = None
        for field in self._fields:
            if field.name in wrong:
                field.was_left = True
                missing = missing or field
        self._check()
        if missing is not None:
            missing.focus_first()
            self.ensureWidgetVisible(missing)

    def _start(self) -> None:
        with self._side.actions.as_origin("PreEngagementCanvas"):
            self._side.actions.invoke_action(
                "StartEngagement", {"formData": self._form.form_data(self.values())}
            )


class _TextOf(HTMLParser):
    """Collects the text between tags; a break or a paragraph begins a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"br", "p", "div", "li"} and self.text:
            self.text += "\n"


def _without_tags(markup: str) -> str:
    """Return the text of a footer; the documentation has it as HTML, which nothing here renders."""
    parser = _TextOf()
    parser.feed(markup)
    parser.close()
    return parser.text.strip()
