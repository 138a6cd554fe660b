"""Languages that nobody speaks, to see what a translation would miss.

What is hard-coded stays plain between accented words; what has no room is cut, as each text is a
third longer; and what is not mirrored stands on the wrong side. Values keep their places.
"""

import re
from collections.abc import Mapping

from webchat.side.language import Language

LONGER = 0.35
"""How much longer a text becomes: about what German or Finnish needs."""

_PART = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_WORD = re.compile(r"\S+")
_ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀÇçÐðËëƑƒĜĝĤĥÎîĴĵĶķĻļṀɱÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
_RIGHT_TO_LEFT, _AS_IT_STANDS, _MARK = "\u202e", "\u202c", "\u200f"


def accented(template: str) -> str:
    """Return a template with accents on its letters, lengthened, between brackets.

    One that says nothing of its own stays as it is, so that what is put in is seen to be plain.
    """
    body = "".join(_accented_part(part) for part in _PART.split(template))
    if body == template:
        return template
    plain = sum(len(part) for part in _PART.split(template)[::2])
    return f"[{body} {'·' * max(1, round(plain * LONGER) - 3)}]"


def mirrored(template: str) -> str:
    """Return a template whose words are written from right to left."""
    return "".join(
        part if at % 2 else _WORD.sub(_turned, part)
        for at, part in enumerate(_PART.split(template))
    )


def pseudo(table: Mapping[str, str]) -> Language:
    """Return the language of :func:`accented` texts."""
    texts = {key: accented(template) for key, template in table.items()}
    return Language("qps-ploc", "Pseudo", locale="en-US", strings=texts)


def pseudo_right_to_left(table: Mapping[str, str]) -> Language:
    """Return the language of :func:`mirrored` texts."""
    texts = {key: mirrored(template) for key, template in table.items()}
    return Language("qps-plocm", "Pseudo, right to left", "rtl", "ar-EG", texts)


def _accented_part(part: str) -> str:
    """Accent a part; of a place for a value, only the words in it that are shown."""
    if not part.startswith("{"):
        return part.translate(_ACCENTS)
    return _QUOTED.sub(lambda found: found.group(0).translate(_ACCENTS), part)


def _turned(word: re.Match[str]) -> str:
    return f"{_MARK}{_RIGHT_TO_LEFT}{word.group(0)}{_AS_IT_STANDS}{_MARK}"
