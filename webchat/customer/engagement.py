"""The engagement of one customer: its stages, and the two actions that move them.

::

    PRE ──StartEngagement──▶ WAITING ──▶ IN
     ▲                          │         │
     └──────── failed ──────────┤         │
     └──────────────── RestartEngagement ─┘

A failed start leads back to PRE: the form keeps its values, and a notice says what happened and
offers another try. With ``start_engagement_on_init`` there is no form; then the reason stands in
``session.start_error``, and the widget shows its error page. Whatever a start had already done
at the centre when it fails or is restarted is undone: the customer leaves the channel.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from webchat.actions import ActionError
from webchat.config import Config
from webchat.customer.identity import check_customer, given_identity
from webchat.customer.leaving import Leaving
from webchat.customer.session import token_payload
from webchat.customer.starter import StartAnswer, encode_request, post_start
from webchat.errors import CentreError, EngagementError, WebChatError
from webchat.model import Member, plain_name
from webchat.side.side import Side
from webchat.state import EngagementStage, changes

TOKEN_LIFETIME = timedelta(hours=24)
"""How long the embedded centre's own tokens count, so how late a session can be resumed."""

ANONYMOUS = "Anonymous"
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Attempt:
    """One run of StartEngagement.

    Attributes:
        wanted: Who the customer is to be, or None for somebody new.
        scope: Cancels what it waits for.
        joined: Identity and channel, once the centre may know of them.
        is_waiting: Whether there is something to cancel.
        restarted: Whether RestartEngagement ended it.
        ended: Set once nothing of it is left at the centre, or it has succeeded.
    """

    wanted: str | None = None
    scope: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))
    joined: tuple[str, str] | None = None
    is_waiting: bool = False
    restarted: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def restart(self) -> None:
        """End it from outside: what it waits for is cancelled now."""
        self.restarted = True
        if self.is_waiting:
            self.scope.reschedule(asyncio.get_running_loop().time())


