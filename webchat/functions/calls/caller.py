"""Calling a function with a credential that counts, and again when it asks for a fresh token."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from webchat.errors import AuthenticationError, FunctionError
from webchat.functions.calls.checked_calls import CheckedCalls
from webchat.functions.calls.unmasking import unmasked
from webchat.functions.contract.parameters import build_context, parameters
from webchat.functions.contract.records import FunctionName, RefreshToken, Result

if TYPE_CHECKING:
    from webchat.clock import Clock
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.connections import Connection, Connections
    from webchat.functions.authentication.masks import Masks
    from webchat.functions.calls.history import CallHistory, FunctionCall
    from webchat.functions.hosts.hosts import Hosts
    from webchat.functions.stubs import Stubs


class Caller:
    """Calls functions."""

    def __init__(
        self,
        hosts: "Hosts",
        connections: "Callable[[], Connections]",
        *,
        stubs: "Stubs",
        history: "CallHistory",
        masks: "Masks",
        clock: "Clock",
    ) -> None:
        """Call nothing yet.

        Args:
            hosts: Run the handlers.
            connections: Returns who gives the credentials; asked once an app needs one.
            stubs: Stand in for functions.
            history: Where every call is entered.
            masks: Hide what is secret.
            clock: The time of calls, and of those that a stub makes slow.
        """
        self._calls = CheckedCalls(hosts, history=history, masks=masks, clock=clock)
        self._connections = connections
        self._stubs = stubs
        self._history = history

    async def call(
        self,
        app: "FunctionApp",
        function: FunctionName,
        *,
        connection: "Connection | None" = None,
        credential: Mapping[str, Any] | None = None,
        account: str = "",
        context: Mapping[str, Any] | None = None,
        input: Mapping[str, Any] | None = None,  # noqa: A002  the contract's name
        callback: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the handler's own, which ends it
        remark: Callable[[str], object] | None = None,
    ) -> Result:
        """Call a function, a second time with a fresh token if it asks for one.

        Args:
            app: Whose function.
            function: Which; a stub may stand in for it.
            connection: With which account; its token is refreshed first when it has expired.
            credential: What ``credential`` holds while there is no connection yet.
            account: ``identity.unique_id`` where there is no connection.
            context: ``context``; build gets one anyway.
            input: ``input``.
            callback: ``callback``.
            timeout: After how many seconds it has taken too long; None is the app's setting.
            remark: Called with sentences about what it returned that fits but has no effect.

        Returns:
            What it returned; :class:`RefreshToken` only from build, which ignores the second one.

        Raises:
            FunctionError: It did not work, or returned what breaks the contract.
        """
        if function == "build" and context is None:
            said = {"title": app.title, "description": app.description}
            context = build_context(app.kind, action_key=app.name, **said)
        given = partial(
            parameters,
            account=account if connection is None else connection.account,
            context=context,
            input=input,
            callback=callback,
        )
        if credential is None:
            credential = await self._credential(app, connection)
        once = partial(self._once, app, function, timeout=timeout, remark=remark)
        result = await once(given(credential=credential))
        if not isinstance(result, RefreshToken):
            return result
        credential = await self._refreshed(app, function, connection)
        result = await once(given(credential=credential))
        if isinstance(result, RefreshToken) and function != "build":
            raise FunctionError(
                f"The {function} function of {app.title} asked for a fresh token twice in one "
                "call. Either the service does not take the fresh one, or the function asks "
                "whatever the service says."
            )
        return result

    async def run_alone(
        self,
        app: "FunctionApp",
        function: FunctionName,
        given: Mapping[str, Any],
        *,
        connection: "Connection | None" = None,
        timeout: float | None = None,  # noqa: ASYNC109  as above
    ) -> "FunctionCall":
        """Call a function with just these parameters; nothing follows from what it returns.

        Stubs are passed over, so that their answers can be made here.

        Args:
            app: Whose function.
            function: Which.
            given: All of its parameters. What is masked in their ``credential`` is put back.
            connection: Whose credential that is.
            timeout: As for :meth:`call`.

        Returns:
            The call as the history has it, however it ended.

        Raises:
            AuthenticationError: The credential cannot be had.
        """
        whole = dict(given)
        if connection is not None and "credential" in given:
            real = await self._connections().credential(connection)
            whole["credential"] = unmasked(given["credential"], real)
        call = self._calls.begin(app, function, whole, is_stubbed=False)
        with suppress(FunctionError):  # the history has it
            await self._calls.finish(call, app, whole, stub=None, timeout=timeout)
        return self._history.get(call.id) or call

    async def _once(
        self,
        app: "FunctionApp",
        function: FunctionName,
        given: Mapping[str, Any],
        *,
        timeout: float | None,  # noqa: ASYNC109  as above
        remark: Callable[[str], object] | None,
    ) -> Result:
        stub = self._stubs.find(app.name, function)
        call = self._calls.begin(app, function, given, is_stubbed=stub is not None)
        checked = await self._calls.finish(call, app, given, stub=stub, timeout=timeout)
        if remark is not None:
            for one in checked.remarks:
                remark(one.sentence)
        assert checked.result is not None  # noqa: S101  finish has refused it otherwise
        return checked.result

    async def _credential(
        self, app: "FunctionApp", connection: "Connection | None"
    ) -> Mapping[str, Any] | None:
        if connection is not None:
            return await self._connections().credential(connection)
        if app.authentication is None:
            return None
        raise AuthenticationError(
            f"{app.title} is not connected with an account. Connect it, then try again."
        )

    async def _refreshed(
        self, app: "FunctionApp", function: FunctionName, connection: "Connection | None"
    ) -> Mapping[str, Any]:
        if connection is None or connection.kind != "oauth2":
            raise AuthenticationError(
                f"The {function} function of {app.title} asked for a fresh token, but the app is "
                "not connected by OAuth2, so there is none to be had."
            )
        return await self._connections().refresh(connection)
