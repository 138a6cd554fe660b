"""A picture that can be looked at closely: fitted, magnified, and moved about.

The picture may be larger than what is kept of it, so its measures are its own, not those of the
pixels at hand: at 1 one of its points takes one point of the screen.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

STEP = 1.25
"""By how much one step magnifies."""

LARGEST = 16.0
_NOTCH = 120


class ImageCanvas(QWidget):
    """One picture.

    Signals:
        zoomed: It is shown at another scale now.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._extent = QSizeF()
        self._scale: float | None = None  # None fits it into the room there is
        self._middle = QPointF()  # what of the picture is in the middle, when it is magnified
        self._grabbed: QPointF | None = None
        self.setMinimumSize(QSize(120, 90))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def scale(self) -> float:
        """How many points of the screen one of the picture's takes."""
        return self._fitting() if self._scale is None else self._scale

    @property
    def is_fitted(self) -> bool:
        """Whether the picture follows the size of its room."""
        return self._scale is None

    def show_image(self, image: QImage | None, extent: QSize | None = None) -> None:
        """Show another picture, fitted, or nothing.

        Args:
            image: What there is of it.
            extent: Its own size; None when the image is all of it.
        """
        self._pixmap = QPixmap.fromImage(image) if image is not None else None
        self._extent = QSizeF(extent or (image.size() if image is not None else QSize()))
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, never larger than it is."""
        self._scale = None
        self._middle = QPointF(self._extent.width() / 2, self._extent.height() / 2)
        self._changed()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Magnify by a factor, keeping what is at a point of the widget where it is."""
        self.set_scale(self.scale * factor, at)

    def set_scale(self, scale: float, at: QPointF | None = None) -> None:
        """Show the picture at a scale.

        Args:
            scale: 1 for its own size; at most :data:`LARGEST`, and no smaller than fitted.
            at: What stays where it is, in the widget's coordinates; None for the middle.
        """
        if self._pixmap is None:
            return
        if scale <= self._fitting():
            self.fit()
            return
        point = at if at is not None else QRectF(self.rect()).center()
        before = self._of_picture(point)
        self._scale = min(scale, LARGEST)
        self._middle += before - self._of_picture(point)
        self._bound()
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Magnify around the pointer."""
        turns = event.angleDelta().y() / _NOTCH
        if turns:
            self.zoom(STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self._set_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move it along."""
        if self._grabbed is not None and self._scale is not None:
            self._middle -= (event.position() - self._grabbed) / self.scale
            self._grabbed = event.position()
            self._bound()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Let go of it."""
        self._grabbed = None
        self._set_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Change between the whole picture and its own size."""
        if self.is_fitted:
            self.set_scale(1.0, event.position())
        else:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the picture in sight."""
        super().resizeEvent(event)
        self._bound()
        self._changed()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what is in sight of the picture."""
        if self._pixmap is None:
            return
        painter = QPainter(self)
        is_enlarged = self.scale * self.devicePixelRatioF() > self._density()
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, not is_enlarged or self._density() < 1)
        painter.drawPixmap(self.place(), self._pixmap, QRectF(self._pixmap.rect()))

    def place(self) -> QRectF:
        """Return where the picture is, in the widget's coordinates."""
        size = self._extent * self.scale
        corner = QRectF(self.rect()).center() - self._middle * self.scale
        return QRectF(corner, size)

    def _density(self) -> float:
        """Return how many pixels there are for each point of the picture."""
        return self._pixmap.width() / self._extent.width() if self._pixmap else 1.0

    def _fitting(self) -> float:
        if self._extent.isEmpty():
            return 1.0
        across = self.width() / self._extent.width()
        return min(across, self.height() / self._extent.height(), 1.0)

    def _of_picture(self, point: QPointF) -> QPointF:
        return self._middle + (point - QRectF(self.rect()).center()) / self.scale

    def _bound(self) -> None:
        """Leave no gap at one side while there is more at the other."""
        half = QPointF(self.width(), self.height()) / self.scale / 2
        self._middle = QPointF(
            _bounded(self._middle.x(), half.x(), self._extent.width()),
            _bounded(self._middle.y(), half.y(), self._extent.height()),
        )

    def _changed(self) -> None:
        self._set_cursor()
        self.zoomed.emit()
        self.update()

    def _set_cursor(self) -> None:
        size = self._extent * self.scale
        if size.width() <= self.width() and size.height() <= self.height():
            self.unsetCursor()
        elif self._grabbed is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)


def _bounded(middle: float, half: float, extent: float) -> float:
    if extent <= 2 * half:
        return extent / 2
    return min(max(middle, half), extent - half)
