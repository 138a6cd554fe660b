"""Describes a card of two steps, which are done in the order of their ``order_number``."""


async def handler(parameters: dict) -> dict:
    """Return the card; this one asks nothing."""
    sign = {"title": "Sign it", "style": "branding", "input": {"do": "sign"}}
    file = {"title": "File it", "style": "branding", "input": {"do": "file"}}
    card = {
        "title": "Rental contract",
        "description": "Please sign the contract; we file it afterwards.",
        "steps": [
            {"order_number": 1, "buttons": [sign]},
            {"order_number": 2, "buttons": [file]},
        ],
    }
    return {"output": {"action": card}}
