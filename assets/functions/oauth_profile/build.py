"""Sets the step up: one card whose two buttons differ in their ``input`` only."""


async def handler(parameters: dict) -> dict:
    """Return the card; this one asks nothing."""
    current = {"title": "What is on its way?", "style": "branding", "input": {"status": "shipped"}}
    everything = {"title": "Show all orders", "style": "default", "input": {}}
    card = {
        "title": "Your orders",
        "description": "We look them up in your account at the shop.",
        "steps": [{"order_number": 1, "buttons": [current, everything]}],
    }
    return {"output": {"action": card}}
