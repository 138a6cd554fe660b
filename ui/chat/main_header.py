"""The bar on top of the panel: what this is, and how to put it away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import IconButton
from ui.chat.labels import ElidedLabel
from ui.theme import WidgetTheme
from webchat.side.side import Side

HEIGHT = 44
_LOGO = 20


class MainHeader(QFrame):
    """Logo, title and the button that minimises the chat.

    Its parts stand in a row that plugins may add to; the close button stays at the end, where
    people look for it.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName("MainHeader")
        self.setProperty("chat", "header")
        self.setFixedHeight(HEIGHT)
        self._logo = QLabel(self)
        self._logo.setObjectName("MainHeader.Logo")
        self._title = ElidedLabel("", self)
        self._title.setObjectName("MainHeader.Title")
        self._title.setProperty("chat", "title")
        self._close = IconButton(
            "MainHeader.CloseButton", "x", "icon", "widget_text_muted", 28, self
        )
        self._close.clicked.connect(self._on_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        self._slot = Slot(
            self,
            side,
            "MainHeader",
            row,
            (
                BuiltIn("MainHeader.Logo", self._logo),
                BuiltIn("MainHeader.Title", self._title, stretch=1),
                BuiltIn("MainHeader.CloseButton", self._close, is_last=True),
            ),
        )
        WidgetTheme.instance().changed.connect(self._draw_logo)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._draw_logo()
        self._retranslate()

    def _on_close(self) -> None:
        with self._side.actions.as_origin("MainHeader"):
            self._side.actions.invoke_action("MinimizeChat")

    def _retranslate(self) -> None:
        title = self._side.strings.render("MainHeaderTitle")
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self.setAccessibleName(title)
        self._close.set_label(self._side.strings.render("MinimizeChat"))

    def _draw_logo(self) -> None:
        icon = WidgetTheme.instance().icon("headset", _LOGO, "link")
        self._logo.setPixmap(icon.pixmap(QSize(_LOGO, _LOGO), self.devicePixelRatioF()))
        self._logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
