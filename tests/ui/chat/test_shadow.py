import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from ui.chat import shadow

SHAPE = QRect(60, 60, 80, 80)


def painted(shape=SHAPE, radius=10, *, is_dark=False):
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    shadow.paint(painter, shape, radius, "#000000", is_dark=is_dark)
    painter.end()
    return image


def ink(image, x, y):
    return image.pixelColor(x, y).alpha()


def test_it_fades_away_from_the_shape_and_ends():
    image = painted()
    below = [ink(image, 100, 140 + distance) for distance in (2, 8, 16, 26)]
    assert below == sorted(below, reverse=True)
    assert below[0] > below[-1]
    assert ink(image, 100, shadow.extent(SHAPE).bottom() + 2) == 0


def test_on_dark_ground_there_is_more_of_it():
    assert ink(painted(is_dark=True), 100, 145) > ink(painted(), 100, 145)


@pytest.mark.parametrize("side", [0, 1, 20])
def test_a_tiny_shape_does_no_harm(side):
    assert not painted(QRect(100, 100, side, side)).isNull()
