"""The strip that tells of the connection."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from tests.ui.support.gestures import is_seen, part
from ui.chat.connection_banner import BACK_MS
from webchat.state import changes

BANNER = "ConnectionBanner"


@pytest.fixture
async def opened(chat):
    await chat.toggle()
    return chat


def becomes(chat, state):
    chat.side.store.dispatch(changes.ConnectionSet(state))


def said(chat):
    return part(chat.root, f"{BANNER}.Text").text()


def timer(chat):
    return part(chat.root, BANNER).findChild(QTimer)


async def test_while_all_is_well_there_is_nothing_to_see(opened):
    assert not is_seen(opened.root, BANNER)


async def test_a_lost_connection_is_told_at_once_and_stays(opened, announcements):
    becomes(opened, "disconnected")
    assert said(opened) == part(opened.root, BANNER).accessibleName() == "Connection lost"
    assert part(opened.root, BANNER).property("kind") == "error"
    assert announcements == [("Connection lost", True)]
    assert not timer(opened).isActive()


async def test_while_it_is_sought_something_turns(opened, announcements):
    becomes(opened, "disconnected")
    becomes(opened, "connecting")
    assert said(opened) == "Connecting …"
    assert is_seen(opened.root, f"{BANNER}.Spinner")
    assert announcements[-1] == ("Connecting …", False)


async def test_that_it_is_back_is_said_for_three_seconds(opened, announcements):
    becomes(opened, "disconnected")
    becomes(opened, "connected")
    assert said(opened) == "Connected again"
    assert announcements[-1] == ("Connected again", False)
    assert timer(opened).interval() == BACK_MS == 3000
    timer(opened).timeout.emit()
    assert not is_seen(opened.root, BANNER)


async def test_one_that_is_lost_again_stays_told(opened):
    becomes(opened, "disconnected")
    becomes(opened, "connected")
    running = timer(opened)
    becomes(opened, "disconnected")
    assert not running.isActive()
    assert said(opened) == "Connection lost"


async def test_it_takes_room_of_its_own_below_the_header(opened):
    becomes(opened, "disconnected")
    opened.root.grab()
    banner, header = part(opened.root, BANNER), part(opened.root, "MainHeader")
    canvas = part(opened.root, "MainContainer.Canvas")
    assert header.geometry().bottom() < banner.y()
    assert banner.geometry().bottom() < canvas.y()


async def test_it_speaks_another_language_at_once(opened):
    becomes(opened, "disconnected")
    opened.side.strings["Disconnected"] = "Verbindung unterbrochen"
    assert said(opened) == "Verbindung unterbrochen"


async def test_a_cut_line_shows_it_and_a_restored_one_takes_it_back(opened):
    opened.side.line.cut()
    assert said(opened) == "Connection lost"
    opened.side.line.restore()
    assert said(opened) == "Connecting …"
    await opened.side.clock.advance(1)
    assert said(opened) == "Connected again"


async def test_plugins_may_add_to_it(opened):
    made = []

    def factory(side, parent):
        made.append(QLabel("status page", parent))
        return made[0]

    opened.side.components.add(BANNER, factory, key="more")
    becomes(opened, "disconnected")
    assert made[0].isVisible()
