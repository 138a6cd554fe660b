"""What every change makes of the state; each keeps the very record when it alters nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.config import Config
from webchat.model import Attachment
from webchat.state import (
    CardRunState,
    ChannelState,
    ChatState,
    EngagementStage,
    MemberState,
    MessageState,
    State,
    changes,
)
from webchat.state.reducer import reduce

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def message(index, sid=None, **fields):
    sid = sid or f"IM{index}"
    return MessageState(sid, index, "bob", "Bob", f"body of {sid}", NOW, **fields)


def state_with(**fields):
    channel = ChannelState("CH1", **fields)
    return State(Config(), chat=ChatState({"CH1": channel, "CH2": ChannelState("CH2")}))


def channel_after(change, **fields):
    return reduce(state_with(**fields), change).chat.channels["CH1"]


def sids(channel):
    return [one.sid for one in channel.messages]


def test_an_engagement_runs_through_its_stages():
    state = State(Config())
    waiting = reduce(state, changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    opened = reduce(waiting, changes.SessionOpened("ada", "CH1", {"token": "t"}))
    closed = reduce(opened, changes.SessionClosed())
    assert waiting.session.engagement_stage is EngagementStage.WAITING_ENGAGEMENT
    assert opened.session.engagement_stage is EngagementStage.IN_ENGAGEMENT
    assert (opened.session.identity, opened.session.channel_sid) == ("ada", "CH1")
    assert opened.session.token_payload == {"token": "t"}
    assert closed.session == replace(state.session, engagement_stage=EngagementStage.PRE_ENGAGEMENT)


def test_why_a_start_failed_is_kept_until_the_next_one():
    state = State(Config())
    failed = reduce(state, changes.StageSet(EngagementStage.PRE_ENGAGEMENT, error="No answer."))
    again = reduce(failed, changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    assert failed.session.start_error == "No answer."
    assert again.session.start_error is None


def test_a_change_of_one_channel_leaves_the_others_alone():
    before = state_with()
    after = reduce(before, changes.ChannelStatusSet("CH1", "inactive"))
    assert after.chat.channels["CH1"].status == "inactive"
    assert after.chat.channels["CH2"] is before.chat.channels["CH2"]
    assert after.session is before.session


def test_a_channel_is_loaded_and_unloaded():
    loaded = reduce(state_with(), changes.ChannelLoaded(ChannelState("CH3", input_text="x")))
    assert loaded.chat.channels["CH3"].input_text == "x"
    assert "CH3" not in reduce(loaded, changes.ChannelUnloaded("CH3")).chat.channels


def test_changed_attributes_are_those_of_the_message_wherever_it_is_held():
    before = {"messages": (message(0), message(1)), "unconsumed_messages": (message(1),)}
    change = changes.MessageAttributesSet("CH1", {0: {"a": 1}, 1: {"b": 2}, 7: {"c": 3}})
    channel = channel_after(change, **before)
    assert channel.messages == (message(0, attributes={"a": 1}), message(1, attributes={"b": 2}))
    assert channel.unconsumed_messages == channel.messages[1:]


RUN = CardRunState(
    message_sid="IM0",
    channel_sid="CH1",
    step=1,
    button=0,
    phase="running",
    token="t1",
)


def card_runs_after(*told):
    state = state_with()
    for change in told:
        state = reduce(state, change)
    return state.chat.card_runs


def test_a_card_is_at_work_until_it_rests():
    begun, fetching = changes.CardRunSet("IM0", RUN), replace(RUN, progress=0.5)
    other = replace(RUN, message_sid="IM1")
    assert card_runs_after(begun, changes.CardRunSet("IM1", other)) == {"IM0": RUN, "IM1": other}
    assert card_runs_after(begun, changes.CardRunSet("IM0", fetching)) == {"IM0": fetching}
    assert card_runs_after(begun, changes.CardRunSet("IM0", None)) == {}


def test_what_is_done_with_the_cards_of_a_channel_goes_with_it():
    there = changes.CardRunSet("IM9", replace(RUN, message_sid="IM9", channel_sid="CH2"))
    here = changes.CardRunSet("IM0", RUN)
    assert set(card_runs_after(here, there, changes.ChannelUnloaded("CH1"))) == {"IM9"}
    assert card_runs_after(changes.ChannelUnloaded("CH1"), here) == {}
    assert set(card_runs_after(here, changes.TypersSet("CH1", ("bob",)))) == {"IM0"}


ADA = MemberState("ada", "Ada")
SAME = [
    changes.StageSet(EngagementStage.INIT_ENGAGEMENT),
    changes.ExpandedSet(is_expanded=False),
    changes.ChannelUnloaded("CHx"),
    changes.ChannelStatusSet("CHx", "inactive"),
    changes.ChannelStatusSet("CH1", "active"),
    changes.MessageAdded("CH1", message(0)),
    changes.MessageRemoved("CH1", "IMx"),
    changes.MemberSet("CH1", ADA),
    changes.TypersSet("CH1", ("bob",)),
    changes.InputTextSet("CH1", "text", 1, 2),
    changes.Consumed("CH1", -1),
    changes.CardRunSet("IM0", replace(RUN)),
    changes.CardRunSet("IM1", None),
    changes.MessageAttributesSet("CH1", {0: {}, 1: {"n": 1}}),
    changes.MessageAttributesSet("CHx", {0: {"n": 1}}),
]


@pytest.mark.parametrize("change", SAME, ids=lambda one: type(one).__name__)
def test_a_change_that_alters_nothing_keeps_the_record(change):
    state = state_with(
        messages=(message(0),),
        unconsumed_messages=(message(0),),
        members={"ada": ADA},
        typers=("bob",),
        input_text="text",
        selection_start=1,
        selection_end=2,
    )
    state = reduce(state, changes.CardRunSet("IM0", RUN))
    assert reduce(state, change) is state


def test_what_is_no_change_is_named():
    with pytest.raises(TypeError, match=r"No reducer of ChannelState for namespace\(sid='CH1'\)"):
        reduce(state_with(), SimpleNamespace(sid="CH1"))  # type: ignore[arg-type]


def test_messages_are_put_in_the_order_of_their_index():
    channel = channel_after(
        changes.MessageAdded("CH1", message(1)), messages=(message(0), message(2))
    )
    assert sids(channel) == ["IM0", "IM1", "IM2"]


def test_a_message_being_sent_stands_last():
    sending = message(None, "local", is_from_me=True, status="sending")
    channel = channel_after(changes.MessageAdded("CH1", sending), messages=(message(0),))
    again = reduce(
        State(Config(), chat=ChatState({"CH1": channel})), changes.MessageAdded("CH1", message(1))
    )
    assert sids(again.chat.channels["CH1"]) == ["IM0", "IM1", "local"]


def test_a_sent_message_takes_the_place_of_the_one_being_sent():
    sending = message(None, "local", is_from_me=True, status="sending")
    sent = changes.MessageAdded("CH1", message(1, is_from_me=True), replaces="local")
    assert sids(channel_after(sent, messages=(message(0), sending))) == ["IM0", "IM1"]


def test_a_sent_message_whose_event_came_first_is_not_shown_twice():
    sending = message(None, "local", is_from_me=True, status="sending")
    sent = changes.MessageAdded("CH1", message(0, is_from_me=True), replaces="local")
    assert sids(channel_after(sent, messages=(message(0), sending))) == ["IM0"]


def test_a_failed_message_stays_where_it_was_sent():
    first, second = (message(None, sid, is_from_me=True, status="sending") for sid in ("a", "b"))
    failed = replace(first, status="failed", error="No answer.")
    channel = channel_after(
        changes.MessageAdded("CH1", failed, replaces="a"), messages=(message(0), first, second)
    )
    assert channel.messages == (message(0), failed, second)


def test_a_failed_message_can_be_discarded():
    failed = message(None, "local", status="failed")
    removal = changes.MessageRemoved("CH1", "local")
    assert channel_after(removal, messages=(failed,)).messages == ()


@pytest.mark.parametrize(
    ("fields", "is_read", "unread"),
    [({}, False, 1), ({}, True, 0), ({"is_from_me": True}, False, 0)],
)
def test_only_what_others_sent_and_nobody_saw_is_unread(fields, is_read, unread):
    added = changes.MessageAdded("CH1", message(0, **fields), is_read=is_read)
    assert len(channel_after(added).unconsumed_messages) == unread


def test_reading_on_takes_messages_off_the_unread_ones():
    unread = (message(0), message(1), message(2))
    channel = channel_after(changes.Consumed("CH1", 1), unconsumed_messages=unread)
    assert channel.unconsumed_messages == unread[2:]


def test_how_far_others_have_read_never_moves_back():
    read = [
        channel_after(
            changes.MemberSet("CH1", replace(ADA, last_read_index=index), is_me=is_me),
            last_consumed_message_index=3,
        ).last_consumed_message_index
        for index, is_me in ((5, False), (5, True), (2, False))
    ]
    assert read == [5, 3, 3]


def test_the_text_area_and_the_typers_are_set():
    text = channel_after(changes.InputTextSet("CH1", "hello", 2, 5))
    assert (text.input_text, text.selection_start, text.selection_end) == ("hello", 2, 5)
    assert channel_after(changes.TypersSet("CH1", ("bob",))).typers == ("bob",)


@given(st.permutations(range(8)), st.lists(st.integers(0, 7)))
def test_in_whatever_order_messages_come_each_stands_once_in_its_place(order, again):
    state = state_with()
    for index in [*order, *again]:
        state = reduce(state, changes.MessageAdded("CH1", message(index)))
    assert [one.index for one in state.chat.channels["CH1"].messages] == list(range(8))


# -- files, pages and the connection ---------------------------------------------------------


WAITING = message(None, "local", is_from_me=True, status="sending", progress=0.0)
FILE = Attachment("", "a.txt", "text/plain", 3)


@pytest.mark.parametrize(
    "change",
    [
        changes.OlderMessagesAdded("CH1", (), has_older=True),
        changes.OlderMessagesAdded("CH1", (message(0), message(1)), has_older=False),
        changes.OlderMessagesAdded("CH1", (message(4), message(5)), has_older=True),
        changes.MissedMessagesAdded("CH1", ()),
        changes.MissedMessagesAdded("CH1", (message(4), message(5))),
        changes.MissedMessagesAdded("CH1", (message(1), message(2))),
        changes.MessageAdded("CH1", message(3)),
        changes.MessageProgressed("CH1", "local", 0.0),
        changes.MessageProgressed("CH1", "IM4", 0.5),
        changes.MessageProgressed("CH1", "unknown", 0.5),
        changes.AttachedFilesSet("CH1", (FILE,)),
        changes.ConnectionSet("connected"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_change_of_a_part_of_a_history_that_alters_nothing_keeps_the_record(change):
    state = state_with(
        messages=(message(4), message(5), WAITING),
        has_older_messages=True,
        attached_files=(FILE,),
    )
    assert reduce(state, change) is state


def test_a_page_stands_before_what_was_there():
    page = changes.OlderMessagesAdded("CH1", (message(2), message(3), message(4)), has_older=True)
    channel = channel_after(page, messages=(message(4), WAITING), has_older_messages=False)
    assert sids(channel) == ["IM2", "IM3", "IM4", "local"]
    assert channel.has_older_messages


def test_an_empty_page_says_that_there_is_no_older_one():
    page = changes.OlderMessagesAdded("CH1", (), has_older=False)
    assert not channel_after(
        page, messages=(message(4),), has_older_messages=True
    ).has_older_messages


def test_a_page_behind_messages_not_taken_yet_stands_before_them():
    page = changes.OlderMessagesAdded("CH1", (message(0), message(1)), has_older=False)
    assert sids(channel_after(page, messages=(WAITING,))) == ["IM0", "IM1", "local"]


def test_unread_messages_of_a_page_come_before_those_known_to_be_unread():
    page = changes.OlderMessagesAdded(
        "CH1",
        (message(2), message(3), message(4)),
        has_older=False,
        unread=(message(3), message(4)),
    )
    channel = channel_after(page, messages=(message(4),), unconsumed_messages=(message(4),))
    assert [one.index for one in channel.unconsumed_messages] == [3, 4]


def test_an_event_puts_nothing_before_what_is_read_in_pages():
    added = changes.MessageAdded("CH1", message(3))
    fields = {"messages": (message(4),), "has_older_messages": True}
    assert sids(channel_after(added, **fields)) == ["IM4"]
    fields["has_older_messages"] = False
    assert sids(channel_after(added, **fields)) == ["IM3", "IM4"]


def test_what_was_missed_stands_in_its_place_and_takes_that_of_what_was_sent():
    missed = changes.MissedMessagesAdded(
        "CH1",
        (message(1), message(2), message(3)),
        unread=(message(1), message(2)),
        replaces=frozenset({"local"}),
    )
    other = replace(WAITING, sid="other")
    channel = channel_after(
        missed,
        messages=(message(0), message(1), message(3), WAITING, other),
        unconsumed_messages=(message(1),),
    )
    assert sids(channel) == ["IM0", "IM1", "IM2", "IM3", "other"]
    assert [one.index for one in channel.unconsumed_messages] == [1, 2]


def test_what_was_missed_never_comes_before_the_first_one_shown():
    missed = changes.MissedMessagesAdded("CH1", tuple(message(index) for index in range(8)))
    channel = channel_after(missed, messages=(message(5),), has_older_messages=True)
    assert [one.index for one in channel.messages] == [5, 6, 7]


def test_the_files_of_a_message_make_progress():
    progressed = changes.MessageProgressed("CH1", "local", 0.5)
    channel = channel_after(progressed, messages=(message(0), WAITING))
    assert [one.progress for one in channel.messages] == [None, 0.5]


def test_files_are_attached_and_the_connection_is_set():
    assert channel_after(changes.AttachedFilesSet("CH1", (FILE,))).attached_files == (FILE,)
    lost = reduce(state_with(), changes.ConnectionSet("disconnected"))
    assert lost.chat.session.connection_state == "disconnected"
    assert list(lost.chat.channels) == ["CH1", "CH2"]


def test_a_chat_ends_at_a_moment():
    ended = channel_after(changes.ChannelStatusSet("CH1", "inactive", NOW))
    assert (ended.status, ended.ended) == ("inactive", NOW)
