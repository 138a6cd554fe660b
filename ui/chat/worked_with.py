"""Whom the person works with: the side that a plugin's ``current_side`` means.

The focus is followed by Qt's signal about widgets. That about objects in general ends the program
as soon as a page inside it has the focus (:mod:`ui.functions.web_view`): PySide cannot wrap the
engine's own object, and crashes.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from webchat.side.side import Side


class WorkedWith(QObject):
    """Notes that the person works with a side as soon as the focus is in its widget."""

    def __init__(self, side: Side, widget: QWidget) -> None:
        """Follow the focus for as long as *widget* lives."""
        super().__init__(widget)
        self._side, self._widget = side, widget
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._widget.isAncestorOf(now):
            self._side.kind.focus(self._side)
