import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from ui.chat.media.image_canvas import LARGEST, STEP, ImageCanvas


def image(width=800, height=600):
    found = QImage(width, height, QImage.Format.Format_RGB32)
    found.fill(QColor("#ffffff"))
    found.setPixelColor(0, 0, QColor("#ff0000"))
    return found


@pytest.fixture
def canvas(qtbot):
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 400)
    canvas.show_image(image())
    canvas.show()
    return canvas


def wheel(canvas, at, notches=1):
    nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        *nothing,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_a_picture_is_fitted_and_in_the_middle(canvas):
    assert canvas.scale == 0.5
    assert canvas.place().center() == QPointF(200, 200)
    canvas.resize(800, 300)
    assert canvas.place().height() == 300


def test_a_small_picture_is_not_enlarged(canvas):
    canvas.show_image(image(30, 20))
    assert canvas.scale == 1


def test_the_wheel_magnifies_around_the_pointer(canvas):
    at = QPoint(120, 180)
    before = canvas._of_picture(QPointF(at))
    wheel(canvas, at, 3)
    after = canvas._of_picture(QPointF(at))
    assert canvas.scale == pytest.approx(0.5 * STEP**3)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_it_is_magnified_within_reason(canvas):
    wheel(canvas, QPoint(5, 5), 100)
    assert canvas.scale == LARGEST
    wheel(canvas, QPoint(5, 5), -100)
    assert canvas.is_fitted


def test_a_magnified_picture_is_dragged_and_stops_at_its_edge(canvas, qtbot):
    canvas.set_scale(2.0)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, left, pos=QPoint(200, 200))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    before = canvas.place().topLeft()
    qtbot.mouseMove(canvas, QPoint(230, 190))
    assert canvas.place().topLeft() - before == QPointF(30, -10)
    qtbot.mouseMove(canvas, QPoint(5000, 5000))
    assert canvas.place().topLeft() == QPointF(0, 0)
    qtbot.mouseRelease(canvas, left, pos=QPoint(230, 190))
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_a_fitted_picture_stays_where_it_is(canvas, qtbot):
    before = canvas.place()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(canvas, QPoint(300, 300))
    assert canvas.place() == before


def test_a_double_click_shows_its_own_size_and_back(canvas, qtbot):
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.scale == 1
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.is_fitted


def test_a_picture_that_was_read_smaller_keeps_its_measures(canvas):
    canvas.show_image(image(), QSize(8000, 6000))
    assert canvas.scale == 0.05
    assert canvas.place().size().toSize() == QSize(400, 300)


def test_nothing_is_drawn_without_a_picture(canvas):
    canvas.show_image(None)
    canvas.zoom(2)
    assert canvas.scale == 1
    assert not canvas.grab().isNull()


def test_its_corner_is_where_it_says(canvas):
    canvas.set_scale(8.0, QPointF(0, 50))
    canvas._middle = QPointF(0, 0)
    canvas._bound()
    assert canvas.grab().toImage().pixelColor(1, 1) == QColor("#ff0000")
