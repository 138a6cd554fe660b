"""Called when the browser comes back from the signing page: ``input`` is the address's query."""

from outcome import outcome


async def handler(parameters: dict) -> dict:
    """Say how it ended."""
    query = parameters["input"]
    return outcome(query["token"], query["event"])
