"""Each mark has a shape of its own, so that colour alone tells nothing."""

import itertools

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from ui.devtools.marks import paint_mark
from ui.theme import LIGHT

OUTCOMES = ("completed", "cancelled", "replaced", "failed", "refused", "running")
STATES = ("active", "failed", "disabled", "loading", "replaced")


def shape(mark):
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, QPointF(8, 8), mark, LIGHT)
    painter.end()
    alphas = [image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)]
    return tuple(alpha > 127 for alpha in alphas)


@pytest.mark.parametrize("marks", [OUTCOMES, STATES])
def test_no_two_marks_have_the_same_shape(marks, qapp):
    shapes = {mark: shape(mark) for mark in marks}
    for one, other in itertools.combinations(marks, 2):
        assert shapes[one] != shapes[other], (one, other)
        assert any(shapes[one])
