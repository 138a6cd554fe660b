"""The Functions dock: a bench, the runs, the callbacks and the log, each on a page of its own.

A page is made when it is first looked at: a program in which nobody does pays nothing for it.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ui.devtools.functions.page import Page
from ui.devtools.tool_dock import ToolDock
from webchat.functions.functions import Functions

_TITLES: Mapping[str, str] = {
    "bench": "Bench",
    "runs": "Runs",
    "callbacks": "Callbacks",
    "log": "Log",
}


class FunctionsDock(ToolDock):
    """What a person who writes action functions looks at.

    Attributes:
        functions: The apps and what runs them.

    Signals:
        load_requested: The person wants to choose an app.
        said: A sentence about something that happened here.
    """

    load_requested = Signal()
    said = Signal(object)

    def __init__(self, functions: Functions, parent: QWidget | None = None) -> None:
        super().__init__("FunctionsDock", "Functions", parent, is_wide=True)
        self.functions = functions
        self._pages: dict[str, Page] = {}
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
        self.tools.addWidget(self._tabs)
        self.tools.addStretch(1)
        self.content.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._on_tab)

    def page(self, key: str) -> Page:
        """Return ``bench``, ``runs``, ``callbacks`` or ``log``, made now if it is not there."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = _makers()[key](self.functions)
            page.load_requested.connect(self.load_requested)
            page.said.connect(self.said)
            page.detailed.connect(self._on_detailed)
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

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Make the page that is looked at."""
        super().showEvent(event)
        self._on_tab(self._tabs.currentIndex())

    def _on_tab(self, number: int) -> None:
        if not self.isVisible():
            return
        page = self.page(self._keys[number])
        self._stack.setCurrentWidget(page)
        self.set_detail(page.detail)

    def _on_detailed(self) -> None:
        if self.sender() is self._stack.currentWidget():
            page = self._pages[self._keys[self._tabs.currentIndex()]]
            self.set_detail(page.detail)


def _makers() -> Mapping[str, Callable[[Functions], Page]]:
    # With the first look at any of them.
    from ui.devtools.functions.bench_page import BenchPage  # noqa: PLC0415
    from ui.devtools.functions.callbacks_page import CallbacksPage  # noqa: PLC0415
    from ui.devtools.functions.log_page import LogPage  # noqa: PLC0415
    from ui.devtools.functions.runs_page import RunsPage  # noqa: PLC0415

    return {"bench": BenchPage, "runs": RunsPage, "callbacks": CallbacksPage, "log": LogPage}
