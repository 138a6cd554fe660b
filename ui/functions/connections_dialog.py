"""Which apps are connected with which accounts, and where what is secret of that is kept."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.labels import WrappedLabel
from ui.devtools.empty_state import EmptyState
from ui.functions.connection_row import ConnectionRow
from ui.functions.framed_dialog import FramedDialog, foot_of, text_button
from webchat.functions.functions import Functions

_SIZE = QSize(520, 420)
_EMPTY = "No account is connected yet. Apps that need one ask for it, or connect one now."


class ConnectionsDialog(FramedDialog):
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
        super().__init__("ConnectionsDialog", "Connected accounts", parent, _SIZE)
        self._functions = functions
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
        self._connect = text_button("Connect…", "ConnectionsDialog.ConnectButton")
        self._connect.clicked.connect(self.connect_requested)
        self._close = text_button("Close", "ConnectionsDialog.CloseButton")
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

    def _lay_out(self) -> None:
        where = QVBoxLayout()
        where.setContentsMargins(16, 4, 16, 10)
        where.addWidget(self._where)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(where)
        column.addWidget(foot_of(self, [self._connect], [self._close]))
