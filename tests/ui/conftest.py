"""Tests of the window: they run on the program's own loop, and nothing may outlive one."""

import asyncio
import inspect

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui.chat import announcer
from ui.loop import make_loop
from ui.theme import Theme, WidgetTheme
from webchat.config import ColorTheme


def _qt_loop():
    app = QApplication.instance()
    return make_loop(app if isinstance(app, QApplication) else QApplication([]))


def pytest_asyncio_loop_factories(config, item):
    """Run every coroutine test below this folder on the Qt loop."""
    return {"qt": _qt_loop}


@pytest.fixture(scope="session")
def _look(qapp):
    qapp.setQuitOnLastWindowClosed(False)
    theme = Theme.instance()
    theme.set_scheme("light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def theme(_look):
    """The program's theme, light again when the test is over."""
    yield _look
    _look.set_scheme("light")


@pytest.fixture
def announcements():
    """What a screen reader was given to say: (text, whether it may interrupt), in order."""
    heard = []
    undo = announcer.record(lambda text, assertive: heard.append((text, assertive)))
    yield heard
    undo()


@pytest.fixture
async def _watched_loop():
    """Fail a test that leaves a task behind or loses an exception in the loop."""
    loop = asyncio.get_running_loop()
    errors = []
    loop.set_exception_handler(lambda _loop, context: errors.append(context))
    yield loop
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for _ in range(20):  # what was cancelled a moment ago may still say goodbye
        if not any(not task.done() for task in left):
            break
        await asyncio.sleep(0)
    left = {task for task in left if not task.done()}
    loop.set_exception_handler(None)
    assert not left, f"tasks left running: {left}"
    assert not errors, f"lost in the loop: {errors}"


@pytest.fixture(autouse=True)
def _nothing_left(request, _look):
    if inspect.iscoroutinefunction(request.function):
        request.getfixturevalue("_watched_loop")
    yield
    WidgetTheme.instance().choose(None)
    WidgetTheme.instance().configure(ColorTheme())
    # A closed widget is deleted by a posted event, which no loop delivers between tests.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
