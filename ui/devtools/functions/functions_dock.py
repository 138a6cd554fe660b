"""The Functions dock: a bench, the runs, the callbacks and the log, each on a page of its own.

A page is made when it is first looked at: a program in which nobody does pays nothing for it.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui.devtools.functions.page import Page
from ui.devtools.functions.panes import Panes
from ui.devtools.functions.style import rules
from ui.devtools.tool_dock import ToolDock
from ui.theme import Theme
from webchat.functions.contract.records import FunctionName
from webchat.functions.functions import Functions

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
        self.visibilityChanged.connect(self._on_tab)

    # Pages

    def page(self, key: str) -> Page:
        """Return ``bench``, ``runs``, ``callbacks`` or ``log``, made now if it is not there."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._made(key)
            place = self._keys.index(key)
            if (before := self._stack.widget(place)) is not None:
                self._stack.removeWidget(before)
                before.deleteLater()
            self._stack.insertWidget(place, page)
        return page

    def show_page(self, key: str) -> Page:
        """Show the dock and one of its pages; return it."""
        self.reveal()
        self._tabs.setCurrentIndex(self._keys.index(key))
        page = self.page(key)
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def show_in_bench(self, app: str, function: FunctionName, token: str = "") -> None:
        """Show a function in the bench; one that is not loaded is passed over.

        Args:
            app: The app's name.
            function: Which of its functions.
            token: Of a run, whose parameters are filled in; empty for what it got last.
        """
        from ui.devtools.functions.bench_page import BenchPage  # noqa: PLC0415  with a first look

        page = self.show_page("bench")
        assert isinstance(page, BenchPage)  # noqa: S101  as made below
        page.choose(app, function, token)

    def show_run(self, token: str) -> None:
        """Show a run; one that is not kept is passed over."""
        from ui.devtools.functions.runs_page import RunsPage  # noqa: PLC0415  with a first look

        page = self.show_page("runs")
        assert isinstance(page, RunsPage)  # noqa: S101  as made below
        page.select(token)

    def _made(self, key: str) -> Page:
        Theme.instance().extend(rules)
        page = _makers()[key](self.functions)
        page.load_requested.connect(self.load_requested)
        page.said.connect(self.said)
        page.detailed.connect(self._on_detailed)
        page.bench_requested.connect(self.show_in_bench)
        for panes in page.findChildren(Panes):
            panes.restore(self._shares)
            panes.moved.connect(self._on_moved)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Leave the room to the tabs where there is little."""
        super().resizeEvent(event)
        if self.width() < _NARROW:
            self.heading.hide()

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
            for panes in made.findChildren(Panes):
                panes.restore(self._shares)

    def _on_moved(self) -> None:
        panes = self.sender()
        if isinstance(panes, Panes):
            self._shares |= panes.shares
            self.arranged.emit()

    # What is looked at

    def _on_tab(self, _change: object = None) -> None:
        """Make the page that is looked at, and let the others rest."""
        key = self._keys[self._tabs.currentIndex()]
        if self.is_in_front:
            page = self.page(key)
            self._stack.setCurrentWidget(page)
            self.set_detail(page.detail)
        for other, page in self._pages.items():
            is_watched = self.is_in_front and other == key
            if is_watched != page.is_watched:
                page.watch(is_watched)
        self.arranged.emit()

    def _on_detailed(self) -> None:
        if self.sender() is self._stack.currentWidget():
            self.set_detail(self._pages[self._keys[self._tabs.currentIndex()]].detail)


def _makers() -> Mapping[str, Callable[[Functions], Page]]:
    # With the first look at any of them.
    from ui.devtools.functions.bench_page import BenchPage  # noqa: PLC0415
    from ui.devtools.functions.callbacks_page import CallbacksPage  # noqa: PLC0415
    from ui.devtools.functions.log_page import LogPage  # noqa: PLC0415
    from ui.devtools.functions.runs_page import RunsPage  # noqa: PLC0415

    return {"bench": BenchPage, "runs": RunsPage, "callbacks": CallbacksPage, "log": LogPage}
