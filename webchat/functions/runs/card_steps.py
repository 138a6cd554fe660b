"""Writing how far a card is: into the attributes of its message, at the contact centre.

Whoever writes is what runs for the card then (see :mod:`.underway`), so that no two do so at once.
What is changed is what the centre has, not what a side has heard of it yet.
"""

from webchat.chat.client import ChannelHandle
from webchat.errors import FunctionError
from webchat.functions.cards import StepStatus, card_in, to_attributes
from webchat.functions.runs.records import CardPlace
from webchat.model import Message
from webchat.side.side import Side

_PAGE = 200


async def set_step(side: Side, place: CardPlace, status: StepStatus) -> None:
    """Let a step of a card be *status* for everybody.

    Raises:
        FunctionError: There is no such card any more.
        CentreError: The centre cannot be asked, or refuses.
    """
    channel = side.chat_client.channel(place.channel_sid)
    message = await _message(side, channel, place.message_sid)
    card = None if message is None else card_in(message.attributes)
    if message is None or card is None:
        raise FunctionError("The card is gone from the conversation, so nothing is noted on it.")
    changed = card.with_step(place.step, status)
    if changed != card:
        await channel.set_message_attributes(
            message.sid, {**message.attributes, **to_attributes(changed)}
        )


async def _message(side: Side, channel: ChannelHandle, sid: str) -> Message | None:
    """Return a message as the centre has it; what is shown here says where to look first."""
    state = side.store.state.chat.channels.get(channel.sid)
    shown = () if state is None else state.messages
    index = next((one.index for one in reversed(shown) if one.sid == sid), None)
    before, limit = (None, _PAGE) if index is None else (index + 1, 1)
    while page := await channel.messages(before=before, limit=limit):
        found = next((one for one in page if one.sid == sid), None)
        if found is not None:
            return found
        before, limit = page[0].index, _PAGE
    return None
