"""What is done with failures when nobody has asked for them: they are logged."""

import logging
from collections.abc import Sequence

from webchat.actions.plan import uncalled
from webchat.actions.record import Invocation, ListenerCall
from webchat.actions.scopes import Scope

_log = logging.getLogger("webchat.actions")


def log_unhandled(record: Invocation, error: BaseException) -> None:
    """Log an invocation that failed and that nobody awaited."""
    _log.error(
        "%s from %s failed and nobody awaited it: %s",
        record.action,
        record.origin,
        error,
        exc_info=error.__cause__ or None,
    )


def log_listener(record: Invocation | None, call: ListenerCall, error: BaseException) -> None:
    """Log a listener that failed."""
    _log.error(
        "Listener %s of %s failed in %s",
        call.error_where or call.where,
        call.owner,
        call.event if record is None else record.action,
        exc_info=error,
    )


def warn_of_uncalled(scopes: Sequence[Scope]) -> None:
    """Say once of each listener that is never called that it is so."""
    for listener, why in uncalled(scopes):
        if not listener.was_warned_of:
            listener.was_warned_of = True
            _log.warning("The listener of %s on %s: %s", listener.label, listener.event, why)
