"""A new day is told of once."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy

from tests.support.clock import ManualClock
from ui.chat.messages.day_watch import DayWatch

DAY = 86_400


@pytest.fixture
async def watched(qapp):
    clock, owner = ManualClock(), QObject()
    watch = DayWatch(clock, owner)
    yield clock, watch, QSignalSpy(watch.day_changed)
    owner.deleteLater()


async def test_nothing_is_told_within_a_day(watched):
    clock, watch, told = watched
    await clock.advance(60)
    watch.look()
    assert told.count() == 0


async def test_a_new_day_is_told_once(watched):
    clock, watch, told = watched
    await clock.advance(DAY)
    watch.look()
    watch.look()
    assert told.count() == 1


async def test_it_looks_again_within_the_hour(watched):
    _clock, watch, _told = watched
    assert 0 < watch._timer.interval() <= 3_600_000
    watch.look()
    assert watch._timer.isActive()
