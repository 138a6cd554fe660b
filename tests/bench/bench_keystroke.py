"""From a key press to the painted text, through SetInputText, whatever the length of the history.

Run as ``python tests/bench/bench_keystroke.py [messages …]``. A key event is sent to the focused
text area, and the time runs until its viewport, and all else that asked for it, has been painted.
The floor, in the same run, is a bare ``QPlainTextEdit`` in a window of the same size.
"""

import asyncio
import gc
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from ui.chat import RootContainer
from ui.loop import make_loop
from ui.theme import Theme
from webchat import Config, Simulator
from webchat.state import MessageState, changes

KEYS = 400
ROUNDS = 3
PER_MESSAGE = 40
SIZE = (800, 800)
_SENTENCE = "Could you please look up what has become of the order that I placed last week? "
_BEGAN = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


class Painted(QObject):
    """Notices when a widget has been painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def press(box: QPlainTextEdit, letter: str, painted: Painted) -> float:
    """Press and let go a key; return the milliseconds until all of it is on the screen."""
    before = painted.count
    began = time.perf_counter()
    key = Qt.Key(ord(letter.upper()))
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, key, _NO_KEYS, letter))
    QCoreApplication.sendPostedEvents()  # layouts, and the request to paint
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    took = (time.perf_counter() - began) * 1000
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyRelease, key, _NO_KEYS, letter))
    assert painted.count > before, "The key was not painted."
    return took


def typed(box: QPlainTextEdit) -> Iterator[float]:
    """Type sentences, a fresh text every forty letters, as a person who sends them."""
    painted = Painted(box.viewport())
    for number in range(KEYS):
        if number % PER_MESSAGE == 0:
            box.selectAll()
        letter = _SENTENCE[number % len(_SENTENCE)]
        yield press(box, letter if letter.isalpha() else "x", painted)


def messages(count: int) -> tuple[MessageState, ...]:
    """Make a long conversation."""
    return tuple(
        MessageState(
            sid=f"IM{number}",
            index=number,
            author="me" if number % 3 == 0 else "grace",
            author_name="Ada" if number % 3 == 0 else "Grace H.",
            body=_SENTENCE * (1 + number % 3),
            timestamp=_BEGAN + timedelta(seconds=20 * number),
            is_from_me=number % 3 == 0,
        )
        for number in range(count)
    )


async def with_history(count: int) -> list[float]:
    """Type into the real widget of a real engagement with so many messages."""
    async with Simulator(Config(agent="none")) as sim:
        side = sim.webchat
        await side.actions.invoke_action("ToggleChatVisibility")
        await side.actions.invoke_action("StartEngagement", {"formData": {"friendlyName": "Ada"}})
        sid = side.store.state.session.channel_sid or ""
        channel = side.store.state.chat.channels[sid]
        loaded = type(channel)(sid, members=channel.members, messages=messages(count))
        side.store.dispatch(changes.ChannelLoaded(loaded))
        root = RootContainer(side)
        root.resize(*SIZE)
        root.show()
        await asyncio.sleep(0.2)
        box = root.findChild(QPlainTextEdit, "MessageInput.TextArea")
        assert box is not None
        box.setFocus()
        gc.collect()
        times = []
        for took in typed(box):
            times.append(took)
            if len(times) % 10 == 0:
                await asyncio.sleep(0)  # let the typing signal and the like go their way
        text = side.store.state.chat.channels[sid].input_text
        assert text == box.toPlainText(), "What was typed is not in the store."
        root.close()
        root.deleteLater()
        await asyncio.sleep(0)
    return times


def bare() -> list[float]:
    """Type into a text area with nothing behind it."""
    window = QWidget()
    window.resize(*SIZE)
    box = QPlainTextEdit(window)
    box.setGeometry(20, 20, 220, 36)
    window.show()
    box.setFocus()
    QCoreApplication.processEvents()
    times = list(typed(box))
    window.close()
    window.deleteLater()
    return times


def row(name: str, times: list[float], floor: float) -> str:
    """Return one line of the table."""
    times = sorted(times)
    middle, late = statistics.median(times), times[int(len(times) * 0.99)]
    return f"{name:<22}{middle:>9.2f}{late:>9.2f}{times[-1]:>9.2f}{middle / floor:>9.1f}"


async def main(sizes: list[int]) -> None:
    """Measure all in turns, so that a busy moment of the machine meets everybody."""
    found: dict[str, list[float]] = {"bare QPlainTextEdit": []}
    for _ in range(ROUNDS):
        found["bare QPlainTextEdit"] += bare()
        for size in sizes:
            name = f"{size} messages"
            found.setdefault(name, []).extend(await with_history(size))
    floor = statistics.median(found["bare QPlainTextEdit"])
    print(f"{'key to paint, ms':<22}{'p50':>9}{'p99':>9}{'max':>9}{'x floor':>9}")
    for name, times in found.items():
        print(row(name, times, floor))


_NO_KEYS = Qt.KeyboardModifier.NoModifier

if __name__ == "__main__":
    wanted = [int(one) for one in sys.argv[1:]] or [0, 1_000, 10_000, 100_000]
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    Theme.instance().set_scheme("light")
    Theme.instance().apply(application)
    with asyncio.Runner(loop_factory=lambda: make_loop(application)) as runner:
        runner.run(main(wanted))
