"""Which apps are connected with which accounts, and where what is secret of that is kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.chat.labels import WrappedLabel
from ui.devtools.empty_state import EmptyState
from ui.devtools.icon_button import TextButton
from ui.functions import style
from ui.functions.connection_row import ConnectionRow
from ui.theme import Theme
from webchat.functions.functions import Functions

_SIZE = (520, 420)
_LEAST = (320, 280)
_EMPTY = "No account is connected yet. Apps that need one ask for it, or connect one now."


class ConnectionsDialog(QDialog):
    """A row for each connection, the latest first.

    Signals:
        connect_requested: The person wants to connect another account.
    """

    connect_requested = Signal()

    def __init__(self, functions: Functions, parent: QWidget) -> None:
        """Follow the connections.

        Args:
            functions: Whose connections they are.
            parent: The window, which it blocks.
        """
        super().__init__(parent)
        Theme.instance().extend(style.rules)
        self._functions = functions
        self.setObjectName("ConnectionsDialog")
        self.setProperty("part", "functions")
        self.setWindowTitle("Connected accounts")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        self._rows: list[ConnectionRow] = []
        self._area = QScrollArea(self, widgetResizable=True)
        self._area.setObjectName("ConnectionsDialog.List")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = self._make_page()
        self._area.setWidget(self._page)
        self._empty = EmptyState("ConnectionsDialog.Empty", self._area)
        self._empty.say(_EMPTY, "Connect…")
        self._empty.requested.connect(self.connect_requested)
        self._connect = self._button("Connect…", "ConnectButton")
        self._connect.clicked.connect(self.connect_requested)
        self._close = self._button("Close", "CloseButton")
        self._close.clicked.connect(self.reject)
        self._where = WrappedLabel("", self)
        self._where.setObjectName("ConnectionsDialog.Where")
        self._where.setProperty("role", "muted")
        self._lay_out()
        until_destroyed(self, functions.connections.subscribe(self._renew))
        self._renew()

    @property
    def rows(self) -> tuple[ConnectionRow, ...]:
        """The rows, from the top."""
        return tuple(self._rows)

    def _renew(self) -> None:
        """List the connections anew, and keep the keyboard where it can go on."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._page.isAncestorOf(focus)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for number, one in enumerate(reversed(tuple(self._functions.connections))):
            row = ConnectionRow(self._functions, one, f"ConnectionsDialog.Row.{number}")
            self._column.insertWidget(number, row)
            self._rows.append(row)
        is_empty = not self._rows
        self._page.setVisible(not is_empty)
        self._empty.show_over(self._area, is_empty=is_empty)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows have buttons
        self._connect.setVisible(not is_empty)
        self._where.setText(self._functions.connections.where_secrets_are)
        if had_focus and self._rows:
            self._rows[0].focus_first()

    def _make_page(self) -> QWidget:
        page = QWidget()
        page.setProperty("part", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        return page

    def _button(self, text: str, name: str) -> TextButton:
        button = TextButton(text)
        button.setObjectName(f"ConnectionsDialog.{name}")
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        foot = QWidget(self)
        foot.setProperty("part", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._connect)
        row.addStretch(1)
        row.addWidget(self._close)
        where = QVBoxLayout()
        where.setContentsMargins(16, 4, 16, 10)
        where.addWidget(self._where)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(where)
        column.addWidget(foot)
