"""Looks for orders that were not there at the last poll: add one to ``orders.json`` and wait.

``state`` is what the last poll returned, here how many orders had been seen; it is kept over
restarts. Each group of variables starts the app that ``starts`` in ``app.toml`` names.
"""

import json
from pathlib import Path

from build import VARIABLES

ORDERS = Path(__file__).with_name("orders.json")


async def handler(parameters: dict) -> dict:
    """Return the new orders, and how many there are now."""
    orders = json.loads(ORDERS.read_text(encoding="utf-8"))
    seen = int(parameters["context"].get("state") or 0)
    new = orders[seen:]
    print(f"{len(new)} new orders, {len(orders)} altogether")
    groups = [{"variables": group(order)} for order in new]
    return {"output": {"state": str(len(orders)), "variable_groups": groups}}


def group(order: dict) -> list[dict]:
    """Return the variables of one order, as build has declared them."""
    values = {"order": order["number"], "address": order["address"]}
    return [
        {name: one[name] for name in ("id", "key", "label", "type")} | {"value": values[one["key"]]}
        for one in VARIABLES
    ]
