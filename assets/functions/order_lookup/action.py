"""Looks an order up: a form for its number, a message with the answer, an error when there is none.

The form's answer comes back as ``input``, merged over that of the button. Try A-1001, then A-9.
"""

ORDERS = {
    "A-1001": "was delivered this morning",
    "A-1002": "is on its way and arrives tomorrow",
    "A-1003": "is being packed",
}
FORM = [
    {
        "type": "string",
        "key": "number",
        "label": "Order number",
        "tip": "It is on the confirmation that you got.",
        "placeholder": "A-1001",
    }
]


async def handler(parameters: dict) -> dict:
    """Ask for the number, then answer."""
    given = parameters["input"]
    if given.get("never_mind"):
        return {"output": {"status": "cancelled"}}
    if "number" not in given:
        return {"output": {"form": FORM}}
    number = given["number"].strip().upper()
    print("Looking for", number)
    if number not in ORDERS:
        return {
            "error": {
                "title": "No such order",
                "description": f"{given['shop']} knows no order {number}. Is it A-1001?",
            }
        }
    text = f"Order {number} {ORDERS[number]}."
    message = {"type": "send_message", "options": {"text": text}}
    return {"output": {"status": "completed", "events": [message]}}
