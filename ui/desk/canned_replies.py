"""Prepared answers: the shipped ones, or those of a file that the person has edited.

The file is JSON in the data folder: ``{"replies": [{"name": …, "text": …}]}``. In a text,
``{{name}}`` is the customer's name and ``{{agent}}`` the agent's. What is wrong with a file is said
in a sentence, and the shipped answers stand in for it.
"""

import shutil
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ui.resources import asset
from webchat.errors import ConfigError
from webchat.side import templates

FILE_NAME = "canned_replies.json"
PLACES = frozenset({"name", "agent"})


class CannedReply(BaseModel):
    """One prepared answer.

    Attributes:
        name: What it is found by.
        text: What is written, a template.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    text: str = Field(min_length=1)

    @field_validator("text")
    @classmethod
    def _is_template(cls, text: str) -> str:
        try:
            templates.check("text", text)
        except ConfigError as error:
            raise ValueError(str(error)) from error
        unknown = sorted(templates.places(text) - PLACES)
        if unknown:
            known = " and ".join(f"{{{{{one}}}}}" for one in sorted(PLACES))
            raise ValueError(f"{{{{{unknown[0]}}}}} is not known; there are {known}")
        return text

    def filled(self, name: str, agent: str) -> str:
        """Return the text for a customer.

        Args:
            name: How the customer is called.
            agent: How the agent is called.
        """
        return templates.fill(self.text, name=name, agent=agent)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    replies: tuple[CannedReply, ...]


class Replies(NamedTuple):
    """What was read.

    Attributes:
        replies: The answers, in their order.
        problem: Why the person's own file could not be used, a sentence, or None.
    """

    replies: tuple[CannedReply, ...]
    problem: str | None = None


def load(folder: Path | None) -> Replies:
    """Read the answers of a data folder, or the shipped ones where it has none; blocks."""
    own = None if folder is None else folder / FILE_NAME
    if own is None or not own.exists():
        return Replies(_read(asset(FILE_NAME)))
    try:
        return Replies(_read(own))
    except (OSError, ValidationError) as error:
        return Replies(_read(asset(FILE_NAME)), f"{own} cannot be used: {_reason(error)}.")


def editable(folder: Path) -> Path:
    """Return the file that a person edits, a copy of the shipped one at first; blocks.

    Raises:
        OSError: It cannot be written.
    """
    own = folder / FILE_NAME
    if not own.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset(FILE_NAME), own)
    return own


def matching(replies: tuple[CannedReply, ...], words: str) -> tuple[CannedReply, ...]:
    """Return the answers that hold every one of *words*, in name or text."""
    wanted = words.casefold().split()
    return tuple(
        one
        for one in replies
        if all(word in f"{one.name}\n{one.text}".casefold() for word in wanted)
    )


def _read(path: Path) -> tuple[CannedReply, ...]:
    return _File.model_validate_json(path.read_bytes()).replies


def _reason(error: OSError | ValidationError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else said
