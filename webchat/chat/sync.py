"""From what the centre tells to what a side's store holds.

Events of channels that are not open here are passed over. While a channel's history is being
read its events are held back and applied afterwards; what then comes twice is told apart by its
index, so nothing is lost between the reading and the listening.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import singledispatchmethod

from webchat.centre import events
from webchat.chat.typers import Typers
from webchat.clock import Clock
from webchat.model import Channel, Member, Message
from webchat.state import ChannelState, MemberState, MessageState, Store, changes
from webchat.tasks import TaskBag

INTERRUPTED = "The sending was interrupted."
"""The error of a message of which it is not known whether the centre took it."""


class Sync:
    """Keeps a store's channels as one identity's centre tells them."""

    def __init__(self, identity: str, *, store: Store, clock: Clock, tasks: TaskBag) -> None:
        self._identity = identity
        self._store = store
        self._held: dict[str, list[events.ChannelEvent]] = {}
        self._typers = Typers(self._typing_changed, clock=clock, tasks=tasks)

    def __call__(self, event: events.CentreEvent) -> None:
        """Take an event of the centre."""
        if isinstance(event, events.ConnectionChanged):
            self._store.dispatch(changes.ConnectionSet(event.state))
            return
        held = self._held.get(event.channel_sid)
        if held is not None:
            held.append(event)
        elif event.channel_sid in self._store.state.chat.channels:
            self._apply(event)

    @contextmanager
    def holding(self, sid: str) -> Iterator[None]:
        """Keep the events of a channel back until its history was read."""
        self._held[sid] = []
        try:
            yield
        finally:
            for event in self._held.pop(sid):
                self(event)

    def load(self, channel: Channel, members: Sequence[Member], history: Sequence[Message]) -> None:
        """Put a channel with its history into the store."""
        known = {one.identity: member_state(one) for one in members}
        mine = known.get(self._identity)
        read = -1 if mine is None else mine.last_read_index
        others = [one for one in known.values() if one is not mine]
        messages = tuple(self._message(one, known.get(one.author)) for one in history)
        state = ChannelState(
            sid=channel.sid,
            status=channel.status,
            ended=channel.ended,
            messages=messages,
            members=known,
            unconsumed_messages=tuple(
                one for one in messages if not one.is_from_me and (one.index or 0) > read
            ),
            last_consumed_message_index=max((one.last_read_index for one in others), default=-1),
        )
        self._store.dispatch(changes.ChannelLoaded(state))

    def message_taken(self, message: Message, replaces: str | None = None) -> None:
        """Show a message that is durable at the centre.

        Args:
            message: What the centre took.
            replaces: The sid under which it was shown while it was being sent, or None.
        """
        channel = self._store.state.chat.channels.get(message.channel_sid)
        if channel is None:
            return
        shown = self._message(message, channel.members.get(message.author))
        self._store.dispatch(changes.MessageAdded(message.channel_sid, shown, replaces))

    def close(self) -> None:
        """Forget who is typing."""
        self._typers.close()

    @singledispatchmethod
    def _apply(self, event: events.ChannelEvent) -> None:
        raise TypeError(f"No synchronisation of {event!r}")

    @_apply.register
    def _(self, event: events.MessageAdded) -> None:
        message = event.message
        self._typers.stop(event.channel_sid, message.author)
        self.message_taken(message, self._sending(message))

    @_apply.register
    def _(self, event: events.MemberJoined) -> None:
        self._member(event.channel_sid, event.member)

    @_apply.register
    def _(self, event: events.MemberLeft) -> None:
        self._typers.stop(event.channel_sid, event.member.identity)
        self._member(event.channel_sid, event.member)

    @_apply.register
    def _(self, event: events.MemberUpdated) -> None:
        self._member(event.channel_sid, event.member)

    @_apply.register
    def _(self, event: events.Typing) -> None:
        if event.identity != self._identity:
            self._typers.signal(event.channel_sid, event.identity)

    @_apply.register
    def _(self, event: events.ChannelUpdated) -> None:
        channel = event.channel
        self._store.dispatch(changes.ChannelStatusSet(channel.sid, channel.status, channel.ended))

    def _member(self, sid: str, member: Member) -> None:
        is_me = member.identity == self._identity
        self._store.dispatch(changes.MemberSet(sid, member_state(member), is_me=is_me))
        if is_me:
            self._store.dispatch(changes.Consumed(sid, member.last_read_index))

    def _message(self, message: Message, author: MemberState | None) -> MessageState:
        return MessageState(
            sid=message.sid,
            index=message.index,
            author=message.author,
            author_name=message.author if author is None else author.friendly_name,
            body=message.body,
            timestamp=message.timestamp,
            attributes=message.attributes,
            media=message.media,
            is_from_me=message.author == self._identity,
        )

    def _sending(self, message: Message) -> str | None:
        """Return the sid of my message that *message* is the echo of, or None.

        Which of two equal ones it is makes no difference: each has its echo.
        """
        if message.author != self._identity:
            return None
        shown = self._store.state.chat.channels[message.channel_sid].messages
        waiting = interrupted = None
        for one in reversed(shown):
            if one.index is not None:
                if one.index == message.index:
                    return None  # the answer to the request came before the event
                if one.index < message.index:
                    break
            elif one.body == message.body:
                waiting = one.sid if one.status == "sending" else waiting
                interrupted = one.sid if one.error == INTERRUPTED else interrupted
        return waiting or interrupted

    def _typing_changed(self, sid: str, typers: tuple[str, ...]) -> None:
        self._store.dispatch(changes.TypersSet(sid, typers))


def member_state(member: Member) -> MemberState:
    """Return *member* as a side's state holds it."""
    return MemberState(
        identity=member.identity,
        friendly_name=member.friendly_name,
        avatar=member.avatar,
        online=member.online,
        last_read_index=member.last_read_index,
        joined=member.joined,
        left=member.left,
    )
