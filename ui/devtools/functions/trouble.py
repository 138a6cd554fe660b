"""What is wrong with an app, or odd about it, and the button that has it read again."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.chat.labels import WrappedLabel
from ui.devtools.functions.buttons import head_button
from ui.theme import Theme
from webchat.functions.apps.entry import Entry

_MARK = 16
_LINES = 3
_OLDER = "The version before counts."


class Trouble(QFrame):
    """A strip that is hidden while all is well.

    Signals:
        reload_requested: The person wants the app read again.
    """

    reload_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "trouble")
        self._is_error = False
        self._mark = QLabel()
        self._mark.setFixedSize(_MARK, _MARK)
        self._text = WrappedLabel("", self, max_lines=_LINES)
        self._text.setObjectName(f"{name}.Text")
        self.button = head_button(f"{name}.Reload", "Reload", "Read the app again")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.reload_requested)
        Theme.instance().changed.connect(self._show_mark)
        self.hide()

    def show_entry(self, entry: Entry | None) -> None:
        """Show what there is to say of an app; of none, nothing."""
        said = "" if entry is None else trouble_of(entry)
        self._is_error = entry is not None and entry.error is not None
        self._text.setText(said)
        self.button.setVisible(self._is_error and entry is not None and entry.path is not None)
        self.setAccessibleName(said)
        self._show_mark()
        self.setVisible(bool(said))

    def _show_mark(self) -> None:
        icon, tint = ("triangle-alert", "failed") if self._is_error else ("info", "cancelled")
        pixmap = Theme.instance().icon(icon, _MARK, tint)
        self._mark.setPixmap(pixmap.pixmap(QSize(_MARK, _MARK), self.devicePixelRatioF()))


def trouble_of(entry: Entry) -> str:
    """Return what is wrong with an app, or odd about it; empty for nothing."""
    if entry.error is not None:
        return entry.error if entry.app is None else f"{entry.error} {_OLDER}"
    return "" if entry.app is None else " ".join(entry.app.warnings)
