"""Addresses for the person of a window: which are opened, where, and what is said."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tests.support.waiting import until
from tests.ui.shell.conftest import make_shell
from ui import browser
from ui.browser import WindowBrowser

__all__ = ["make_shell"]


@pytest.fixture
def opened(monkeypatch):
    """What the desktop is asked to open; its answer is yes."""
    found = []

    def open_url(url):
        found.append(url.url())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("url", ["https://example.com/a?b=c#d", "http://127.0.0.1:8080/"])
async def test_an_address_of_the_web_goes_to_the_person_s_browser(window, opened, url):
    assert await WindowBrowser(window).open(url, "redirect") is None
    assert opened == [url]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.se", "nonsense", "", "http:// x"],
)
async def test_any_other_address_is_refused_in_a_sentence(window, opened, url):
    for how in ("redirect", "webview"):
        said = await WindowBrowser(window).open(url, how)
        assert "no http or https address" in str(said)
    assert opened == []


async def test_a_desktop_without_a_browser_is_told_of_with_the_address(window, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    said = await WindowBrowser(window).open("https://example.com/", "redirect")
    assert said == "No browser could be opened. The address is https://example.com/"


async def test_without_the_engine_a_page_inside_opens_the_browser_and_says_so(
    window, opened, monkeypatch
):
    monkeypatch.setattr(browser, "ENGINE", "PySide6.QtNothingOfThisName")
    said = await WindowBrowser(window).open("https://example.com/", "webview")
    assert opened == ["https://example.com/"]
    assert "webchat-simulator[webview]" in str(said)


async def test_the_window_opens_addresses_for_every_side(make_shell, opened):
    shell = await make_shell()
    another = shell.sim.add_customer()
    for side in (shell.side, shell.sim.desk, another):
        result = await side.actions.invoke_action("OpenUrl", {"url": "https://example.com/"})
        assert result is None
    assert opened == ["https://example.com/"] * 3


async def test_a_side_with_a_window_of_its_own_has_a_browser_there(make_shell, monkeypatch):
    shell = await make_shell()
    window = shell.window.windows.add_customer()
    assert window.side.browser._window is window
    assert shell.side.browser._window is shell.window


async def test_whoever_brought_a_browser_keeps_it(make_shell):
    class Mine:
        async def open(self, url, open_type):
            return f"{open_type}: {url}"

    shell = await make_shell()
    mine = shell.sim.browser = Mine()
    shell.window.windows.add_customer()
    sides = shell.sim.customers + shell.sim.agents
    assert all(side.browser is mine for side in sides)


async def test_what_was_done_instead_is_a_notice_of_the_side(make_shell, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    shell = await make_shell()
    said = await shell.actions.invoke_action("OpenUrl", {"url": "https://example.com/"})
    assert "No browser" in said
    await until(lambda: [one.text for one in shell.side.notifications.active] == [said])
