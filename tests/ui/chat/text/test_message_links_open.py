"""Where an address leads, told before a click and checked when it is opened."""

import pytest
from PySide6.QtGui import QDesktopServices

from ui.chat.text.message_links_open import described, misleads, open_address, short_address


@pytest.mark.parametrize(
    ("label", "address"),
    [
        ("https://bank.example", "https://evil.example/bank.example"),
        ("www.bank.example", "http://evil.example"),
        ("bank.example/login", "https://bank.example.evil.example"),
        ("ada@a.example", "mailto:eve@a.example"),
        ("mail ada@a.example", "https://a.example"),
        ("elpmaxe.\u202ea", "https://a.example"),
    ],
)
def test_a_link_that_shows_another_address_misleads(label, address):
    assert misleads(label, address)


@pytest.mark.parametrize(
    ("label", "address"),
    [
        ("this", "https://a.example"),
        ("https://a.example/readme.md", "https://a.example/readme.md"),
        ("a.example/readme.md", "https://a.example/readme.md"),
        ("www.a.example", "https://a.example/x"),
        ("A.Example", "https://a.example"),
        ("version 1.2.3", "https://a.example"),
        ("ada@a.example", "mailto:ada@a.example"),
        ("a.example", "mailto:ada@a.example"),
    ],
)
def test_a_link_that_shows_where_it_leads_does_not_mislead(label, address):
    assert not misleads(label, address)


def test_the_short_form_of_an_address_is_its_host_or_whom_a_mail_goes_to():
    assert short_address("https://bank.example@evil.example:8/x") == "evil.example"
    assert short_address("mailto:ada@a.example?subject=x") == "ada@a.example"


def test_a_name_in_letters_of_two_scripts_is_shown_in_its_wire_form_too():
    spoofed = "https://p\u0430ypal.example"  # its second letter is Cyrillic
    assert described(spoofed) == f"{spoofed}\nxn--pypal-4ve.example"
    assert described("https://例え.jp/x") == "https://例え.jp/x"


def test_what_stands_before_the_host_is_not_taken_for_it():
    assert described("https://bank.example@evil.example/").endswith("\nevil.example")


@pytest.fixture
def handed_over(monkeypatch):
    opened = []

    def open_url(url):
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return opened


@pytest.mark.parametrize(
    "address",
    ["https://a.example/?q=1#x", "HTTP://A.EXAMPLE", "mailto:ada@a.example", "https://例え.jp/道"],
)
def test_the_web_and_mail_are_opened(handed_over, address):
    assert open_address(address)
    assert len(handed_over) == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://",
        "https://a.example/\nx",
        "https://a.example/ x",
        "https://a.example/\x7f",
        " https://a.example",
        "https://[::1",
        "",
    ],
)
def test_anything_else_is_not(handed_over, address):
    assert not open_address(address)
    assert handed_over == []


def test_an_address_that_nothing_takes_is_not_opened(monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    assert not open_address("https://a.example")
