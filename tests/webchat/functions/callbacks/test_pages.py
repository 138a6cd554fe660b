import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from webchat.functions.callbacks.pages import message, page
from webchat.functions.callbacks.records import CallbackAnswer

NASTY = "</p><script>alert('1')</script><img src=x onerror=\"alert(2)\">\n& \u202egnp.\ud800"


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.texts = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def read(answer):
    elements = Elements()
    elements.feed(page(answer).body.decode())
    return elements


def test_a_page_is_plain_escaped_text():
    elements = read(CallbackAnswer(200, NASTY, NASTY))
    assert {tag for tag, _ in elements.found} == {
        *("html", "head", "meta", "link", "title", "style", "body", "main", "h1", "p")
    }
    assert not [key for _, attributes in elements.found for key in attributes if key[:2] == "on"]
    shown = NASTY.encode(errors="replace").decode()
    assert elements.texts.count(shown) == 3  # the title of the window, the heading, the text


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else():
    written = page(CallbackAnswer(200, "a", "b"))
    policy = dict(
        one.strip().split(" ", 1) for one in written.headers["Content-Security-Policy"].split(";")
    )
    style = re.search(rb"<style>(.*?)</style>", written.body, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1)).digest()).decode()
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert written.headers["X-Content-Type-Options"] == "nosniff"
    assert written.headers["Cache-Control"] == "no-store"
    assert written.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("write", [page, message])
def test_status_and_headers_are_those_of_the_answer(write):
    written = write(CallbackAnswer(405, "a", "b", {"Allow": "GET"}))
    assert (written.status, written.headers["Allow"]) == (405, "GET")


def test_a_service_gets_json():
    written = message(CallbackAnswer(200, "a", NASTY))
    assert written.headers["Content-Type"] == "application/json"
    assert b"<script>" in written.body  # that is data; nosniff and its type keep it from being more
    assert written.headers["X-Content-Type-Options"] == "nosniff"
