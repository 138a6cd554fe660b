"""When a form of an action function is shown: while a card of the channel asks for one."""

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.bridge import until_destroyed
from webchat.side.side import Side
from webchat.state import CardRunState, State

if TYPE_CHECKING:
    from ui.chat.cards.function_form import FunctionForm


class FunctionFormSheet(QObject):
    """The form over one conversation, made when it is asked for.

    Signals:
        closed: The form that had the focus is gone, and its card has nothing to take it.
    """

    closed = Signal()

    def __init__(self, side: Side, sid: str, parent: QWidget) -> None:
        """Watch the store of *side*.

        Args:
            side: Who answers.
            sid: The channel whose cards count.
            parent: What a form covers.
        """
        super().__init__(parent)
        self._side, self._sid, self._parent = side, sid, parent
        self._form: FunctionForm | None = None
        self._left = ""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._give_focus_back)
        until_destroyed(self, side.store.subscribe(self._asked, self._on_asked))
        self._on_asked(self._asked(side.store.state))

    def _asked(self, state: State) -> CardRunState | None:
        runs = state.chat.card_runs.values()
        mine = (run for run in runs if run.phase == "form" and run.channel_sid == self._sid)
        return next(mine, None)

    def _on_asked(self, run: CardRunState | None) -> None:
        if self._form is not None and run is not self._form.run:
            self._close(self._form)
        if run is not None and self._form is None:
            module = importlib.import_module("ui.chat.cards.function_form")
            self._form = form = module.FunctionForm(self._side, self._sid, run, self._parent)
            form.open()

    def _close(self, form: "FunctionForm") -> None:
        self._form = None
        focus = QApplication.focusWidget()
        had_focus = focus is not None and form.isAncestorOf(focus)
        form.hide()
        form.deleteLater()
        if had_focus:
            self._left = form.run.message_sid
            self._soon.start()

    def _give_focus_back(self) -> None:
        """Put the keyboard back on the card, once it shows what became of the form."""
        cards = importlib.import_module("ui.chat.cards.action_card")
        for card in self._parent.findChildren(cards.ActionCard):
            if card.message_sid == self._left and card.isVisible() and card.take_focus():
                return
        self.closed.emit()
