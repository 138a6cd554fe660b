import os
import stat

import pytest

from ui.chat.media.media_save import copy_whole, downloads_folder


def test_a_copy_is_whole_and_no_program(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target.sh"
    source.write_bytes(os.urandom(300_000))
    source.chmod(0o700)
    copy_whole(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert not stat.S_IMODE(target.stat().st_mode) & 0o111


def test_a_copy_takes_the_place_of_what_the_person_agreed_to_lose(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("new")
    target.write_text("old")
    copy_whole(source, target)
    assert target.read_text() == "new"


def test_a_copy_that_fails_leaves_everything_as_it_was(tmp_path):
    target = tmp_path / "target"
    target.write_text("old")
    with pytest.raises(FileNotFoundError):
        copy_whole(tmp_path / "gone", target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    source = tmp_path / "source"
    source.write_text("x")
    with pytest.raises(FileNotFoundError):
        copy_whole(source, tmp_path / "no folder" / "target")


def test_downloads_are_somewhere(qapp):
    assert downloads_folder().is_dir()
