"""Sets the step up: asks for the invoice's number, which the button passes on."""


async def handler(parameters: dict) -> dict:
    """Return the form first, and the card once it has been answered."""
    number = parameters.get("input", {}).get("number")
    if not number:
        asked = {"type": "number", "key": "number", "label": "Number of the invoice"}
        return {"output": {"form": [{**asked, "default": "42"}], "no_more_forms": True}}
    button = {"title": "Get the invoice", "style": "branding", "input": {"number": number}}
    card = {
        "title": f"Invoice {number}",
        "description": "Your invoice as a PDF.",
        "steps": [{"order_number": 1, "buttons": [button]}],
    }
    return {"output": {"action": card}}
