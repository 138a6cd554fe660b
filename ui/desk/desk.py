"""The whole desk of one agent: head, tasks, the selected one's page, and what can be done with it.

The list is as high as its rows as long as that leaves the page the larger part; without a page it
has all the room there is. Notices push both down: Accept and Reject of the first task stand where
they would lie.
"""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.notification_bar import NotificationBar
from ui.chat.tab_order import TabOrder
from ui.chat.worked_with import WorkedWith
from ui.desk import style
from ui.desk.activity_button import presence
from ui.desk.foot import Foot
from ui.desk.header import Header, Hint
from ui.desk.orders import Orders
from ui.desk.pages import Pages
from ui.desk.properties import give_properties
from ui.desk.task_list import TaskList
from ui.devtools.empty_state import EmptyState
from ui.models.tasks import TasksModel
from ui.theme import Theme, WidgetTheme
from webchat.side.side import Side

_LIST_SHARE = 0.42
_LEAST_WIDTH = 260
_ANY_HEIGHT = 16_777_215  # Qt's QWIDGETSIZE_MAX, which has no name in Python


class Desk(QWidget):
    """The screen of one agent, usable in any Qt window.

    It shows what ``side.store`` holds and acts through ``side.actions`` only.

    Attributes:
        model: The tasks.
        list: The list of them.
        pages: The page of the selected one.

    Signals:
        chat_requested: The person wants to be a customer and start a chat.
        card_requested: The person wants to post a card; the sid of the channel.
    """

    chat_requested = Signal()
    card_requested = Signal(object)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Make the desk.

        Args:
            side: The agent whose desk this is; must live as long as the widget.
            parent: The widget it stands in; None makes it a window.
        """
        super().__init__(parent)
        self._side = side
        self._offers_chat = False
        Theme.instance().extend(style.rules)
        self._configure()
        self.setObjectName("Desk")
        self.setProperty("part", "desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._orders = Orders(side, self)
        self._header = Header(side, self)
        self._body = QWidget(self)
        self._body.setObjectName("Desk.Body")
        self._hint = Hint(side, self._header.activity, self._body)
        self.model = TasksModel(side, self)
        self.list = TaskList(self._orders, self.model, self._body)
        self._empty = EmptyState("Desk.Empty", self.list)
        self.pages = Pages(self._orders, self._body)
        self._foot = Foot(self._orders, self._body)
        self._notices = NotificationBar(side, self._body)
        self._lay_out()
        self._tab_order = TabOrder(self)
        self._connect()
        self._renew()

    def offer_chat(self) -> None:
        """Let the empty desk have a button for :attr:`chat_requested`."""
        self._offers_chat = True
        self._renew()

    def offer_cards(self) -> None:
        """Let conversations have a button for :attr:`card_requested`."""
        self._foot.post_card.offer()

    @property
    def name(self) -> str:
        """How the agent is called."""
        return self._header.name

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        if self.pages.task_sid:
            self.pages.focus_first()
        elif self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            has_button = self._empty.button.isVisibleTo(self)
            stop = self._empty.button if has_button else self._header.activity
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _configure(self) -> None:
        give_properties(self._side)
        config = self._side.store.state.config.color_theme
        for problem in WidgetTheme.instance().configure(config):
            self._side.notifications.show(problem, "warning")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body, 1)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._hint)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.pages, 1000)
        inner.addWidget(self._foot)

    def _connect(self) -> None:
        side = self._side
        self.model.rowsInserted.connect(self._on_rows_inserted)
        self.list.height_changed.connect(self._renew)
        self.list.entered_task.connect(self.pages.focus_first)
        self.list.accepted.connect(self.pages.focus_first)
        self.pages.task_shown.connect(self._on_task_shown)
        self.pages.emptied.connect(self._renew)
        self.pages.rearranged.connect(self._order_stops)
        self.pages.left.connect(self._on_page_left, Qt.ConnectionType.QueuedConnection)
        self._empty.requested.connect(self._on_empty_requested)
        self._foot.post_card.requested.connect(self.card_requested)
        self._foot.left.connect(self.focus_first, Qt.ConnectionType.QueuedConnection)
        self._notices.emptied.connect(self.focus_first)
        self._notices.resized.connect(self._make_room)
        Theme.instance().changed.connect(self.list.viewport().update)
        WorkedWith(side, self)
        until_destroyed(
            self,
            side.store.subscribe(presence, self._on_presence),
            side.strings.subscribe(self._renew),
        )
        self._on_task_shown()
        self._make_room()

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Say who waits, for whoever does not see it."""
        for row in range(first, last + 1):
            if self.model.row(row).is_waiting:
                role = Qt.ItemDataRole.AccessibleTextRole
                announce(self, self.model.index(row).data(role))

    def _order_stops(self) -> None:
        self._tab_order.renew(self)

    def _on_task_shown(self) -> None:
        self._foot.set_task(self.pages.task_sid)

    def _on_page_left(self) -> None:
        """Go on with what is selected now, unless the person has gone elsewhere meanwhile."""
        focus = self.window().focusWidget()
        if focus in {None, self.window()} or self.isAncestorOf(focus):
            self.focus_first()

    def _on_presence(self, _presence: object) -> None:
        self._renew()

    def _on_empty_requested(self) -> None:
        now = presence(self._side.store.state)
        if now == "available":
            self.chat_requested.emit()
        else:
            self._header.activity.choose("available")

    def _renew(self) -> None:
        """Show what there is room for, and what to do while there is nothing."""
        strings, now = self._side.strings, presence(self._side.store.state)
        self.setAccessibleName(strings.render("DeskLabel", name=self._header.name))
        texts = {
            None: ("DeskNoTasksLoggedOut", "DeskLogIn"),
            "available": ("DeskNoTasks", "DeskStartChat"),
            "busy": ("DeskNoTasksBusy", "DeskGoAvailable"),
            "offline": ("DeskNoTasksOffline", "DeskGoAvailable"),
        }
        text, action = texts[now]
        has_action = now != "available" or self._offers_chat
        self._empty.say(strings.render(text), strings.render(action) if has_action else "")
        is_empty = self.model.rowCount() == 0
        self._empty.show_over(self.list, is_empty=is_empty)
        self.pages.setVisible(not self.pages.is_empty)
        self._foot.setVisible(bool(self.pages.task_sid))
        self._fit()

    def _fit(self) -> None:
        """Give the list what its rows need, but never most of the room beside a page."""
        if self.pages.is_empty:
            self.list.setMinimumHeight(0)
            self.list.setMaximumHeight(_ANY_HEIGHT)
            return
        most = round(self._body.contentsRect().height() * _LIST_SHARE)
        self.list.setFixedHeight(min(self.list.rows_height() + 1, max(most, 1)))

    def _make_room(self) -> None:
        """Let nothing lie below the notices."""
        notices = self._notices
        self._body.setContentsMargins(0, 0 if notices.isHidden() else notices.height(), 0, 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()
        self._notices.place()
