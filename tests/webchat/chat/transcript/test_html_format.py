"""One web page that needs nothing else, and in which nobody's text is anything but text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from tests.webchat.chat.transcript.conftest import PNG, picture, said, transcript
from webchat.chat.transcript import TranscriptFile, Wording
from webchat.chat.transcript.html_format import write_html

VOID = {"meta", "img"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><!DOCTYPE>",
    "&lt;b&gt; &amp;amp;",
]


class Page(HTMLParser):
    """What a browser would find: tags with their attributes, texts, and that all are closed."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.texts, self._open = [], [], []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, tag):
        return [text for name, text in self.texts if name == tag]


@pytest.fixture
def page(wording):
    def make(*entries, by=wording, **more):
        return Page("".join(write_html(transcript(*entries, **more), by)))

    return make


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobodys_text_is_markup(page, attack):
    harmless = page(said("bob", "x", 0, picture("y", None), author="z"))
    file = picture(attack, None)
    attacked = page(said("bob", attack, 0, file, author=attack))
    assert [name for name, _ in attacked.tags] == [name for name, _ in harmless.tags]
    assert attack in "".join(text for _, text in attacked.texts)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_name_of_a_picture_is_text_too(page, attack):
    (image,) = page(said("bob", "", 0, picture(attack))).all("img")
    assert set(image) == {"src", "alt"}
    assert image["alt"] == attack


def test_it_runs_and_fetches_nothing(page, conversation):
    one = page(*conversation.entries)
    (policy,) = [tag["content"] for tag in one.all("meta") if tag.get("http-equiv")]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert not {"script", "link", "iframe", "object", "base", "form"} & {tag for tag, _ in one.tags}
    assert all(tag["src"].startswith("data:image/png;base64,") for tag in one.all("img"))
    assert not [key for _, attributes in one.tags for key in attributes if key.startswith("on")]
    assert "url(" not in "".join(one.text("style"))


def test_the_policy_knows_the_style_sheet(wording, conversation):
    source = "".join(write_html(conversation, wording))
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in source


def test_pictures_that_were_read_along_are_in_it_and_others_are_named(page):
    text = TranscriptFile("notes.txt", "text/plain", 5, content=b"notes")
    one = page(said("bob", "", 0, picture("a.png"), picture("b.png", None), text))
    (image,) = one.all("img")
    assert base64.b64decode(image["src"].partition(",")[2]) == PNG
    shown = "".join(text for _, text in one.texts)
    assert "Attached file b.png" in shown
    assert "Attached file notes.txt" in shown


@pytest.mark.parametrize(
    "body",
    [
        "see https://example.com/a?b=1&c=2.",
        "HTTP://EXAMPLE.com/",
        "mailto:ada@example.com",
        "(https://example.com/x_(y))",
    ],
)
def test_addresses_are_links_that_open_nothing_of_ours(page, body):
    (link,) = page(said("bob", body)).all("a")
    assert link["rel"].split()[0] == "noopener"
    assert link["href"].lower() in body.lower()


@pytest.mark.parametrize(
    "body",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "//example.com",
        "file:///etc/passwd",
        "www.example.com",
        "ada@example.com",
        "https://exam\u202eple.com/",
        "vbscript:x",
    ],
)
def test_nothing_else_is_a_link(page, body):
    assert page(said("bob", body)).all("a") == []


def test_language_and_direction_are_those_of_the_words(page, strings):
    arabic = Wording(strings.render, language="ar", is_right_to_left=True)
    assert page(by=arabic).all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert page().all("html") == [{"lang": "en-US", "dir": "ltr"}]


def test_a_body_finds_its_own_direction(page):
    assert page(said("bob", "مرحبا")).all("div")[-1] == {"class": "body", "dir": "auto"}


def test_messages_of_one_author_are_grouped_and_own_ones_told_apart(page):
    one = page(said("ada", "1"), said("ada", "2", 1), said("bob", "3", 2))
    assert [tag["class"] for tag in one.all("li")] == ["own first", "own", "other first"]
    assert one.text("span") == ["B"]


def test_each_day_has_its_heading(page, conversation):
    one = page(*conversation.entries)
    dates = [tag["datetime"] for tag in one.all("time") if len(tag["datetime"]) == 10]
    assert dates == ["2024-03-01", "2024-03-02"]
    assert "Bob joined" in one.text("bdi")


def test_a_lone_surrogate_and_control_characters_are_replaced(wording):
    one = transcript(said("bob", "a\ud800\x00\x1bb", author="\udfff"))
    source = "".join(write_html(one, wording))
    assert "a\ufffd\ufffd\ufffdb" in source
    assert source.encode()
