"""What a test knows to be there."""

from typing import TypeVar

T = TypeVar("T")


def found(value: T | None) -> T:
    """Return *value*, which must not be None."""
    assert value is not None
    return value
