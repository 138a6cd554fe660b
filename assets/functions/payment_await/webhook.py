"""Called when somebody posts to the webhook: looks at what came, and says which run it ends.

``input`` is the body as it came, in base 64; anybody who knows the address may have sent it.
"""

import base64
import json


async def handler(parameters: dict) -> dict:
    """Complete the run that was paid for; let it wait on otherwise."""
    body = json.loads(base64.b64decode(parameters["input"]["body_base64"]))
    callback = {"token": body["token"]}
    if not body.get("paid"):
        return {"output": {}, "callback": callback}
    print("Paid:", body["paid"])
    return {"output": {"status": "completed"}, "callback": callback}
