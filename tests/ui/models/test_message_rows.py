"""Which rows a conversation has, and where days begin."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.support.conversation import history
from ui.models.message_lines import Line, Lines
from ui.models.message_rows import CHAT_ENDED, Days, Marker, Outline
from webchat.state import ChannelState

BERLIN = ZoneInfo("Europe/Berlin")
LINE = Marker("system", text_key="MemberJoined", name="x")


@given(st.lists(st.integers(0, 366 * 24 * 4), max_size=30))
def test_days_are_those_of_the_local_calendar_in_any_order(quarters):
    days, start = Days(BERLIN), datetime(2024, 1, 1, tzinfo=UTC)
    for quarter in quarters:
        moment = start + timedelta(minutes=15 * quarter)
        assert days.day(moment) == moment.astimezone(BERLIN).date()


def test_a_day_of_25_hours_is_one_day():
    first = datetime(2024, 10, 26, 22, tzinfo=UTC)
    days = Days(BERLIN)
    seen = {days.day(first + timedelta(minutes=10 * n)) for n in range(150)}
    assert seen == {date(2024, 10, 27)}


def test_rows_below_a_place_are_the_end_of_all_rows():
    messages = history(20, step=timedelta(hours=5))
    lines = Lines()
    lines.add([Line(LINE, messages[3].timestamp)], ChannelState("CH1", messages=messages))
    lines.add([Line(CHAT_ENDED)], ChannelState("CH1", messages=messages))
    outline = Outline(Days(UTC), lines, first_new="IM7")
    whole = outline.rows(messages)
    for start in range(1, 21):
        below = outline.rows(messages, start)
        assert whole[len(whole) - len(below) :] == below
        assert whole[len(whole) - len(below) - 1] is messages[start - 1]
