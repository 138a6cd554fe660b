"""Putting back what was masked when a person edits parameters that were shown to them."""

from collections.abc import Mapping
from typing import Any

from webchat.functions.authentication.secret_keys import MASK


def unmasked(edited: Any, real: Any) -> Any:
    """Return *edited* with the values of *real* wherever a mask stands in their place.

    What the person has written over a mask stays as it was written.
    """
    if isinstance(edited, Mapping) and isinstance(real, Mapping):
        return {key: unmasked(one, real.get(key)) for key, one in edited.items()}
    if isinstance(edited, list) and isinstance(real, (list, tuple)):
        others = [*real, *([None] * len(edited))]
        return [unmasked(one, other) for one, other in zip(edited, others, strict=False)]
    is_masked = isinstance(edited, str) and MASK in edited
    return real if is_masked and real is not None else edited
