"""One call: a stub or the handler, then the contract, and all of it in the history.

Whoever makes a call gets a record that fits the contract, or a sentence. What others are shown of
it, in the history as in the sentence, is masked here.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionContractError, FunctionError, HandlerError
from webchat.functions.calls.history import FunctionCall
from webchat.functions.calls.stand_in import SLOW_SECONDS, answer_of
from webchat.functions.contract.checks import check
from webchat.functions.contract.records import ActionResult, Checked, FunctionName, ShownError
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from webchat.clock import Clock
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.masks import Masks
    from webchat.functions.calls.history import CallHistory
    from webchat.functions.hosts.hosts import Hosts
    from webchat.functions.stubs import Stub


_SLOW_TO_IMPORT = "webchat.functions.contract.shapes.answers"


class CheckedCalls:
    """Makes calls that are checked and recorded."""

    def __init__(
        self, hosts: "Hosts", *, history: "CallHistory", masks: "Masks", clock: "Clock"
    ) -> None:
        """Make none yet; the arguments are those of the :class:`.caller.Caller`."""
        self._hosts = hosts
        self._history = history
        self._masks = masks
        self._clock = clock
        self._can_check = False

    def begin(
        self,
        app: "FunctionApp",
        function: FunctionName,
        given: Mapping[str, Any],
        *,
        is_stubbed: bool,
    ) -> FunctionCall:
        """Enter a call in the history; :meth:`finish` makes it."""
        shown, now = self._masks.json(given), self._clock.timestamp()
        number = self._history.next_id()
        call = FunctionCall(number, app.name, function, shown, now, is_stubbed=is_stubbed)
        self._history.put(call)
        return call

    async def finish(
        self,
        call: FunctionCall,
        app: "FunctionApp",
        given: Mapping[str, Any],
        *,
        stub: "Stub | None",
        timeout: float | None,  # noqa: ASYNC109  the handler's own, which ends it
    ) -> Checked:
        """Make a call that has begun, and enter how it ended.

        Args:
            call: What :meth:`begin` returned.
            app: The app.
            given: The parameters, unmasked.
            stub: What stands in for the function.
            timeout: After how many seconds it has taken too long; None is the app's setting.

        Returns:
            The answer after the check: a result, and what there is to remark on.

        Raises:
            FunctionError: It did not work, or returned what breaks the contract.
        """
        began = self._clock.monotonic()
        ended: dict[str, Any] = {"outcome": "cancelled"}
        try:
            answer = await self._answer(call.function, app, given, stub, timeout)
            checked = self._masked(check(call.function, app.kind, answer))
            shown = replace(checked, result=self._masks.record(checked.result))
            ended = {"answer": self._masks.json(answer), "checked": shown}
            _refuse_misfits(checked, call.function, app)
            ended["outcome"] = "completed"
        except FunctionError as error:
            _hide(error, self._masks.text)
            trace = error.trace if isinstance(error, HandlerError) else ""
            ended |= {"outcome": "failed", "error": str(error), "trace": trace}
            raise
        except Exception as error:
            ended |= {"outcome": "failed", "error": self._masks.text(repr(error))}
            raise
        finally:
            self._history.put(replace(call, seconds=self._clock.monotonic() - began, **ended))
        return checked

    async def _answer(
        self,
        function: FunctionName,
        app: "FunctionApp",
        given: Mapping[str, Any],
        stub: "Stub | None",
        timeout: float | None,  # noqa: ASYNC109  as above
    ) -> Any:
        if not self._can_check:  # in a thread, before the loop needs it
            await in_thread(importlib.import_module, _SLOW_TO_IMPORT)
            self._can_check = True
        limit = app.settings.timeout if timeout is None else timeout
        if stub is not None and stub.forced == "slow":
            await self._clock.sleep(SLOW_SECONDS)
        elif stub is not None:
            return await answer_of(stub, app, function, limit, self._clock)
        return await self._hosts.call(app, function, given, timeout=limit)

    def _masked(self, checked: Checked) -> Checked:
        """Return the answer with nothing secret in what people are shown of it."""
        hide, result = self._masks.text, checked.result
        findings, remarks = (
            tuple(replace(one, came=hide(one.came)) for one in found)
            for found in (checked.findings, checked.remarks)
        )
        if isinstance(result, ShownError):
            said = hide(result.title), hide(result.description)
            result = replace(result, title=said[0], description=said[1])
        elif isinstance(result, ActionResult):
            result = replace(result, message=hide(result.message))
        return Checked(result, findings, remarks)


def _refuse_misfits(checked: Checked, function: FunctionName, app: "FunctionApp") -> None:
    """Refuse an answer that does not fit.

    Raises:
        FunctionContractError: It does not.
    """
    if checked.result is not None:
        return
    first, *others = checked.findings
    things = "1 more thing does" if len(others) == 1 else f"{len(others)} more things do"
    raise FunctionContractError(
        f"What the {function} function of {app.title} returned breaks the contract. "
        f"{first.sentence}{f' And {things} not fit.' if others else ''}",
        checked.findings,
    )


def _hide(error: FunctionError, hide: Callable[[str], str]) -> None:
    """Let an error say nothing secret: it is shown, logged and recorded."""
    error.args = tuple(hide(one) if isinstance(one, str) else one for one in error.args)
    if isinstance(error, HandlerError):
        error.trace = hide(error.trace)
