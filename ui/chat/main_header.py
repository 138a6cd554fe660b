"""The bar on top of the panel: what this is, and how to put it away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.bridge import owned_tasks, until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import IconButton
from ui.chat.header_image import HeaderImageError, load_image, shown_size
from ui.chat.labels import ElidedLabel
from ui.chat.props import Props
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.tasks import in_thread

HEIGHT = 44
_LOGO = 20


class MainHeader(QFrame):
    """Logo, title and the button that minimises the chat.

    Its parts stand in a row that plugins may add to; the close button stays at the end, where
    people look for it. Logo and title are as ``component_props`` says; with neither there is no
    header at all, as documented, and the launcher alone puts the chat away.
    """

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._props = side, Props.of(side)
        self._image: QImage | None = None
        self.setObjectName("MainHeader")
        self.setProperty("chat", "header")
        self.setFixedHeight(HEIGHT)
        self._logo = QLabel(self)
        self._logo.setObjectName("MainHeader.Logo")
        self._logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._logo.setVisible(self._props.show_image)
        self._title = ElidedLabel("", self)
        self._title.setObjectName("MainHeader.Title")
        self._title.setProperty("chat", "title")
        self._title.setVisible(self._props.show_title)
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
        self.setVisible(self._props.show_image or self._props.show_title)
        self._tasks = owned_tasks(self)
        if self._props.show_image and self._props.image_url:
            self._tasks.spawn(self._load(self._props.image_url), name="header image")
        self._draw_logo()
        self._retranslate()

    def _on_close(self) -> None:
        with self._side.actions.as_origin("MainHeader"):
            self._side.actions.invoke_action("MinimizeChat")

    def _retranslate(self) -> None:
        title = self._props.title_text
        if title is None:
            title = self._side.strings.render("MainHeaderTitle")
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self.setAccessibleName(title)
        self._close.set_label(self._side.strings.render("MinimizeChat"))

    async def _load(self, address: str) -> None:
        try:
            self._image = await in_thread(load_image, address)
        except HeaderImageError as error:
            self._side.notifications.show(str(error), "warning")
        else:
            self._draw_logo()

    def _draw_logo(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._image is None:
            icon = WidgetTheme.instance().icon("headset", _LOGO, "widget_logo")
            self._logo.setPixmap(icon.pixmap(QSize(_LOGO, _LOGO), ratio))
            return
        size = shown_size(self._image)
        picture = QPixmap.fromImage(
            self._image.scaled(
                size * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        picture.setDevicePixelRatio(ratio)
        self._logo.setPixmap(picture)
