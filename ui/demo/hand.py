"""A hand that does what a person's does: clicks and keys on widgets that can be seen.

A gesture goes to the widget itself, found by its object name, but only if the widget is visible,
enabled and not covered there: else the step fails with a sentence, as a person would be stuck.
Waiting is for a condition, looked at whenever the state changes, and has a limit.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QWidget

from webchat.errors import WebChatError
from webchat.undo import Undo

_LIMIT = 10.0  # seconds for anything to come true
_LOOK_AGAIN = 0.02  # seconds; what only a repaint changes tells nobody
UNSEEN = ("offscreen", "minimal")
"""Platforms of Qt that show nothing to anybody."""


class DemoError(WebChatError):
    """A step of the demo could not be done, or did not lead where it should."""


class Hand:
    """Gestures on one window."""

    def __init__(self, window: QMainWindow) -> None:
        """Hold still.

        Args:
            window: Where everything is found.
        """
        self._window = window
        self._changed = asyncio.Event()
        self._key_pause = 0.03 if is_seen() else 0.0
        self._pause = 0.6 if is_seen() else 0.05

    @contextlib.contextmanager
    def watching(self, *subscribes: Callable[[Callable[..., object]], Undo]) -> Iterator[None]:
        """Look at conditions again whenever one of these tells of a change."""
        undos = [subscribe(self._on_changed) for subscribe in subscribes]
        try:
            yield
        finally:
            for undo in undos:
                undo()

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until *condition* is true.

        Args:
            condition: Looked at after each change.
            what: What should have come true, for the sentence if it does not.

        Raises:
            DemoError: It did not within ten seconds.
        """
        try:
            async with asyncio.timeout(_LIMIT):
                while not condition():
                    self._changed.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), _LOOK_AGAIN)
        except TimeoutError:
            raise DemoError(f"The demo waited for {what}, but it did not happen.") from None

    async def linger(self) -> None:
        """Give layouts the time to settle, and a person who watches the time to see it."""
        await asyncio.sleep(self._pause)

    async def seen(self, name: str) -> QWidget:
        """Wait until the widget of this object name can be seen, and return it."""
        await self.until(lambda: self._visible(name), f"{name} to appear")
        widget = self._visible(name)
        if widget is None:
            raise DemoError(f"The demo saw {name} for a moment only.")
        return widget

    async def click(self, name: str) -> None:
        """Click the middle of a widget."""
        widget = await self.seen(name)
        await self.until(widget.isEnabled, f"{name} to be usable")
        await self.until(lambda: self._is_uncovered(widget), f"{name} to be free to click")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        await self.linger()

    async def type(self, name: str, text: str) -> None:
        """Click into a field and type a text, a newline as Shift+Enter."""
        await self.click(name)
        widget = await self.seen(name)
        for letter in text:
            if letter == "\n":
                shift = Qt.KeyboardModifier.ShiftModifier
                QTest.keyClick(widget, Qt.Key.Key_Return, shift)
            else:
                QTest.keyClicks(widget, letter)
            await asyncio.sleep(self._key_pause)

    async def press(self, name: str, key: Qt.Key) -> None:
        """Press a key in a widget."""
        QTest.keyClick(await self.seen(name), key)

    async def choose(self, name: str) -> None:
        """Go through the menus to the entry of this object name and click it."""
        action = self._window.findChild(QAction, name)
        if not isinstance(action, QAction):
            raise DemoError(f"The demo looked for the menu entry {name}, but there is none.")
        for holder, entry in _way_to(action):
            await self.until(holder.isVisible, f"the menu with {entry.text()!r} to open")
            QTest.mouseClick(
                holder, Qt.MouseButton.LeftButton, pos=holder.actionGeometry(entry).center()
            )
            await self.linger()
        self._window.activateWindow()  # as a window manager does when a menu closes

    def _on_changed(self, *_what: object) -> None:
        self._changed.set()

    def _visible(self, name: str) -> QWidget | None:
        found = self._window.findChildren(QWidget, name)
        return next((widget for widget in found if widget.isVisible()), None)

    def _is_uncovered(self, widget: QWidget) -> bool:
        there = self._window.childAt(widget.mapTo(self._window, widget.rect().center()))
        return there is widget or (there is not None and widget.isAncestorOf(there))


def _way_to(action: QAction) -> list[tuple[QMenuBar | QMenu, QAction]]:
    """Return what to click, from the menu bar on: the holder, and its entry."""
    way: list[tuple[QMenuBar | QMenu, QAction]] = []
    entry: QAction | None = action
    while entry is not None:
        holders = entry.associatedObjects()
        holder = next((one for one in holders if isinstance(one, (QMenu, QMenuBar))), None)
        if holder is None:
            break
        way.insert(0, (holder, entry))
        entry = holder.menuAction() if isinstance(holder, QMenu) else None
    return way


def is_seen() -> bool:
    """Whether a person can see the window."""
    return QGuiApplication.platformName() not in UNSEEN
