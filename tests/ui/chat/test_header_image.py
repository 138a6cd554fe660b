from base64 import b64encode

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage

from ui.chat.header_image import HeaderImageError, load_image, shown_size


def png(width, height, colour="#ff0000"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt for str
    return bytes(buffer.data().data())


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(png(60, 20))
    return path


def test_a_file_is_read_by_its_path_and_by_its_address(logo):
    assert load_image(str(logo)).size() == QSize(60, 20)
    assert load_image(logo.as_uri()).pixelColor(1, 1).name() == "#ff0000"


def test_a_data_address_is_read():
    data = b64encode(png(10, 10)).decode()
    assert load_image(f"data:image/png;base64,{data}").size() == QSize(10, 10)
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'></svg>"
    assert load_image(f"data:image/svg+xml,{svg}").width() == 24


def test_what_a_picture_holds_decides_and_not_its_name(tmp_path):
    path = tmp_path / "logo.jpg"
    path.write_bytes(png(8, 8))
    assert load_image(str(path)).size() == QSize(8, 8)


def test_a_huge_picture_is_kept_and_shown_in_the_documented_size(tmp_path):
    path = tmp_path / "wide.png"
    path.write_bytes(png(3000, 1000))
    image = load_image(str(path))
    assert image.width() <= 360
    assert shown_size(image) == QSize(108, 36)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.com/logo.png", "nothing is fetched from the web"),
        ("HTTP://example.com/logo.png", "nothing is fetched from the web"),
        ("/no/such/file.png", "cannot be read (No such file or directory)"),
        ("data:image/png;base64,%%%", "its data is damaged"),
        ("data:image/png", "its data is missing"),
        ("data:text/plain,hello", "it is no picture"),
        ("a\0b", "cannot be read"),
    ],
)
def test_what_cannot_be_shown_is_named_with_the_reason(address, reason):
    with pytest.raises(HeaderImageError, match=r"MainHeader\.imageUrl") as caught:
        load_image(address)
    assert reason in str(caught.value)


def test_a_folder_and_a_file_that_is_too_large_are_refused(tmp_path):
    with pytest.raises(HeaderImageError, match="cannot be read"):
        load_image(str(tmp_path))
    (tmp_path / "large.png").write_bytes(bytes(3 * 1024 * 1024))
    with pytest.raises(HeaderImageError, match="larger than 2 MB"):
        load_image(str(tmp_path / "large.png"))
