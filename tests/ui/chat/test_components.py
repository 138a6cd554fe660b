import sys

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton

from tests.support.simulation import notices
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part


def label(text):
    """Return a factory of a label."""
    return lambda _side, parent: QLabel(text, parent)


def x_of(chat, name):
    return part(chat.root, name).mapTo(chat.root, QPoint(0, 0)).x()


def y_of(chat, name):
    return part(chat.root, name).mapTo(chat.root, QPoint(0, 0)).y()


@pytest.fixture
async def opened(chat):
    await chat.toggle()
    return chat


async def test_a_part_appears_in_the_header_and_acts(opened, qtbot):
    def end_button(side, parent):
        button = QPushButton("End", parent)
        button.clicked.connect(lambda: side.actions.invoke_action("MinimizeChat"))
        return button

    opened.side.components.add("MainHeader", end_button, key="end-button")
    click(qtbot, opened.root, "end-button")
    assert not opened.session.is_entry_point_expanded


async def test_parts_of_the_header_stand_in_a_row_with_the_cross_at_the_end(opened):
    opened.side.components.add("MainHeader", label("late"), key="late", sort_order=5)
    opened.side.components.add("MainHeader", label("early"), key="early", sort_order=-1)
    opened.side.components.add("MainHeader", label("mid"), key="mid")
    names = ["early", "MainHeader.Title", "mid", "late", "MainHeader.CloseButton"]
    places = lambda: [x_of(opened, name) for name in names]  # noqa: E731  asked again and again
    await until(lambda: places() == sorted(set(places())))


async def test_parts_of_a_canvas_stand_below_each_other(opened):
    opened.side.components.add("PreEngagementCanvas", label("hint"), key="hint", sort_order=-1)
    await until(lambda: y_of(opened, "hint") < y_of(opened, "PreEngagementCanvas.Description"))


@pytest.mark.parametrize(
    "slot",
    ["RootContainer", "MainContainer", "NotificationBar", "PreEngagementCanvas", "EntryPoint"],
)
async def test_every_component_on_the_screen_takes_parts(opened, slot):
    undo = opened.side.components.add(slot, label("extra"), key="extra")
    await until(lambda: part(opened.root, "extra").visibleRegion().boundingRect().height() > 5)
    undo()
    assert not is_seen(opened.root, "extra")


@pytest.mark.parametrize("slot", ["MessagingCanvas", "MessageInput", "MessageInput.Row"])
async def test_every_component_of_a_chat_takes_parts(chat, slot):
    await chat.start()
    chat.side.components.add(slot, label("extra"), key="extra")
    await until(lambda: part(chat.root, "extra").visibleRegion().boundingRect().height() > 5)


async def test_the_whole_widget_can_be_replaced(opened):
    undo = opened.side.components.replace("RootContainer", label("All mine"), key="mine")
    assert is_seen(opened.root, "mine")
    assert not is_seen(opened.root, "EntryPoint")
    assert not is_seen(opened.root, "MainContainer")
    undo()
    assert is_seen(opened.root, "EntryPoint")
    assert is_seen(opened.root, "MainContainer")


async def test_a_part_goes_when_it_is_taken_away(opened):
    undo = opened.side.components.add("MainHeader", label("x"), key="x")
    assert is_seen(opened.root, "x")
    undo()
    assert not is_seen(opened.root, "x")


@pytest.mark.parametrize(
    "key", ["MainHeader.Logo", "MainHeader", "MainContainer", "EntryPoint", "EntryPoint.Tagline"]
)
async def test_a_built_in_part_is_left_out_and_comes_back(chat, key):
    if key != "EntryPoint.Tagline":
        await chat.toggle()
    assert is_seen(chat.root, key)
    undo = chat.side.components.remove(key)
    assert not is_seen(chat.root, key)
    undo()
    assert is_seen(chat.root, key)


async def test_a_part_that_hides_itself_is_not_shown_by_a_change_of_others(opened):
    tagline = "EntryPoint.Tagline"  # hidden while the chat is open
    opened.side.components.add("EntryPoint", label("x"), key="x")()
    assert not is_seen(opened.root, tagline)


async def test_a_replacement_stands_for_all_that_a_component_holds(opened):
    undo = opened.side.components.replace("MainHeader", label("Mine"), key="mine")
    assert is_seen(opened.root, "mine")
    assert not is_seen(opened.root, "MainHeader.Title")
    assert not is_seen(opened.root, "MainHeader.CloseButton")
    undo()
    assert is_seen(opened.root, "MainHeader.Title")
    assert not is_seen(opened.root, "mine")


async def test_a_condition_is_asked_after_every_change_of_the_state(opened):
    opened.side.components.add(
        "MainHeader",
        label("in"),
        key="in",
        if_=lambda side: side.store.state.session.channel_sid is not None,
    )
    assert not is_seen(opened.root, "in")
    await opened.side.actions.invoke_action("StartEngagement", {"formData": {}})
    assert is_seen(opened.root, "in")
    await opened.side.actions.invoke_action("RestartEngagement")
    assert not is_seen(opened.root, "in")


@pytest.mark.parametrize(
    ("factory", "what"),
    [
        (lambda _side, _parent: 1 / 0, "division by zero"),
        (lambda _side, _parent: None, "must return a QWidget"),
        (lambda _side, _parent: sys.exit(3), "3"),
    ],
)
async def test_a_factory_that_fails_is_named_and_left_out(opened, factory, what):
    opened.side.components.add("MainHeader", factory, key="broken")
    opened.side.components.add("MainHeader", label("fine"), key="fine")
    assert is_seen(opened.root, "fine")
    (notice,) = notices(opened.side)
    assert "“broken” in MainHeader could not be made" in notice
    assert what in notice


async def test_a_condition_that_fails_is_named_once_and_hides_the_part(opened):
    opened.side.components.add("MainHeader", label("x"), key="x", if_=lambda _side: 1 / 0)
    await opened.toggle()
    await opened.toggle()
    assert not is_seen(opened.root, "x")
    assert len(notices(opened.side)) == 1


async def test_parts_of_a_plugin_follow_its_reload(opened, tmp_path):
    path = tmp_path / "badge.py"
    source = (
        "def init(app):\n"
        "    def make(side, parent):\n"
        "        from PySide6.QtWidgets import QLabel\n"
        "        return QLabel('{}', parent)\n"
        "    app.webchat.components.add('MainHeader', make, key='badge')\n"
    )
    path.write_text(source.format("one"))
    await opened.sim.plugins.load(path)
    assert part(opened.root, "badge").text() == "one"
    path.write_text(source.format("two"))
    await opened.sim.plugins.reload("badge")
    await until(lambda: part(opened.root, "badge").text() == "two")
    await opened.sim.plugins.unload("badge")
    assert not is_seen(opened.root, "badge")
