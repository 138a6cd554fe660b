"""Which address is whose, kept from one start to the next.

A path is random: to know it is all that the outside world has to show.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from webchat.functions.callbacks.records import Place, PlaceKind
from webchat.kept_file import KeptFile

_PATH_BYTES = 24
_PORTS = range(20_000, 32_000)
"""Where no system takes the ports of outgoing connections from, so that ours is free again after
a restart; browsers block none of these."""

_TRIES = 20


@dataclass
class _Kept:
    port: int = 0
    places: list[Place] = field(default_factory=list)


class Places:
    """The addresses handed out so far, and the port they are on."""

    def __init__(self, path: Path | None) -> None:
        """Read them.

        Args:
            path: The file that keeps them; None keeps them as long as this lives.
        """
        self._file = KeptFile(path, _Kept, "The list of callback addresses")
        self._by_path = {one.path: one for one in self._file.contents.places}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about the file."""
        return tuple(self._file.notes)

    @property
    def port(self) -> int:
        """The port that was listened on last; 0 for none."""
        return self._file.contents.port

    def keep_port(self, port: int) -> None:
        """Listen on this one from now on."""
        if port != self.port:
            self._file.contents.port = port
            self._file.save()

    def ports(self) -> Iterator[int]:
        """Return the ports to try, in this order; 0 lets the system choose."""
        if 0 < self.port < 1 << 16:
            yield self.port
        for _ in range(_TRIES):
            yield secrets.choice(_PORTS)
        yield 0

    def path_of(self, kind: PlaceKind, app: str, account: str) -> str:
        """Return the path of an address, a new one when it is asked for the first time."""
        for one in self._by_path.values():
            if (one.kind, one.app, one.account) == (kind, app, account):
                return one.path
        place = Place(kind, app, account, f"/{kind}/{secrets.token_urlsafe(_PATH_BYTES)}")
        self._by_path[place.path] = place
        self._file.contents.places.append(place)
        self._file.save()
        return place.path

    def find(self, path: str) -> Place | None:
        """Return whose address a path is, or None."""
        return self._by_path.get(path)
