import threading

import pytest
from PySide6.QtCore import QDeadlineTimer

from ui.waker import Waker


@pytest.fixture
def calls():
    return []


@pytest.fixture
def waker(qapp, calls):
    return Waker(
        lambda: calls.append("due"), lambda: calls.append("woken"), lambda: calls.append("drain")
    )


def spin(qapp, calls, wanted):
    limit = QDeadlineTimer(5000)
    while wanted not in calls and not limit.hasExpired():
        qapp.processEvents()


def test_ready_drains_until_it_is_told_to_stop(waker, calls, qapp):
    waker.ready()
    spin(qapp, calls, "drain")
    waker.not_ready()
    calls.clear()
    qapp.processEvents()
    assert calls == []


def test_what_is_due_is_told_before_the_drain(waker, calls, qapp):
    waker.due_in(0.001)
    spin(qapp, calls, "due")
    waker.due_in(None)
    assert calls[:2] == ["due", "drain"]


def test_a_later_time_replaces_the_earlier(waker, calls, qapp):
    waker.due_in(0)
    waker.due_in(3600)
    qapp.processEvents()
    waker.due_in(None)
    assert calls == []


def test_another_thread_wakes_it(waker, calls, qapp):
    thread = threading.Thread(target=waker.wake)
    thread.start()
    thread.join()
    spin(qapp, calls, "woken")
    assert calls == ["woken"]
