"""The bar on top of the panel: what this is, and how to put it away."""

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
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
_AT_LOGO, _AT_CROSS = 12, 8


class MainHeader(QFrame):
    """Logo, title and the button that minimises the chat.

    Its parts stand in a row that plugins may add to; the close button stays at the end, where
    people look for it. Logo and title are as ``component_props`` says; with neither there is no
    header at all, as documented, and the launcher alone puts the chat away.
    """

    _row: QHBoxLayout | None = None

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
            "MainHeader.CloseButton", "x", "icon", "widget_header_muted", 28, self
        )
        self._close.clicked.connect(self._on_close)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        self._keep_margins(row)
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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow a change of the direction of reading."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._row is not None:
            self._keep_margins(self._row)

    def _keep_margins(self, row: QHBoxLayout) -> None:
        """Give the logo more room than the cross, which has some of its own; Qt mirrors neither."""
        margins = QMargins(_AT_LOGO, 0, _AT_CROSS, 0)
        if self.isRightToLeft():
            margins = QMargins(_AT_CROSS, 0, _AT_LOGO, 0)
        row.setContentsMargins(margins)

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
