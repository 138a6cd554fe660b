"""What callers are told, as bytes: a page for a browser, JSON for a service.

Nothing that came in is repeated, all text is escaped, and the page's policy lets no script run
and nobody frame it.
"""

import hashlib
import html
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from webchat.functions.callbacks.records import CallbackAnswer

_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{min-height:90vh;margin:0;display:grid;place-content:center;padding:0 1.5rem}"
    "main{max-width:32rem}h1{font-size:1.4rem;margin:0}p{white-space:pre-line;margin:.5rem 0}"
)
_DIGEST = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main><h1 dir="auto">{title}</h1><p dir="auto">{text}</p></main></body>
</html>
"""
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Server": "webchat",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of HTTP, ready to be sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def page(answer: CallbackAnswer) -> Reply:
    """Write an answer for a person at a browser."""
    title, text = html.escape(answer.title), html.escape(answer.text)
    body = _PAGE.format(title=title, text=text, style=_STYLE)
    return _reply(answer, "text/html; charset=utf-8", body)


def message(answer: CallbackAnswer) -> Reply:
    """Write an answer for a service: ``{"title": …, "text": …}``."""
    body = json.dumps({"title": answer.title, "text": answer.text})
    return _reply(answer, "application/json", body)


def _reply(answer: CallbackAnswer, content_type: str, body: str) -> Reply:
    headers = {**HEADERS, "Content-Type": content_type, **answer.headers}
    return Reply(answer.status, headers, body.encode(errors="replace"))
