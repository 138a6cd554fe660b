import struct

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from tests.ui.support.pictures import bomb, moving_picture, picture, text_file
from ui.chat.media.attachment_picture import (
    THUMBNAIL_BYTES,
    PictureError,
    fitted,
    prepare,
    read_extent,
    read_picture,
)

BOX = QSize(240, 180)


@pytest.fixture(autouse=True)
def _prepared(qapp):
    prepare()


def turned(path):
    """Say in a JPEG's head that it is to be turned by a quarter."""
    data = path.read_bytes()
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">H", 1) + entry + bytes(4)
    body = b"Exif\x00\x00" + tiff
    head = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    path.write_bytes(data[:2] + head + data[2:])
    return path


def test_a_picture_is_read_as_large_as_fits(tmp_path):
    image = read_picture(picture(tmp_path, width=1200, height=600), "image/png", BOX)
    assert image.size() == QSize(240, 120)


def test_a_small_picture_stays_small(tmp_path):
    image = read_picture(picture(tmp_path, width=20, height=10), "image/png", BOX)
    assert image.size() == QSize(20, 10)


def test_a_picture_that_was_taken_sideways_stands_upright(tmp_path):
    path = turned(picture(tmp_path, "sideways.jpg", 800, 400))
    assert read_extent(path, "image/jpeg") == QSize(400, 800)
    assert read_picture(path, "image/jpeg", BOX).size() == QSize(90, 180)


def test_a_moving_picture_gives_its_first_frame(tmp_path):
    image = read_picture(moving_picture(tmp_path), "image/gif", BOX)
    assert image.pixelColor(0, 0) == QColor("#ff0000")


def test_a_very_wide_picture_keeps_a_height(tmp_path):
    path = picture(tmp_path, width=20_000, height=4)
    assert read_extent(path, "image/png") == QSize(20_000, 4)
    assert read_picture(path, "image/png", BOX).size() == QSize(240, 1)


@pytest.mark.parametrize("kind", ["image/png", "text/plain", "image/svg+xml"])
def test_what_is_no_picture_is_refused(tmp_path, kind):
    with pytest.raises(PictureError, match="holds nothing"):
        read_extent(text_file(tmp_path, "forged.png"), kind)


def test_a_picture_of_another_kind_than_promised_is_refused(tmp_path):
    with pytest.raises(PictureError, match="holds png"):
        read_extent(picture(tmp_path), "image/jpeg")


def test_a_drawing_that_could_refer_to_files_is_refused(tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    with pytest.raises(PictureError, match="holds svg"):
        read_extent(text_file(tmp_path, "drawing.png", drawing), "image/png")


@pytest.mark.parametrize("size", [0, 20, 900])
def test_a_picture_that_breaks_off_is_refused(tmp_path, size):
    path = picture(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(PictureError):
        read_picture(path, "image/png", BOX)


def test_a_file_that_has_gone_is_refused(tmp_path):
    with pytest.raises(PictureError):
        read_extent(tmp_path / "gone.png", "image/png")


@pytest.mark.parametrize("edge", [9_000, 60_000])
def test_a_bomb_is_refused_before_it_takes_memory(tmp_path, edge):
    with pytest.raises(PictureError, match="too large"):
        read_picture(bomb(tmp_path, edge), "image/png", BOX, THUMBNAIL_BYTES)


def test_fitting_never_enlarges():
    assert fitted(QSize(10, 500), BOX) == QSize(3, 180)
    assert fitted(QSize(10, 10), BOX) == QSize(10, 10)