class Engagement:
    """StartEngagement and RestartEngagement of one side."""

    def __init__(self, side: Side, config: Config) -> None:
        """Register both actions on *side*."""
        self._side = side
        self._config = config
        self._attempt: _Attempt | None = None
        self._restarting = asyncio.Lock()
        self._leaving = Leaving(side)
        self._dismiss = _nothing
        side.actions.register_action("StartEngagement", self._start)
        side.actions.register_action("RestartEngagement", self._restart)

    async def _start(self, payload: Any = None) -> str:
        """Open a channel; the result is its sid."""
        form_data = _form_data(payload)
        wanted = given_identity("StartEngagement", payload)
        self._check_stage()
        self._dismiss()
        wanted = wanted or self._side.store.state.session.next_identity
        attempt = self._attempt = _Attempt(wanted)
        self._side.store.dispatch(changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
        try:
            sid = await self._run(attempt, form_data)
        except BaseException as error:
            if not attempt.restarted:
                self._attempt = None
                self._failed(error, form_data)
            self._side.announce(error)
            raise
        finally:
            attempt.ended.set()
        if self._config.send_query_as_message:
            await self._send_query(sid, form_data)
        return sid

    async def _send_query(self, sid: str, form_data: Mapping[str, Any]) -> None:
        """Send the form's question; what becomes of it does not matter to the start."""
        query = form_data.get("query")
        if not isinstance(query, str) or not query.strip():
            return
        with self._side.actions.as_origin("StartEngagement"):
            sending = self._side.actions.invoke_action(
                "SendMessage", {"channelSid": sid, "body": query}
            )
        try:
            await sending
        except ActionError as error:
            _log.warning("%s: the question was not sent: %s", self._side.name, error)

    async def _run(self, attempt: _Attempt, form_data: Mapping[str, Any]) -> str:
        try:
            async with attempt.scope:
                attempt.is_waiting = not attempt.restarted
                sid = await self._open(attempt, form_data) if attempt.is_waiting else ""
                attempt.is_waiting = False
        except BaseException as error:
            await self._take_back(attempt)
            if attempt.restarted and isinstance(error, TimeoutError):
                raise _restarted() from None
            raise
        if attempt.restarted:  # by a subscriber of the store, before or after the waiting
            await self._take_back(attempt)
            raise _restarted()
        self._attempt = None
        return sid

    async def _open(self, attempt: _Attempt, form_data: Mapping[str, Any]) -> str:
        side, context = self._side, self._config.context
        if attempt.wanted is not None:
            await check_customer(side.centre, attempt.wanted)
        answer = await self._answer(form_data)
        identity = answer.identity or attempt.wanted or side.ids("ID")
        name, avatar = customer_name(form_data, context), customer_avatar(form_data, context)
        member = Member(identity, name, avatar)
        attempt.joined = (identity, answer.channel_sid)
        attributes = {"preEngagementData": {**context, **form_data}}
        channel = await side.centre.open_channel(
            member, sid=answer.channel_sid, attributes=attributes
        )
        client = side.connect(identity, member.friendly_name)
        await client.load(channel.sid)
        payload = token_payload(answer.token, identity, answer.expiration)
        side.store.dispatch(changes.SessionOpened(identity, channel.sid, payload))
        return channel.sid

    async def _answer(self, form_data: Mapping[str, Any]) -> StartAnswer:
        config, side = self._config, self._side
        side.line.check()  # before a server opens a channel that nobody could come to
        if config.start_engagement_url is not None:
            return await post_start(
                config.start_engagement_url,
                form_data,
                config.context,
                timeout=config.start_engagement_timeout,
            )
        encode_request(form_data, config.context)  # refuses what a server would refuse, too
        if config.start_engagement_delay:
            await side.clock.sleep(config.start_engagement_delay)
        expiration = side.clock.now() + TOKEN_LIFETIME
        return StartAnswer(side.ids("TK"), side.ids("CH"), expiration=expiration)

    async def _take_back(self, attempt: _Attempt) -> None:
        """Undo what a start that does not succeed did at the centre."""
        attempt.is_waiting = False
        await self._side.disconnect()
        if attempt.joined is None:
            return
        identity, sid = attempt.joined
        self._side.store.dispatch(changes.ChannelUnloaded(sid))
        try:
            await self._leaving.leave(sid, identity)
        except CentreError as error:
            _log.info("After a start that failed, %s could not leave %s: %s", identity, sid, error)

    async def _restart(self, payload: Any = None) -> None:
        """Leave the channel and go back to PRE, or to a fresh engagement without a form."""
        wanted = given_identity("RestartEngagement", payload)
        async with self._restarting:
            if wanted is not None:
                await check_customer(self._side.centre, wanted)
            self._dismiss()
            attempt, self._attempt = self._attempt, None
            if attempt is None:
                await self._leave()
            else:
                attempt.restart()
                await attempt.ended.wait()
                self._side.store.dispatch(changes.SessionClosed())
            self._side.store.dispatch(changes.NextIdentitySet(wanted))
        if self._config.start_engagement_on_init:
            await self._side.actions.invoke_action("StartEngagement", {"formData": {}})

    async def _leave(self) -> None:
        side, sid = self._side, self._side.store.state.session.channel_sid
        try:
            if sid is not None:
                await self._leaving.leave(sid, side.chat_client.identity)
        finally:
            side.store.dispatch(changes.SessionClosed())
            if sid is not None:
                side.chat_client.unload(sid)
            await side.disconnect()

    def _check_stage(self) -> None:
        stage = self._side.store.state.session.engagement_stage
        if stage is EngagementStage.INIT_ENGAGEMENT:
            raise EngagementError(
                "The simulation has not begun; start a chat inside its “async with”."
            )
        if stage is EngagementStage.WAITING_ENGAGEMENT:
            raise EngagementError(
                "The chat is being started already; wait for it, or invoke RestartEngagement."
            )
        if stage is EngagementStage.IN_ENGAGEMENT:
            raise EngagementError(
                "A chat is open already; invoke RestartEngagement before starting another one."
            )

    def _failed(self, error: BaseException, form_data: Mapping[str, Any]) -> None:
        """Go back to the form and say why; a start that was cancelled needs no words."""
        if not isinstance(error, Exception):
            self._side.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT))
            return
        is_ours = isinstance(error, WebChatError)
        reason = str(error) if is_ours else f"{type(error).__name__}: {error}"
        side = self._side
        side.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT, error=reason))
        _log.warning("%s: the chat could not be started: %s", side.name, reason)
        if self._config.start_engagement_on_init:
            return  # the error page shows the reason

        def retry() -> None:
            with side.actions.as_origin("NotificationBar"):
                side.actions.invoke_action("StartEngagement", {"formData": dict(form_data)})

        self._dismiss = side.notifications.show(
            side.strings.render("EngagementFailed", reason=reason),
            "error",
            action_label=side.strings.render("NotificationRetry"),
            on_action=retry,
            is_sticky=True,
        )


def customer_name(form_data: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """Return how the customer is called: by the form, else by the context, else anonymous."""
    for given in (form_data.get("friendlyName"), context.get("friendlyName")):
        name = "" if given is None else plain_name(str(given))
        if name:
            return name
    return ANONYMOUS


def customer_avatar(form_data: Mapping[str, Any], context: Mapping[str, Any]) -> str | None:
    """Return the customer's avatar, see :class:`Member`: by the form, else by the context."""
    for given in (form_data.get("avatar"), context.get("avatar")):
        if isinstance(given, str) and given.strip():
            return given.strip()
    return None


def _form_data(payload: Any) -> dict[str, Any]:
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        came = type(payload).__name__
        raise EngagementError(
            f"The payload of StartEngagement must be a dict such as {{'formData': {{…}}}}, "
            f"but a {came} came."
        )
    form_data = payload.get("formData")
    if form_data is None:
        return {}
    if not isinstance(form_data, Mapping):
        came = type(form_data).__name__
        raise EngagementError(f"formData of StartEngagement must be a dict, but a {came} came.")
    return dict(form_data)


def _restarted() -> EngagementError:
    return EngagementError("The chat was restarted while it was being started.")


def _nothing() -> None:
    """Take nothing away."""
