"""Has a parcel shipped, and asks again every minute until it is packed.

``retry`` calls this function anew after the delay, ``attempts`` counts the calls. The delay need
not be waited for: the clock can be moved on.
"""

import os

import aiohttp

CARRIER = os.environ["CARRIER"]
EVERY = 60  # seconds
ENOUGH = 5  # attempts


async def handler(parameters: dict) -> dict:
    """Ask the carrier, then complete, try again or give up."""
    attempts = parameters["context"]["attempts"]
    parcel = await ask_for(parameters["input"]["order"])
    print(f"Attempt {attempts}: the parcel is {parcel['status']}.")
    if parcel["status"] == "shipped":
        return {"output": {"status": "completed", "variables": variables(parcel)}}
    if attempts < ENOUGH:
        return {"output": {"retry": {"delay": EVERY}}}
    message = f"The parcel was still {parcel['status']} at attempt {attempts}."
    return {"output": {"status": "cancelled", "message": message}}


async def ask_for(order: str) -> dict:
    """Return how far the carrier is with an order."""
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        session.get(f"{CARRIER}/parcels/{order}") as answer,
    ):
        return await answer.json()


def variables(parcel: dict) -> list[dict]:
    """Return the values of what build declared; the file is fetched once this has returned."""
    label = {
        "url": parcel["label"],
        "file_name": f"label-{parcel['number']}.txt",
        "mime_type": "text/plain",
        "headers": [{"name": "Accept", "value": "text/plain"}],
    }
    return [
        {"key": "tracking_number", "value": parcel["number"]},
        {"key": "label", "files": [label]},
    ]
