"""The runs of cards: from a click to a finished step, or to a callback that finishes it.

::

    click ─▶ running ─▶ completed, cancelled      the function said so
                     ─▶ form ─▶ (submitted) running …
                     ─▶ waiting ─▶ (callback)     it said nothing: the outside world will
                     ─▶ failed                    the card says why, its buttons are back

A card does one thing at a time, whichever side has clicked. A click on a card that waits, or that
shows a form, takes the place of the run before.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionAppError, FunctionError
from webchat.functions.cards import PostedCard, to_attributes
from webchat.functions.contract.parameters import action_context
from webchat.functions.contract.records import ActionResult, ShownError
from webchat.functions.runs.assignees import assignees
from webchat.functions.runs.attachments import Attachments
from webchat.functions.runs.card_run import PROGRAM_ENDED, CardRun, ShownOnCardError
from webchat.functions.runs.card_starts import CardStarts, ended
from webchat.functions.runs.click import Click, read
from webchat.functions.runs.records import CardPlace, Run
from webchat.functions.runs.underway import UnderwayCards
from webchat.functions.runs.variables import file_addresses
from webchat.side.side import Side
from webchat.state import State, changes

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.functions import Functions

_STOPPED = "The function was stopped."
_CHAT_ENDED = "The chat ended while the function ran."
_CHAT_ENDED_BEFORE = "The chat ended before the form was sent."
_FORM_LOST = "The program ended before the form was sent."
_HOW_TO_LOAD = (
    "Load it with Functions > Load…, or start the program with --function, then try again."
)
_NOTHING_RUNS = "Nothing runs for this card that could be stopped."
_NOBODY_ANSWERS = (
    "{title} has neither a redirect nor a webhook function, so nothing but another click will end "
    "this run."
)


class ActionRuns:
    """Runs of kind ``action``.

    Attributes:
        underway: What runs for a card right now.
        attachments: The files on their way.
    """

    def __init__(self, functions: "Functions") -> None:
        """Run nothing yet.

        Args:
            functions: Whose apps are called, and whose runs are kept.
        """
        self.underway = UnderwayCards()
        self.attachments = Attachments(functions.folder, tasks=functions.tasks)
        self._functions = functions
        self._starts = CardStarts(functions)

    async def post(self, side: Side, card: PostedCard, channel_sid: str) -> int:
        """Post a card in a conversation; see :meth:`.Functions.post_card`."""
        payload = {
            "channelSid": channel_sid,
            "body": card.card.title.strip() or card.app,
            "messageAttributes": to_attributes(card),
        }
        index: int = await side.actions.invoke_action("SendMessage", payload)
        return index

    async def run(self, side: Side, payload: Any) -> dict[str, Any]:
        """Do what RunActionFunction was invoked for.

        Returns:
            ``status``: ``completed``, ``cancelled``, or None while the run is open; its ``token``.

        Raises:
            WebChatError: It did not work; the card says so, too.
        """
        click = read(side.store.state, payload)
        with self.underway.entered(click.message_sid, click.card.card.title) as underway:
            await self._functions.picked_files.check(click.picked)  # while the form is still open
            card_run = self.card_run(self._starts.run_of(side, click), side)
            card_run.show(phase="running")
            title = click.step.buttons[click.button].title
            async with card_run.failing(title), underway.stoppable():
                with self._ending_with_chat(card_run):
                    await card_run.apply(await self._call(card_run, click))
        run = card_run.run
        if run.status == "form":
            self._end_form_with_chat(card_run)
        return {"status": run.status if run.is_over else None, "token": run.token}

    async def cancel(self, side: Side, payload: Any) -> None:
        """Do what CancelActionFunction was invoked for, and wait until it is done.

        Raises:
            FunctionError: Nothing runs for the card that its payload names.
        """
        given = payload if isinstance(payload, dict) else {}
        message_sid = str(given.get("messageSid"))
        if self.underway.stop(message_sid, _STOPPED):
            await self.underway.over(message_sid)
            return
        shown = side.store.state.chat.card_runs.get(message_sid)
        if shown is None:
            raise FunctionError(_NOTHING_RUNS)
        run = self._functions.runs.get(shown.token)
        if run is not None and run.status == "form":
            self.card_run(run, side).change(_STOPPED, status="cancelled", message=_STOPPED)
        side.store.dispatch(changes.CardRunSet(message_sid, None))

    async def restore(self) -> None:
        """Go on with what an earlier run of the program has left open.

        A function that was called then will not return any more, nor will its form be sent; who
        waits for a callback goes on waiting, on the address that was given out.
        """
        functions = self._functions
        for run in functions.runs:
            if run.kind != "action" or run.is_over:
                continue
            if run.status == "waiting":
                await self._listen_for(run)
            else:
                why = _FORM_LOST if run.status == "form" else PROGRAM_ENDED
                functions.runs.put(self.failed(run, why))

    async def _listen_for(self, run: Run) -> None:
        functions = self._functions
        try:
            await functions.callbacks.address("webhook", run.app, run.account)
        except FunctionError as error:
            functions.runs.put(run.noted(functions.clock.timestamp(), str(error)))

    def card_run(self, run: Run, side: Side) -> CardRun:
        """Take hold of a run of a card."""
        functions = self._functions
        return CardRun(
            run,
            side,
            runs=functions.runs,
            attachments=self.attachments,
            clock=functions.clock,
        )

    def failed(self, run: Run, why: str) -> Run:
        """Return a run that has failed without anybody there to see it."""
        return ended(run, "failed", why, self._functions.clock)

    async def aclose(self, limit: float = 1.0) -> None:
        """Stop everything that runs, and remove the files that were on their way.

        Args:
            limit: How long to wait for what runs, in seconds.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                await self.underway.stop_all(PROGRAM_ENDED)
        await self.attachments.aclose()

    # -- one click -------------------------------------------------------------------------------

    async def _call(self, card_run: CardRun, click: Click) -> ActionResult:
        functions, run, side = self._functions, card_run.run, card_run.side
        app = _app_of_card(functions, run.app)
        connection = functions.connection(app, run.account)
        account = run.account if connection is None else connection.account
        if account != run.account:
            card_run.change(account=account)  # the latest one then is that of this run from now on
        files = functions.picked_files
        ours = click.picked | file_addresses(functions.runs)
        given = await files.given(run.input, ours, app=app.name, run=run.token)
        if given != run.input:
            card_run.change(input=given)
        address = functions.callbacks.address
        callback = {
            "token": run.token,
            "webhook": await address("webhook", app.name, account),
            "redirect": await address("redirect", app.name, account),
        }
        await functions.runs.saved()  # the function may tell the outside world of the token
        result = await functions.caller.call(
            app,
            "action",
            connection=connection,
            account=account,
            context=action_context(
                action_key=run.action_key,
                assignees=assignees(side, click.channel_sid, click.step, card_run.place.identity),
            ),
            input=given,
            callback=callback,
            remark=card_run.note,
        )
        if isinstance(result, ShownError):
            raise ShownOnCardError(result)
        assert isinstance(result, ActionResult)  # noqa: S101  the contract of an action function
        if not (result.status or result.form or app.has("redirect") or app.has("webhook")):
            card_run.note(_NOBODY_ANSWERS.format(title=app.title))
        return result

    @contextmanager
    def _ending_with_chat(self, card_run: CardRun) -> Iterator[None]:
        """Stop a run when its chat ends, or is open here no longer."""
        place = card_run.place

        def changed(is_active: bool) -> None:
            if not is_active:
                self.underway.stop(place.message_sid, _CHAT_ENDED)

        forget = card_run.side.store.subscribe(partial(_is_active, place), changed)
        try:
            yield
        finally:
            forget()

    def _end_form_with_chat(self, card_run: CardRun) -> None:
        """Let go of a form when its chat ends, unless it was sent or let go of before."""
        place, token = card_run.place, card_run.run.token

        def is_shown(state: State) -> bool:
            shown = state.chat.card_runs.get(place.message_sid)
            is_form = shown is not None and (shown.phase, shown.token) == ("form", token)
            return is_form and _is_active(place, state)

        def changed(_is_shown: bool) -> None:
            forget()
            if card_run.run.status == "form":
                ended_so = {"status": "cancelled", "message": _CHAT_ENDED_BEFORE}
                card_run.change(_CHAT_ENDED_BEFORE, **ended_so)
                card_run.rest()

        forget = card_run.side.store.subscribe(is_shown, changed)


def _is_active(place: CardPlace, state: State) -> bool:
    channel = state.chat.channels.get(place.channel_sid)
    return channel is not None and channel.status == "active"


def _app_of_card(functions: "Functions", name: str) -> "FunctionApp":
    """Return the app of a card.

    Raises:
        FunctionAppError: It is not loaded, or has no buttons.
    """
    try:
        app = functions.apps[name]
    except FunctionAppError as error:
        raise FunctionAppError(f"{error} {_HOW_TO_LOAD}") from None
    if app.kind != "action":
        raise FunctionAppError(
            f"{app.title} is of the kind “{app.kind}”, which runs by itself: no button starts it."
        )
    return app
