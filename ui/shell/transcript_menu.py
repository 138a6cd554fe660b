"""The entries of the File menu that take a whole conversation out of the window."""

from functools import partial
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge import until_destroyed
from webchat.side.side import Side
from webchat.state import State

Command: TypeAlias = Literal["export", "copy", "print"]


class TranscriptMenu(QObject):
    """Export, copy and print; only while there is a conversation and none of it is under way.

    Signals:
        chosen: What is to be done; a :data:`Command`.
    """

    chosen = Signal(object)

    def __init__(self, menu: QMenu, side: Side) -> None:
        """Append the entries to *menu*, for the conversation of the customer *side*."""
        super().__init__(menu)
        self._has_channel = False
        self._is_busy = False
        self._entries = (
            self._entry(menu, "export", "Export &transcript…", "Ctrl+S"),
            self._entry(menu, "copy", "&Copy transcript", "Ctrl+Shift+C"),
            self._entry(menu, "print", "&Print…", "Ctrl+P"),
        )
        until_destroyed(self, side.store.subscribe(_has_channel, self._on_channel))
        self._on_channel(_has_channel(side.store.state))

    def set_busy(self, is_busy: bool) -> None:
        """Let nothing begin while a transcript is being made."""
        self._is_busy = is_busy
        self._renew()

    def _on_channel(self, has_channel: bool) -> None:
        self._has_channel = has_channel
        self._renew()

    def _renew(self) -> None:
        for entry in self._entries:
            entry.setEnabled(self._has_channel and not self._is_busy)

    def _choose(self, command: Command, _checked: bool = False) -> None:
        self.chosen.emit(command)

    def _entry(self, menu: QMenu, command: Command, text: str, keys: str) -> QAction:
        entry = menu.addAction(text)
        entry.setObjectName(f"Transcript.{command}")
        entry.setShortcut(keys)
        entry.triggered.connect(partial(self._choose, command))
        return entry


def _has_channel(state: State) -> bool:
    return state.session.channel_sid in state.chat.channels
