import pytest

from ui.resources import asset


def test_an_asset_is_found_by_its_path():
    assert asset("icons/x.svg").is_file()


def test_a_missing_asset_is_named():
    with pytest.raises(FileNotFoundError, match="icons/nothing"):
        asset("icons/nothing.svg")
