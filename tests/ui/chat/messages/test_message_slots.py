"""What plugins put into rows: widgets where their rows are in sight, and nothing elsewhere."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from shiboken6 import isValid

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.message_list import bar, in_sight, index, rect
from ui.chat.messages.message_slots import ROW_SLOTS


class Box(QWidget):
    """A part of a certain size."""

    def __init__(self, parent, message, height=30, width=60):
        super().__init__(parent)
        self.message, self.wanted = message, QSize(width, height)

    def sizeHint(self):  # noqa: N802
        return self.wanted

    def grow(self, height):
        self.wanted = QSize(self.wanted.width(), height)
        self.updateGeometry()


def boxes(view):
    """Return the widgets of plugins by the text of their message."""
    found = [one for one in view.viewport().findChildren(Box) if not one.isHidden()]
    return {one.message.body: one for one in found}


def make(side, parent, message):
    return Box(parent, message)


@pytest.mark.parametrize("slot", ROW_SLOTS)
@pytest.mark.parametrize("sort_order", [-1, 1])
async def test_a_part_is_added_above_or_below(opened, slot, sort_order):
    side, view = await opened()
    side.say(OTHER, "a")
    undo = side.components.add(slot, make, key="box", sort_order=sort_order)
    place, box = rect(view, "a"), boxes(view)["a"]
    middle = box.geometry().center()
    if slot == "MessageBubble":
        assert place.contains(box.geometry())
        assert (middle.y() < place.center().y()) == (sort_order < 0)
    elif slot == "MessageListItem":
        assert (box.geometry().bottom() < place.top()) == (sort_order < 0)
        assert (box.geometry().top() > place.bottom()) == (sort_order > 0)
    elif slot == "Avatar":
        assert box.geometry().right() < place.left()
    undo()
    assert boxes(view) == {}


@pytest.mark.parametrize("slot", ROW_SLOTS)
async def test_a_part_takes_the_place_of_the_built_in_one(opened, slot):
    side, view = await opened()
    side.say(OTHER, "a")
    whole = view.flow.content
    undo = side.components.replace(slot, make, key="box")
    assert set(boxes(view)) == {"a"}
    undo()
    assert boxes(view) == {}
    assert view.flow.content == whole


@pytest.mark.parametrize("slot", ROW_SLOTS)
async def test_a_built_in_part_is_taken_away_and_comes_back(opened, slot):
    side, view = await opened()
    side.say(OTHER, "a")
    before = view.viewport().grab().toImage()
    undo = side.components.remove(slot)
    assert view.viewport().grab().toImage() != before
    undo()
    assert view.viewport().grab().toImage() == before


async def test_only_rows_in_sight_have_widgets(opened):
    side, view = await opened(*history(300))
    made = []

    def count(side, parent, message):
        made.append(Box(parent, message))
        return made[-1]

    side.components.add("MessageBubble", count, key="box")
    seen = [view.model().body(placed.row) for placed in view.rows_in_sight()]
    assert set(boxes(view)) == set(seen)
    assert len(made) < 20
    last = boxes(view)["Hello 299"]
    view.scroll_to_start()
    await until(lambda: not isValid(last))
    assert all(in_sight(view, body) or rect(view, body).top() < 420 for body in boxes(view))
    assert "Hello 299" not in boxes(view)


async def test_a_widget_moves_with_its_row(opened):
    side, view = await opened(*history(300))
    side.components.add("MessageBubble", make, key="box")
    before = {body: box.geometry() for body, box in boxes(view).items()}
    bar(view).setValue(bar(view).value() - 40)
    for body in before.keys() & boxes(view).keys():
        assert boxes(view)[body].geometry() == before[body].translated(0, 40)


async def test_a_widget_that_grows_makes_room_and_keeps_the_place_of_the_reader(opened):
    side, view = await opened(*history(300))
    side.components.add("MessageBubble", make, key="box")
    bar(view).setValue(bar(view).value() - 600)
    rows = view.rows_in_sight()
    first, third = (view.model().body(rows[number].row) for number in (0, 2))
    before, height = rect(view, third), rect(view, first).height()
    boxes(view)[first].grow(90)
    await until(lambda: rect(view, first).height() == height + 60)
    assert rect(view, third) == before


async def test_a_widget_is_of_the_message_as_it_is_now(opened):
    side, view = await opened(*history(1))
    side.components.add("MessageBubble", make, key="box")
    sending = side.send("x")
    assert boxes(view)["x"].message is sending
    taken = side.settle(sending)
    assert boxes(view)["x"].message is taken


async def test_a_row_is_as_tall_as_what_its_message_carries_wants_now(opened):
    def as_carried(side, parent, message):
        return Box(parent, message, height=message.attributes.get("height", 30))

    side, view = await opened(*history(3))
    side.components.add("MessageBubble", as_carried, key="box")
    height, below = rect(view, "Hello 1").height(), rect(view, "Hello 2").top()
    bottom = rect(view, "Hello 1").bottom()
    side.carry(1, height=70)
    await until(lambda: rect(view, "Hello 1").height() == height + 40)
    assert rect(view, "Hello 2").top() - rect(view, "Hello 1").bottom() == below - bottom
    assert boxes(view)["Hello 1"].height() == 70


async def test_a_factory_that_fails_leaves_the_built_in_part_and_says_so_once(opened):
    side, view = await opened(*history(3))
    before = view.flow.content
    side.components.replace("MessageBubble", lambda side, parent, message: 1 / 0, key="broken")
    side.components.replace("DateSeparator", lambda side, parent, message: None, key="nothing")
    assert view.flow.content == before
    said = [notice.text for notice in side.notifications.active]
    assert len(said) == 2
    assert any("broken" in text and "MessageBubble" in text for text in said)


async def test_a_day_is_told_the_first_message_of_it(opened):
    side, view = await opened(*history(4, step=timedelta(hours=9)))
    side.components.replace("DateSeparator", make, key="box")
    view.scroll_to_start()
    assert set(boxes(view)) == {"Hello 0", "Hello 2"}


async def test_a_part_shows_while_its_condition_holds(opened):
    side, view = await opened(*history(1))
    side.components.add(
        "MessageBubble", make, key="box", if_=lambda side: bool(side.channel.typers)
    )
    assert boxes(view) == {}
    side.types(OTHER)
    assert set(boxes(view)) == {"Hello 0"}
    side.types()
    assert boxes(view) == {}


async def test_a_part_can_be_used_and_gives_the_focus_back_when_it_is_scrolled_away(opened, qtbot):
    side, view = await opened(*history(100))
    pressed = []

    def button(side, parent, message):
        made = QPushButton("Rate", parent)
        made.clicked.connect(lambda: pressed.append(message.body))
        return made

    side.components.add("MessageBubble", button, key="rate")
    shown = [one for one in view.viewport().findChildren(QPushButton) if one.isVisible()]
    qtbot.mouseClick(shown[-1], Qt.MouseButton.LeftButton)
    assert len(pressed) == 1
    shown[-1].setFocus()
    view.scroll_to_start()
    assert view.hasFocus()


async def test_long_words_of_a_part_wrap_in_the_bubble(opened):
    side, view = await opened()
    side.say(ME, "a")

    def label(side, parent, message):
        made = QLabel("word " * 60, parent)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setWordWrap(True)
        return made

    side.components.add("MessageBubble", label, key="label")
    made = view.viewport().findChild(QLabel, "label")
    assert rect(view, "a").contains(made.geometry())
    assert made.height() >= made.heightForWidth(made.width())


async def test_no_row_has_a_widget_once_the_last_part_is_gone(opened):
    side, view = await opened(*history(30))
    undos = [side.components.add(slot, make, key=slot) for slot in ROW_SLOTS]
    assert boxes(view)
    for undo in undos:
        undo()
    assert boxes(view) == {}
    assert rect(view, index(view, "Hello 29").data(0)).bottom() < 420
