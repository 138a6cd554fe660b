"""What becomes of a callback: its function is called, and says which run it belongs to.

The outside world is answered properly whatever happens here: a run that it does not know (404),
one that has ended otherwise (410), one that an earlier callback has ended (200, since whoever asks
twice need not ask again). An ``error`` is not shown and nothing is opened: nobody sits before it
(reference: action-functions, section 6).
"""

import base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from webchat.actions.cause import Origin, cause
from webchat.errors import FunctionAppError, FunctionError, WebChatError
from webchat.functions.callbacks.records import Callback, CallbackAnswer, CallbackKind
from webchat.functions.contract.records import ActionResult, ShownError
from webchat.functions.runs.card_run import ShownOnCardError
from webchat.functions.runs.events import ORIGIN
from webchat.functions.runs.sides import side_for
from webchat.side.kind import acting_side

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.contract.records import Result
    from webchat.functions.functions import Functions
    from webchat.functions.runs.records import CardPlace, Run
    from webchat.side.side import Side

_NOBODY_THERE = (
    "A callback came, but nobody is in the conversation any more, so nothing could be done in it."
)
_TAKEN = CallbackAnswer(200, "Done", "You can close this page and go back to the chat.")
_NO_RUN = CallbackAnswer(200, "Received", "It belongs to no run, so nothing more was done.")
_UNKNOWN = CallbackAnswer(404, "Unknown", "There is no run that this belongs to.")
_REPEATED = CallbackAnswer(200, "Done already", "This was taken before; nothing more was done.")
_LATE = CallbackAnswer(410, "Too late", "What this belongs to has ended otherwise.")


class _Said(NamedTuple):
    """What a function has said to a callback: which function, its result, remarks about that."""

    kind: CallbackKind
    result: "Result"
    remarks: list[str]


class CallbackRuns:
    """Takes callbacks."""

    def __init__(self, functions: "Functions") -> None:
        """Take none yet.

        Args:
            functions: Whose apps are called, and whose runs are ended.
        """
        self._functions = functions

    async def receive(self, callback: Callback) -> CallbackAnswer:
        """Call the function that a callback is for, and do what it says."""
        # A server works in the context of what has started it, which is somebody's click.
        cause.set(Origin(None, ORIGIN))
        acting_side.set(None)
        try:
            app = self._functions.apps[callback.app]
            said = await self._said(app, callback)
        except FunctionAppError as error:
            return CallbackAnswer(404, "Not there", str(error))
        except FunctionError as error:
            return CallbackAnswer(500, "That did not work", str(error))
        token = _token(said.result)
        if token is None:
            return _NO_RUN
        run = self._functions.runs.get(token)
        if run is None or run.app != app.name:
            return _UNKNOWN
        if run.kind == "action":
            return await self._settle(token, said)
        return await self._settle_process(run, said)

    async def _said(self, app: "FunctionApp", callback: Callback) -> _Said:
        functions, remarks = self._functions, list[str]()
        connection = functions.connection(app, callback.account)
        address = functions.callbacks.address
        addresses = {"webhook": await address("webhook", app.name, callback.account)}
        if app.kind == "action":
            addresses["redirect"] = await address("redirect", app.name, callback.account)
        result = await functions.caller.call(
            app,
            callback.kind,
            connection=connection,
            account=callback.account,
            context={},  # which run is meant, the function itself will say
            input=_input(callback),
            callback=addresses,
            remark=remarks.append,
        )
        return _Said(callback.kind, result, remarks)

    # -- runs of cards ---------------------------------------------------------------------------

    async def _settle(self, token: str, said: _Said) -> CallbackAnswer:
        """Do what was said for a card, once nothing else is done for it any more."""
        functions, underway = self._functions, self._functions.action_runs.underway
        run = functions.runs[token]
        place = _place(run)
        while place.message_sid in underway:
            await underway.over(place.message_sid)
            run = functions.runs[token]
        if run.is_over:
            return self._too_late(run, said.kind)
        side = side_for(functions.kinds, place)
        if side is None:
            functions.runs.put(functions.action_runs.failed(run, _NOBODY_THERE))
            return _TAKEN
        with suppress(WebChatError):  # the outside world has done its part; the card says why
            await self._apply(run, side, said)
        return _TAKEN

    async def _apply(self, run: "Run", side: "Side", said: _Said) -> None:
        runs, result = self._functions.action_runs, said.result
        card_run = runs.card_run(run, side)
        with runs.underway.entered(card_run.place.message_sid, run.app) as underway:
            # Who calls back at the end of the program is told to try again later.
            failing = card_run.failing(run.app, is_repeatable=True)
            async with failing, underway.stoppable():
                if isinstance(result, ShownError):
                    why = ShownOnCardError(result)
                    card_run.change(f"The {said.kind} function returned an error: {why}")
                elif isinstance(result, ActionResult):
                    card_run.change(f"The {said.kind} function was called.", *said.remarks)
                    await card_run.apply_callback(result)

    # -- other runs ------------------------------------------------------------------------------

    async def _settle_process(self, run: "Run", said: _Said) -> CallbackAnswer:
        if run.is_over:
            return self._too_late(run, said.kind)
        functions, now = self._functions, self._functions.clock.timestamp()
        if isinstance(said.result, ActionResult):
            functions.runs.put(run.noted(now, *said.remarks))
        await functions.processes.settle(run.token, said.result)
        return _TAKEN

    def _too_late(self, run: "Run", kind: CallbackKind) -> CallbackAnswer:
        functions, now = self._functions, self._functions.clock.timestamp()
        came = "again" if run.was_called_back else "late"
        functions.runs.put(run.noted(now, f"A {kind} came {came}; nothing was done."))
        return _REPEATED if run.was_called_back else _LATE


def _input(callback: Callback) -> dict[str, Any]:
    """Return what a function gets as ``input``: the query, or the body of a webhook."""
    if callback.kind == "redirect":
        return dict(callback.query)
    body = base64.b64encode(callback.body).decode()
    return {"content_type": callback.content_type, "body_base64": body}


def _token(result: "Result") -> str | None:
    """Return which run an answer belongs to; None when it does not say."""
    return result.callback_token if isinstance(result, (ActionResult, ShownError)) else None


def _place(run: "Run") -> "CardPlace":
    assert run.place is not None  # noqa: S101  a run of kind action has one
    return run.place
