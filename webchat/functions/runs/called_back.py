"""What becomes of a callback: its function is called, and says which run it belongs to.

The outside world is answered properly whatever happens here: a run that it does not know (404),
one that has ended otherwise (410), one that an earlier callback has ended (200, since whoever asks
twice need not ask again). An ``error`` is not shown and nothing is opened: nobody sits before it
(reference: action-functions, section 6).
"""

import base64
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionAppError, FunctionError, WebChatError
from webchat.functions.callbacks.records import Callback, CallbackAnswer
from webchat.functions.contract.records import ActionResult, ShownError
from webchat.functions.runs.sides import side_for

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
        try:
            app = self._functions.apps[callback.app]
            result = await self._result(app, callback)
        except FunctionAppError as error:
            return CallbackAnswer(404, "Not there", str(error))
        except FunctionError as error:
            return CallbackAnswer(500, "That did not work", str(error))
        token = _token(result)
        if token is None:
            return _NO_RUN
        run = self._functions.runs.get(token)
        if run is None or run.app != app.name:
            return _UNKNOWN
        if run.kind == "action":
            return await self._settle(run.token, callback, result)
        return await self._settle_process(run, callback, result)

    async def _result(self, app: "FunctionApp", callback: Callback) -> "Result":
        functions = self._functions
        connection = functions.connection(app, callback.account)
        addresses = {
            "webhook": await functions.callbacks.address("webhook", app.name, callback.account),
            "redirect": await functions.callbacks.address("redirect", app.name, callback.account),
        }
        return await functions.caller.call(
            app,
            callback.kind,
            connection=connection,
            account=callback.account,
            input=_input(callback),
            callback=addresses,
        )

    # -- runs of cards -----------------------------------------------------------------------------

    async def _settle(self, token: str, callback: Callback, result: "Result") -> CallbackAnswer:
        """Do what a callback says for a card, once nothing else is done for it any more."""
        functions, underway = self._functions, self._functions.action_runs.underway
        run = functions.runs[token]
        place = _place(run)
        while place.message_sid in underway:
            await underway.over(place.message_sid)
            run = functions.runs[token]
        if run.is_over:
            return self._too_late(run, callback)
        side = side_for(functions.kinds, place)
        if side is None:
            functions.runs.put(functions.action_runs.failed(run, _NOBODY_THERE))
            return _TAKEN
        try:
            await self._apply(run, side, callback, result)
        except WebChatError:
            return _TAKEN  # the outside world has done its part; the card says what went wrong
        return _TAKEN

    async def _apply(self, run: "Run", side: "Side", callback: Callback, result: "Result") -> None:
        runs = self._functions.action_runs
        card_run = runs.card_run(run, side)
        with runs.underway.entered(card_run.place.message_sid, run.app) as underway:
            async with card_run.failing(run.app), underway.stoppable():
                if isinstance(result, ShownError):
                    said = f"{result.title}: {result.description}"
                    card_run.note(f"The {callback.kind} function returned an error: {said}")
                elif isinstance(result, ActionResult):
                    card_run.note(f"The {callback.kind} function was called.")
                    await card_run.apply_callback(result)

    def _too_late(self, run: "Run", callback: Callback) -> CallbackAnswer:
        functions, now = self._functions, self._functions.clock.timestamp()
        came = "again" if run.was_called_back else "late"
        functions.runs.put(run.noted(now, f"A {callback.kind} came {came}; nothing was done."))
        return _REPEATED if run.was_called_back else _LATE

    # -- other runs --------------------------------------------------------------------------------

    async def _settle_process(
        self, run: "Run", callback: Callback, result: "Result"
    ) -> CallbackAnswer:
        if run.is_over:
            return self._too_late(run, callback)
        await self._functions.processes.settle(run.token, result)
        return _TAKEN


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
