"""Ids that count, so that a test can name them."""

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class CountingIds:
    """``CH0001``, ``CH0002``, … for each prefix."""

    def __init__(self) -> None:
        self._numbers: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def __call__(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers[prefix]):04}"
