"""The window's settings survive a restart, and a damaged file is set aside and named."""

import pytest

from ui.shell.settings import Settings


def test_what_was_saved_is_read_at_the_next_start(tmp_path):
    first = Settings.in_folder(tmp_path)
    first.values.scheme = "dark"
    first.values.device = "phone"
    first.save()

    second = Settings.in_folder(tmp_path)

    assert (second.values.scheme, second.values.device) == ("dark", "phone")
    assert second.problem is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"scheme": "pink"}', b"\xff\xfe\x00", b"[1]"])
def test_a_damaged_file_is_set_aside_and_named(tmp_path, content):
    path = tmp_path / "window.json"
    path.write_bytes(content)

    settings = Settings(path)

    assert settings.values.scheme == "system"
    assert "window.damaged.json" in (settings.problem or "")
    assert (tmp_path / "window.damaged.json").read_bytes() == content
    assert not path.exists()


def test_settings_of_a_later_version_are_read_as_far_as_they_are_known(tmp_path):
    (tmp_path / "window.json").write_text('{"scheme": "light", "desk": {"width": 3}}')

    settings = Settings.in_folder(tmp_path)

    assert settings.values.scheme == "light"
    assert settings.problem is None


def test_without_a_data_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = Settings.in_folder(None)
    settings.save()

    assert list(tmp_path.iterdir()) == []


def test_saving_leaves_no_half_written_file_behind(tmp_path):
    settings = Settings.in_folder(tmp_path / "new")
    settings.save()

    assert [one.name for one in (tmp_path / "new").iterdir()] == ["window.json"]
