"""The launcher: the button that opens and minimises the chat."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.labels import ElidedLabel, tooltip_of
from ui.chat.props import Props
from ui.enter import PressedByEnter
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import State

HEIGHT = 44
_PADDING = 16
_ICON = 20


class EntryPoint(PressedByEnter, QPushButton):
    """A pill with a tagline while the chat is closed, a round button while it is open.

    A click invokes ToggleChatVisibility. What it says and shows, ``component_props`` may change
    (webchat-ui, section 1.1). Its parts, ``EntryPoint.Icon`` and
    ``EntryPoint.Tagline``, stand in a row that plugins may add to.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._props = side, Props.of(side)
        self._is_open = side.store.state.session.is_entry_point_expanded
        self.setObjectName("EntryPoint")
        self.setProperty("chat", "launcher")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._icon = QLabel(self)
        self._icon.setObjectName("EntryPoint.Icon")
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tagline = ElidedLabel("", self)
        self._tagline.setObjectName("EntryPoint.Tagline")
        self._tagline.setProperty("chat", "on-button")
        for part in (self._icon, self._tagline):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._slot = Slot(
            self,
            side,
            "EntryPoint",
            self._row,
            (
                BuiltIn("EntryPoint.Icon", self._icon),
                BuiltIn("EntryPoint.Tagline", self._tagline),
            ),
        )
        self.clicked.connect(self._on_clicked)
        WidgetTheme.instance().changed.connect(self._refresh)
        until_destroyed(
            self,
            side.store.subscribe(_is_expanded, self._on_expanded),
            side.strings.subscribe(self._refresh),
        )
        self._refresh()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the room of the parts; a circle when there is but the icon."""
        return QSize(max(self._row.sizeHint().width(), HEIGHT), HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never get smaller than a circle."""
        return QSize(HEIGHT, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _on_clicked(self) -> None:
        with self._side.actions.as_origin("EntryPoint"):
            self._side.actions.invoke_action("ToggleChatVisibility")

    def _on_expanded(self, is_open: bool) -> None:
        self._is_open = is_open
        self._refresh()

    def _refresh(self) -> None:
        strings = self._side.strings
        props = self._props
        tagline = strings.render("EntryPointTagline") if props.tagline is None else props.tagline
        is_pill = bool(tagline) and not (self._is_open and props.hide_tagline_when_expanded)
        self._tagline.setText(tagline)
        self._tagline.setVisible(is_pill)
        self.setAccessibleName(self._label())
        self.setToolTip("" if is_pill else tooltip_of(self.accessibleName()))
        name = props.icon_expanded if self._is_open else props.icon_closed
        icon = WidgetTheme.instance().icon(name, _ICON, "entry_point_text")
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        side = _PADDING if is_pill else (HEIGHT - _ICON) // 2
        self._row.setContentsMargins(side, 0, side, 0)
        self.updateGeometry()

    def _label(self) -> str:
        """Return what a click does, as the configuration or the language says it."""
        strings, props = self._side.strings, self._props
        if self._is_open:
            label, key = props.opened_label, "HideChat"
        else:
            label, key = props.collapsed_label, "ShowChat"
        return strings.render(key) if label is None else label


def _is_expanded(state: State) -> bool:
    return state.session.is_entry_point_expanded
