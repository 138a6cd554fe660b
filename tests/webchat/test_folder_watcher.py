"""Which folders are watched; that changes in them are seen is shown by plugins and apps."""

import pytest

from webchat.folder_watcher import folders_in, watched_folders


@pytest.fixture
def package(tmp_path):
    for inner in ("inner", "__pycache__", "node_modules/left", ".git/objects"):
        (tmp_path / "package" / inner).mkdir(parents=True)
    return tmp_path / "package"


def test_the_folder_is_watched_not_all_below_it(package, tmp_path):
    assert set(watched_folders([tmp_path / "one.py"])) == {tmp_path}


def test_inside_a_folder_those_are_watched_in_which_people_write(package, tmp_path):
    assert set(watched_folders([package])) == {tmp_path, package, package / "inner"}


def test_in_place_of_an_absent_folder_the_one_above_is_watched(tmp_path):
    assert set(watched_folders([tmp_path / "a" / "b" / "c.py"])) == {tmp_path}


def test_a_link_to_a_folder_leads_nowhere(package):
    (package / "again").symlink_to(package)
    assert list(folders_in(package)) == [package, package / "inner"]


def test_a_whole_disk_is_not_watched(tmp_path):
    for number in range(600):
        (tmp_path / str(number)).mkdir()
    assert len(list(folders_in(tmp_path))) == 500
