"""Which text of a table an error's sentence is, with the values that stand in it.

Errors speak English, to whoever reads a log. The keys of the table that begin with ``Error`` hold
the sentences that a person may come to read, word for word, with places for what differs: so they
can be said in another language without the core knowing of any.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_PLACE = re.compile(r"\{\{(\w+)\}\}")


class Told(NamedTuple):
    """A sentence that was recognised.

    Attributes:
        key: Of the template.
        values: What stands in its places.
    """

    key: str
    values: Mapping[str, str]


class Sentences:
    """The sentences of one table."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Know the templates of *table* whose keys begin with ``Error``."""
        errors = {key: text for key, text in table.items() if key.startswith("Error")}
        self._keys = {text: key for key, text in errors.items()}
        self._patterns = tuple(
            (key, _pattern(text)) for key, text in errors.items() if _PLACE.search(text)
        )

    def find(self, sentence: str) -> Told | None:
        """Return what *sentence* is, or None where it is not in the table."""
        key = self._keys.get(sentence)
        if key is not None:
            return Told(key, {})
        found = ((key, pattern.fullmatch(sentence)) for key, pattern in self._patterns)
        return next((Told(key, one.groupdict()) for key, one in found if one), None)


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)  # text, name, text, name, ... text
    parts[::2] = [re.escape(text) for text in parts[::2]]
    parts[1::2] = [f"(?P<{name}>.+)" for name in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)
