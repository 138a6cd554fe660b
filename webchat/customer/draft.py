"""What somebody was about to say: kept with the session, so that a restart does not lose it.

Only paths of attached files are kept. At the next start those that are still files are attached
again as they are then; whether they may be sent is looked at when they are.
"""

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webchat.chat.media_files import unexamined
from webchat.model import MAX_BODY_LENGTH, Attachment
from webchat.state import ChannelState, Store, changes
from webchat.tasks import in_thread

MAX_FILES = 100
"""More attached files than that are not kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An input that was not sent.

    Attributes:
        text: What stands in the text area, at most ``MAX_BODY_LENGTH`` characters.
        selection_start: Where its selection begins, in characters.
        selection_end: Where its selection ends; the caret.
        files: The attached files.
    """

    text: str = ""
    selection_start: int = 0
    selection_end: int = 0
    files: tuple[Path, ...] = ()


NO_DRAFT = Draft()


def draft_of(channel: ChannelState | None) -> Draft:
    """Return what is to be kept of a channel's input."""
    if channel is None:
        return NO_DRAFT
    text = channel.input_text[:MAX_BODY_LENGTH]
    paths = (one.path for one in channel.attached_files[:MAX_FILES])
    return Draft(
        text,
        min(channel.selection_start, len(text)),
        min(channel.selection_end, len(text)),
        tuple(path.absolute() for path in paths if path is not None),
    )


async def restore(store: Store, sid: str, draft: Draft) -> None:
    """Put a draft back into the input of a channel that is open."""
    if draft.text:
        text = changes.InputTextSet(sid, draft.text, draft.selection_start, draft.selection_end)
        store.dispatch(text)
    if draft.files:
        files = await in_thread(_present, draft.files)
        store.dispatch(changes.AttachedFilesSet(sid, files))


def encode_draft(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON says it."""
    return {
        "text": draft.text,
        "selection": [draft.selection_start, draft.selection_end],
        "files": [str(path) for path in draft.files],
    }


def decode_draft(data: Mapping[str, Any]) -> Draft:
    """Return the draft that *data* says.

    Raises:
        ValueError: It says none; KeyError and TypeError mean the same.
    """
    text, selection, files = data["text"], data["selection"], data["files"]
    if not isinstance(text, str) or not isinstance(files, list):
        raise TypeError("a draft's text must be a text, and its files a list")
    if not all(isinstance(path, str) and path for path in files):
        raise ValueError("a draft's files must be paths")
    start, end = selection
    if type(start) is not int or type(end) is not int:
        raise ValueError("a draft's selection must be two whole numbers")
    text = text[:MAX_BODY_LENGTH]
    start, end = (max(0, min(place, len(text))) for place in (start, end))
    return Draft(text, start, end, tuple(Path(path) for path in files[:MAX_FILES]))


def _present(paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """Return those of *paths* that are files now."""
    found = []
    for path in paths:
        try:
            status = path.stat()
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode):
            found.append(unexamined(path, status.st_size))
    return tuple(found)
