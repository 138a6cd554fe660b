"""What the desk shows of the selected task: its conversation or call, or what it asks of an agent.

Every task that the agent has accepted has a tab, whichever is selected; a task that waits has a
page in place of the tabs. Which one is selected is the store's to say.
"""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabWidget, QWidget

from ui.bridge import until_destroyed
from ui.desk.call_page import CallPage
from ui.desk.offer_page import OfferPage
from ui.desk.orders import Orders
from ui.models.tasks import TaskRow, is_mine, rows_of, shown_name
from ui.models.tooltips import plain_tooltip
from webchat.actions import Result
from webchat.state import State

if TYPE_CHECKING:
    from ui.desk.conversation import ChatPage

_LONGEST = 16


class Tabs(QTabWidget):
    """``Desk.Tabs``: one page for each accepted task."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Desk.Tabs")
        self.setProperty("part", "desk-tabs")
        self.setDocumentMode(True)
        self.setTabBarAutoHide(True)  # a single conversation is named by the list already
        bar = self.tabBar()
        bar.setObjectName("Desk.TabBar")
        nobody: Any = None
        self.setFocusProxy(nobody)  # Qt's is the bar, where Tab would end while that is hidden
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.lower()  # Tab comes to it before the page
        bar.setExpanding(False)
        bar.setUsesScrollButtons(True)
        bar.setElideMode(Qt.TextElideMode.ElideNone)

    def place_of(self, sid: str | None) -> int:
        """Return the number of a task's tab, or -1."""
        return next((at for at in range(self.count()) if self.sid_at(at) == sid), -1)

    def sid_at(self, place: int) -> str:
        """Return the sid of the task of a tab; empty for none."""
        return str(self.tabBar().tabData(place) or "")


class Pages(QStackedWidget):
    """Tabs, or the page of what waits.

    Signals:
        task_shown: The task whose conversation is shown is another one, or is none.
        emptied: There is something to show now, or nothing any more.
        left: The page went away that the focus was in.
        rearranged: Parts of a page came or went.
    """

    task_shown = Signal()
    emptied = Signal()
    left = Signal()
    rearranged = Signal()

    def __init__(self, orders: Orders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders, self._side = orders, orders.side
        self._offer: tuple[str, OfferPage] | None = None
        self._is_following = self._is_gone = False
        self.setObjectName("Desk.Pages")
        self.tabs = Tabs(self)
        self.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._retranslate()
        store = self._side.store
        until_destroyed(
            self,
            store.subscribe(_shown, self._on_shown),
            self._side.strings.subscribe(self._retranslate),
            self._forget,
        )
        self._on_shown(_shown(store.state))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.tabs.count() == 0 and self._offer is None

    @property
    def task_sid(self) -> str:
        """The task whose conversation is shown, or an empty text."""
        return "" if self._offer is not None else self.tabs.sid_at(self.tabs.currentIndex())

    def focus_first(self) -> None:
        """Put the focus where the person goes on with the selected task."""
        page = self.tabs.currentWidget() if self._offer is None else None
        if page is not None:
            cast("ChatPage | CallPage", page).focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Tell of parts that come later: what is in a page, no layout around it is told of."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.rearranged.emit()
        return super().eventFilter(watched, event)

    # What the store holds

    def _on_shown(self, shown: "tuple[tuple[TaskRow, ...], str | None]") -> None:
        rows, selected = shown
        state = self._side.store.state
        mine = [row for row in rows if is_mine(state, state.tasks[row.sid])]
        waiting = next((row for row in rows if row.sid == selected and row.is_waiting), None)
        self._is_following = True
        try:
            self._drop({row.sid for row in mine})
            for row in mine:
                self._put(row)
            self._show_offer(None if waiting is None else waiting.sid)
            place = self.tabs.place_of(selected)
            if place >= 0:
                self.tabs.setCurrentIndex(place)
        finally:
            self._is_following = False
        self.task_shown.emit()
        self.emptied.emit()

    def _put(self, row: TaskRow) -> None:
        strings, bar = self._side.strings, self.tabs.tabBar()
        place = self.tabs.place_of(row.sid)
        if place < 0:
            page = self._make(row)
            page.installEventFilter(self)
            place = self.tabs.addTab(page, "")
            bar.setTabData(place, row.sid)
        name = shown_name(row, strings)
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        unread = f" ({row.unread})" if row.unread else ""
        self.tabs.setTabText(place, f"{short}{unread}".replace("&", "&&"))
        self.tabs.setTabToolTip(place, plain_tooltip(name))
        bar.setAccessibleTabName(place, name)

    def _make(self, row: TaskRow) -> QWidget:
        if row.channel == "voice":
            return CallPage(self._side, row.sid)
        from ui.desk.conversation import (  # noqa: PLC0415  much, and nothing for the first paint
            ChatPage,
        )

        return ChatPage(self._side, row.sid)

    def _drop(self, kept: set[str]) -> None:
        for place in reversed(range(self.tabs.count())):
            if self.tabs.sid_at(place) not in kept:
                self._close(place)

    def _close(self, place: int) -> None:
        page, focus = self.tabs.widget(place), QApplication.focusWidget()
        had_focus = page is not None and focus is not None and page.isAncestorOf(focus)
        self.tabs.removeTab(place)
        if page is not None:
            page.hide()
            page.deleteLater()
        if had_focus:
            self.left.emit()

    def _show_offer(self, sid: str | None) -> None:
        if self._offer is not None and self._offer[0] != sid:
            _sid, page = self._offer
            self._offer = None
            self.removeWidget(page)
            page.deleteLater()
        if sid is not None and self._offer is None:
            page = OfferPage(self._side, sid, self)
            self.addWidget(page)
            self._offer = sid, page
        self.setCurrentWidget(self.tabs if self._offer is None else self._offer[1])

    # What the person does

    def _on_tab_changed(self, place: int) -> None:
        sid = self.tabs.sid_at(place)
        if self._is_following or not sid:
            return
        if sid != self._side.store.state.session.selected_task_sid:
            self._orders.invoke("SelectTask", sid).add_done_callback(self._on_selected)

    def _on_selected(self, _result: Result) -> None:
        if not self._is_gone:
            self._on_shown(_shown(self._side.store.state))

    def _forget(self) -> None:
        self._is_gone = True

    def _retranslate(self) -> None:
        self.tabs.tabBar().setAccessibleName(self._side.strings.render("DeskTabsLabel"))
        self.tabs.setAccessibleName(self._side.strings.render("DeskTabsLabel"))


def _shown(state: State) -> tuple[tuple[TaskRow, ...], str | None]:
    return rows_of(state), state.session.selected_task_sid
