"""Looks orders up with the account's token, and asks for a fresh one when it has ended meanwhile.

A token is renewed before a call when its time is over. It may still end early; then the service
answers 401, and ``directive`` has this function called once more with a fresh one.
"""

import aiohttp
from shop import get


async def handler(parameters: dict) -> dict:
    """Say which orders there are."""
    wanted = parameters["input"].get("status")
    try:
        status, answer = await get(f"orders?status={wanted}" if wanted else "orders", parameters)
    except aiohttp.ClientError as error:
        return failed("The shop does not answer", f"Start it with “python server.py”. ({error})")
    if status == 401:  # noqa: PLR2004  Unauthorized
        return {"directive": {"type": "refresh_token"}}
    if status != 200:  # noqa: PLR2004  OK
        return failed("The shop refused", answer.get("error_description", f"It answered {status}."))
    lines = [f"{one['number']}: {one['what']}, {one['status']}" for one in answer["orders"]]
    text = "\n".join(lines) or "There are none."
    message = {"type": "send_message", "options": {"text": text}}
    return {"output": {"status": "completed", "events": [message]}}


def failed(title: str, description: str) -> dict:
    """Tell the person; the button can be clicked again."""
    return {"error": {"title": title, "description": description}}
