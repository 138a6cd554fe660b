"""Who joined, who left, that the chat ended: where that stands among the messages."""

from datetime import timedelta

import pytest

from tests.ui.support.conversation import ME, NOON, OTHER, history, member
from ui.models.message_lines import Line, Lines, happened, told
from ui.models.message_rows import CHAT_ENDED, Marker
from webchat.state import ChannelState

LINE = Marker("system", text_key="MemberJoined", name="x", identity="x")


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def places(lines):
    return [place for place, _ in lines.between(0, 1000)]


def channel(count, **more):
    return ChannelState("CH1", messages=history(count), **more)


@pytest.mark.parametrize(("place", "by", "there"), [(0, 2, 7), (5, 2, 5), (4, -3, 4), (0, -2, 3)])
def test_lines_move_with_the_messages_above_them(place, by, there):
    lines = Lines()
    lines.add([Line(LINE, at(4.5))], channel(10))
    lines.moved(place, by)
    assert places(lines) == [there]


@pytest.mark.parametrize(("moment", "place"), [(-1, 0), (2.5, 3), (3, 3), (99, 10)])
def test_a_line_stands_where_it_belongs_by_time(moment, place):
    lines = Lines()
    lines.add([Line(LINE, at(moment))], channel(10))
    assert places(lines) == [place]


def test_who_leaves_does_so_after_what_they_wrote():
    left = Marker("system", text_key="MemberLeft", name="x", identity="x")
    lines = Lines()
    lines.add([Line(left, at(3))], channel(10))
    assert places(lines) == [4]


def test_what_happened_before_the_oldest_message_here_waits_for_its_neighbours():
    whole = history(10)
    lines = Lines()
    part = ChannelState("CH1", messages=whole[6:], has_older_messages=True)
    lines.add([Line(LINE, at(2.5))], part)
    assert places(lines) == []
    lines.came_above(3, ChannelState("CH1", messages=whole[3:], has_older_messages=True))
    assert places(lines) == []
    lines.came_above(3, ChannelState("CH1", messages=whole))
    assert places(lines) == [3]


def test_a_line_that_has_its_place_stays_with_its_messages_when_older_ones_come():
    whole = history(10)
    lines = Lines()
    lines.add([Line(LINE)], ChannelState("CH1", messages=whole[6:], has_older_messages=True))
    lines.came_above(6, ChannelState("CH1", messages=whole))
    assert places(lines) == [10]


def test_what_happened_is_told_from_the_point_of_view_of_a_member():
    before = ChannelState("CH1", members={ME: member(ME), OTHER: member(OTHER)})
    gone = {ME: member(ME, online=False), OTHER: member(OTHER, online=False, left=NOON)}
    after = ChannelState("CH1", members=gone, status="inactive")
    left = Marker("system", None, "MemberLeft", "Grace H.", OTHER)
    assert happened(before, after, ME) == [Line(left, NOON), Line(CHAT_ENDED)]
    assert happened(after, after, ME) == []


def test_a_record_tells_what_happened_in_the_order_of_time():
    people = {
        ME: member(ME, joined=at(0)),
        OTHER: member(OTHER, joined=at(5), left=at(9)),
        "bot": member("bot", joined=at(1)),
    }
    record = ChannelState("CH1", members=people, status="inactive", ended=at(10))
    keys = [(line.marker.text_key, line.marker.identity) for line in told(record, ME)]
    assert keys == [
        ("MemberJoined", "bot"),
        ("MemberJoined", OTHER),
        ("MemberLeft", OTHER),
        ("ChatEnded", ""),
    ]
