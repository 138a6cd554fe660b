"""Markdown: read by a real parser, only the frame is markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.webchat.chat.transcript.conftest import picture, said, transcript
from webchat.chat.transcript import Wording
from webchat.chat.transcript.cleaning import cleaned
from webchat.chat.transcript.markdown_format import escaped, write_markdown
from webchat.side.strings import Strings

ENGLISH = Wording(Strings().render)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ATTACKS = [
    "**bold** _it_ `code` ~~gone~~",
    "# heading",
    "1. one\n2) two\n- three\n+ four",
    "> quote",
    "title\n===\ntitle\n---",
    "[click](javascript:alert(1)) ![x](http://a/b.png)",
    "<script>alert(1)</script> <http://a.b> &lt; &amp;",
    "| a | b |\n|---|---|\n| c | d |",
    "a\\\nb\\",
    "***\n___",
    "[a]: http://x 'y'\n[a]",
    "~~~\nfence\n~~~",
    "www.example.com https://example.com a@b.com mailto:a@b.com",
]


def markdown(wording, *entries):
    return "".join(write_markdown(transcript(*entries), wording))


def shown(source):
    """Return the text that a reader sees of inline tokens, and the kinds of markup in it."""
    words, kinds = [], set()
    for token in PARSER.parse(source):
        for one in token.children or []:
            kinds.add(one.type)
            words.append("\n" if one.type in {"hardbreak", "softbreak"} else one.content)
        kinds.add(token.type)
    return "".join(words), kinds


@pytest.mark.parametrize("body", ATTACKS)
def test_what_looks_like_markup_is_text(body):
    text, kinds = shown(escaped(body))
    assert text == body
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak"}


@given(st.text())
def test_any_paragraph_is_shown_as_it_is(text):
    paragraph = "\n".join(" ".join(one.split()) for one in cleaned(text).split("\n") if one.split())
    words, kinds = shown(escaped(paragraph))
    assert words == paragraph
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak"}


@given(st.text(alphabet="`~ \ta\n>#", min_size=1))
def test_nothing_leaves_the_quote_it_stands_in(body):
    source = markdown(ENGLISH, said("ada", body), said("bob", "*"))
    tops = [one.type for one in PARSER.parse(source) if one.level == 0 and one.nesting != -1]
    head = ["heading_open", "bullet_list_open", "heading_open"]
    first = ["paragraph_open", "blockquote_open"] if body.strip() else ["paragraph_open"]
    assert tops == [*head, *first, "paragraph_open", "blockquote_open"]


def test_a_text_that_lives_by_its_spaces_goes_into_a_fence_that_holds(wording):
    body = "def f():\n    ```\n    return 1  # two"
    (fence,) = [
        one for one in PARSER.parse(markdown(wording, said("ada", body))) if one.type == "fence"
    ]
    assert fence.content == body + "\n"


def test_each_day_has_a_heading_and_each_message_a_name(wording, conversation):
    source = "".join(write_markdown(conversation, wording))
    assert "# Conversation with Bob\n" in source
    assert "\n## Friday, 1 March 2024\n\n13:00 · **Ada**\n\n> Hello\\\n> is anybody" in source
    assert "\n## Saturday, 2 March 2024\n" in source
    assert "\n01:02 · *Chat ended*\n" in source


def test_a_blank_line_begins_a_paragraph_within_the_quote(wording):
    assert "> one\n>\n> two\n" in markdown(wording, said("ada", "one\n\n\ntwo"))


def test_files_are_named_with_their_size(wording):
    source = markdown(wording, said("ada", "", 0, picture("a*b.png")))
    assert "> *Attached file a\\*b.png* (1 KB)\n" in source
