"""Who a customer is to be: as the payloads of StartEngagement and RestartEngagement ask for it.

Without a word about it every engagement begins with a new identity. ``identity`` in the payload of
StartEngagement names another one; in that of RestartEngagement it is kept in the session as
``next_identity`` and holds for the next start. A start server that names the customer decides.
"""

from typing import Any

from webchat.centre.protocol import ContactCentre
from webchat.errors import EngagementError

LONGEST = 128
"""How many characters an identity may have."""


def given_identity(action: str, payload: Any) -> str | None:
    """Return the identity that a payload asks for, or None.

    Raises:
        EngagementError: It is none that a customer could have.
    """
    given = payload.get("identity") if isinstance(payload, dict) else None
    if given is None:
        return None
    if not isinstance(given, str):
        came = type(given).__name__
        raise EngagementError(f"identity of {action} must be a text, but a {came} came.")
    identity = given.strip()
    if not identity or len(identity) > LONGEST or not identity.isprintable():
        raise EngagementError(
            f"identity of {action} must have 1 to {LONGEST} characters that can be shown."
        )
    return identity


async def check_customer(centre: ContactCentre, identity: str) -> None:
    """Refuse the identity of somebody who takes tasks: nobody can chat with themselves.

    Raises:
        EngagementError: It is a worker's.
        CentreError: The centre cannot be asked.
    """
    if any(worker.identity == identity for worker in await centre.workers()):
        raise EngagementError(
            f"“{identity}” is the identity of an agent. Choose another one for the customer."
        )
