"""An attachment: one file of a message."""

from dataclasses import dataclass
from pathlib import Path


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
