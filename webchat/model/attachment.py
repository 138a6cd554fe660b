"""An attachment: one file of a message, and what its name may look like."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

MAX_FILENAME_LENGTH = 255
"""The longest name of a file in characters; a longer one loses its middle."""

_UNSHOWABLE = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LONGEST_ENDING = 20
_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL"})
_LONGEST_FILE = 150  # in bytes, which leaves room for what the system or a number adds


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file, on its way or kept by the contact centre.

    Attributes:
        sid: ``ME`` and 32 hexadecimal digits; empty until the centre keeps it.
        filename: What the sender calls it: text to show, never a path.
        content_type: Its media type, such as ``image/png``.
        size: Of its content, in bytes.
        digest: SHA-256 of its content in hexadecimal digits; empty until the centre keeps it.
        path: The file it is sent from, on the sender's machine; None for one that was received.
    """

    sid: str
    filename: str
    content_type: str
    size: int
    digest: str = ""
    path: Path | None = None


def display_name(name: str) -> str:
    """Return what a file of this name is called where people read it.

    Folders are left out; what breaks a line, moves the cursor or turns the direction of writing,
    so that an ending could pretend to be another, is shown as a replacement character; a name of
    more than :data:`MAX_FILENAME_LENGTH` characters keeps its beginning and its ending.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join("\ufffd" if _is_harmful(one) else one for one in last).strip()
    if shown.strip(".") == "":
        return "file"
    if len(shown) <= MAX_FILENAME_LENGTH:
        return shown
    ending = shown[max(shown.rfind("."), len(shown) - _LONGEST_ENDING) :]
    return f"{shown[: MAX_FILENAME_LENGTH - len(ending) - 1]}…{ending}"


def safe_name(filename: str) -> str:
    """Return a name that a file can have on any system, as near to the sender's as that goes."""
    name = display_name(filename).replace("\ufffd", "_").translate(_UNFIT).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if (stem or ending).upper() in _RESERVED:
        name = f"_{name}"
    if len(name.encode()) > _LONGEST_FILE:
        ending = (dot + ending).encode()[-20:].decode(errors="ignore") if stem else ""
        start = name.encode()[: _LONGEST_FILE - len(ending.encode())].decode(errors="ignore")
        name = start + ending
    return name or "file"


def _is_harmful(character: str) -> bool:
    return unicodedata.category(character) in _UNSHOWABLE or character in _TURNING
