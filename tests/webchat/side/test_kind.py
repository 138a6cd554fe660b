import pytest

from webchat.errors import WebChatError
from webchat.side.kind import Kind


def test_without_a_side_none_is_meant():
    with pytest.raises(WebChatError, match="There is no side of the kind 'desk' yet"):
        _ = Kind("desk").current_side


def test_subscribers_are_told_of_sides_that_come(side):
    kind, told = Kind("desk"), []
    undo = kind.subscribe(told.append)
    kind.add(side)
    undo()
    kind.add(side)
    assert told == [side]
    assert kind.sides == (side, side)


@pytest.fixture
def side():
    """Anything: a kind does not look into its sides."""
    return object()
