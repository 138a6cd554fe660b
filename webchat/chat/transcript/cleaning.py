"""Text of people made fit to be written down, whatever it holds.

A lone surrogate cannot be encoded, a control character may ring a bell or move a terminal's
cursor, and a name that turns the direction of writing can make ``gpj.exe`` look like a picture.
"""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    r"""Return *text* with its lines separated by ``\n`` and without what cannot be written."""
    return _UNFIT.sub(REPLACEMENT, _BREAKS.sub("\n", text))


def cleaned_line(text: str) -> str:
    """Return *text*, such as a name, as one line that reads in one direction."""
    return " ".join(_TURNS.sub("", cleaned(text)).split())
