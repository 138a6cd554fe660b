"""Declares what a flow is started with: the variables of a group have these keys and ids."""

VARIABLES = [
    {
        "id": "1",
        "key": "order",
        "label": "Order number",
        "type": "string",
        "sample_value": "A-1001",
    },
    {
        "id": "2",
        "key": "address",
        "label": "Address",
        "type": "string",
        "sample_value": "1 Harbour Street",
    },
]


async def handler(parameters: dict) -> dict:
    """Return the variables; this one asks nothing."""
    return {"output": {"variables": VARIABLES}}
