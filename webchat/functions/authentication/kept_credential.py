"""What is kept secret of a connection: the answers of a person, or a token and whose it is."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from webchat import plain_json
from webchat.functions.authentication.tokens import Token


@dataclass(frozen=True, slots=True)
class KeptCredential:
    """Everything that is needed for a credential, now and later on.

    Attributes:
        custom: The answers by their keys; empty for OAuth2.
        token: The latest; None for answers.
        client: ``client_id`` and ``client_secret``, as far as a person was asked for them.
        redirect_uri: Where the browser came back to; a server may want to see it again.
    """

    custom: dict[str, str] = field(default_factory=dict)
    token: Token | None = None
    client: dict[str, str] = field(default_factory=dict)
    redirect_uri: str = ""

    def credential(self) -> dict[str, Any]:
        """Return the ``credential`` of a function (action-functions, section 3)."""
        return {"custom": dict(self.custom)} if self.token is None else self.token.credential()


def to_json(kept: KeptCredential) -> dict[str, Any]:
    """Return it as it is handed to :class:`webchat.functions.authentication.secrets.Secrets`."""
    return asdict(kept)


def from_json(written: Mapping[str, Any] | None) -> KeptCredential | None:
    """Return what :func:`to_json` has written; None when it is not there, or something else."""
    if written is None:
        return None
    try:
        return plain_json.parse(KeptCredential, json.dumps(written))
    except (ValueError, TypeError):
        return None
