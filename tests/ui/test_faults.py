import asyncio
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal, qCritical, qWarning

from tests.support.waiting import until
from ui.faults import Faults


class Sender(QObject):
    sent = Signal()


@pytest.fixture
def shown():
    return []


@pytest.fixture
def faults(shown, qtbot):
    faults = Faults()
    faults.install()
    faults.show = shown.append
    yield faults
    faults.uninstall()


def fail():
    raise ValueError("a slot went wrong")


def test_an_exception_in_a_slot_is_logged_whole_and_shown(faults, shown, caplog):
    sender = Sender()
    sender.sent.connect(fail)
    sender.sent.emit()
    assert ["a slot went wrong" in sentence for sentence in shown] == [True]
    assert "Traceback" in caplog.text


async def test_an_exception_of_the_loop_is_shown_and_the_loop_goes_on(faults, shown, caplog):
    loop = asyncio.get_running_loop()
    faults.watch(loop)
    loop.call_soon(fail)
    await until(lambda: shown)
    assert "ValueError: a slot went wrong" in shown[0]


async def test_an_exception_of_a_thread_is_shown_by_the_loop(faults, shown, caplog):
    faults.watch(asyncio.get_running_loop())
    threading.Thread(target=fail, name="worker").start()
    await until(lambda: shown)
    assert "worker" in caplog.text


def test_a_warning_of_qt_is_logged_and_a_critical_one_shown(faults, shown, caplog):
    qWarning("mind the gap")
    assert shown == []
    qCritical("the gap was not minded")
    assert shown == ["Qt reports: the gap was not minded"]
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.ERROR]


def test_what_the_offscreen_platform_cannot_do_is_no_news(faults, caplog):
    qWarning("This plugin does not support propagateSizeHints()")
    assert caplog.records == []


def test_the_hooks_are_given_back():
    before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    faults = Faults()
    faults.install()
    faults.uninstall()
    faults.uninstall()
    assert (sys.excepthook, sys.unraisablehook, threading.excepthook) == before


def test_an_interrupt_is_no_fault(faults, shown, caplog):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []
    assert caplog.records == []
