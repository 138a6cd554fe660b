"""The Functions dock: a bench, the runs, the callbacks and the log, each on a page of its own.

A page is made when it is first looked at, and so are its modules: a program in which nobody does
pays nothing for it.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui.devtools.tool_dock import ToolDock
from ui.theme import Theme
from webchat.functions.functions import Functions

if TYPE_CHECKING:
    from ui.devtools.functions.bench_page import BenchPage
    from ui.devtools.functions.page import Page
    from ui.devtools.functions.runs_page import RunsPage
    from webchat.functions.contract.records import FunctionName

_TITLES: Mapping[str, str] = {
    "bench": "Bench",
    "runs": "Runs",
    "callbacks": "Callbacks",
    "log": "Log",
}
_NARROW = 440


class FunctionsDock(ToolDock):
    """What a person who writes action functions looks at.

    Attributes:
        functions: The apps and what runs them.

    Signals:
        load_requested: The person wants to choose an app.
        said: A sentence about something that happened here.
        arranged: The person chose another page, or shared out its room otherwise.
    """

    load_requested = Signal()
    said = Signal(object)
    arranged = Signal()

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock", "Functions", parent, is_wide=True)
        self.functions = functions
        self._pages: dict[str, Page] = {}
        self._shares: dict[str, list[int]] = {}
        self._keys = tuple(_TITLES)
        self._tabs = QTabBar()
        self._tabs.setObjectName("FunctionsDock.Tabs")
        self._tabs.setAccessibleName("Pages of the Functions dock")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for title in _TITLES.values():
            self._tabs.addTab(title)
        self._stack = QStackedWidget()
        for _title in _TITLES:
            self._stack.addWidget(QWidget())
        self.tools.addWidget(self._tabs, 1)
        self.content.addWidget(self._stack, 1)
        self.lead_through(self._tabs)
        self._tabs.currentChanged.connect(self._on_tab)
        self._looking = QTimer(self, singleShot=True, interval=0)  # after the first paint
        self._looking.timeout.connect(self._look)
        self.visibilityChanged.connect(self._look_soon)

    # Pages

    def page(self, key: str) -> "Page":
        """Return ``bench``, ``runs``, ``callbacks`` or ``log``, made now if it is not there."""
        if key not in self._pages:
            self._pages[key] = page = self._made(key)
            self._put(key, page)
            made = (self._pages[one] for one in self._keys if one in self._pages)
            self.lead_through(self._tabs, *(stop for one in made for stop in one.stops))
        return self._pages[key]

    def show_page(self, key: str) -> "Page":
        """Show the dock and one of its pages, with the keyboard in it; return it."""
        self.reveal()
        number = self._keys.index(key)
        self._tabs.setCurrentIndex(number)
        page = self.page(key)
        self._stack.setCurrentIndex(number)
        page.entrance.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def show_in_bench(self, app: str, function: "FunctionName", token: str = "") -> None:
        """Show a function in the bench; one that is not loaded is passed over.

        Args:
            app: The app's name.
            function: Which of its functions.
            token: Of a run, whose parameters are filled in; empty for what it got last.
        """
        cast("BenchPage", self.show_page("bench")).choose(app, function, token)

    def show_click_in_bench(self, message_sid: str, timestamp: float) -> None:
        """Show in the bench what a click on a card ran, with what it was given.

        Args:
            message_sid: Of the message that carries the card.
            timestamp: When it was clicked, in seconds since 1970.
        """
        runs = self.functions.runs
        mine = [one for one in runs if one.place and one.place.message_sid == message_sid]
        if mine:
            run = min(mine, key=lambda one: abs(one.started - timestamp))
            self.show_in_bench(run.app, "action", run.token)
        else:
            self.said.emit("That click has run no function, or its run is kept no longer.")

    def show_run(self, token: str) -> None:
        """Show a run; one that is not kept is passed over."""
        cast("RunsPage", self.show_page("runs")).select(token)

    def _put(self, key: str, page: "Page") -> None:
        """Put a page where its stand-in was."""
        from ui.devtools.functions.page_scroll import PageScroll  # noqa: PLC0415  as below

        number = self._keys.index(key)
        if (before := self._stack.widget(number)) is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._stack.insertWidget(number, PageScroll(page))

    def _made(self, key: str) -> "Page":
        from ui.devtools.functions.style import rules  # noqa: PLC0415  with the first look

        Theme.instance().extend(rules)
        page = _MAKERS[key](self.functions)
        page.load_requested.connect(self.load_requested)
        page.said.connect(self.said)
        page.detailed.connect(self._on_detailed)
        page.bench_requested.connect(self.show_in_bench)
        page.share_out(self._shares)
        page.arranged.connect(self._on_arranged)
        return page

    # What is remembered

    @property
    def arrangement(self) -> tuple[str, dict[str, list[int]]]:
        """The page in front, and how the room is shared out on each."""
        return self._keys[self._tabs.currentIndex()], dict(self._shares)

    def restore(self, page: str, shares: Mapping[str, list[int]]) -> None:
        """Arrange it as it was; no page is made before somebody looks.

        Args:
            page: The page in front; an unknown one is passed over.
            shares: By the names of the panes.
        """
        self._shares = dict(shares)
        if page in self._keys:
            self._tabs.setCurrentIndex(self._keys.index(page))
        for made in self._pages.values():
            made.share_out(self._shares)

    def _on_arranged(self, shares: Mapping[str, list[int]]) -> None:
        self._shares |= shares
        self.arranged.emit()

    # What is looked at

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Leave the room to the tabs where there is little."""
        super().resizeEvent(event)
        if self.width() < _NARROW:
            self.heading.hide()

    def _on_tab(self) -> None:
        self._look()
        self.arranged.emit()

    def _look_soon(self) -> None:
        self._looking.start()

    def _look(self) -> None:
        """Make the page that is looked at, and let the others rest."""
        key = self._keys[self._tabs.currentIndex()]
        if self.is_in_front:
            page = self.page(key)
            self._stack.setCurrentIndex(self._tabs.currentIndex())
            self.set_detail(page.detail)
        for other, page in self._pages.items():
            is_watched = self.is_in_front and other == key
            if is_watched != page.is_watched:
                page.watch(is_watched)

    def _on_detailed(self) -> None:
        page = self._pages.get(self._keys[self._tabs.currentIndex()])
        if page is not None and self.sender() is page:
            self.set_detail(page.detail)


def _bench(functions: Functions) -> "Page":
    from ui.devtools.functions.bench_page import BenchPage  # noqa: PLC0415  with its first look

    return BenchPage(functions)


def _runs(functions: Functions) -> "Page":
    from ui.devtools.functions.runs_page import RunsPage  # noqa: PLC0415  as above

    return RunsPage(functions)


def _callbacks(functions: Functions) -> "Page":
    from ui.devtools.functions.callbacks_page import CallbacksPage  # noqa: PLC0415  as above

    return CallbacksPage(functions)


def _log(functions: Functions) -> "Page":
    from ui.devtools.functions.log_page import LogPage  # noqa: PLC0415  as above

    return LogPage(functions)


_MAKERS: Mapping[str, "Callable[[Functions], Page]"] = {
    "bench": _bench,
    "runs": _runs,
    "callbacks": _callbacks,
    "log": _log,
}
