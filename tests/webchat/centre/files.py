"""Files to send, and what a folder of contents holds."""

import hashlib
from pathlib import Path

from webchat.model import Attachment


def written(path, content=b"hello", name=None):
    """Write a file; return what a sender knows of it."""
    path.write_bytes(content)
    return chosen(path, name)


def chosen(path, name=None):
    return Attachment("", name or path.name, "text/plain", path.stat().st_size, path=path)


def contents(folder: Path):
    """What stands below a folder, by digest; each is checked to be what its name says."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[path.parent.name + path.name] = path.read_bytes()
    assert all(hashlib.sha256(one).hexdigest() == name for name, one in found.items()), found
    return list(found.values())
