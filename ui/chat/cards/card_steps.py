"""The steps of a card that has several: what is done, what comes now, what comes later."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.chat.cards.card_line import CardLine
from webchat.functions.cards import PostedCard
from webchat.functions.contract.records import Step
from webchat.side.side import Side

_MARKS: Mapping[str, tuple[str, str]] = {
    "completed": ("circle-check", "completed"),
    "cancelled": ("ban", "cancelled"),
    "current": ("circle-dot", "button"),
    "later": ("circle", "widget_text_muted"),
}
_SPOKEN: Mapping[str, str] = {
    "completed": "ActionCardStepCompleted",
    "cancelled": "ActionCardStepCancelled",
    "later": "ActionCardStepLater",
}


class CardSteps(QWidget):
    """A line for each step; nothing where there is only one that is for nobody special."""

    def __init__(self, side: Side, card: PostedCard, channel_sid: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._side, self._card, self._sid = side, card, channel_sid
        self._lines: list[CardLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for step in card.card.steps:
            look = "card-title" if self._how(step) == "current" else "muted"
            line = CardLine(f"ActionCard.{card.key}.Step.{step.order_number}", look, self)
            self._lines.append(line)
            column.addWidget(line)
        is_plain = len(card.card.steps) == 1 and not self._who(card.card.steps[0])
        self.setVisible(not is_plain)

    def put_below_current(self, widget: QWidget) -> None:
        """Put what can be done now below the step that it belongs to, before the later ones."""
        column, current = self.layout(), self._card.current
        if isinstance(column, QVBoxLayout) and current is not None:
            column.insertWidget(self._card.card.steps.index(current) + 1, widget)

    def show_steps(self) -> None:
        """Say how far each step is, in the present language."""
        for number, (line, step) in enumerate(zip(self._lines, self._card.card.steps, strict=True)):
            how, who = self._how(step), self._who(step)
            render = self._side.strings.render
            key = "ActionCardStepFor" if who else "ActionCardStep"
            text = render(key, number=number + 1, name=who)
            spoken = f"{text}, {render(_SPOKEN[how])}" if how in _SPOKEN else text
            line.show_line(*_MARKS[how], text, spoken)

    def _how(self, step: Step) -> str:
        status = self._card.status_of(step.order_number)
        if status in {"completed", "cancelled"}:
            return str(status)
        return "current" if step is self._card.current else "later"

    def _who(self, step: Step) -> str:
        """Return the name of whom a step is for, or what it names; empty for anybody."""
        assignee = step.assignee
        if assignee is None:
            return ""
        channel = self._side.store.state.chat.channels.get(self._sid)
        member = None if channel is None else channel.members.get(assignee.user or "")
        if member is not None:
            return member.friendly_name
        return assignee.user or assignee.role or ""
