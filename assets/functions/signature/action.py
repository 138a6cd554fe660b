"""Has a contract signed: opens a page, and leaves the end to the redirect or the webhook.

Without ``status`` the step waits. The service is told where to call back, and by which token this
run will be known then.
"""

import os

import aiohttp

SERVICE = os.environ["SIGNING_SERVICE"]


async def handler(parameters: dict) -> dict:
    """Do what the clicked button says."""
    if parameters["input"]["do"] == "file":
        return done("The signed contract is on file.")
    try:
        page = await new_document("Rental contract", parameters["callback"])
    except aiohttp.ClientError as error:
        return {
            "error": {
                "title": "The signing service does not answer",
                "description": f"Start it with “python server.py”. ({error})",
            }
        }
    return {"output": {"events": [{"type": "open_url", "options": {"url": page}}]}}


async def new_document(title: str, callback: dict) -> str:
    """Tell the service of a document; return the address of the page where it is signed."""
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        session.post(f"{SERVICE}/documents", json={"title": title, **callback}) as answer,
    ):
        return (await answer.json())["page"]


def done(text: str) -> dict:
    """Say something, and complete the step."""
    message = {"type": "send_message", "options": {"text": text}}
    return {"output": {"status": "completed", "events": [message]}}
