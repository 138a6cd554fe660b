"""What redirect and webhook both return: they tell of the same event, and the first one counts."""


def outcome(token: str, event: str) -> dict:
    """End the run of *token*: ``callback`` says which one is meant."""
    if event != "signed":
        return {"output": {"status": "cancelled"}, "callback": {"token": token}}
    message = {"type": "send_message", "options": {"text": "The contract is signed."}}
    return {
        "output": {"status": "completed", "events": [message]},
        "callback": {"token": token},
    }
