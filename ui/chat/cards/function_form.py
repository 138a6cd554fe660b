"""The form that an action function asks for, as a sheet over the lower part of the conversation.

What is asked stands in the store (``chat.card_runs``); Submit invokes RunActionFunction again with
the answers, Cancel and Escape invoke CancelActionFunction.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.cards.function_fields import ERROR_KEYS, make_function_fields
from ui.chat.controls import ChatButton
from ui.chat.form.form_fields import FormField
from ui.chat.labels import WrappedLabel
from webchat.functions.cards import card_in
from webchat.functions.contract.forms import answer_errors, answers, form_from
from webchat.side.side import Side
from webchat.state import CardRunState, State

_MARGIN = 16
_PREFIX = "FunctionForm.Field."


class FunctionForm(QFrame):
    """One form, over its parent: as tall as it needs, at most as its parent."""

    def __init__(self, side: Side, sid: str, run: CardRunState, parent: QWidget) -> None:
        """Ask what *run* asks.

        Args:
            side: Who answers.
            sid: The channel.
            run: A run whose phase is ``form``.
            parent: What it covers.
        """
        super().__init__(parent)
        self._side, self._sid, self.run = side, sid, run
        self._form = form_from(run.form)
        self.setObjectName("FunctionForm")
        self.setProperty("chat", "sheet")
        self._title = self._make_title()
        self._make_area()
        self._submit = ChatButton("FunctionForm.SubmitButton", "primary", self)
        self._submit.clicked.connect(self._on_submit)
        self._cancel = ChatButton("FunctionForm.CancelButton", "outline", self)
        self._cancel.clicked.connect(self._on_cancel)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        parent.installEventFilter(self)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()
        self._place()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What is asked, from the top."""
        return tuple(self._fields.fields)

    def open(self) -> None:
        """Show the sheet and go to its first question."""
        self.show()
        self.raise_()
        self._place()
        first: QWidget = self._submit
        if self._fields.fields:
            first = self._fields.fields[0].editors[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.accessibleName())

    # Parts

    def _make_title(self) -> WrappedLabel:
        title = WrappedLabel(_title(self._side.store.state, self._sid, self.run), self)
        title.setObjectName("FunctionForm.Title")
        title.setProperty("chat", "heading")
        title.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        self.setAccessibleName(title.text())
        return title

    def _make_area(self) -> None:
        self._area = QScrollArea(self)
        self._area.setProperty("chat", "form")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 4)
        column.setSpacing(12)
        self._fields = make_function_fields(
            self._form, page, _PREFIX, strings=self._side.strings, values=self.run.input
        )
        for widget in self._fields.widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self._area.setWidget(page)
        for field in self._fields.fields:
            field.edited.connect(self._on_edited)
            field.left.connect(self._on_edited)
            field.submitted.connect(self._on_submit)

    # What happens

    def _on_edited(self) -> None:
        self._show_errors()
        self._place()

    def _show_errors(self) -> list[str]:
        """Say what is wrong where the person has been; return what had not been said yet."""
        wrong = answer_errors(self._form, self._fields.values())
        fresh = []
        for field in self._fields.fields:
            error = wrong.get(field.name) if field.was_left else None
            said = self._side.strings.render(ERROR_KEYS[error.kind]) if error else ""
            if field.show_error(said) and said:
                fresh.append(f"{field.label}: {said}")
        return fresh

    def _on_submit(self) -> None:
        """Send the answers, or lead to what is missing."""
        values = self._fields.values()
        wrong = answer_errors(self._form, values)
        if not wrong:
            self._invoke("RunActionFunction", answers=answers(self._form, values))
            return
        first: FormField | None = None
        for field in self._fields.fields:
            field.was_left = True
            if first is None and field.name in wrong:
                first = field
        announce(self, "\n".join(self._show_errors()), assertive=True)
        self._place()
        if first is not None:
            first.focus_first()
            self._area.ensureWidgetVisible(first)

    def _on_cancel(self) -> None:
        about = {"channelSid": self._sid, "messageSid": self.run.message_sid}
        with self._side.actions.as_origin("FunctionForm"):
            self._side.actions.invoke_action("CancelActionFunction", about)

    def _invoke(self, action: str, **more: object) -> None:
        about = {
            "channelSid": self._sid,
            "messageSid": self.run.message_sid,
            "step": self.run.step,
            "button": self.run.button,
            "token": self.run.token,
        }
        with self._side.actions.as_origin("FunctionForm"):
            self._side.actions.invoke_action(action, {**about, **more})

    def _retranslate(self) -> None:
        self._submit.set_label(self._side.strings.render("FunctionFormSubmit"))
        self._cancel.set_label(self._side.strings.render("FunctionFormCancel"))
        self._show_errors()

    # Where it is

    def _place(self) -> None:
        """Cover the lower part of the parent, as much of it as the form needs."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = parent.width()
        around = self._title.heightForWidth(width) + self._submit.sizeHint().height() + 3 * _MARGIN
        page = self._page.layout()
        inside = 0 if page is None else page.heightForWidth(width)
        height = min(around + inside + 24, parent.height())
        self.setGeometry(QRect(0, parent.height() - height, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Stay where the parent's lower part is."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let Escape close the form."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)


def _title(state: State, sid: str, run: CardRunState) -> str:
    """Return the title of the button that was clicked."""
    channel = state.chat.channels.get(sid)
    messages = () if channel is None else channel.messages
    carrier = next((one for one in messages if one.sid == run.message_sid), None)
    card = None if carrier is None else card_in(carrier.attributes)
    for step in () if card is None else card.card.steps:
        if step.order_number == run.step and run.button < len(step.buttons):
            return step.buttons[run.button].title
    return "" if card is None else card.card.title
