"""An action card in the conversation: what it is about, its steps, and what can be clicked.

Real widgets in a row of the list, made for rows in sight only, as those of plugins are
(:mod:`ui.chat.messages.message_slots`). What the card is comes with the message; what this side is
doing with it stands in the store.
"""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.cards.button_flow import flowing
from ui.chat.cards.card_button import CardButton
from ui.chat.cards.card_line import CardLine, CardTrouble
from ui.chat.cards.card_steps import CardSteps
from ui.chat.controls import ChatButton
from ui.chat.labels import WrappedLabel
from webchat.functions.cards import PostedCard, card_in
from webchat.functions.contract.records import Button
from webchat.side.side import Side
from webchat.state import CardRunState, MessageState, State

_AIR = 8  # above what is brought into sight
_LOOKS: Mapping[str, str] = {"branding": "primary", "default": "outline"}


class ActionCard(QWidget):
    """One card, as the message that carries it says.

    A click invokes RunActionFunction; while it runs the button is busy, and Cancel beside it
    invokes CancelActionFunction.
    """

    def __init__(
        self, side: Side, sid: str, message: MessageState, parent: QWidget | None = None
    ) -> None:
        """Show the card of a message.

        Args:
            side: Who looks at it and may click.
            sid: The channel that the message stands in.
            message: What carries it; :func:`webchat.functions.cards.card_in` finds the card.
            parent: The widget it stands in.

        Raises:
            ValueError: The message carries no card.
        """
        super().__init__(parent)
        card = card_in(message.attributes)
        if card is None:
            raise ValueError("The message carries no card.")
        self._side, self._sid, self._message, self._card = side, sid, message, card
        self._name = f"ActionCard.{card.key}"
        self.setObjectName(self._name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._run: CardRunState | None = None
        self._is_open = True
        self._busy = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._bring_error_into_sight)
        self._make()
        until_destroyed(
            self,
            side.store.subscribe(self._present, self._on_present),
            side.strings.subscribe(self._retranslate),
        )
        self._run, self._is_open = self._present(side.store.state)
        self._retranslate()

    @property
    def card(self) -> PostedCard:
        """The card that is shown."""
        return self._card

    def buttons(self) -> tuple[CardButton, ...]:
        """Return the buttons of the current step."""
        return tuple(self._buttons)

    @property
    def message_sid(self) -> str:
        """The message that carries the card."""
        return self._message.sid

    def take_focus(self) -> bool:
        """Put the keyboard on what can be done now, and return whether there is anything."""
        if not self._cancel.isHidden():
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_button()
        return not self._cancel.isHidden() or any(one.isEnabled() for one in self._buttons)

    # Parts

    def _make(self) -> None:
        card = self._card
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        title = self._label("Title", "card-title", card.card.title)
        column.addWidget(title)
        description = self._label("Description", "muted", card.card.description)
        description.setVisible(bool(card.card.description))
        column.addWidget(description)
        self._steps = CardSteps(self._side, card, self._sid, self)
        column.addWidget(self._steps)
        doing = self._make_doing()
        if self._card.current is None or self._steps.isHidden():
            column.addWidget(doing)
        else:
            self._steps.put_below_current(doing)

    def _make_doing(self) -> QWidget:
        """Return what can be done now, how far it is, and what went wrong."""
        doing = QWidget(self)
        column = QVBoxLayout(doing)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(8)
        self._error = CardTrouble(f"{self._name}.Error", self)
        column.addWidget(self._error)
        column.addWidget(self._make_buttons())
        self._progress = QProgressBar(self)
        self._progress.setObjectName(f"{self._name}.Progress")
        self._progress.setProperty("chat", "card")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 100)
        column.addWidget(self._progress)
        self._status = CardLine(f"{self._name}.Status", "muted", self)
        column.addWidget(self._status)
        return doing

    def _label(self, part: str, look: str, text: str) -> WrappedLabel:
        label = WrappedLabel(text, self)
        label.setObjectName(f"{self._name}.{part}")
        label.setProperty("chat", look)
        label.setAccessibleName(text)
        return label

    def _make_buttons(self) -> QWidget:
        row = self._row = flowing(self)
        step = self._card.current
        given = () if step is None else step.buttons
        self._buttons = [self._button(number, one) for number, one in enumerate(given)]
        self._cancel = ChatButton(f"{self._name}.CancelButton", "outline", row)
        self._cancel.setProperty("density", "small")
        self._cancel.clicked.connect(self._on_cancel)
        layout = row.layout()
        for widget in (*self._buttons, self._cancel):
            if layout is not None:
                layout.addWidget(widget)
        return row

    def _button(self, number: int, given: Button) -> CardButton:
        name = f"{self._name}.Button.{number}"
        button = CardButton(name, _LOOKS[given.style], given.title, self._row)
        button.clicked.connect(self._on_clicked)
        return button

    # What happens

    def _present(self, state: State) -> tuple[CardRunState | None, bool]:
        channel = state.chat.channels.get(self._sid)
        is_open = channel is not None and channel.status == "active"
        run, step = state.chat.card_runs.get(self._message.sid), self._card.current
        is_of_step = run is not None and step is not None and run.step == step.order_number
        return run if is_of_step else None, is_open

    def _on_present(self, present: tuple[CardRunState | None, bool]) -> None:
        before = self._run
        self._run, self._is_open = present
        self._show()
        if self._phase(before) != self._phase(self._run):
            self._announce()

    def _phase(self, run: CardRunState | None) -> str:
        return "" if run is None else run.phase

    def _announce(self) -> None:
        if self._phase(self._run) == "failed":
            announce(self, self._error.accessibleName(), assertive=True)
            self._soon.start()
        elif self._phase(self._run) == "running":
            announce(self, self._text("ActionCardRunning"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self._text("ActionCardLabel", title=self._card.card.title))
        self._cancel.set_label(self._text("ActionCardCancel"))
        self._progress.setAccessibleName(self._text("ActionCardRunning"))
        self._steps.show_steps()
        self._show()

    def _show(self) -> None:
        run = self._run
        is_running = self._phase(run) == "running"
        can_click = self._is_open and not is_running
        had_focus = any(one.hasFocus() for one in self._buttons)
        was_on_cancel = self._cancel.hasFocus()
        for number, button in enumerate(self._buttons):
            button.setEnabled(can_click)
            is_busy = is_running and run is not None and run.button == number
            button.set_busy(is_busy)
            button.setAccessibleDescription(self._text("ActionCardRunning") if is_busy else "")
        if is_running:
            self._busy = 0 if run is None else run.button
        elif was_on_cancel:  # back to what was clicked, before Qt goes on to somewhere else
            self._focus_button()
        self._cancel.setVisible(is_running)
        if had_focus and is_running:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_progress(run if is_running else None)
        self._show_error(run)
        self._show_status()
        self._row.setVisible(bool(self._buttons))
        self.updateGeometry()

    def _focus_button(self) -> None:
        """Put the focus on the button that was busy, or the first one of the next step."""
        usable = [one for one in self._buttons if one.isEnabled()]
        if usable:
            place = self._busy if self._busy < len(usable) else 0
            usable[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_error_into_sight(self) -> None:
        """Scroll the list so that what went wrong can be read, once it has its place."""
        viewport = self.parentWidget()
        area = None if viewport is None else viewport.parentWidget()
        if viewport is None or not isinstance(area, QAbstractScrollArea):
            return
        top = self._error.mapTo(viewport, QPoint(0, 0)).y() - _AIR
        if top < 0:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + top)

    def _show_progress(self, run: CardRunState | None) -> None:
        share = None if run is None else run.progress
        self._progress.setVisible(share is not None)
        if share is not None:
            self._progress.setValue(round(share * 100))
            self._progress.setAccessibleDescription(self._percent().strip())

    def _show_error(self, run: CardRunState | None) -> None:
        has_failed = run is not None and run.phase == "failed"
        self._error.setVisible(has_failed)
        if run is not None and has_failed:
            self._error.show_trouble(run.error_title, run.error_description)

    def _show_status(self) -> None:
        ends: Mapping[str, tuple[str, str, str]] = {
            "completed": ("circle-check", "completed", "ActionCardCompleted"),
            "cancelled": ("ban", "cancelled", "ActionCardCancelled"),
        }
        end = ends.get(self._card.status)
        is_running = self._phase(self._run) == "running"
        if end is None and is_running:
            end = ("clock", "widget_text_muted", "ActionCardRunning")
        elif end is None and self._card.is_waiting:
            end = ("clock", "widget_text_muted", "ActionCardWaiting")
        self._status.setVisible(end is not None)
        if end is not None:
            icon, tint, key = end
            self._status.show_line(icon, tint, self._text(key) + self._percent())

    def _percent(self) -> str:
        """Return how much of a file has come, to be read after what is said."""
        run = self._run
        if run is None or run.phase != "running" or run.progress is None:
            return ""
        return " " + self._text("ActionCardProgress", percent=round(run.progress * 100))

    def _on_clicked(self) -> None:
        step, button = self._card.current, self.sender()
        if step is None or not isinstance(button, CardButton):
            return
        self._invoke(
            "RunActionFunction", step=step.order_number, button=self._buttons.index(button)
        )

    def _on_cancel(self) -> None:
        self._invoke("CancelActionFunction")

    def _invoke(self, action: str, **more: object) -> None:
        about = {"channelSid": self._sid, "messageSid": self._message.sid}
        with self._side.actions.as_origin("ActionCard"):
            self._side.actions.invoke_action(action, {**about, **more})

    def _text(self, key: str, **values: object) -> str:
        return self._side.strings.render(key, **values)
