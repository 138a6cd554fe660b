"""Which run a click belongs to: a new one in the place of those before, or one that has asked."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionError
from webchat.functions.runs import variables
from webchat.functions.runs.click import FORM_CLOSED, Click
from webchat.functions.runs.records import CardPlace, Run, RunStatus
from webchat.state import changes

if TYPE_CHECKING:
    from webchat.clock import Clock
    from webchat.functions.functions import Functions
    from webchat.side.side import Side

_SUPERSEDED = "A later click took its place."


class CardStarts:
    """Makes the runs of cards, and lets go of those before."""

    def __init__(self, functions: "Functions") -> None:
        """Make none yet.

        Args:
            functions: Whose runs they are.
        """
        self._functions = functions

    def run_of(self, side: "Side", click: Click) -> Run:
        """Return the run of a click, entered as running.

        Raises:
            FunctionError: It answers a form that is not open any more.
        """
        now, title = self._functions.clock.timestamp(), click.step.buttons[click.button].title
        run = self._asking(click) if click.token else self._new(side, click, now)
        given, unknown = self._input(click)
        run = replace(run, status="running", input=given, attempts=run.attempts + 1)
        run = replace(run, updated=now).noted(now, f"“{title}” was clicked.", *unknown)
        self._functions.runs.put(run)
        return run

    def _input(self, click: Click) -> tuple[dict[str, Any], list[str]]:
        """Return a button's input with the variables of earlier runs in it.

        What a person answers to a form is taken as it is: it was not build that wrote it.
        """
        if click.token:
            return click.input, []
        return variables.filled(click.input, variables.known(self._functions.runs))

    def _asking(self, click: Click) -> Run:
        run = self._functions.runs.get(click.token)
        place = None if run is None else run.place
        is_asked_here = place is not None and place.message_sid == click.message_sid
        if run is None or run.status != "form" or not is_asked_here:
            raise FunctionError(FORM_CLOSED)
        return run

    def _new(self, side: "Side", click: Click, now: float) -> Run:
        self._supersede(click.message_sid, side)
        return Run(
            token=self._functions.ids("FR"),
            app=click.card.app,
            kind="action",
            action_key=click.card.key,
            account=click.card.account,
            started=now,
            place=CardPlace(
                channel_sid=click.channel_sid,
                message_sid=click.message_sid,
                step=click.step.order_number,
                button=click.button,
                side=side.kind.name,
                identity=side.chat_client.identity,
            ),
        )

    def _supersede(self, message_sid: str, by: "Side") -> None:
        """End what is open for a card, wherever it is shown; whose form that closes is told."""
        functions = self._functions
        for run in functions.runs:
            if run.place is not None and run.place.message_sid == message_sid and not run.is_over:
                functions.runs.put(ended(run, "cancelled", _SUPERSEDED, functions.clock))
        for side in (one for kind in functions.kinds.values() for one in kind.sides):
            shown = side.store.state.chat.card_runs.get(message_sid)
            if shown is not None:
                if shown.phase == "form" and side is not by:
                    side.notifications.show(side.strings.render("FunctionFormOvertaken"), "warning")
                side.store.dispatch(changes.CardRunSet(message_sid, None))


def ended(run: Run, status: RunStatus, why: str, clock: "Clock") -> Run:
    """Return a run that nothing more is done for, and why."""
    now = clock.timestamp()
    return replace(run, status=status, message=why, updated=now).noted(now, why)
