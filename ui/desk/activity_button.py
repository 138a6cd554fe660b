"""What the agent is: available, busy, offline or logged out; and the menu that changes it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyle, QWidget

from ui.bridge import until_destroyed
from ui.desk.orders import ORIGIN
from ui.devtools.icon_button import TextButton
from ui.devtools.marks import paint_mark
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme
from webchat.model import ACTIVITIES, Activity
from webchat.side.side import Side
from webchat.state import State

ACTIVITY_KEYS: dict[Activity, str] = {
    "available": "DeskAvailable",
    "busy": "DeskBusy",
    "offline": "DeskOffline",
}
_MARKS = {"available": "completed", "busy": "cancelled", "offline": "disabled", "": "disabled"}
_MARK = 14


def presence(state: State) -> Activity | None:
    """Return what an agent is, or None while it is logged out."""
    return state.session.activity if state.session.worker_sid is not None else None


class ActivityButton(TextButton):
    """A mark and a word; a click opens the menu."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName("Desk.ActivityButton")
        self.setProperty("part", "desk-activity")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._menu.setObjectName("Desk.ActivityMenu")
        self._choices = self._make_choices()
        self._log = self._menu.addAction("")
        self._log.setObjectName("Desk.LogEntry")
        self._log.triggered.connect(self._log_in_or_out)
        self.clicked.connect(self._open_menu)
        Theme.instance().changed.connect(self._show)
        until_destroyed(
            self,
            side.store.subscribe(presence, self._on_presence),
            side.strings.subscribe(self._show),
        )
        self._show()

    def choose(self, activity: Activity, _checked: bool = False) -> None:
        """Be something else; whoever is logged out logs in as that."""
        is_there = presence(self._side.store.state) is not None
        action = "SetActivity" if is_there else "Login"
        with self._side.actions.as_origin(ORIGIN):
            self._side.actions.invoke_action(action, {"activityName": activity})
        self._show()  # a check mark that the person has set is not yet what is so

    def _make_choices(self) -> QActionGroup:
        group = QActionGroup(self._menu)
        for activity in ACTIVITIES:
            entry = QAction(self._menu)
            entry.setObjectName(f"Desk.Activity.{activity}")
            entry.setCheckable(True)
            entry.setData(activity)
            entry.setActionGroup(group)
            entry.triggered.connect(partial(self.choose, activity))
            self._menu.addAction(entry)
        self._menu.addSeparator()
        return group

    def _log_in_or_out(self) -> None:
        is_there = presence(self._side.store.state) is not None
        with self._side.actions.as_origin(ORIGIN):
            self._side.actions.invoke_action("Logout" if is_there else "Login")

    def _open_menu(self) -> None:
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            below -= QPoint(max(0, self._menu.sizeHint().width() - self.width()), 0)
        self._menu.popup(below)

    def _on_presence(self, _presence: Activity | None) -> None:
        self._show()

    def _show(self) -> None:
        strings, now = self._side.strings, presence(self._side.store.state)
        text = strings.render(ACTIVITY_KEYS[now] if now is not None else "DeskLoggedOut")
        self.setText(text)
        self.setIcon(mark_icon(_MARKS[now or ""], self.devicePixelRatioF()))
        self.setToolTip(plain_tooltip(strings.render("DeskActivityTooltip")))
        self.setAccessibleName(text)
        for entry in self._choices.actions():
            entry.setText(strings.render(ACTIVITY_KEYS[entry.data()]))
            entry.setChecked(entry.data() == now)
        self._log.setText(strings.render("DeskLogIn" if now is None else "DeskLogOut"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the button, and an arrow that tells of the menu."""
        super().paintEvent(event)
        icon = Theme.instance().icon("chevron-down", 16, "text_muted")
        place = QStyle.alignedRect(
            self.layoutDirection(),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            icon.actualSize(self.iconSize()),
            self.rect().adjusted(8, 0, -8, 0),
        )
        painter = QPainter(self)
        icon.paint(painter, place)
        painter.end()


def mark_icon(mark: str, ratio: float) -> QIcon:
    """Return one of the marks as an icon in the present look."""
    pixmap = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    centre = QPoint(_MARK // 2, _MARK // 2).toPointF()
    paint_mark(painter, centre, mark, Theme.instance().tokens)
    painter.end()
    return QIcon(pixmap)
