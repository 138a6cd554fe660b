"""Begins to wait: with neither ``status`` nor ``retry`` the run is open until the webhook ends it.

A real app would tell a payment service where to call back. Here you are that service: copy the
command from the log into a terminal.
"""

import json
import shlex


async def handler(parameters: dict) -> dict:
    """Say how to pay."""
    callback = parameters["callback"]
    body = json.dumps({"token": callback["token"], "paid": parameters["input"]["amount"]})
    print("To pay:", shlex.join(["curl", "--data", body, callback["webhook"]]))
    return {"output": {}}
