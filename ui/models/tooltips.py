"""Tooltips that show text as it stands.

Qt reads a tooltip as markup as soon as its first line looks like some, and what is shown here comes
from messages, payloads and plugins.
"""

import html

_LENGTH = 2000


def plain_tooltip(text: str) -> str:
    """Return a tooltip that shows *text* literally, wrapped, and cut if it is very long."""
    if not text:
        return ""
    cut = text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"
    return f'<p style="white-space: pre-wrap; margin: 0">{html.escape(cut)}</p>'
