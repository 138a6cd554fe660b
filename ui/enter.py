"""Enter presses the button that has the focus, as on a web page; Qt takes Space alone.

Qt's own way, ``autoDefault``, is no good for what may stand in a dialog: there, such a button takes
the Enter of every field around it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class PressedByEnter(_Base):
    """Stands before a class of Qt's buttons among the bases."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Click on Enter, once however long it is held down."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()
