"""Sets the step up: asks which shop it is for, then describes the card.

What a button should tell the action function goes into its ``input``.
"""

FORM = [
    {
        "type": "string",
        "key": "shop",
        "label": "Name of the shop",
        "tip": "It stands in the card's title.",
        "placeholder": "Ada's Teas",
    }
]


async def handler(parameters: dict) -> dict:
    """Return the form first, and the card once it has been answered."""
    shop = parameters.get("input", {}).get("shop")
    if not shop:
        return {"output": {"form": FORM, "no_more_forms": True}}
    buttons = [
        {"title": "Where is my order?", "style": "branding", "input": {"shop": shop}},
        {"title": "Never mind", "style": "default", "input": {"shop": shop, "never_mind": True}},
    ]
    card = {
        "title": f"Your order at {shop}",
        "description": "Have your order number ready: it begins with an A.",
        "steps": [{"order_number": 1, "buttons": buttons}],
    }
    return {"output": {"action": card}}
