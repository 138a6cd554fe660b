"""Pure functions from a state and a change to the next state.

A change that alters nothing returns the very same record, so that a subscriber can compare by
identity. A change for a channel that is not open is ignored: an event may arrive after the
channel was unloaded.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from webchat.state import changes
from webchat.state.desk_reducer import reduce_desk
from webchat.state.placing import index_of, placed, with_attributes, with_missed, with_older
from webchat.state.records import (
    ChannelState,
    ChatSessionState,
    ChatState,
    EngagementStage,
    SessionState,
    State,
)


def reduce(state: State, change: changes.Change) -> State:
    """Return the state after *change*."""
    if isinstance(change, changes.SessionChange):
        session = _session(change, state.session)
        return state if session == state.session else replace(state, session=session)
    if isinstance(change, changes.DeskChange):
        return reduce_desk(change, state)
    chat = _chat(change, state.chat)
    return state if chat is state.chat else replace(state, chat=chat)


def _chat(
    change: changes.ConnectionSet
    | changes.CardRunSet
    | changes.ChannelLoaded
    | changes.ChannelUnloaded
    | changes.ChannelChange,
    chat: ChatState,
) -> ChatState:
    if isinstance(change, changes.ConnectionSet):
        connection = ChatSessionState(change.connection_state)
        return chat if connection == chat.session else replace(chat, session=connection)
    if isinstance(change, changes.CardRunSet):
        return _with_card_run(change, chat)
    channels, card_runs = dict(chat.channels), chat.card_runs
    if isinstance(change, changes.ChannelLoaded):
        channels[change.channel.sid] = change.channel
    elif isinstance(change, changes.ChannelUnloaded):
        channels.pop(change.sid, None)
        card_runs = {sid: run for sid, run in card_runs.items() if run.channel_sid != change.sid}
    else:
        before = channels.get(change.sid)
        if before is not None:
            channels[change.sid] = _channel(change, before)
    if _are_same(channels, chat.channels):
        return chat
    return replace(chat, channels=channels, card_runs=card_runs)


def _with_card_run(change: changes.CardRunSet, chat: ChatState) -> ChatState:
    runs, run = dict(chat.card_runs), change.run
    if run is None:
        runs.pop(change.message_sid, None)
    elif run.channel_sid in chat.channels:
        runs[change.message_sid] = run
    return chat if runs == chat.card_runs else replace(chat, card_runs=runs)


def _are_same(after: Mapping[str, ChannelState], before: Mapping[str, ChannelState]) -> bool:
    """Whether nothing came, went or was altered; a record that is the same one was not."""
    return len(after) == len(before) and all(one is before.get(sid) for sid, one in after.items())


@singledispatch
def _session(change: changes.SessionChange, session: SessionState) -> SessionState:
    raise TypeError(f"No reducer of {type(session).__name__} for {change!r}")


@_session.register
def _(change: changes.StageSet, session: SessionState) -> SessionState:
    return replace(session, engagement_stage=change.stage, start_error=change.error)


@_session.register
def _(change: changes.ExpandedSet, session: SessionState) -> SessionState:
    return replace(session, is_entry_point_expanded=change.is_expanded)


@_session.register
def _(change: changes.SessionOpened, session: SessionState) -> SessionState:
    return replace(
        session,
        identity=change.identity,
        channel_sid=change.channel_sid,
        token_payload=change.token_payload,
        engagement_stage=EngagementStage.IN_ENGAGEMENT,
        start_error=None,
        next_identity=None,
    )


@_session.register
def _(_change: changes.SessionClosed, session: SessionState) -> SessionState:
    return replace(
        session,
        identity=None,
        channel_sid=None,
        token_payload=None,
        engagement_stage=EngagementStage.PRE_ENGAGEMENT,
        start_error=None,
        next_identity=None,
    )


@_session.register
def _(change: changes.NextIdentitySet, session: SessionState) -> SessionState:
    return replace(session, next_identity=change.identity)


@singledispatch
def _channel(change: changes.ChannelChange, channel: ChannelState) -> ChannelState:
    raise TypeError(f"No reducer of {type(channel).__name__} for {change!r}")


@_channel.register
def _(change: changes.ChannelStatusSet, channel: ChannelState) -> ChannelState:
    if (channel.status, channel.ended) == (change.status, change.ended):
        return channel
    return replace(channel, status=change.status, ended=change.ended)


@_channel.register
def _(change: changes.MessageAdded, channel: ChannelState) -> ChannelState:
    messages = placed(
        channel.messages, change.message, change.replaces, has_older=channel.has_older_messages
    )
    if messages is channel.messages:
        return channel
    unread = channel.unconsumed_messages
    message = change.message
    if not (message.is_from_me or change.is_read or message.index is None):
        unread = (*unread, message)
    return replace(channel, messages=messages, unconsumed_messages=unread)


@_channel.register
def _(change: changes.OlderMessagesAdded, channel: ChannelState) -> ChannelState:
    known = channel.messages
    messages = with_older(known, change.messages)
    if messages is known:
        first = index_of(known[0]) if known else -1
        adjoins = not change.messages or index_of(change.messages[-1]) >= first - 1
        if not adjoins or change.has_older == channel.has_older_messages:
            return channel
        return replace(channel, has_older_messages=change.has_older)
    added = len(messages) - len(known)
    end = index_of(messages[added - 1])
    unread = tuple(one for one in change.unread if index_of(one) <= end)
    return replace(
        channel,
        messages=messages,
        has_older_messages=change.has_older,
        unconsumed_messages=unread + channel.unconsumed_messages,
    )


@_channel.register
def _(change: changes.MissedMessagesAdded, channel: ChannelState) -> ChannelState:
    messages = with_missed(
        channel.messages,
        change.messages,
        change.replaces,
        has_older=channel.has_older_messages,
    )
    if messages is channel.messages:
        return channel
    unread = {one.index: one for one in (*change.unread, *channel.unconsumed_messages)}
    in_order = tuple(sorted(unread.values(), key=index_of))
    return replace(channel, messages=messages, unconsumed_messages=in_order)


@_channel.register
def _(change: changes.MessageAttributesSet, channel: ChannelState) -> ChannelState:
    messages = with_attributes(channel.messages, change.attributes)
    if messages is channel.messages:
        return channel
    unread = with_attributes(channel.unconsumed_messages, change.attributes)
    return replace(channel, messages=messages, unconsumed_messages=unread)


@_channel.register
def _(change: changes.MessageProgressed, channel: ChannelState) -> ChannelState:
    messages = channel.messages
    for at in range(len(messages) - 1, -1, -1):
        message = messages[at]
        if message.index is not None:
            break
        if message.sid == change.message_sid:
            if message.progress == change.progress:
                break
            alone = (replace(message, progress=change.progress),)
            return replace(channel, messages=messages[:at] + alone + messages[at + 1 :])
    return channel


@_channel.register
def _(change: changes.AttachedFilesSet, channel: ChannelState) -> ChannelState:
    same = channel.attached_files == change.files
    return channel if same else replace(channel, attached_files=change.files)


@_channel.register
def _(change: changes.MessageRemoved, channel: ChannelState) -> ChannelState:
    kept = tuple(one for one in channel.messages if one.sid != change.message_sid)
    return channel if len(kept) == len(channel.messages) else replace(channel, messages=kept)


@_channel.register
def _(change: changes.MemberSet, channel: ChannelState) -> ChannelState:
    member, read = change.member, channel.last_consumed_message_index
    if not change.is_me:
        read = max(read, member.last_read_index)
    if (
        channel.members.get(member.identity) == member
        and read == channel.last_consumed_message_index
    ):
        return channel
    members = {**channel.members, member.identity: member}
    return replace(channel, members=members, last_consumed_message_index=read)


@_channel.register
def _(change: changes.TypersSet, channel: ChannelState) -> ChannelState:
    return channel if channel.typers == change.typers else replace(channel, typers=change.typers)


@_channel.register
def _(change: changes.InputTextSet, channel: ChannelState) -> ChannelState:
    after = replace(
        channel,
        input_text=change.body,
        selection_start=change.selection_start,
        selection_end=change.selection_end,
    )
    return channel if after == channel else after


@_channel.register
def _(change: changes.Consumed, channel: ChannelState) -> ChannelState:
    unread = tuple(one for one in channel.unconsumed_messages if index_of(one) > change.index)
    if len(unread) == len(channel.unconsumed_messages):
        return channel
    return replace(channel, unconsumed_messages=unread)
