"""OpenUrl: an address is opened for the person of a side, if it is one of the web."""

import logging
from typing import Any, cast

from webchat.errors import PayloadError
from webchat.functions.contract.findings import came
from webchat.functions.contract.web_address import is_web_address
from webchat.side.browser import HowToOpen  # noqa: TC001  cheap, and cast needs no more
from webchat.side.side import Side

_WAYS = ("redirect", "webview")
_log = logging.getLogger(__name__)


async def open_address(side: Side, payload: Any) -> str | None:
    """Open what the payload of an OpenUrl names.

    Args:
        side: For whose person.
        payload: ``{url, openType}``; without a type it is the person's browser. The run that
            wants it adds its ``token``.

    Returns:
        A sentence when something else was done than asked, which the person was told; else None.

    Raises:
        PayloadError: It names no http or https address, or no way to open one.
    """
    given = payload if isinstance(payload, dict) else {}
    url, how = given.get("url"), given.get("openType") or "redirect"
    if not is_web_address(url):
        raise PayloadError(
            f"“url” of OpenUrl must be an http or https address, but {came(url)} came."
        )
    if how not in _WAYS:
        raise PayloadError(
            f"“openType” of OpenUrl must be “redirect” or “webview”, but {came(how)} came."
        )
    sentence = await side.browser.open(str(url), cast("HowToOpen", how))
    if sentence is not None:
        _log.info("%s: %s", side.name, sentence)
        side.notifications.show(sentence)
    return sentence
