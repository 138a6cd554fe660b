"""Sets the automation up: asks what to ship, and declares what it will give values for.

A later step may use them as ``{{variables.tracking_number}}`` and ``{{variables.label}}``. A
trigger that starts this app answers the form by variables of the same keys.
"""

FORM = [
    {"type": "string", "key": "order", "label": "Order number", "default": "A-1003"},
    {"type": "text", "key": "address", "label": "Address", "required": False},
]
VARIABLES = [
    {"key": "tracking_number", "label": "Tracking number", "type": "string"},
    {"key": "label", "label": "Shipping label", "type": "file"},
]


async def handler(parameters: dict) -> dict:
    """Return the form first, and the automation once it has been answered."""
    order = parameters.get("input", {}).get("order")
    if not order:
        return {"output": {"form": FORM, "no_more_forms": True}}
    process = {"description": f"Ships order {order}."}
    return {"output": {"automation": process, "variables": VARIABLES}}
