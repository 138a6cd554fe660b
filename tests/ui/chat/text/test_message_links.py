"""What is taken for an address, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.text.message_links import SCHEMES, find_links, is_openable


def links(text):
    return [link.address for link in find_links(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.com/a?b=1#c now", ["https://example.com/a?b=1#c"]),
        ("HTTP://EXAMPLE.COM", ["HTTP://EXAMPLE.COM"]),
        ("write mailto:ada@example.com!", ["mailto:ada@example.com"]),
        ("(https://example.com).", ["https://example.com"]),
        ("https://en.wikipedia.org/wiki/Web_(chat)", ["https://en.wikipedia.org/wiki/Web_(chat)"]),
        ("https://a.example, https://b.example", ["https://a.example", "https://b.example"]),
        ("http://[::1]:8080/x", ["http://[::1]:8080/x"]),
        ("https://例え.jp/道", ["https://例え.jp/道"]),
        ("<https://example.com>", ["https://example.com"]),
        ("“https://example.com”", ["https://example.com"]),
        ("(“https://example.com/a”, he wrote)", ["https://example.com/a"]),
        (
            "„https://example.com“ und »https://b.example«",
            ["https://example.com", "https://b.example"],
        ),
        ("«https://example.com».", ["https://example.com"]),
        ("「https://example.com」。", ["https://example.com"]),
        (
            "「https://a.example/道」と「https://b.example」を見る",
            ["https://a.example/道", "https://b.example"],
        ),
        ("https://example.com\u2019s pages", ["https://example.com"]),
        ("https://example.com…", ["https://example.com"]),
        ("https://example.com/“a”", ["https://example.com/“a”"]),
    ],
)
def test_an_address_is_found_without_what_stands_around_it(text, found):
    assert links(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///etc",
        "xhttps://example.com",
        "mailto:nobody",
        "ftp://example.com",
    ],
)
def test_anything_else_is_text(text):
    assert links(text) == []


def test_an_address_ends_where_the_direction_of_writing_is_turned():
    assert links("https://good.example/\u202egpj.exe") == ["https://good.example/"]


def test_a_bracket_opened_before_the_address_closes_outside_it():
    assert links("[https://example.com/(a)]") == ["https://example.com/(a)"]


@given(st.text(alphabet="htps:/mailo@.()[] ax,", max_size=80))
def test_what_is_found_stands_there_and_can_be_opened(text):
    for link in find_links(text):
        assert text[link.start : link.end] == link.address
        assert is_openable(link.address)
        assert link.address.lower().startswith(SCHEMES)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text",
    [
        "http://a" + ")" * 32_000,
        "http://" * 5_000,
        "mailto:" * 5_000,
        "https://a." * 3_000,
        "“http://a" * 3_500,
    ],
)
def test_the_longest_message_takes_one_pass(text):
    for _ in range(20):
        list(find_links(text))
