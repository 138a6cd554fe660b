"""Looking for secrets in a text, each in every way it may be written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

from webchat.functions.authentication.secret_forms import Forms
from webchat.functions.authentication.secret_keys import MASK, behind_key, masked_behind_keys

Short: TypeAlias = tuple[str, str]
"""A secret that is too short to be looked for by itself: the key it stands under, and itself."""

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+=*")
_NONE: Mapping[Short, re.Pattern[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    To look for one text in a megabyte takes about a tenth of a millisecond; a pattern for all of
    them at once takes longer than one search after the other.

    Attributes:
        plain: Secrets as they may be written, the longest first, since one may begin another.
        inner: What stands in the middle of Base64 that has a secret in it.
        short: Secrets that are found behind their keys only.
        by_key: Whether what stands behind any key of a secret is one.
    """

    plain: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    short: Mapping[Short, re.Pattern[str]] = field(default_factory=lambda: _NONE)
    by_key: bool = True

    @property
    def finds_nothing(self) -> bool:
        """Whether every text is left as it is."""
        return not (self.plain or self.inner or self.short or self.by_key)

    def masked(self, text: str) -> str:
        """Return *text* with a mask in place of each secret."""
        for form in self.plain:
            text = text.replace(form, MASK)
        for form in self.inner:
            if form in text:
                text = _without_base64(text, form)
        for pattern in self.short.values():
            text = pattern.sub(rf"\1{MASK}", text)
        return masked_behind_keys(text) if self.by_key else text

    def narrowed_to(self, text: str) -> "Search":
        """Return a search for what occurs in *text*, for many small parts of it."""
        return Search(
            tuple(form for form in self.plain if form in text),
            tuple(form for form in self.inner if form in text),
            self.short,
            masked_behind_keys(text) != text,
        )


def search_for(known: Iterable[Forms], short: Iterable[Short]) -> Search:
    """Return a search for secrets.

    Args:
        known: Those that are looked for by their values.
        short: Those that are looked for behind their keys.
    """
    known = tuple(known)
    return Search(
        _longest_first(one for forms in known for one in forms.plain),
        _longest_first(one for forms in known for one in forms.inner),
        {one: behind_key(*one) for one in short},
    )


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts), key=lambda one: (-len(one), one)))


def _without_base64(text: str, inner: str) -> str:
    """Mask each run of Base64 that has *inner* in it: its ends hold a part of the secret, too."""
    return _BASE64.sub(lambda run: MASK if inner in run.group() else run.group(), text)
