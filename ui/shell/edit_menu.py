"""Undo, cut, copy, paste: for whatever has the keyboard.

The menu itself takes the keyboard while it is open, so the widget that had it before is kept.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from shiboken6 import isValid

_Key = QKeySequence.StandardKey
_EDITS = (
    ("&Undo", "undo", _Key.Undo),
    ("&Redo", "redo", _Key.Redo),
    None,
    ("Cu&t", "cut", _Key.Cut),
    ("&Copy", "copy", _Key.Copy),
    ("&Paste", "paste", _Key.Paste),
    None,
    ("Select &all", "selectAll", _Key.SelectAll),
)
_CHANGES = frozenset({"undo", "redo", "cut", "paste"})


class EditMenu(QObject):
    """The standard edits of a window, applied to the widget that has the keyboard."""

    def __init__(self, menu: QMenu) -> None:
        """Fill *menu* and follow the keyboard."""
        super().__init__(menu)
        self._target: QWidget | None = None
        self._actions: dict[str, QAction] = {}
        for edit in _EDITS:
            if edit is None:
                menu.addSeparator()
                continue
            text, method, key = edit
            action = menu.addAction(text)
            action.setObjectName(f"Edit.{method}")
            action.setShortcut(key)
            action.triggered.connect(partial(self._apply, method))
            self._actions[method] = action
        menu.aboutToShow.connect(self._set_enabled)
        menu.aboutToHide.connect(self._enable_all)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, (QMenu, QMenuBar, type(None))):
            self._target = now

    def _apply(self, method: str, _checked: bool = False) -> None:
        edit = self._edit(method)
        if edit is not None:
            edit()

    def _edit(self, method: str) -> Any:
        """Return what the widget with the keyboard has for this edit, or None."""
        target = QApplication.focusWidget()
        if isinstance(target, (QMenu, QMenuBar, type(None))):
            target = self._target if self._target is not None and isValid(self._target) else None
        if method in _CHANGES and _is_read_only(target):
            return None
        return getattr(target, method, None)

    def _set_enabled(self) -> None:
        for method, action in self._actions.items():
            action.setEnabled(self._edit(method) is not None)

    def _enable_all(self) -> None:
        # A disabled action would swallow its shortcut where it is needed next.
        for action in self._actions.values():
            action.setEnabled(True)


def _is_read_only(target: Any) -> bool:
    is_read_only = getattr(target, "isReadOnly", None)
    return bool(is_read_only()) if callable(is_read_only) else False
