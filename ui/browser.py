"""Addresses for the person in the window: in their browser, or on a page inside the program.

Pages inside the program need a browser engine of 175 MB, which only some people have (the extra
``webview``). Without it the person's own browser is opened, and that is said.
"""

import importlib.util

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from webchat.side.browser import HowToOpen

ENGINE = "PySide6.QtWebEngineWidgets"
_SCHEMES = frozenset({"http", "https"})


class WindowBrowser:
    """Opens addresses for the person of one window; fits :class:`webchat.side.browser.Browser`."""

    def __init__(self, window: QWidget) -> None:
        """Open nothing yet.

        Args:
            window: What pages inside the program belong to.
        """
        self._window = window

    async def open(self, url: str, open_type: HowToOpen) -> str | None:
        """Open an address; return a sentence when something else was done than asked."""
        address = QUrl(url, QUrl.ParsingMode.StrictMode)
        if not address.isValid() or address.scheme().lower() not in _SCHEMES:
            return f"This is no http or https address, so it was not opened: {url}"
        if open_type == "webview" and has_engine():
            self._show_page(address)
            return None
        if not QDesktopServices.openUrl(address):
            return f"No browser could be opened. The address is {url}"
        if open_type == "webview":
            return (
                "Your browser was opened, since pages inside the program need more than is "
                "installed: pip install 'webchat-simulator[webview]'."
            )
        return None

    def _show_page(self, address: QUrl) -> None:
        from ui.functions.web_view import WebView  # noqa: PLC0415  only where it is installed

        view: WebView = WebView(self._window)
        view.open_page(address)


def has_engine() -> bool:
    """Whether pages can be shown inside the program."""
    try:
        return importlib.util.find_spec(ENGINE) is not None
    except ModuleNotFoundError:
        return False
