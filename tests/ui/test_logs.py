import logging

import pytest

from ui.logs import FILE_NAME, start_logging


@pytest.fixture
def start(tmp_path):
    undos = []

    def begin(**how):
        undos.append(start_logging(tmp_path, **how))
        return tmp_path / FILE_NAME

    yield begin
    for undo in undos:
        undo()


def test_what_matters_is_written_into_the_folder(start):
    file = start(is_debug=False)
    logging.getLogger("some.part").warning("Mind the %s", "gap")
    logging.getLogger("some.part").debug("details")
    assert "WARNING some.part: Mind the gap" in file.read_text()
    assert "details" not in file.read_text()


def test_debugging_writes_everything_and_to_stderr(start, capsys):
    file = start(is_debug=True)
    logging.getLogger("some.part").debug("details")
    assert "details" in file.read_text()
    assert "details" in capsys.readouterr().err


def test_a_stopped_log_is_closed(tmp_path):
    stop = start_logging(tmp_path, is_debug=False)
    stop()
    stop()
    logging.getLogger("some.part").warning("too late")
    assert (tmp_path / FILE_NAME).read_text() == ""


def test_a_long_log_of_the_last_time_is_put_aside(start, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.logs._LONG", 3)
    (tmp_path / FILE_NAME).write_text("long")
    assert start(is_debug=False).read_text() == ""
    assert (tmp_path / "webchat.old.log").read_text() == "long"


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError, match="no-such"):
        start_logging(tmp_path / "no-such", is_debug=False)
