"""Two fields in which a function is chosen: the app, and which of its functions."""

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QWheelEvent
from PySide6.QtWidgets import QComboBox

from ui.bridge import until_destroyed
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme
from webchat.functions.app import FunctionApp
from webchat.functions.apps.entry import Entry
from webchat.functions.contract.records import FUNCTION_NAMES, FunctionName
from webchat.functions.functions import Functions

_ICON = 16
_APP_LENGTH, _NAME_LENGTH = 18, 7
_WIDEST_TITLE = 170
_TIP = Qt.ItemDataRole.ToolTipRole


class FunctionChoice(QObject):
    """What is chosen, in step with the apps that are loaded and with what stands in for them.

    Attributes:
        apps: The field for the app; those in trouble carry a mark.
        functions: The field for the function; those that a stub stands in for carry a pin.

    Signals:
        chosen: Another function is chosen, or there is something new about its app.
    """

    chosen = Signal()

    def __init__(self, functions: Functions, parent: QObject | None = None) -> None:
        """Choose the first app's action function.

        Args:
            functions: The apps and the stubs.
            parent: The page.
        """
        super().__init__(parent)
        self._all = functions
        self.apps = combo_box("FunctionsDock.Bench.App", "App", _APP_LENGTH)
        self.functions = combo_box("FunctionsDock.Bench.Function", "Function", _NAME_LENGTH)
        self.apps.currentIndexChanged.connect(self._on_app)
        self.functions.currentIndexChanged.connect(self.chosen)
        Theme.instance().changed.connect(self.renew)
        until_destroyed(
            self,
            functions.apps.subscribe(self.renew),
            functions.stubs.subscribe(self._on_stub),
        )
        self.renew()

    @property
    def entry(self) -> Entry | None:
        """The place of the chosen app in the list of apps; None when there is no app."""
        name = self.apps.currentData()
        return next((one for one in self._all.apps if one.name == name), None)

    @property
    def app(self) -> FunctionApp | None:
        """The chosen app; None when there is none, or nothing of it can be called."""
        entry = self.entry
        return None if entry is None else entry.app

    @property
    def function(self) -> FunctionName | None:
        """The chosen function."""
        name: FunctionName | None = self.functions.currentData()
        return name

    def choose(self, app: str, function: FunctionName) -> bool:
        """Choose a function; whether it is there."""
        place = self.apps.findData(app)
        if place >= 0:
            self.apps.setCurrentIndex(place)
            self.functions.setCurrentIndex(max(self.functions.findData(function), 0))
        return place >= 0

    def renew(self) -> None:
        """List the apps as they are now, and stay with the one that was chosen."""
        before = self.apps.currentData()
        self.apps.blockSignals(True)
        self.apps.clear()
        for entry in self._all.apps:
            self._add_app(entry)
        self.apps.setCurrentIndex(max(self.apps.findData(before), 0) if self.apps.count() else -1)
        self.apps.blockSignals(False)
        self._on_app()

    def _add_app(self, entry: Entry) -> None:
        title = entry.name if entry.app is None else entry.app.title
        shown = self.apps.fontMetrics().elidedText(
            title, Qt.TextElideMode.ElideRight, _WIDEST_TITLE
        )
        self.apps.addItem(shown, entry.name)
        row = self.apps.count() - 1
        where = entry.path or entry.owner or ""
        self.apps.setItemData(row, plain_tooltip(f"{title}\n{where}"), _TIP)
        if entry.error is not None:
            self.apps.setItemIcon(row, Theme.instance().icon("triangle-alert", _ICON, "failed"))

    def _on_app(self) -> None:
        app, before = self.app, self.function
        names = [one for one in FUNCTION_NAMES if app is not None and app.has(one)]
        self.functions.blockSignals(True)
        self.functions.clear()
        for one in names:
            self.functions.addItem(one, one)
        wanted = before if before in names else "action"
        self.functions.setCurrentIndex(self.functions.findData(wanted))
        self.functions.blockSignals(False)
        self._mark_stubs()
        self.chosen.emit()

    def _on_stub(self, app: str, _function: FunctionName) -> None:
        if app == self.apps.currentData():
            self._mark_stubs()

    def _mark_stubs(self) -> None:
        pin, none = Theme.instance().icon("pin", _ICON, "cancelled"), QIcon()
        for row in range(self.functions.count()):
            stub = self._all.stubs.find(self.apps.currentData(), self.functions.itemData(row))
            self.functions.setItemIcon(row, none if stub is None else pin)


class _Box(QComboBox):
    """A field that no wheel turns: what it says takes effect at once."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Leave the wheel to others."""
        event.ignore()


def combo_box(name: str, label: str, length: int) -> QComboBox:
    """Return an empty field in which one thing is chosen; whatever that is, it stays as wide.

    Args:
        name: Its object name.
        label: Its accessible name.
        length: How many characters there is room for, beside an icon.
    """
    box = _Box()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setToolTip(label)
    box.setIconSize(QSize(_ICON, _ICON))
    box.setProperty("part", "tool")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(length)
    return box
