"""One run of a card, on the side that carries it out: what is kept, shown and done for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionCancelledError, FunctionError, WebChatError
from webchat.functions.cards import StepStatus
from webchat.functions.contract.forms import to_json
from webchat.functions.contract.records import ActionResult, Event, ShownError
from webchat.functions.runs.card_steps import set_step
from webchat.functions.runs.events import Events, Teller
from webchat.functions.runs.records import CardPlace, Run
from webchat.side.side import Side
from webchat.state import CardRunState, changes

if TYPE_CHECKING:
    from webchat.clock import Clock
    from webchat.functions.runs.attachments import Attachments
    from webchat.functions.runs.runs import Runs

PROGRAM_ENDED = "The program ended while its function ran."
PROGRESS_SECONDS = 0.05
"""How often a card tells how far a file has come; nobody sees more than that."""


class ShownOnCardError(FunctionError):
    """A function returned an ``error`` for the person.

    Attributes:
        title: What failed.
        description: Why.
    """

    def __init__(self, error: ShownError) -> None:
        super().__init__(error.sentence)
        self.title = error.title
        self.description = error.description


class CardRun:
    """A run while something is done for it.

    Attributes:
        side: Who does it.
        place: Where the card stands.
    """

    def __init__(
        self, run: Run, side: Side, *, runs: "Runs", attachments: "Attachments", clock: "Clock"
    ) -> None:
        """Take hold of a run of a card.

        Args:
            run: A run that has a place.
            side: Who acts for it.
            runs: Where it is kept.
            attachments: Fetches the files that it sends.
            clock: The time of what happens.
        """
        assert run.place is not None  # noqa: S101  for the type checker; the caller has looked
        self.side = side
        self.place: CardPlace = run.place
        self._token = run.token
        self._runs = runs
        self._attachments = attachments
        self._clock = clock
        self._told = float("-inf")

    @property
    def run(self) -> Run:
        """The run as it stands now."""
        return self._runs[self._token]

    # -- what is kept and shown --------------------------------------------------------------------

    def change(self, *sentences: str, **fields: Any) -> None:
        """Keep what has become of the run, and sentences about what has just happened."""
        now = self._clock.timestamp()
        self._runs.put(replace(self.run, updated=now, **fields).noted(now, *sentences))

    def note(self, sentence: str) -> None:
        """Keep a sentence about what has just happened."""
        self.change(sentence)

    def show(self, **shown: Any) -> None:
        """Show on this side's card what the run does now; see :class:`.CardRunState`."""
        place, run = self.place, self.run
        state = CardRunState(
            message_sid=place.message_sid,
            channel_sid=place.channel_sid,
            step=place.step,
            button=place.button,
            token=run.token,
            input=run.input,
            **shown,
        )
        self.side.store.dispatch(changes.CardRunSet(place.message_sid, state))

    def rest(self) -> None:
        """Show on this side's card that nothing is done for it any more."""
        self.side.store.dispatch(changes.CardRunSet(self.place.message_sid, None))

    def progress(self, done: int, total: int | None) -> None:
        """Show how much of a file was fetched."""
        now = self._clock.monotonic()
        if done == total or now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self.show(phase="running", progress=min(done / total, 1.0) if total else None)

    # -- what a function returned ------------------------------------------------------------------

    async def apply(self, result: ActionResult) -> None:
        """Do what the action function returned.

        Raises:
            WebChatError: An event failed, or the card cannot be changed.
        """
        await self._carry_out(result.events)
        if result.status is not None:
            await self._settle(result, by_callback=False)
        elif result.form:
            await self._set_step("open")
            self.change("A form was shown.", status="form")
            self.show(phase="form", form=tuple(to_json(result.form)))
        else:
            self.change("It waits for a callback.", status="waiting")
            await self._runs.saved()  # the outside world may know the token from now on
            await self._set_step("waiting")
            self.rest()

    async def apply_callback(self, result: ActionResult) -> None:
        """Do what a redirect or webhook function returned; without a status the run stays open.

        Raises:
            WebChatError: An event failed, or the card cannot be changed.
        """
        await self._carry_out(result.events)
        if result.form:
            self.note("A form was not shown: only a click can ask for answers.")
        if result.status is not None:
            await self._settle(result, by_callback=True)

    @asynccontextmanager
    async def failing(self, title: str, *, is_repeatable: bool = False) -> AsyncIterator[None]:
        """Let the run fail with what is raised inside; the person sees that on the card.

        Args:
            title: Of the button; it is named where the function does not say what failed.
            is_repeatable: Whether it will be tried again when the end of the program cuts it
                short: then the run stays open.
        """
        try:
            yield
        except asyncio.CancelledError:
            if not is_repeatable:
                self.change(PROGRAM_ENDED, status="cancelled", message=PROGRAM_ENDED)
            self.rest()
            raise
        except Exception as error:
            await self.fail(error, title)
            self.side.announce(error)
            raise

    async def fail(self, error: Exception, title: str) -> None:
        """Let the run end in vain: its buttons are back, and the card says why.

        Args:
            error: Why; what a person wanted is not shown as a failure.
            title: Of the button; it is named where the function does not say what failed.
        """
        why = str(error)
        if isinstance(error, FunctionCancelledError):
            self.change(why, status="cancelled", message=why)
            self.rest()
        else:
            self.change(why, status="failed", message=why)
            title = self.side.strings.render("ActionCardFailed", title=title)
            if isinstance(error, ShownOnCardError):
                title, why = error.title, error.description
            self.show(phase="failed", error_title=title, error_description=why)
        with suppress(WebChatError):  # the run has failed already
            await self._set_step("open")

    async def _settle(self, result: ActionResult, *, by_callback: bool) -> None:
        assert result.status is not None  # noqa: S101  for the type checker
        await self._set_step(result.status)
        ended = {"status": result.status, "message": result.message}
        self.change(f"The step is {result.status}.", **ended, was_called_back=by_callback)
        self.rest()

    async def _carry_out(self, events: Sequence[Event]) -> None:
        doing = Events(
            self.side,
            self.place.channel_sid,
            self.run,
            attachments=self._attachments,
            teller=Teller(self.note, self.progress),
        )
        await doing.carry_out(events)

    async def _set_step(self, status: StepStatus) -> None:
        await set_step(self.side, self.place, status)
