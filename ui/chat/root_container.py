"""The whole chat widget: launcher, panel and badge, over whatever it is put on.

It covers its parent's area and is transparent where nothing of it is: launcher and panel keep
their documented places at the bottom right; where people read from right to left all of it is
mirrored, and so at the bottom left. The panel's shadow is painted here, on the ground
under the panel.
"""

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QPoint,
    QPropertyAnimation,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QStyle, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat import motion, shadow, style
from ui.chat.components import Slot
from ui.chat.entry_point import HEIGHT as LAUNCHER
from ui.chat.entry_point import EntryPoint
from ui.chat.main_container import MainContainer
from ui.chat.props import Props
from ui.chat.stage_announcer import StageAnnouncer
from ui.chat.worked_with import WorkedWith
from ui.chat.writing import Writing
from ui.theme import Theme, WidgetTheme
from webchat.side.side import Side
from webchat.state import EngagementStage, State

_LAUNCHER_RIGHT, _LAUNCHER_BOTTOM = 24, 16
_TOP = 8
_LEAST = 276
_ABOVE_LAUNCHER = 74
_MOST_OF_HEIGHT = 0.8
_RISE = 16
_BADGE = 22
_MOST_UNREAD = 99


class RootContainer(QWidget):
    """The chat widget of one customer, usable in any Qt window.

    It shows what ``side.store`` holds and acts through ``side.actions`` only. With the setting
    ``available`` off there is nothing to see.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Make the widget.

        Args:
            side: The customer whose chat this is; must live as long as the widget.
            parent: The widget it covers; None makes it a window.
        """
        super().__init__(parent)
        self._side, self._props = side, Props.of(side)
        self.setObjectName("RootContainer")
        config = side.store.state.config.color_theme
        for problem in WidgetTheme.instance().configure(config):
            side.notifications.show(problem, "warning")
        style.dress(self)
        self._writing = Writing(self, side.strings)
        self._panel = MainContainer(side, self)
        self._launcher = EntryPoint(side, self)
        self._parts = QWidget(self)
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        self._slot = Slot(self._parts, side, "RootContainer", column, ())
        self._badge = QLabel(self)
        self._badge.setObjectName("EntryPoint.Badge")
        self._badge.setProperty("chat", "badge")
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._motion = QPropertyAnimation(self._panel, b"pos", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_moved)
        self._is_open = False
        self._announcer = StageAnnouncer(side, self)
        WidgetTheme.instance().changed.connect(self._on_look_changed)
        WorkedWith(side, self)
        until_destroyed(
            self,
            side.store.subscribe(_is_launched, self._on_launched),
            side.store.subscribe(_is_open, self._on_open),
            side.store.subscribe(_unread, self._on_unread),
            side.strings.subscribe(self._retranslate),
            side.components.subscribe(self._on_components),
        )
        self._retranslate()
        self._on_components()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Let somebody who comes back to an open chat type at once."""
        super().showEvent(event)
        if self._is_open and self._may_take_focus():
            self._panel.focus_first()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the room of the open panel and the launcher."""
        width = self._props.width + self._props.right + _LAUNCHER_RIGHT
        return QSize(width, round(self._props.height / _MOST_OF_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return what it can still be used in."""
        return QSize(_LEAST, _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep launcher and panel in their corner."""
        super().resizeEvent(event)
        self._motion.stop()
        self._place()

    def event(self, event: QEvent) -> bool:
        """Follow a launcher or badge that has got another size, and the direction of reading."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange}:
            self._place()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the shadows; nothing else, for what is below shows through."""
        theme = WidgetTheme.instance()
        is_dark = Theme.instance().is_dark  # the ground is the window's
        painter = QPainter(self)
        if self.isWindow():
            painter.fillRect(self.rect(), QColor(theme.tokens.stage))
        for widget, radius in (
            (self._panel, theme.tokens.radius_card),
            (self._launcher, LAUNCHER // 2),
        ):
            if not widget.isHidden():
                shape = widget.geometry()
                shadow.paint(painter, shape, radius, theme.tokens.shadow, is_dark=is_dark)

    def _place(self) -> None:
        self._place_parts()
        place = self._panel_place()
        self._panel.resize(place.size())
        if self._motion.state() != QAbstractAnimation.State.Running:
            self._panel.move(place.topLeft())
        size = self._launcher.sizeHint()
        width = min(size.width(), self.width() - 2 * _TOP)
        left = max(self.width() - _LAUNCHER_RIGHT - width, _TOP)
        top = self.height() - _LAUNCHER_BOTTOM - size.height()
        self._launcher.setGeometry(self._mirrored(QRect(left, top, width, size.height())))
        self._place_badge()
        self.update()

    def _panel_place(self) -> QRect:
        """Return where the open panel is: its corner if it fits there, else as much as there is."""
        props = self._props
        width = min(props.width, self.width())
        bottom = min(props.bottom, max(self.height() - _LEAST, _ABOVE_LAUNCHER))
        most = int(self.window().height() * _MOST_OF_HEIGHT)
        height = max(min(props.height, most, self.height() - bottom - _TOP), 0)
        at_edge = self.width() - props.right - width
        left = at_edge if at_edge >= _TOP else max((self.width() - width) // 2, 0)
        return self._mirrored(QRect(left, self.height() - bottom - height, width, height))

    def _mirrored(self, place: QRect) -> QRect:
        """Return a place on the side where lines end."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _place_badge(self) -> None:
        width = max(self._badge.sizeHint().width(), _BADGE)
        launcher = self._mirrored(self._launcher.geometry())
        corner = launcher.topRight() - QPoint(width - 6, 8)
        self._badge.setGeometry(self._mirrored(QRect(corner, QSize(width, _BADGE))))
        self._badge.raise_()

    def _place_parts(self) -> None:
        """Put what plugins added opposite the launcher, and a replacement everywhere."""
        if self._side.components.replacement("RootContainer") is not None:
            self._parts.setGeometry(self.rect())
            return
        size = self._parts.sizeHint()
        bottom = self.height() - _LAUNCHER_BOTTOM
        place = QRect(_LAUNCHER_RIGHT, bottom - size.height(), size.width(), size.height())
        self._parts.setGeometry(self._mirrored(place))

    def _has(self, key: str) -> bool:
        """Whether plugins have left this part of the widget in its place."""
        components = self._side.components
        return components.replacement("RootContainer") is None and not components.is_removed(key)

    def _on_components(self) -> None:
        state = self._side.store.state
        self._on_launched(_is_launched(state))
        self._on_open(_is_open(state))
        self._on_unread(_unread(state))

    def _on_launched(self, is_launched: bool) -> None:
        self._parts.setVisible(is_launched)
        self._launcher.setVisible(is_launched and self._has("EntryPoint"))
        self._show_badge()

    def _on_open(self, is_open: bool) -> None:
        is_open = is_open and self._has("MainContainer")
        was_open, self._is_open = self._is_open, is_open
        takes_focus = self._may_take_focus()
        self._motion.stop()
        self._panel.setVisible(is_open)
        self._place()
        self._show_badge()
        if is_open and not was_open:
            self._rise()
        if takes_focus and is_open:
            self._panel.focus_first()
        elif takes_focus and was_open:
            self._launcher.setFocus(Qt.FocusReason.OtherFocusReason)

    def _may_take_focus(self) -> bool:
        """Whether the person is here: who writes elsewhere in the window keeps the focus."""
        window = self.window()
        focus: QWidget | None = window.focusWidget()  # None while nothing has it yet
        return focus is None or focus in (window, self) or self.isAncestorOf(focus)

    def _rise(self) -> None:
        """Let the panel come up from the launcher."""
        length = motion.duration(self, motion.PANEL_MS)
        if not length or not self.isVisible():
            return
        end = self._panel.pos()
        self._motion.setDuration(length)
        self._motion.setStartValue(end + QPoint(0, _RISE))
        self._motion.setEndValue(end)
        self._motion.start()

    def _on_moved(self, _position: object) -> None:
        self.update()

    def _on_unread(self, count: int) -> None:
        text = str(count) if count <= _MOST_UNREAD else f"{_MOST_UNREAD}+"
        self._badge.setText(text)
        # The first template to be filled in costs the start some milliseconds.
        name = self._side.strings.render("UnreadMessages", count=count) if count else ""
        self._badge.setAccessibleName(name)
        self._launcher.setAccessibleDescription(name)
        self._show_badge()
        self._place_badge()

    def _show_badge(self) -> None:
        state = self._side.store.state
        is_minimised = not self._launcher.isHidden() and not _is_open(state)
        self._badge.setVisible(is_minimised and _unread(state) > 0)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("MainHeaderTitle"))
        self._on_unread(_unread(self._side.store.state))
        self._place()  # the tagline may have another length now

    def _on_look_changed(self) -> None:
        style.dress(self)
        self.update()


def _is_launched(state: State) -> bool:
    is_begun = state.session.engagement_stage is not EngagementStage.INIT_ENGAGEMENT
    return state.config.available and is_begun


def _is_open(state: State) -> bool:
    return _is_launched(state) and state.session.is_entry_point_expanded


def _unread(state: State) -> int:
    channel = state.chat.channels.get(state.session.channel_sid or "")
    return 0 if channel is None else len(channel.unconsumed_messages)
