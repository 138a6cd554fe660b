"""Markdown as paragraphs: what is markup, and what stays text."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.text import message_markdown_blocks
from ui.chat.text.message_markdown_blocks import Look, blocks_of


def only(text):
    (block,) = blocks_of(text)
    return block


def looks(text):
    block = only(text)
    return {block.text[one.start : one.end]: one.look for one in block.looks}


def test_stretches_look_as_they_are_marked():
    assert looks("**b** *i* ~~s~~ `c` ***bi***") == {
        "b": Look.BOLD,
        "i": Look.ITALIC,
        "s": Look.STRIKE,
        "c": Look.CODE,
        "bi": Look.BOLD | Look.ITALIC,
    }


@pytest.mark.parametrize("text", ["~gone~", "~~gone~~", "a ~gone~.", "(~gone~)"])
def test_one_tilde_strikes_as_two_do(text):
    assert looks(text) == {"gone": Look.STRIKE}


@pytest.mark.parametrize("text", ["~5 to ~6", "a~b~c", "~/bin and ~/lib", "~ a ~", "~~~x", "\\~a~"])
def test_a_tilde_that_means_about_strikes_nothing(text):
    assert not any(block.looks for block in blocks_of(text) if block.kind == "text")


def test_marks_within_a_strike_count():
    assert looks("~a **b**~") == {"a ": Look.STRIKE, "b": Look.STRIKE | Look.BOLD}


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "&lt;b&gt;",
        "<img src=x onerror=y>",
        "<!-- x -->",
    ],
)
def test_html_is_text(text):
    assert only(text).text == text
    assert not only(text).links


def test_a_picture_is_shown_as_its_description():
    assert only("see ![a cat](http://a.example/cat.png)").text == "see a cat"


def test_what_would_show_nothing_is_shown_as_written():
    assert only("![](http://a.example/x.png)").text == "![](http://a.example/x.png)"


def test_the_definition_of_a_link_does_not_disappear():
    assert only("[a]: http://a.example").text == "[a]: http://a.example"


def test_a_line_end_stays_a_line_end():
    assert only("one\ntwo  \nthree").text == "one\ntwo\nthree"


def test_a_line_below_a_quote_is_no_part_of_it():
    quote, answer = blocks_of("> asked\nanswered")
    assert [box.kind for box in quote.boxes] == ["quote"]
    assert answer.boxes == ()


def test_a_line_in_code_that_looks_like_a_quote_stays_where_it_is():
    assert only("```\n> a\nb\n```").text == "> a\nb"


@pytest.mark.parametrize("text", ["[t](https://a.example/x)", "[t] (https://a.example/x)"])
def test_a_link_may_have_a_space_before_its_address(text):
    (link,) = only(text).links
    assert (only(text).text, link.address) == ("t", "https://a.example/x")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://a.example",
        "/path",
        "<https://a.example/ b>",
        "https://",
        "https://a.example/\u202egpj",
    ],
)
def test_a_link_that_may_not_be_opened_is_text(address):
    assert not any(one.address == address for one in only(f"[t]({address})").links)
    assert only(f"[t]({address})").text.startswith("[t](")


def test_an_address_that_is_written_out_is_a_link_as_it_is_without_markdown():
    block = only("**https://a.example/b_c_d**, (mailto:ada@a.example) xhttp://no.example")
    assert [link.address for link in block.links] == [
        "https://a.example/b_c_d",
        "mailto:ada@a.example",
    ]


def test_an_address_in_code_is_no_link():
    assert not only("`https://a.example`").links


def test_a_link_that_looks_like_another_address_says_where_it_leads():
    block = only("[https://bank.example](https://evil.example/login)")
    assert block.text == "https://bank.example (evil.example)"


def test_items_are_numbered_on_from_the_first():
    assert [block.boxes[-1].marker for block in blocks_of("7. a\n8. b\n1. c")] == ["7.", "8.", "9."]


def test_an_item_without_a_text_keeps_its_marker():
    assert [block.boxes[-1].marker for block in blocks_of("- a\n-\n- b")] == ["•"] * 3


def test_what_the_parser_fails_at_is_shown_as_written(monkeypatch, caplog):
    def fail(_text):
        raise ValueError("no")

    monkeypatch.setattr(message_markdown_blocks, "parse", fail)
    assert only("**never parsed before**").text == "**never parsed before**"
    assert "cannot be read as Markdown" in caplog.text
    blocks_of.cache_clear()


@given(st.text(alphabet="a*_~`[]()<>#-> \n1.!:/htps\\😀", max_size=60))
def test_every_place_that_looks_or_leads_somewhere_is_in_the_text(text):
    for block in blocks_of(text):
        end = 0
        for stretch in block.looks:
            assert end <= stretch.start < stretch.end <= len(block.text)
            end = stretch.end
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)


def test_the_parser_is_not_imported_before_a_message_needs_it():
    code = "import sys, ui.chat.text.message_markdown; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
