"""The four message styles, in both directions, switched while somebody reads."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.support.conversation import ME, OTHER, SID, history
from tests.ui.support.message_list import RIGHT, WIDTH, rect
from ui.chat.props import MESSAGE_STYLES, Props
from ui.theme import WidgetTheme
from webchat.model import Attachment
from webchat.state import changes


def colour(view, point):
    return view.viewport().grab().toImage().pixelColor(point).name()


@pytest.fixture
async def said(opened):
    side, view = await opened()
    for author, body in ((OTHER, "a"), (OTHER, "b"), (ME, "mine")):
        side.say(author, body)
    return side, view


@pytest.mark.parametrize(
    ("style", "gap"), [("Rounded", 20), ("Squared", 12), ("Minimal", 12), ("Wide", 12)]
)
async def test_authors_stand_apart_as_documented(said, style, gap):
    side, view = said
    Props.of(side).set_message_style(style)
    spike = 6 if style == "Squared" else 0
    assert rect(view, "mine").top() - rect(view, "b").bottom() - 1 == gap + spike
    assert rect(view, "b").top() - rect(view, "a").bottom() - 1 == 4


async def test_wide_messages_take_the_whole_width(said):
    side, view = said
    Props.of(side).set_message_style("Wide")
    assert {rect(view, body).width() for body in ("a", "mine")} == {view.content_width}


async def test_minimal_messages_have_a_bar_at_their_side_and_no_ground(said):
    side, view = said
    Props.of(side).set_message_style("Minimal")
    tokens, mine = WidgetTheme.instance().tokens, rect(view, "mine")
    right = mine.topRight()
    right.setX(right.x() - 1)
    right.setY(mine.center().y())
    assert colour(view, right) == tokens.bubble_own
    assert colour(view, mine.bottomLeft()) == tokens.widget_window


async def test_only_the_last_of_a_group_has_a_spike_where_corners_are_square(said):
    side, view = said
    Props.of(side).set_message_style("Squared")
    fill = WidgetTheme.instance().tokens.bubble_other
    below = {body: rect(view, body).bottomLeft() for body in ("a", "b")}
    for point in below.values():
        point.setY(point.y() + 2)
        point.setX(point.x() + 1)
    assert colour(view, below["b"]) == fill
    assert colour(view, below["a"]) != fill
    row = view.model().rowCount() - 1
    alone = view.flow.height(row)
    side.say(ME, "more")
    assert view.flow.height(row) == alone - 6


async def test_another_style_keeps_the_place_of_the_reader(opened):
    side, view = await opened(*history(300))
    view.scroll_to(view.model().index(150))
    first = view.rows_in_sight()[0].row
    for style in MESSAGE_STYLES:
        Props.of(side).set_message_style(style)
        assert view.rows_in_sight()[0].row == first


async def test_from_right_to_left_the_sides_change_places(said):
    _side, view = said
    theirs, mine = rect(view, "a"), rect(view, "mine")
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert rect(view, "mine").left() == view.content_left
    assert rect(view, "a").right() == view.content_left + view.content_width - 1 - 32
    view.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert (rect(view, "a"), rect(view, "mine")) == (theirs, mine)
    assert mine.right() == WIDTH - RIGHT - 1


async def test_the_receipt_can_be_turned_off(opened):
    side, view = await opened(*history(1, authors=(ME,)))
    height = view.flow.height(view.model().rowCount() - 1)
    Props.of(side).show_read_status = False
    side.joins(OTHER, last_read_index=0)
    assert view.flow.height(view.model().rowCount() - 1) == height


async def test_files_on_their_way_can_be_stopped(opened, qtbot):
    side, view = await opened()
    file = Attachment("", "a.txt", "text/plain", 10)
    message = side.message(ME, "", index=None, sid="local", status="sending", media=(file,))
    side.store.dispatch(changes.MessageAdded(SID, message))
    discarded = []
    view.discard_requested.connect(discarded.append)
    row = view.model().rowCount() - 1
    rects = [one.rect for one in view.layout_of(row).targets() if one.hit.kind == "discard"]
    place = rects[0].center().toPoint()
    place.setX(place.x() + view.content_left)
    place.setY(place.y() + view.flow.top(row))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert discarded == [message]
