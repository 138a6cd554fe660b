"""Mask card numbers before a message is sent, so that they never leave this computer.

All listeners and the action share one payload: what a *before* listener changes in it is what
is sent. A number counts as a card's if it has 13 to 19 digits, in groups or not, and its
check digit is right; so order numbers are left alone. The last four digits stay readable.
"""

import re
from typing import Any

from webchat.plugins import PluginApp

_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_KEPT = 4


def has_right_check_digit(digits: str) -> bool:
    """Whether *digits* pass the check that every card number passes."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  the sum of its digits
    return total % 10 == 0


def masked(text: str) -> str:
    """Return *text* with the card numbers in it masked."""

    def mask(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        if not has_right_check_digit(digits):
            return found[0]
        return "•" * (len(digits) - _KEPT) + digits[-_KEPT:]

    return _NUMBER.sub(mask, text)


def init(app: PluginApp) -> None:
    """Listen before SendMessage."""

    @app.webchat.actions.before("SendMessage")
    def mask(payload: dict[str, Any]) -> None:
        if isinstance(payload.get("body"), str):
            payload["body"] = masked(payload["body"])
