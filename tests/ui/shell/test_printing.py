"""A PDF is there whole, or what was there before still is."""

import errno
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from ui.shell.printing import whole_file


@pytest.fixture
def printer(qapp, tmp_path):
    one = QPrinter()
    one.setOutputFileName(str(tmp_path / "chat.pdf"))
    return one


@pytest.fixture
def old(tmp_path):
    (tmp_path / "chat.pdf").write_text("old")
    return tmp_path / "chat.pdf"


def write(printer, text):
    Path(printer.outputFileName()).write_text(text)


def test_a_whole_file_takes_the_place_of_the_old_one(printer, old):
    with whole_file(printer):
        write(printer, "%PDF-1.4 %%EOF\n")
        assert old.read_text() == "old"
    assert old.read_text() == "%PDF-1.4 %%EOF\n"
    assert list(old.parent.iterdir()) == [old]


def test_one_that_breaks_off_is_no_file(printer, old):
    with pytest.raises(OSError, match="could not be written whole") as caught, whole_file(printer):
        write(printer, "%PDF-1.4 stre")
    assert caught.value.errno == errno.ENOSPC
    assert old.read_text() == "old"
    assert list(old.parent.iterdir()) == [old]


def test_one_that_is_given_up_leaves_nothing(printer, tmp_path):
    with pytest.raises(KeyboardInterrupt), whole_file(printer):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_real_printer_is_left_alone(qapp):
    printer = QPrinter()
    with whole_file(printer):
        assert printer.outputFileName() == ""
