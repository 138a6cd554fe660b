"""The loaded plugins in listener order, as a list model.

The host tells that something has changed, not what; there are a handful of plugins, so the model
compares and keeps the rows that are still there, and with them what is selected.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ui.bridge import until_destroyed
from ui.models.tooltips import plain_tooltip
from webchat.plugins import Plugin, PluginHost

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PHRASES = {
    "listener": "{}",
    "replacement": "replaces {}",
    "action": "action {}",
    "block": "blocks {}",
    "component": "shows {}",
    "function": "function {}",
}
_STATES = {"loading": "loading …", "disabled": "off", "failed": "not running"}
_NOTHING = "nothing registered"
_STILL_RUNS = "previous version keeps running"


class Role(IntEnum):
    """What an index answers besides its name.

    Attributes:
        PLUGIN: The host's Plugin.
        MARK: ``active``, ``replaced``, ``failed``, ``disabled`` or ``loading``.
        NUMBER: Its place in listener order, from 1.
        SUMMARY: What it registered, or its state in words.
        ERROR: Its last error with file and line, or an empty string.
        WHERE: ``file:line`` of the error, or an empty string.
    """

    PLUGIN = Qt.ItemDataRole.UserRole
    MARK = Qt.ItemDataRole.UserRole + 1
    NUMBER = Qt.ItemDataRole.UserRole + 2
    SUMMARY = Qt.ItemDataRole.UserRole + 3
    ERROR = Qt.ItemDataRole.UserRole + 4
    WHERE = Qt.ItemDataRole.UserRole + 5


class PluginsModel(QAbstractListModel):
    """The plugins of a host.

    Signals:
        counted: How many there are, are shown or have an error may have changed.
    """

    counted = Signal()

    def __init__(self, host: PluginHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._needle = ""
        self._shown: list[Plugin] = []
        # One gesture changes a plugin several times; the list is compared once for all of them.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        until_destroyed(self, host.subscribe(self._note))
        self.refresh()

    @property
    def total(self) -> int:
        """How many plugins the host has."""
        return len(tuple(self._host))

    @property
    def outdated(self) -> int:
        """How many of them run in an earlier version, since their file does not load."""
        return sum(1 for plugin in self._host if plugin.is_outdated)

    @property
    def failed(self) -> int:
        """How many of them do not run although they should."""
        return sum(1 for plugin in self._host if plugin.state == "failed")

    @property
    def needle(self) -> str:
        """The text that is looked for; empty shows all."""
        return self._needle

    def set_filter(self, text: str) -> None:
        """Show the plugins in whose name, registrations or error every word of *text* occurs."""
        self._needle = text
        self.refresh()

    def place_of(self, name: str) -> int:
        """Return where in listener order a plugin stands, from 0; -1 if it is not there."""
        names = [plugin.name for plugin in self._host]
        return names.index(name) if name in names else -1

    def row_of(self, name: str) -> int:
        """Return the row that shows a plugin; -1 if none does."""
        names = [plugin.name for plugin in self._shown]
        return names.index(name) if name in names else -1

    def _note(self) -> None:
        self._soon.start()

    def refresh(self) -> None:
        """Compare with the host, now."""
        self._soon.stop()
        words = self._needle.lower().split()
        wanted = [plugin for plugin in self._host if _has(plugin, words)]
        self._remove_gone(wanted)
        for row, plugin in enumerate(wanted):
            self._put(row, plugin)
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
        self.counted.emit()

    def _remove_gone(self, wanted: list[Plugin]) -> None:
        for row in reversed(range(len(self._shown))):
            if not any(one is self._shown[row] for one in wanted):
                self.beginRemoveRows(_ROOT, row, row)
                del self._shown[row]
                self.endRemoveRows()

    def _put(self, row: int, plugin: Plugin) -> None:
        old = next((at for at, one in enumerate(self._shown) if one is plugin), None)
        if old == row:
            return
        if old is None:
            self.beginInsertRows(_ROOT, row, row)
            self._shown.insert(row, plugin)
            self.endInsertRows()
        else:
            self.beginMoveRows(_ROOT, old, old, _ROOT, row)
            self._shown.insert(row, self._shown.pop(old))
            self.endMoveRows()

    # QAbstractListModel

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        """Return how many plugins are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, a tooltip, a sentence to be read out, or one of :class:`Role`."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        plugin = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plugin.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip("\n".join(filter(None, (str(plugin.path), error_of(plugin)))))
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(plugin, self.place_of(plugin.name) + 1)
            case Role.NUMBER:
                return self.place_of(plugin.name) + 1
            case _:
                answer = _ANSWERS.get(role)
                return answer(plugin) if answer else None


def mark_of(plugin: Plugin) -> str:
    """Return which mark a plugin carries."""
    if plugin.error is not None:
        return "failed"
    is_replacing = any(kind == "replacement" for kind, _name in plugin.registrations)
    return "replaced" if plugin.state == "active" and is_replacing else plugin.state


def summary_of(plugin: Plugin) -> str:
    """Return what a plugin registered, or what state it is in."""
    if plugin.state != "active":
        return _STATES.get(plugin.state, plugin.state)
    if plugin.is_outdated:
        return _STILL_RUNS
    return " · ".join(_phrases(plugin.registrations)) or _NOTHING


def error_of(plugin: Plugin) -> str:
    """Return a plugin's last error and its line, or an empty string."""
    error = plugin.error
    if error is None:
        return ""
    is_said = error.line is None or f"{error.path.name}:{error.line}" in error.message
    where = "" if is_said else f", line {error.line}"
    other = "" if error.path in {None, plugin.path} else f" of {error.path.name}"
    return f"{error.message}{where}{other if where else ''}"


def where_of(plugin: Plugin) -> str:
    """Return ``file:line`` of a plugin's last error, or an empty string."""
    error = plugin.error
    if error is None:
        return ""
    return f"{error.path}" if error.line is None else f"{error.path}:{error.line}"


def _phrases(registrations: Iterable[tuple[str, str]]) -> list[str]:
    said = Counter(_PHRASES[kind].format(name) for kind, name in registrations if kind in _PHRASES)
    return [text if times == 1 else f"{text} ({times})" for text, times in said.items()]


def _has(plugin: Plugin, words: Iterable[str]) -> bool:
    names = " ".join(name for _kind, name in plugin.registrations)
    hay = f"{plugin.name} {plugin.path} {summary_of(plugin)} {names} {error_of(plugin)}".lower()
    return all(word in hay for word in words)


def _spoken(plugin: Plugin, number: int) -> str:
    parts = (plugin.name, f"number {number}", plugin.state, summary_of(plugin), error_of(plugin))
    return ", ".join(dict.fromkeys(part for part in parts if part))


_ANSWERS: Mapping[int, Callable[[Plugin], Any]] = {
    Role.PLUGIN: lambda plugin: plugin,
    Role.MARK: mark_of,
    Role.SUMMARY: summary_of,
    Role.ERROR: error_of,
    Role.WHERE: where_of,
}
