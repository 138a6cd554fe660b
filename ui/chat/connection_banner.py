"""The strip below the header that says that the connection is lost, sought, or back.

It takes room of its own instead of lying over the messages: it may stay for long. That all is well
again is said for a moment only, and only to somebody who was told that it was not.
"""

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.components import BuiltIn, Slot
from ui.chat.labels import WrappedLabel
from ui.chat.spinner import Spinner
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import ConnectionState, State

BACK_MS = 3000
"""How long it says that the connection is back, in milliseconds."""

_ICON = 16


class _Look(NamedTuple):
    """How one state of the connection is shown."""

    text_key: str
    kind: str
    icon: str
    tint: str


_LOOKS: dict[ConnectionState, _Look] = {
    "disconnected": _Look("Disconnected", "error", "wifi-off", "notice_mark_error"),
    "connecting": _Look("Connecting", "warning", "", ""),
    "connected": _Look("ConnectedAgain", "success", "wifi", "notice_mark_success"),
}


class ConnectionBanner(QFrame):
    """How the connection to the contact centre is; hidden while there is nothing to say."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._state: ConnectionState = "connected"
        self._row: _Row | None = None  # made when it is needed: most people never see it
        self.setObjectName("ConnectionBanner")
        self.setProperty("chat", "banner")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._gone = QTimer(self, singleShot=True, interval=BACK_MS)
        self._gone.timeout.connect(self.hide)
        until_destroyed(
            self,
            side.store.subscribe(_connection, self._on_connection),
            side.strings.subscribe(self._retranslate),
        )
        self.hide()
        self._on_connection(_connection(side.store.state))

    def _on_connection(self, state: ConnectionState) -> None:
        if state == self._state:
            return
        self._state = state
        self._gone.stop()
        row = self._row or self._make_row()
        row.show_look(_LOOKS[state])
        self.setProperty("kind", _LOOKS[state].kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._retranslate()
        self.show()
        announce(self, row.text.text(), assertive=state == "disconnected")
        if state == "connected":
            self._gone.start()

    def _make_row(self) -> "_Row":
        self._row = _Row(self)
        parts = (BuiltIn("ConnectionBanner.Row", self._row),)
        self._slot = Slot(self, self._side, "ConnectionBanner", self._column, parts)
        return self._row

    def _retranslate(self) -> None:
        if self._row is not None:
            text = self._side.strings.render(_LOOKS[self._state].text_key)
            self._row.text.setText(text)
            self.setAccessibleName(text)


class _Row(QWidget):
    """A mark and a text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ConnectionBanner.Row")
        self._look = _LOOKS["connected"]
        self._icon = QLabel(self)
        self._icon.setFixedSize(_ICON, _ICON)
        self._spinner = Spinner(_ICON, self)
        self._spinner.setObjectName("ConnectionBanner.Spinner")
        self._spinner.setFixedSize(_ICON, _ICON)
        self.text = WrappedLabel("", self)
        self.text.setObjectName("ConnectionBanner.Text")
        self.text.setProperty("chat", "notice")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        for mark in (self._icon, self._spinner):
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)
        WidgetTheme.instance().changed.connect(self._draw)

    def show_look(self, look: _Look) -> None:
        """Show the mark of a state."""
        self._look = look
        self._icon.setVisible(bool(look.icon))
        self._spinner.setVisible(not look.icon)
        self._draw()

    def _draw(self) -> None:
        if self._look.icon:
            icon = WidgetTheme.instance().icon(self._look.icon, _ICON, self._look.tint)
            self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))


def _connection(state: State) -> ConnectionState:
    return state.chat.session.connection_state
