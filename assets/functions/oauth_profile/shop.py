"""Asks the shop on behalf of whoever connected an account."""

import os

import aiohttp

SHOP = os.environ["SHOP"]


async def get(path: str, parameters: dict) -> tuple[int, dict]:
    """Return the status and the JSON that the shop answers to the token of a call."""
    token = parameters["credential"]["oauth2"]["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{SHOP}/{path}") as answer,
    ):
        return answer.status, await answer.json()
