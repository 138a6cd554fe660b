import pytest

from ui.options import Files, Options
from webchat.config import Config


def test_the_data_folder_is_that_of_the_configuration(tmp_path):
    assert Options(Config(data_dir=tmp_path)).data_dir == tmp_path


def test_a_program_without_a_data_folder_is_refused():
    with pytest.raises(ValueError, match="data folder"):
        _ = Options(Config()).data_dir


def test_no_files_are_nothing_to_load(tmp_path):
    assert not Files()
    assert Files(plugins=(tmp_path,))
    assert Files(functions=(tmp_path,))
