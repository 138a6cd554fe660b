"""A language: what it is called, which way it is written, and its texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the widget can speak.

    Attributes:
        code: Names it, such as ``de`` or ``en-US``.
        name: As its own speakers call it.
        direction: Which way it is written: from left to right, or from right to left.
        locale: Whose way of writing times and dates goes with it; empty for the system's own.
        strings: Its texts by key; one that is missing is shown in English.
    """

    code: str
    name: str
    direction: Direction = "ltr"
    locale: str = ""
    strings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


ENGLISH = Language("en-US", "English")
"""The table in :mod:`webchat.side.strings`; times and dates are written as the system does."""
