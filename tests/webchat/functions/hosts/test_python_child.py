"""How messages are framed: the pieces in which bytes arrive make no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.functions.hosts.python_child import Frames, framed


@given(st.lists(st.text(), max_size=8), st.lists(st.integers(1, 30), max_size=40))
def test_messages_arrive_whole_however_they_are_cut(texts, sizes):
    data = b"".join(framed(text) for text in texts)
    frames, arrived = Frames(10_000), []
    for size in [*sizes, len(data)]:
        piece, data = data[:size], data[size:]
        arrived += frames.feed(piece)
    assert [body.decode() for body in arrived] == texts


def test_half_a_surrogate_pair_becomes_a_question_mark():
    assert list(Frames(100).feed(framed("a\ud83d"))) == [b"a?"]


def test_a_message_beyond_the_limit_is_refused_before_it_has_arrived():
    frames = Frames(10)
    assert list(frames.feed(framed("x" * 10))) == [b"x" * 10]
    with pytest.raises(ValueError, match="a message of 11 bytes"):
        list(frames.feed(framed("x" * 11)[:4]))
