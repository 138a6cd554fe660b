"""Places from the start of a line are on the right in a right-to-left interface."""

import pytest
from PySide6.QtCore import QRect, Qt

from ui.devtools.mirroring import Mirror

RECT = QRect(100, 0, 50, 20)
LTR, RTL = Mirror(Qt.LayoutDirection.LeftToRight), Mirror(Qt.LayoutDirection.RightToLeft)


def test_the_start_is_left_or_right():
    assert LTR.x(RECT, 5) == 105
    assert RTL.x(RECT, 5) == 145
    assert LTR.inner(RECT, 10, 2) == QRect(110, 0, 38, 20)
    assert RTL.inner(RECT, 10, 2) == QRect(102, 0, 38, 20)


@pytest.mark.parametrize("mirror", [LTR, RTL])
def test_a_place_is_found_again(mirror):
    assert mirror.offset(RECT, mirror.x(RECT, 17)) == 17


def test_text_is_aligned_to_the_start():
    assert LTR.start & Qt.AlignmentFlag.AlignLeft
    assert RTL.start & Qt.AlignmentFlag.AlignRight
    assert RTL.end == LTR.start
