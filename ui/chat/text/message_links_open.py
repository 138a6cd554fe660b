"""Where an address leads: told honestly before a click, checked again when it is opened.

What a message says is not to be trusted: a text may name one place and lead to another, a name may
be spelled with letters of another script, and only the web and e-mail are ever opened.
"""

import re
import unicodedata

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui.chat.text.message_links import is_openable

_NAME = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_MAIL = re.compile(r"[\w.+-]+@(?=[^\W_])")
_TURNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH"})
_HOST = re.compile(r"https?://(?:[^/?#]*@)?([^/?#]*)", re.IGNORECASE)
_WEB = ("http", "https")


def misleads(label: str, address: str) -> bool:
    """Whether the text of a link looks like an address other than the one it leads to.

    Args:
        label: What the link shows.
        address: Where it leads.
    """
    if _TURNS.search(label):
        return True
    if address in {label, f"http://{label}", f"https://{label}", f"mailto:{label}"}:
        return False  # it is what it shows; what looks like a name in its path is none
    there = short_address(address).lower().removeprefix("www.")
    if _MAIL.search(label):
        return "@" not in there or there not in label.lower()
    names = (found.group().lower().removeprefix("www.") for found in _NAME.finditer(label))
    return any(name not in {there, there.partition("@")[2]} for name in names)


def short_address(address: str) -> str:
    """Return what of an address says where it leads: its host, or whom a mail goes to."""
    url = QUrl(address, QUrl.ParsingMode.TolerantMode)
    if url.scheme().lower() in _WEB:
        return url.host(QUrl.ComponentFormattingOption.FullyDecoded) or address
    return url.path() or address


def described(address: str) -> str:
    """Return an address as a tooltip shows it: whole, and with what could be overlooked in it.

    Where a name mixes scripts its wire form follows, since letters may look like others; where
    something stands before the host as if it were one, the host follows.
    """
    url = QUrl(address, QUrl.ParsingMode.TolerantMode)
    host = _HOST.match(address)
    if host is not None and _mixes_scripts(host.group(1)):
        return f"{address}\n{url.host(QUrl.ComponentFormattingOption.FullyEncoded)}"
    if url.userInfo():
        return f"{address}\n{short_address(address)}"
    return address


def open_address(address: str) -> bool:
    """Open an address in the person's browser or mail program.

    Args:
        address: As it stands in a message.

    Returns:
        Whether it was one to open, and was taken; the scheme and every character are checked.
    """
    if _CONTROL.search(address) or not is_openable(address):
        return False
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or (url.scheme() in _WEB and not url.host()):
        return False
    return QDesktopServices.openUrl(url)


def _mixes_scripts(name: str) -> bool:
    scripts = {unicodedata.name(one, "?").split()[0] for one in name if one.isalpha()}
    if scripts <= _ASIAN | {"LATIN"}:
        return False
    return len(scripts) > 1
