"""Says whose account it is, once somebody has agreed in the browser.

``display_id`` is shown to people; ``unique_id`` tells accounts apart and never changes.
"""

from shop import get


async def handler(parameters: dict) -> dict:
    """Return who the token belongs to."""
    _status, me = await get("me", parameters)
    return {"output": {"display_id": me["email"], "unique_id": me["id"]}}
