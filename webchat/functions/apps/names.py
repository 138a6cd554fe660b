"""What an app is called: in cards, logs, addresses, file names and names of widgets alike.

A name is made of ASCII letters, digits, ``_`` and ``-``, begins with a letter or digit and has at
most 60 characters, so that none of those places has to write it in another way. One that a person
has chosen (``name`` in ``app.toml``) must be so already. One that a folder's name gives is made
so: accents go, whatever else does not fit becomes ``_``, and a name of which nothing is left, such
as one in Japanese, becomes ``app_`` and eight digits that stand for it. How people read the app
is its title, which may be any text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Container

_LONGEST = 60
PATTERN = rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{_LONGEST - 1}}}"
"""What a name matches as a whole, as a regular expression."""
RULE = f"letters from a to z, digits, _ and -, at most {_LONGEST} characters"
"""The same for a person."""


def is_name(text: str) -> bool:
    """Whether *text* can be the name of an app."""
    return re.fullmatch(PATTERN, text) is not None


def name_from(text: str) -> str:
    """Return the name that a folder called *text* gives its app."""
    letters = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    name = re.sub(r"[^A-Za-z0-9-]+", "_", "".join(letters)).strip("_-")[:_LONGEST]
    digits = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return name or f"app_{digits}"


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return *wanted*, or the first of ``wanted-2``, ``wanted-3`` and so on that is free."""
    name, number = wanted, 2
    while name in taken:
        name, number = _numbered(wanted, number), number + 1
    return name


def is_of(name: str, wanted: str) -> bool:
    """Whether :func:`free_name` may have made *name* of *wanted*."""
    number = name.rpartition("-")[2]
    return name == wanted or (number.isdigit() and name == _numbered(wanted, int(number)))


def _numbered(wanted: str, number: int) -> str:
    tail = f"-{number}"
    return wanted[: _LONGEST - len(tail)] + tail


def shown(text: str) -> str:
    """Return the name of a file so that it can be shown and written, whatever its bytes are."""
    return text.encode("utf-8", "replace").decode()
