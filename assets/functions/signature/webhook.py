"""Called when the service posts to us, which it does even if the browser never comes back.

``input`` is the body as it came, in base 64.
"""

import base64
import json

from outcome import outcome


async def handler(parameters: dict) -> dict:
    """Say how it ended."""
    body = json.loads(base64.b64decode(parameters["input"]["body_base64"]))
    return outcome(body["token"], body["event"])
