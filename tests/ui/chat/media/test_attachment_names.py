import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from ui.chat.media.attachment_names import described, elided_name, icon_of, shown_name, size_text
from webchat.model import Attachment
from webchat.side.strings import Strings


@pytest.fixture
def metrics(qapp):
    return QFontMetricsF(QFont())


def named(name, kind="text/plain"):
    return Attachment("", name, kind, 2049)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (2048, "2 KB"),
        (2049, "3 KB"),
        (1024**2, "1 MB"),
        (1024**2 + 1, "1.1 MB"),
        (10 * 1024**2, "10 MB"),
    ],
)
def test_sizes_are_kilobytes_rounded_up_and_megabytes_from_one_on(size, text):
    assert size_text(size, Strings()) == text


def test_a_long_name_keeps_its_extension(metrics):
    room = metrics.horizontalAdvance("a long name.jpeg")
    shown = elided_name("a long name that goes on and on.jpeg", metrics, room)
    assert shown.startswith("a long")
    assert shown.endswith("….jpeg")
    assert metrics.horizontalAdvance(shown) <= room


@pytest.mark.parametrize("name", ["no extension at all, but long", "x." + "y" * 60, "." + "h" * 60])
def test_a_name_without_an_extension_ends_in_the_ellipsis(metrics, name):
    assert elided_name(name, metrics, 60).endswith("…")


def test_a_name_that_fits_is_shown_as_it_is(metrics):
    assert elided_name("a.txt", metrics, 500) == "a.txt"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.txt", "two lines.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\x00\x1b", "?"),
        ("<b>bold</b>.txt", "<b>bold</b>.txt"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(name, shown):
    assert shown_name(named(name)) == shown


@pytest.mark.parametrize(
    ("kind", "icon"),
    [
        ("image/png", "image"),
        ("application/pdf", "file-text"),
        ("text/csv", "file-text"),
        ("audio/mpeg", "file-music"),
        ("", "file"),
    ],
)
def test_each_kind_has_its_icon(kind, icon):
    assert icon_of(named("x", kind)) == icon


def test_name_and_size_are_read_out():
    assert described(named("notes.txt"), Strings()) == "notes.txt, 3 KB"
