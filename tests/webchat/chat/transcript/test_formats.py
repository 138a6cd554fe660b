"""The table of formats, and how a file name chooses one."""

from pathlib import Path

import pytest

from tests.webchat.chat.transcript.conftest import picture, said, transcript
from webchat.chat.transcript import FORMATS, format_for


def test_four_formats_are_offered_in_order():
    assert [(one.name, one.suffix, one.media_type) for one in FORMATS.values()] == [
        ("text", ".txt", "text/plain"),
        ("markdown", ".md", "text/markdown"),
        ("html", ".html", "text/html"),
        ("json", ".json", "application/json"),
    ]
    assert list(FORMATS) == [one.name for one in FORMATS.values()]


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
def test_a_format_writes_about_one_piece_for_each_entry(one, conversation, wording):
    pieces = list(one.write(conversation, wording))
    twice = transcript(*conversation.entries, *conversation.entries)
    assert len(list(one.write(twice, wording))) - len(pieces) in range(6, 11)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", "text"),
        ("a.MD", "markdown"),
        ("a.htm", "html"),
        ("a.b.json", "json"),
        ("a", "markdown"),
        ("chat v1.2", "markdown"),
    ],
)
def test_the_suffix_decides_and_else_what_was_chosen(name, wanted):
    assert format_for(Path(name), "markdown").name == wanted


def test_whatever_is_said_nothing_fails_in_any_format(wording):
    odd = "\ud800\udfff\x00\x1b[31m\u202e{{ x }}</p>```\n\t\u2028😀\U0010ffff"
    one = transcript(
        said(odd, odd, 0, picture(odd), author=odd), said("x", "", author=""), names=()
    )
    for each in FORMATS.values():
        assert "".join(each.write(one, wording)).encode()
