"""Says whose account it is, once somebody has connected one: here there is one per API key."""

import hashlib


async def handler(parameters: dict) -> dict:
    """Return how the account is shown, and what it is known by; neither gives the key away."""
    key = parameters["credential"]["custom"]["api_key"]
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return {"output": {"display_id": f"Account {digest}", "unique_id": digest}}
