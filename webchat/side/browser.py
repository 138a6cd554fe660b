"""Who opens addresses for a person: a window puts its own on every side, as with dialogs."""

from typing import Literal, Protocol, TypeAlias

from webchat.exchange import shown_url

HowToOpen: TypeAlias = Literal["redirect", "webview"]
"""``redirect`` is the person's browser, ``webview`` a page inside the program."""


class Browser(Protocol):
    """Opens addresses."""

    async def open(self, url: str, open_type: HowToOpen) -> str | None:
        """Open an address.

        Args:
            url: Of http or https; whoever asks has checked that.
            open_type: Where.

        Returns:
            A sentence for the person when something else was done than asked, such as opening the
            browser because there are no pages inside the program; None otherwise.
        """


class NoBrowser:
    """The browser of a run without a window: it opens nothing, and says so."""

    async def open(self, url: str, open_type: HowToOpen) -> str | None:  # noqa: ARG002  nobody looks
        """Return the sentence that nothing was opened."""
        return f"{shown_url(url)} was not opened, since this run has no window."
