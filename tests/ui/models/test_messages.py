"""The rows of a conversation, read through the roles of its model."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from tests.ui.support.conversation import ME, NOON, OTHER, SID, Conversation, history, member
from ui.chat.messages.message_names import wording
from ui.models.messages import MessageListModel, Role
from webchat.state import ChannelState, changes


@pytest.fixture
def shown(qapp):
    """Show a conversation: its side and its model, checked by Qt all the while."""
    kept = []

    def show(*messages, zone=UTC, **more):
        side: Any = Conversation(*messages, **more)
        model = MessageListModel(side.strings, now=side.clock.now, wording=wording(side), zone=zone)
        kept.append(
            QAbstractItemModelTester(
                model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
            )
        )

        def update(channel):
            model.set_channel(channel, ME)

        update(side.channel)
        side.store.subscribe(lambda state: state.chat.channels.get(SID), update)
        return side, model

    return show


def column(model, role):
    return [model.index(row).data(role) for row in range(model.rowCount())]


def outline(model):
    """Each row as its kind, with the text where that tells rows apart."""
    return [
        kind if kind == "predefined" else f"{kind}:{body}"
        for kind, body in zip(column(model, Role.KIND), column(model, Role.BODY), strict=True)
    ]


def test_roles_have_the_documented_names(shown):
    _side, model = shown()
    names = {bytes(name.data()).decode() for name in model.roleNames().values()}
    assert {"body", "author", "time", "status", "is_own", "kind"} <= names


def test_an_empty_conversation_shows_the_greeting_without_a_date(shown):
    _side, model = shown()
    assert outline(model) == ["predefined"]
    assert model.index(0).data(Role.AUTHOR) == "Bot"


def test_a_message_is_told_by_its_roles(shown):
    side, model = shown()
    side.say(ME, "My text")
    index = model.index(2)
    assert [index.data(role) for role in (Role.BODY, Role.AUTHOR, Role.STATUS, Role.IS_OWN)] == [
        "My text",
        "Ada Lovelace",
        "sent",
        True,
    ]
    assert index.data(Role.TIME).startswith("12:00")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("My text")


def test_the_first_day_begins_above_the_greeting(shown):
    side, model = shown()
    side.say(body="a")
    assert outline(model) == ["date:TODAY", "predefined", "message:a"]


def test_a_day_begins_where_the_local_calendar_day_changes(shown):
    late = datetime(2024, 2, 28, 22, 30, tzinfo=UTC)
    _side, model = shown(
        *history(3, start=late, step=timedelta(hours=1)), zone=ZoneInfo("Europe/Berlin")
    )
    kinds = column(model, Role.KIND)
    assert kinds == ["date", "predefined", "message", "date", "message", "message"]


def test_days_are_named_until_the_day_before_yesterday(shown):
    start = NOON - timedelta(days=2)
    _side, model = shown(*history(3, start=start, step=timedelta(days=1)))
    dates = [row for row in outline(model) if row.startswith("date")]
    assert dates[1:] == ["date:YESTERDAY", "date:TODAY"]
    assert "28" in dates[0]


def test_an_append_inserts_one_row_and_changes_none(shown):
    side, model = shown(*history(50))
    inserted, changed = QSignalSpy(model.rowsInserted), QSignalSpy(model.dataChanged)
    side.say()
    assert (inserted.count(), changed.count()) == (1, 0)


def test_a_status_changes_its_row_only(shown):
    side, model = shown(*history(3))
    sending = side.send("x")
    changed, inserted = QSignalSpy(model.dataChanged), QSignalSpy(model.rowsInserted)
    side.settle(sending)
    assert [changed.at(n)[0].row() for n in range(changed.count())] == [model.rowCount() - 1]
    assert inserted.count() == 0
    assert model.index(model.rowCount() - 1).data(Role.STATUS) == "sent"


def test_a_failed_message_says_why_and_can_be_taken_away(shown):
    side, model = shown(*history(2))
    sending = side.send("x")
    failed = side.settle(sending, status="failed", error="The chat has ended.")
    assert model.index(model.rowCount() - 1).data(Role.ERROR) == "The chat has ended."
    side.discard(failed)
    assert outline(model)[-1] == "message:Hello 1"


def test_what_arrives_while_a_message_is_sent_stands_above_it(shown):
    side, model = shown()
    side.send("mine")
    side.say(body="theirs")
    assert outline(model)[-2:] == ["message:theirs", "message:mine"]


def test_older_messages_come_in_at_the_top(shown):
    side, model = shown(*history(6)[3:])
    removed = QSignalSpy(model.rowsAboutToBeRemoved)
    first = QPersistentModelIndex(model.index(2))
    before = side.channel
    older = ChannelState(SID, messages=history(6)[:3] + before.messages, members=before.members)
    side.store.dispatch(changes.ChannelLoaded(older))
    assert outline(model)[2:] == [f"message:Hello {number}" for number in range(6)]
    assert removed.count() == 1  # the day, which begins further up now
    assert first.data(Role.BODY) == "Hello 3"


def test_a_group_begins_with_each_author_and_after_each_marker(shown):
    side, model = shown()
    for author in (OTHER, OTHER, ME):
        side.say(author)
    side.joins("bot")
    side.say(ME)
    starts = dict(zip(column(model, Role.KIND), column(model, Role.STARTS_GROUP), strict=True))
    assert column(model, Role.STARTS_GROUP)[2:] == [True, False, True, True, True]
    assert starts["system"]


def test_coming_and_going_is_told_below_the_message_of_the_moment(shown):
    side, model = shown(*history(1))
    side.joins("bot")
    side.say(body="later")
    side.joins("bot", online=False)
    assert outline(model)[2:] == [
        "message:Hello 0",
        "system:Concierge joined",
        "message:later",
        "system:Concierge left",
    ]


def test_lines_keep_their_place_when_older_messages_come(shown):
    side, model = shown(*history(4)[2:])
    side.joins("bot")
    before = side.channel
    older = ChannelState(SID, messages=history(4)[:2] + before.messages, members=before.members)
    side.store.dispatch(changes.ChannelLoaded(older))
    assert outline(model)[-2:] == ["message:Hello 3", "system:Concierge joined"]


def test_ones_own_coming_is_not_told(shown):
    side, model = shown(members={})
    side.joins(ME)
    assert outline(model) == ["predefined"]


def test_reading_on_is_no_news_of_a_member(shown):
    side, model = shown(*history(1))
    side.joins(OTHER, last_read_index=0)
    assert "system" not in column(model, Role.KIND)


def test_the_end_is_told_when_it_happens_and_when_it_is_found(shown):
    side, model = shown(*history(1))
    side.ends()
    assert outline(model)[-1] == "system:Chat ended"
    _side, found = shown(*history(1), status="inactive")
    assert outline(found)[-1] == "system:Chat ended"


def test_read_stands_under_the_last_own_message_that_somebody_has_read(shown):
    side, model = shown(*history(6, authors=(ME,)))
    assert not any(column(model, Role.IS_READ))
    side.joins(OTHER, last_read_index=3)
    side.joins(OTHER, last_read_index=4)
    assert [row for row, read in enumerate(column(model, Role.IS_READ)) if read] == [2 + 4]


def test_read_moves_by_changing_two_rows(shown):
    side, model = shown(*history(6, authors=(ME,)))
    side.joins(OTHER, last_read_index=3)
    changed = QSignalSpy(model.dataChanged)
    side.joins(OTHER, last_read_index=5)
    assert [changed.at(n)[0].row() for n in range(changed.count())] == [2 + 3, 2 + 5]


def test_ones_own_reading_is_no_receipt(shown):
    side, model = shown(*history(2, authors=(ME,)))
    side.joins(ME, last_read_index=1)
    assert not any(column(model, Role.IS_READ))


def test_a_receipt_that_came_before_the_message_was_taken_is_shown(shown):
    side, model = shown(*history(2))
    sending = side.send("x")
    side.joins(OTHER, last_read_index=2)
    side.settle(sending, sid="IM2", index=2)
    assert model.index(model.rowCount() - 1).data(Role.IS_READ)


def test_new_stands_above_the_first_unread_message(shown):
    messages = history(3)
    _side, model = shown(*messages, unconsumed_messages=messages[2:])
    model.mark_new()
    assert outline(model)[2:] == [
        "message:Hello 0",
        "message:Hello 1",
        "new:New",
        "message:Hello 2",
    ]
    assert model.row_of_new() == 4


def test_new_goes_when_all_is_read_and_the_list_is_opened_again(shown):
    messages = history(3)
    side, model = shown(*messages, unconsumed_messages=messages[2:])
    model.mark_new()
    side.store.dispatch(changes.Consumed(SID, 2))
    assert model.row_of_new() == 4
    model.mark_new()
    assert model.row_of_new() == -1


def test_new_goes_when_one_answers(shown):
    messages = history(3)
    side, model = shown(*messages, unconsumed_messages=messages[2:])
    model.mark_new()
    side.send("an answer")
    assert model.row_of_new() == -1
    assert outline(model)[-1] == "message:an answer"


@pytest.mark.parametrize("index", [0, 1, 49])
def test_changed_attributes_change_the_row_of_their_message(shown, index):
    side, model = shown(*history(50, step=timedelta(hours=3)))
    row = model.row_of(side.channel.messages[index])
    changed, inserted = QSignalSpy(model.dataChanged), QSignalSpy(model.rowsInserted)
    removed, before = QSignalSpy(model.rowsRemoved), outline(model)
    side.carry(index, step=2)
    told = [(changed.at(n)[0].row(), changed.at(n)[1].row()) for n in range(changed.count())]
    assert (row, row) in told
    assert set(told) <= {(row, row), (row + 1, row + 1)}
    assert (inserted.count(), removed.count(), outline(model)) == (0, 0, before)
    assert model.index(row).data(Role.MESSAGE).attributes == {"step": 2}
    assert model.row_of(side.channel.messages[index]) == row


def test_several_messages_change_at_once(shown):
    side, model = shown(*history(50))
    side.store.dispatch(changes.MessageAttributesSet(SID, {n: {"n": n} for n in (3, 4, 40)}))
    carried = [one.attributes for one in column(model, Role.MESSAGE) if one and one.attributes]
    assert carried == [{"n": 3}, {"n": 4}, {"n": 40}]


def test_new_and_receipts_stay_when_attributes_change(shown):
    messages = history(6)
    side, model = shown(*messages, unconsumed_messages=messages[2::2])
    side.joins(OTHER, last_read_index=3)
    model.mark_new()
    before = outline(model)
    side.carry(1, step=2)
    side.carry(3, step=2)
    assert outline(model) == before
    assert model.row_of_new() == 4
    assert [bool(one) for one in column(model, Role.IS_READ)] == [row == 6 for row in range(9)]


def test_another_channel_takes_the_place_of_the_first(shown):
    _side, model = shown(*history(3))
    reset = QSignalSpy(model.modelReset)
    model.set_channel(ChannelState("CH2", members={ME: member(ME)}), ME)
    assert (outline(model), reset.count()) == (["predefined"], 1)
    model.set_channel(None, ME)
    assert model.rowCount() == 0


def test_changed_strings_are_told_of_every_row(shown):
    side, model = shown(*history(1))
    changed = QSignalSpy(model.dataChanged)
    side.strings["Today"] = "HEUTE"
    model.renew_texts()
    assert outline(model)[0] == "date:HEUTE"
    assert (changed.at(0)[0].row(), changed.at(0)[1].row()) == (0, model.rowCount() - 1)


def test_a_name_that_looks_like_a_template_stays_as_it_is(shown):
    side, model = shown()
    side.store.dispatch(changes.MemberSet(SID, member("{{name}}<b>")))
    assert outline(model)[-1] == "system:{{name}}<b> joined"


def test_the_greeting_waits_until_the_whole_history_is_there(shown):
    side, model = shown(*history(6)[3:], has_older_messages=True)
    assert "predefined" not in {line.partition(":")[0] for line in outline(model)}
    side.store.dispatch(changes.OlderMessagesAdded(SID, history(6)[:3], has_older=False))
    assert outline(model)[1].startswith("predefined")


def test_an_older_page_of_another_day_leaves_the_day_below_it(shown):
    whole = history(6, step=timedelta(hours=9))
    side, model = shown(*whole[3:], has_older_messages=True)
    removed = QSignalSpy(model.rowsAboutToBeRemoved)
    side.store.dispatch(changes.OlderMessagesAdded(SID, whole[:3], has_older=True))
    assert outline(model) == outline(shown(*whole, has_older_messages=True)[1])
    assert removed.count() <= 1


def test_what_was_told_before_stands_there_again_after_a_restart(shown):
    people = {ME: member(ME), OTHER: member(OTHER, joined=NOON + timedelta(minutes=1.5))}
    ended = NOON + timedelta(minutes=9)
    _side, model = shown(*history(3), members=people, status="inactive", ended=ended)
    told = [line for line in outline(model) if line.startswith("system")]
    assert told == ["system:Grace H. joined", "system:Chat ended"]
    assert outline(model)[-3:] == ["system:Grace H. joined", "message:Hello 2", "system:Chat ended"]


def test_positions_count_messages_and_the_greeting_only(shown):
    side, model = shown(*history(3))
    side.joins("bot")
    side.say(OTHER, "last")
    rows = [row for row in range(model.rowCount()) if model.kind(row) in {"message", "predefined"}]
    assert [model.position(row) for row in rows] == [(place, 5) for place in range(1, 6)]
