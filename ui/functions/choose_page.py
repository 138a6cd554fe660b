"""The first page: which of the apps that are loaded."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView

from ui.chat.labels import WrappedLabel
from ui.devtools.empty_state import EmptyState
from ui.devtools.plugins_view import EntryDelegate
from ui.functions.framed_dialog import text_button
from ui.functions.page import SetupPage
from ui.models.apps import AppsModel
from ui.theme import Theme
from webchat.functions.app import FunctionApp
from webchat.functions.apps.entry import Entry
from webchat.functions.apps.library import AppLibrary

Purpose: TypeAlias = Literal["card", "process", "account"]
"""What an app is set up for: a card that is posted, a process that runs, or only its account."""

_TITLES: dict[Purpose, str] = {
    "card": "Which app shall the card be of?",
    "process": "Which app shall run?",
    "account": "Which app shall be connected?",
}
_EMPTY: dict[Purpose, str] = {
    "card": "No app with a card is loaded. Functions > Samples has some, or load your own.",
    "process": "No automation, await or trigger is loaded. Functions > Samples has some.",
    "account": "No app that needs an account is loaded.",
}
_LEAST_HEIGHT = 180


class ChoosePage(SetupPage):
    """A list of apps, those in trouble among them.

    Signals:
        load_requested: The person wants to load another app.
    """

    load_requested = Signal()

    def __init__(self, library: AppLibrary, purpose: Purpose, name: str = "") -> None:
        """List the apps of *library* that serve *purpose*.

        Args:
            library: The apps.
            purpose: See :data:`Purpose`.
            name: The app that is selected at first; empty for the one loaded last.
        """
        super().__init__("Setup.Choose", _TITLES[purpose])
        self._purpose: Purpose = purpose
        self._selected = name
        self.model = AppsModel(library, self._fits, self)
        self.list = self._make_list()
        self._empty = EmptyState("Setup.Choose.Empty", self.list)
        self._empty.requested.connect(self.load_requested)
        self._odd = WrappedLabel("", self)
        self._odd.setObjectName("Setup.Choose.Odd")
        self._odd.setProperty("role", "muted")
        self._load = text_button("Load app…", "Setup.Choose.LoadButton")
        self._load.clicked.connect(self.load_requested)
        row = QHBoxLayout()
        row.addWidget(self._load)
        row.addStretch(1)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._odd)
        self.column.addLayout(row)
        self.model.renewed.connect(self._renew)
        self._renew()

    @property
    def entry(self) -> Entry | None:
        """What is selected."""
        return self.model.entry(self.list.currentIndex().row())

    @property
    def app(self) -> FunctionApp | None:
        """The app that is selected; None for one that cannot be used."""
        entry = self.entry
        return None if entry is None else entry.app

    @property
    def can_go_on(self) -> bool:
        """Whether an app is selected that can be used."""
        return self.app is not None

    def select(self, name: str) -> None:
        """Select an app, if it is listed."""
        self._selected = name
        self._renew()

    def focus_first(self) -> bool:
        """Put the focus into the list, or where it can be filled."""
        has_apps = self.model.rowCount() > 0
        (self.list if has_apps else self._empty.button).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setObjectName("Setup.Choose.List")
        view.setAccessibleName("Function apps")
        view.setItemDelegate(EntryDelegate(view))
        view.setModel(self.model)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        view.setMinimumHeight(_LEAST_HEIGHT)
        view.selectionModel().currentChanged.connect(self._on_current)
        view.doubleClicked.connect(self.submitted)
        Theme.instance().changed.connect(view.viewport().update)
        return view

    def _fits(self, entry: Entry) -> bool:
        app = entry.app
        if app is None:
            return True  # so that a person sees why the app that they look for is not there
        if self._purpose == "account":
            return app.authentication is not None
        return (app.kind == "action") == (self._purpose == "card")

    def _renew(self) -> None:
        """Keep the selection over a change of the list."""
        count = self.model.rowCount()
        row = self.model.row_of(self._selected)
        if count:
            self.list.setCurrentIndex(self.model.index(row if row >= 0 else count - 1))
        self._empty.say(_EMPTY[self._purpose], "Load app…")
        self._empty.show_over(self.list, is_empty=not count)
        self._load.setVisible(count > 0)
        self._tell_of_chosen()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        entry = self.model.entry(current.row())
        if entry is not None:
            self._selected = entry.name
        self._tell_of_chosen()

    def _tell_of_chosen(self) -> None:
        """Say all that is odd about what is selected; the list has room for some of it."""
        entry = self.entry
        warnings = () if entry is None or entry.app is None else entry.app.warnings
        error = None if entry is None else entry.error
        odd = "\n".join((*warnings, *([error] if error else [])))
        self._odd.setText(odd)
        self._odd.setVisible(bool(odd))
        self.changed.emit()
