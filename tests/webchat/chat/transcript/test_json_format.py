"""JSON: every field, and back again."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webchat.chat.transcript.conftest import picture, said, transcript
from webchat.chat.transcript import Wording, parse_json
from webchat.chat.transcript.json_format import write_json
from webchat.errors import WebChatError
from webchat.side.strings import Strings

ENGLISH = Wording(Strings().render)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def written(one):
    return "".join(write_json(one, ENGLISH))


def document(**more):
    return json.dumps(json.loads(written(transcript(said("ada", "Hi")))) | more)


def test_what_is_written_is_read_again(conversation):
    assert parse_json(written(conversation)) == conversation


@given(body=TEXTS, name=TEXTS, content=st.none() | st.binary())
def test_any_text_and_content_comes_back(body, name, content):
    file = replace(picture(name), content=content)
    one = transcript(said("bob", body, 1, file, author=name, attributes={body: [name, None]}))
    assert parse_json(written(one)) == one


def test_the_keys_are_those_of_the_documentation(conversation):
    data = json.loads(written(conversation))
    assert (data["format"], data["version"], data["channelSid"]) == ("webchat-transcript", 1, "CH1")
    assert data["started"] == "2024-03-01T12:00:00Z"
    first, joined, *_ = data["entries"]
    keys = "kind sid index time identity author body isOwn files attributes"
    assert list(first) == keys.split()
    assert joined == {
        "kind": "joined",
        "time": "2024-03-01T12:01:00Z",
        "identity": "bob",
        "author": "Bob",
    }
    assert list(data["entries"][2]["files"][0]) == [
        "name",
        "contentType",
        "size",
        "digest",
        "content",
    ]


def test_an_entry_is_a_line(conversation):
    lines = written(conversation).splitlines()
    assert [json.loads(one.rstrip(",")) for one in lines[1:-1]] == json.loads(
        written(conversation)
    )["entries"]


def test_a_lone_surrogate_is_replaced():
    one = written(transcript(said("ada", "a\ud800b", attributes={"x": "\udfff"})))
    assert one.encode()
    assert parse_json(one).messages[0].body == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expecting value"),
        ("[]", "must be an object, but is a list"),
        ("{}", "'format' of the transcript must be a str, but is missing"),
        (document(format="diary"), "its format is not 'webchat-transcript'"),
        (document(version=2), "its version is not 1"),
        (document(version=True), "must be a int, but is a bool"),
        (document(started="noon"), "Invalid isoformat string: 'noon'"),
        (document(started="2024-03-01T12:00"), "does not name its zone"),
        (document(entries=[{"kind": "sung"}]), "'time' of entries[0] must be a str"),
        ("[" * 100_000, "."),
    ],
)
def test_what_is_no_transcript_is_refused_with_the_place(text, why):
    with pytest.raises(WebChatError, match="This is not a transcript that can be read: ") as caught:
        parse_json(text)
    assert why in str(caught.value)
