"""The panel: header on top, below it the canvas of the stage that the engagement has come to."""

import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.connection_banner import ConnectionBanner
from ui.chat.main_header import MainHeader
from ui.chat.notification_bar import NotificationBar
from ui.chat.props import Props
from ui.chat.tab_order import TabOrder
from webchat.side.side import Side
from webchat.state import EngagementStage, SessionState, State

if TYPE_CHECKING:
    from ui.chat.canvases import Canvas, InvalidPreEngagementCanvas, PreEngagementCanvas

_BORDER = 1
_STARTS = ("ToggleChatVisibility", "StartEngagement", "RestartEngagement")


class _Empty(QWidget):
    """What is shown while a start without a form is on its way, and before the first opening."""

    def focus_first(self) -> None:
        """Keep the focus for what comes next."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _canvases() -> Any:
    """Return :mod:`ui.chat.canvases`, imported when the first of them is to be shown."""
    return importlib.import_module("ui.chat.canvases")


class MainContainer(QFrame):
    """Shows the canvas that belongs to the stage, and the notices over it."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._canvas: Canvas | _Empty | None = None
        self._shown: object = None
        self._was_opened = False
        self._form: PreEngagementCanvas | None = None
        self.setObjectName("MainContainer")
        self.setProperty("chat", "panel")
        self._order = TabOrder(self)
        self._body = _Body(self)
        self._body.setObjectName("MainContainer.Canvas")
        self._bar = NotificationBar(side, self._body)
        self._bar.setObjectName("NotificationBar")
        self._body.overlay = self._bar
        self._bar.resized.connect(self._make_room)
        self._bar.emptied.connect(self.focus_first)
        column = QVBoxLayout(self)
        column.setContentsMargins(_BORDER, _BORDER, _BORDER, _BORDER)
        column.setSpacing(0)
        self._slot = Slot(
            self,
            side,
            "MainContainer",
            column,
            (
                BuiltIn("MainHeader", MainHeader(side, self)),
                BuiltIn("ConnectionBanner", ConnectionBanner(side, self)),
                BuiltIn("MainContainer.Canvas", self._body, stretch=1),
            ),
        )
        actions = side.actions
        until_destroyed(
            self,
            side.store.subscribe(_session, self._on_session),
            side.strings.subscribe(self._retranslate),
            side.components.subscribe(self._on_components),
            actions.add_listener("invocationEnd", self._on_invocation_end),
        )
        self._retranslate()
        self._on_session(side.store.state.session)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the configured size, or the documented one."""
        props = Props.of(self._side)
        return QSize(props.width, props.height)

    def focus_first(self) -> None:
        """Put the focus where the person goes on: first field, text area, or the only button."""
        if self._canvas is not None:
            self._canvas.focus_first()

    def _on_invocation_end(self) -> None:
        """Look again when a start without a form may have ended without any change of stage."""
        state = self._side.store.state
        if state.config.start_engagement_on_init and self._shown == "starting":
            self._on_session(state.session)

    def _on_session(self, session: SessionState) -> None:
        wanted = self._wanted(session)
        if wanted == self._shown:
            return
        self._shown = wanted
        focus: QWidget | None = self.window().focusWidget()
        had_focus = focus is not None and self._body.isAncestorOf(focus)
        self._swap(self._make(wanted))
        if had_focus:
            self.focus_first()

    def _wanted(self, session: SessionState) -> object:
        """Return what stands for the canvas to show; equal as long as it stays the same."""
        if session.engagement_stage is EngagementStage.WAITING_ENGAGEMENT:
            return "waiting"
        if session.engagement_stage is EngagementStage.IN_ENGAGEMENT:
            return ("chat", session.channel_sid)
        self._was_opened = self._was_opened or session.is_entry_point_expanded
        if not self._side.store.state.config.start_engagement_on_init:
            return "form" if self._was_opened else "nothing yet"
        if session.start_error is not None:
            return "error"
        is_starting = self._side.actions.find_pending_actions(_STARTS)
        return "starting" if is_starting or not session.is_entry_point_expanded else "error"

    def _make(self, wanted: object) -> "Canvas | _Empty":
        if wanted in {"starting", "nothing yet"}:
            return _Empty(self._body)
        if wanted == "form":
            return self._form_canvas()
        canvas: Canvas
        if wanted == "waiting":
            canvas = _canvases().PendingEngagementCanvas(self._side, self._body)
        elif wanted == "error":
            canvas = _canvases().ErrorPage(self._side, self._body)
        else:
            sid = wanted[1] if isinstance(wanted, tuple) else None
            self._forget_form()
            canvas = _canvases().MessagingCanvas(self._side, str(sid), self._body)
        return canvas

    def _form_canvas(self) -> "PreEngagementCanvas | InvalidPreEngagementCanvas":
        if self._form is None:
            canvases = _canvases()
            form = canvases.parse_form(self._side.store.state.config.pre_engagement_config)
            if form is None:
                invalid: InvalidPreEngagementCanvas
                invalid = canvases.InvalidPreEngagementCanvas(self._side, self._body)
                return invalid
            made: PreEngagementCanvas = canvases.PreEngagementCanvas(self._side, form, self._body)
            self._form = made
            for warning in form.warnings:
                self._side.notifications.show(warning, "warning")
        return self._form

    def _forget_form(self) -> None:
        """Begin the next chat with a fresh form, now that this one has served."""
        if self._form is not None:
            self._form.deleteLater()
            self._form = None

    def _swap(self, canvas: "Canvas | _Empty") -> None:
        before = self._canvas
        self._canvas = canvas
        self._body.column.addWidget(canvas)
        self._on_components()
        if before is not None:
            self._body.column.removeWidget(before)
            before.hide()
            if before is not self._form:
                before.deleteLater()
        self._bar.place()
        self._make_room()

    def _on_components(self) -> None:
        """Leave out a canvas that a plugin has taken away."""
        if self._canvas is not None:
            name = self._canvas.objectName()
            self._canvas.setVisible(not (name and self._side.components.is_removed(name)))

    def _make_room(self) -> None:
        """Move a form down below the notices: one could not fill in what they cover."""
        room = self._bar.height() if self._canvas is self._form and self._bar.isVisible() else 0
        self._body.column.setContentsMargins(0, room, 0, 0)
        self._order.renew(self)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("MainHeaderTitle"))


class _Body(QWidget):
    """Where the canvas is, with the notices over its top."""

    overlay: NotificationBar | None = None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        if self.overlay is not None:
            self.overlay.place()


def _session(state: State) -> SessionState:
    return state.session
