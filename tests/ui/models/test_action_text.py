"""Any payload becomes one short line, whatever it is made of."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from ui.models.action_text import duration_text, payload_text, time_text, value_text

SID = "CH7c" + "0" * 28 + "e1"


class Hostile:
    @property
    def sid(self):
        raise RuntimeError("never")

    def __repr__(self):
        raise RuntimeError("never")


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (None, ""),
        ({}, ""),
        ({"body": "Hi\nthere"}, 'body "Hi\\nthere"'),
        ({"channelSid": SID, "n": 1}, "n 1  channelSid CH7c…e1"),
        ({"deep": {"a": [1, {"b": {"c": 1}}]}}, "deep {a: [1, {b: …}]}"),
        ({"task": SimpleNamespace(sid="WR1")}, "task WR1"),
        ({"odd": Hostile()}, "odd <Hostile>"),
        ([1, True, None, "x"], '[1, true, null, "x"]'),
        ("plain", '"plain"'),
    ],
)
def test_a_payload_is_one_line(payload, text):
    assert payload_text(payload) == text


def test_a_payload_that_holds_itself_has_an_end():
    loop = {}
    loop["self"] = loop

    assert "…" in payload_text(loop)


def test_a_whole_form_is_shown():
    form = {"friendlyName": "Ada Lovelace", "email": "ada@example.org", "query": "My refund?"}
    assert payload_text({"formData": form}).endswith('query: "My refund?"}')


def test_long_values_and_long_payloads_are_elided():
    assert len(value_text("x" * 1000)) < 80
    assert len(payload_text({str(n): "y" * 50 for n in range(100)})) <= 320


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0.00021, "0.2"), (0.0999, "99.9"), (1.284, "1,284")],  # noqa: RUF001
)
def test_a_duration_is_in_milliseconds(seconds, text):
    assert duration_text(seconds) == text


def test_a_moment_has_milliseconds():
    assert time_text(datetime(2026, 1, 1, 12, 0, 0, 7000, UTC)).endswith(":00:00.007")
