"""Which files may go with a message: pure checks of name, size and first bytes.

A check that finds fault names the text that says so, under the reference's key (webchat-ui,
section 5.4) where it has one, and what to put into it. Unlike the reference's, the case of an
ending does not matter, and a picture must be what its name says.
"""

import functools
import mimetypes
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from webchat.config import FileAttachment
from webchat.errors import MediaError
from webchat.model import Attachment

HEAD_LENGTH = 1024
"""How many of a content's first bytes the checks want to see."""

Occasion: TypeAlias = Literal["AttachFile", "SendMediaMessage", "DownloadFile"]
"""What a file is checked for, as the keys of the texts begin."""

Texts: TypeAlias = Callable[..., str]
"""Called with a key and values to put in, returns the text."""

_UNKNOWN_TYPE = "application/octet-stream"
_KILOBYTE = 1024
_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "jpg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "gif": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "pdf": lambda head: b"%PDF-" in head,  # readers take one with something before it
}


class Fault(NamedTuple):
    """Why a file is refused.

    Attributes:
        key: Of the text that says so.
        values: To be put into it.
    """

    key: str
    values: dict[str, Any]

    def error(self, texts: Texts) -> MediaError:
        """Return it as an error with the sentence for the person."""
        values = dict(self.values)
        size = values.pop("maxSize", None)
        if size is not None:
            values["maxFileSize"] = size_text(size, texts)
        return MediaError(texts(self.key, **values))


def policy_fault(rules: FileAttachment, *, sending: bool) -> Fault | None:
    """Return why no file at all may be sent or opened, or None.

    Args:
        rules: The config's.
        sending: Whether one is to be sent rather than opened.
    """
    if not rules.enabled:
        return Fault("FileAttachmentDisabled" if sending else "MediaMessageError", {})
    return Fault("FileAttachmentReadOnly", {}) if sending and rules.read_only else None


def file_fault(file: Attachment, rules: FileAttachment, occasion: Occasion) -> Fault | None:
    """Return what is wrong with a file's name or size, or None; its content is not looked at."""
    if not is_accepted(file.filename, rules):
        return type_fault(file, occasion)
    if file.size > rules.max_file_size:
        values = {"fileName": file.filename, "maxSize": rules.max_file_size}
        return Fault(f"{occasion}InvalidSize", values)
    return Fault("FileEmpty", {"fileName": file.filename}) if not file.size else None


def content_fault(file: Attachment, head: bytes) -> Fault | None:
    """Return a fault when a content is not of the kind that the file's name says.

    Args:
        file: Whose content it is.
        head: Its first :data:`HEAD_LENGTH` bytes.
    """
    is_of_its_kind = _SIGNATURES.get(extension(file.filename), _whatever)
    if is_of_its_kind(head):
        return None
    return Fault("FileNotOfItsType", {"fileName": file.filename})


def type_fault(file: Attachment, occasion: Occasion) -> Fault:
    """Return the fault of a file of a kind that is not taken."""
    return Fault(f"{occasion}InvalidType", {"fileName": file.filename})


def is_accepted(filename: str, rules: FileAttachment) -> bool:
    """Whether a name ends as the config accepts it."""
    accepted = {one.lstrip(".").casefold() for one in rules.accepted_extensions}
    return extension(filename) in accepted


def extension(filename: str) -> str:
    """Return what follows the last dot of a name, in small letters; empty where there is none."""
    _stem, dot, ending = filename.rpartition(".")
    return ending.casefold() if dot else ""


def content_type(filename: str) -> str:
    """Return the media type that a name's ending stands for, the same on every machine."""
    found, encoding = _types().guess_type(f"x.{extension(filename)}", strict=False)
    return found if found is not None and encoding is None else _UNKNOWN_TYPE


def size_text(size: int, texts: Texts) -> str:
    """Return a size in kilobytes or megabytes, rounded down to a tenth; a limit is not overstated.

    Args:
        size: In bytes.
        texts: Renders a key.
    """
    kilobytes = size / _KILOBYTE
    if kilobytes < _KILOBYTE:
        return texts("FileSizeKilobytes", size=_tenths(kilobytes))
    return texts("FileSizeMegabytes", size=_tenths(kilobytes / _KILOBYTE))


def _tenths(number: float) -> str:
    return f"{int(number * 10) / 10:.1f}".removesuffix(".0")


def _whatever(_head: bytes) -> bool:
    return True


@functools.cache
def _types() -> mimetypes.MimeTypes:
    return mimetypes.MimeTypes()  # knows the built-in types only, not what the machine adds
