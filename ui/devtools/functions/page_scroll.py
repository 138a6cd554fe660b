"""A page that is scrolled where the dock is too low for it, rather than squeezed beyond use."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from ui.devtools.functions.page import Page


class PageScroll(QScrollArea):
    """A place for one page, which is as wide as that, and at least as high.

    A resizable scroll area of Qt would make it as high as it likes to be, not as it has to be.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName(f"{page.objectName()}.Scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        page.installEventFilter(self)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Fill the place."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Make room for what has come onto the page."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        place, layout = self.viewport().size(), self._page.layout()
        if layout is not None:
            least = layout.minimumHeightForWidth(place.width())
            self._page.resize(place.width(), max(place.height(), least))
