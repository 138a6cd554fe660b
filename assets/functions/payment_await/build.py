"""Sets the await up: asks for the amount."""


async def handler(parameters: dict) -> dict:
    """Return the form first, and the await once it has been answered."""
    amount = parameters.get("input", {}).get("amount")
    if not amount:
        asked = {"type": "number", "key": "amount", "label": "Amount", "default": "27.50"}
        return {"output": {"form": [asked], "no_more_forms": True}}
    return {"output": {"await": {"description": f"Waits until {amount} are paid."}}}
