"""Which side carries out what a callback brings, when nobody has just clicked."""

from collections.abc import Iterable, Iterator, Mapping

from webchat.functions.runs.records import CardPlace
from webchat.side.kind import Kind
from webchat.side.side import Side


def side_for(kinds: Mapping[str, Kind], place: CardPlace) -> Side | None:
    """Return who clicked, if still in that conversation, else anybody who is, else None."""
    present = tuple(_present(kinds.values(), place.channel_sid))
    return next((one for one in present if _has_clicked(one, place)), next(iter(present), None))


def _has_clicked(side: Side, place: CardPlace) -> bool:
    client = side.connected()
    is_of_kind = side.kind.name == place.side
    return is_of_kind and client is not None and client.identity == place.identity


def _present(kinds: Iterable[Kind], channel_sid: str) -> Iterator[Side]:
    for kind in kinds:
        for side in kind.sides:
            channel, client = side.store.state.chat.channels.get(channel_sid), side.connected()
            if channel is not None and client is not None:
                member = channel.members.get(client.identity)
                if member is not None and member.online:
                    yield side
