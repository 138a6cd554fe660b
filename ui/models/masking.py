"""What is secret is never shown, wherever records are listed, copied or written to a file.

A payload keeps what it was given, since it has to work; a function may have put a token into an
address that it opens. Who shows payloads asks here first.
"""

from collections.abc import Callable

from webchat.undo import Undo, once

_masks: list[Callable[[str], str]] = []


def mask_by(mask: Callable[[str], str]) -> Undo:
    """Let *mask* take the secrets out of what is shown, until the undo is called.

    Args:
        mask: Returns a text without the secrets that it knows.
    """
    _masks.append(mask)
    return once(lambda: _masks.remove(mask))


def masked(text: str) -> str:
    """Return *text* without secrets."""
    for mask in _masks:
        text = mask(text)
    return text
