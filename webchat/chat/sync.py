"""From what the centre tells to what a side's store holds.

Events of channels that are not open here are passed over. While a channel is being read, at
first or after the connection was away, its events are held back and applied afterwards; what
then comes twice is told apart by its index, so nothing is lost between reading and listening.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import singledispatchmethod

from webchat.centre import events
from webchat.chat.following import Following
from webchat.chat.shown import member_state, message_states
from webchat.chat.typers import Typers
from webchat.clock import Clock
from webchat.model import Channel, Member, Message
from webchat.state import ChannelState, MessageState, Store, changes
from webchat.state.placing import index_of, is_known, message_at, with_attributes
from webchat.tasks import TaskBag

NOT_SENT = "The connection was lost before this message was sent. Send it again, or discard it."
"""The error of a message that the centre did not take when the connection broke off."""


class Sync:
    """Keeps a store's channels as one identity's centre tells them."""

    def __init__(self, identity: str, *, store: Store, clock: Clock, tasks: TaskBag) -> None:
        self._identity = identity
        self._store = store
        self._followed: dict[str, Following] = {}
        self._typers = Typers(self._typing_changed, clock=clock, tasks=tasks)

    def __call__(self, event: events.ChannelEvent) -> None:
        """Take an event of the centre."""
        following = self._followed.get(event.channel_sid)
        if following is None:
            return
        if following.held is not None:
            following.held.append(event)
        elif self.shown(following) is not None:
            self._apply(event, following)

    # Which channels

    @property
    def followed(self) -> tuple[Following, ...]:
        """What is kept of each channel that is open or being opened."""
        return tuple(self._followed.values())

    def following(self, sid: str) -> Following | None:
        """Return what is kept of a channel, or None while it is not open."""
        return self._followed.get(sid)

    def follow(self, sid: str) -> Following:
        """Begin to take a channel's events, holding them back until it was read."""
        following = self._followed[sid] = Following(sid)
        following.is_caught_up.set()
        return following

    def unfollow(self, sid: str) -> None:
        """Take a channel's events no longer; harmless when they are not taken."""
        following = self._followed.pop(sid, None)
        if following is not None:
            following.is_caught_up.set()
        self._typers.forget(sid)

    def shown(self, following: Following) -> ChannelState | None:
        """Return the channel, or None when it is no longer this opening of it that is shown."""
        if self._followed.get(following.sid) is not following:
            return None
        return self._store.state.chat.channels.get(following.sid)

    def hold(self, following: Following) -> None:
        """Keep a channel's events back from now on; those held before are dropped."""
        following.held = []
        following.is_caught_up.clear()

    def release(self, following: Following) -> None:
        """Apply what was held back, and every event from now on."""
        held, following.held = following.held, None
        following.is_caught_up.set()
        for event in held or ():
            self(event)

    def close(self) -> None:
        """Follow nothing, and forget who is typing."""
        for following in self.followed:
            self.unfollow(following.sid)
        self._typers.close()

    # What was read

    def load(
        self,
        following: Following,
        channel: Channel,
        members: Sequence[Member],
        messages: tuple[MessageState, ...],
        *,
        has_older: bool,
    ) -> None:
        """Put a channel with its newest messages into the store."""
        if self._followed.get(following.sid) is not following:
            return  # the client was closed meanwhile
        known = {one.identity: member_state(one) for one in members}
        mine = known.get(self._identity)
        following.read = -1 if mine is None else mine.last_read_index
        others = [one for one in known.values() if one is not mine]
        state = ChannelState(
            sid=channel.sid,
            status=channel.status,
            ended=channel.ended,
            messages=messages,
            members=known,
            unconsumed_messages=self._unread(following, messages),
            last_consumed_message_index=max((one.last_read_index for one in others), default=-1),
            has_older_messages=has_older,
        )
        self._store.dispatch(changes.ChannelLoaded(state))
        self.release(following)

    def older_read(self, following: Following, page: tuple[Message, ...]) -> int:
        """Put a page before the others; return how many messages that added."""
        before = self.shown(following)
        if before is None:
            return 0
        older = message_states(page, before.members, self._identity)
        older = with_attributes(older, following.changed)
        has_older = bool(page) and page[0].index > 0
        change = changes.OlderMessagesAdded(
            following.sid, older, has_older, self._unread(following, older)
        )
        self._store.dispatch(change)
        after = self.shown(following)
        return 0 if after is None else max(0, len(after.messages) - len(before.messages))

    def missed_read(
        self,
        following: Following,
        channel: Channel,
        members: Iterable[Member],
        missed: tuple[MessageState, ...],
    ) -> None:
        """Bring a channel up to date after its events were away, and hear them again.

        Args:
            following: The channel.
            channel: As it is now.
            members: As they are now.
            missed: Its newest messages, from the first one that was missed on.
        """
        if self.shown(following) is None:
            return
        for member in members:
            self._member(following, member)
        for author in {one.author for one in missed}:
            self._typers.stop(following.sid, author)
        echoed = (self._echoed(following, one) for one in missed if one.is_from_me)
        replaced = frozenset(sid for sid in echoed if sid is not None)
        unread = self._unread(following, missed)
        self._store.dispatch(changes.MissedMessagesAdded(following.sid, missed, unread, replaced))
        carried = {index_of(one): one.attributes for one in missed}
        self._store.dispatch(changes.MessageAttributesSet(following.sid, carried))
        self._store.dispatch(changes.ChannelStatusSet(channel.sid, channel.status, channel.ended))
        self._settle(following)
        self.release(following)

    def attributes_read(
        self, following: Following, asked: ChannelState, messages: Iterable[Message]
    ) -> None:
        """Bring attributes up to date, save those that changed since they were asked for.

        Such a change was told by an event, so it may be younger than what was read; if it is
        not, another event is still to come.

        Args:
            following: The channel.
            asked: What was shown of it when they were asked for.
            messages: As they were read.
        """
        shown = self.shown(following)
        if shown is None:
            return
        read = {
            one.index: one.attributes
            for one in messages
            if message_at(shown.messages, one.index) is message_at(asked.messages, one.index)
        }
        self._store.dispatch(changes.MessageAttributesSet(following.sid, read))

    def message_taken(self, message: Message, replaces: str | None = None) -> None:
        """Show a message that is durable at the centre.

        Args:
            message: What the centre took.
            replaces: The sid under which it was shown while it was being sent, or None.
        """
        channel = self._store.state.chat.channels.get(message.channel_sid)
        if channel is None:
            return
        (shown,) = message_states((message,), channel.members, self._identity)
        following = self._followed.get(message.channel_sid)
        is_read = following is not None and message.index <= following.read
        self._store.dispatch(
            changes.MessageAdded(message.channel_sid, shown, replaces, is_read=is_read)
        )

    def answered(self, following: Following, message: Message, sid: str) -> None:
        """Show a message that the centre has made of the sending *sid*."""
        correction = following.echoes.answered(sid, message, self._waiting(following.sid))
        if correction.back is not None:
            change = changes.MessageAdded(following.sid, correction.back, correction.gone)
            self._store.dispatch(change)
        self.message_taken(message, correction.gone)

    def refused(self, following: Following, sid: str) -> None:
        """Show the sending *sid* again if another one's echo was taken for it."""
        correction = following.echoes.refused(sid, self._waiting(following.sid))
        if correction.back is not None:
            change = changes.MessageAdded(following.sid, correction.back, correction.gone)
            self._store.dispatch(change)

    def read_up_to(self, sid: str, index: int) -> None:
        """Note that this side has read up to *index*."""
        following = self._followed.get(sid)
        if following is not None:
            following.read = max(following.read, index)
        self._store.dispatch(changes.Consumed(sid, index))

    # What was heard

    @singledispatchmethod
    def _apply(self, event: events.ChannelEvent, _following: Following) -> None:
        raise TypeError(f"No synchronisation of {event!r}")

    @_apply.register
    def _(self, event: events.MessageAdded, following: Following) -> None:
        message = event.message
        self._typers.stop(event.channel_sid, message.author)
        is_mine = message.author == self._identity
        self.message_taken(message, self._echoed(following, message) if is_mine else None)

    @_apply.register
    def _(self, event: events.MessageUpdated, following: Following) -> None:
        changed = {event.message.index: event.message.attributes}
        if following.reading is not None:
            following.changed.update(changed)
        self._store.dispatch(changes.MessageAttributesSet(following.sid, changed))

    @_apply.register
    def _(self, event: events.MemberJoined, following: Following) -> None:
        self._member(following, event.member)

    @_apply.register
    def _(self, event: events.MemberLeft, following: Following) -> None:
        self._typers.stop(event.channel_sid, event.member.identity)
        self._member(following, event.member)

    @_apply.register
    def _(self, event: events.MemberUpdated, following: Following) -> None:
        self._member(following, event.member)

    @_apply.register
    def _(self, event: events.Typing, _following: Following) -> None:
        if event.identity != self._identity:
            self._typers.signal(event.channel_sid, event.identity)

    @_apply.register
    def _(self, event: events.ChannelUpdated, _following: Following) -> None:
        channel = event.channel
        if channel.status != "active":
            self._typers.stop_all(channel.sid)
        self._store.dispatch(changes.ChannelStatusSet(channel.sid, channel.status, channel.ended))

    def _member(self, following: Following, member: Member) -> None:
        is_me = member.identity == self._identity
        sid = following.sid
        self._store.dispatch(changes.MemberSet(sid, member_state(member), is_me=is_me))
        if is_me:
            self.read_up_to(sid, member.last_read_index)

    def _unread(
        self, following: Following, messages: tuple[MessageState, ...]
    ) -> tuple[MessageState, ...]:
        read = following.read
        return tuple(one for one in messages if not one.is_from_me and (one.index or 0) > read)

    def _waiting(self, sid: str) -> list[MessageState]:
        """Return my messages that the centre has not taken, as far as is known; oldest first."""
        channel = self._store.state.chat.channels.get(sid)
        waiting: list[MessageState] = []
        for one in reversed(() if channel is None else channel.messages):
            if one.index is not None:
                break
            waiting.append(one)
        return waiting[::-1]

    def _echoed(self, following: Following, message: Message | MessageState) -> str | None:
        """Return the sid of my message that *message* is the echo of, or None."""
        channel = self._store.state.chat.channels.get(following.sid)
        waiting = self._waiting(following.sid)
        if channel is None or not waiting or is_known(channel.messages, message.index):
            return None  # or the answer to the request came before the event
        return following.echoes.guess(message, waiting)

    def _settle(self, following: Following) -> None:
        """Say of what was on its way when the connection broke off that it did not arrive.

        Should it arrive late after all, its event still finds it.
        """
        for one in self._waiting(following.sid):
            if one.sid in following.echoes.uncertain and one.error != NOT_SENT:
                failed = replace(one, status="failed", error=NOT_SENT)
                self._store.dispatch(changes.MessageAdded(following.sid, failed, one.sid))

    def _typing_changed(self, sid: str, typers: tuple[str, ...]) -> None:
        self._store.dispatch(changes.TypersSet(sid, typers))
