"""What is remembered survives the program; a damaged file does not stop it."""

from pathlib import Path

import pytest

from webchat.plugins.memory import FILE_NAME, PluginMemory

ONE, TWO, THREE = (Path(f"/p/{name}.py") for name in ("one", "two", "three"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def memory(folder):
    memory = PluginMemory(folder)
    for path in (ONE, TWO, THREE):
        memory.keep(path, enabled=True)
    assert [one.path for one in PluginMemory(folder).plugins] == [ONE, TWO, THREE]
    return memory


def test_everything_is_there_again(folder, memory):
    memory.keep(TWO, enabled=False)
    memory.drop(ONE)
    memory.count_start(THREE, 2)
    memory.trust(Path("/p"), is_trusted=True)
    memory.used(ONE)
    memory.used(TWO)
    memory.used(ONE)
    again = PluginMemory(folder)
    assert [(one.path, one.enabled, one.start_failures) for one in again.plugins] == [
        (TWO, False, 0),
        (THREE, True, 2),
    ]
    assert again.trusted == (Path("/p"),)
    assert again.recent == (ONE, TWO)
    again.clear_recent()
    again.trust(Path("/p"), is_trusted=False)
    assert PluginMemory(folder).trusted == PluginMemory(folder).recent == ()


def test_an_order_moves_only_those_it_names(memory):
    memory.arrange([THREE, ONE])
    assert [one.path for one in memory.plugins] == [THREE, TWO, ONE]


def test_ten_recent_files_are_kept(memory):
    for number in range(15):
        memory.used(Path(f"/p/{number}.py"))
    assert len(memory.recent) == 10
    assert memory.recent[0] == Path("/p/14.py")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"plugins": 5}',
        b'{"plugins": [{"enabled": true}]}',
        b"[" * 9999,
    ],
)
def test_a_damaged_file_is_set_aside_and_named(folder, memory, damage):
    (folder / FILE_NAME).write_bytes(damage)
    again = PluginMemory(folder)
    assert again.plugins == ()
    aside = folder / "plugins.damaged.json"
    assert aside.read_bytes() == damage
    assert str(aside) in again.notes[0]
    again.keep(ONE, enabled=True)
    assert PluginMemory(folder).notes == []


def test_keys_of_a_later_version_do_no_harm(folder, memory):
    (folder / FILE_NAME).write_text('{"plugins": [{"path": "/p/one.py", "colour": 1}], "x": 2}')
    assert [one.path for one in PluginMemory(folder).plugins] == [ONE]


def test_a_folder_that_cannot_be_written_is_named_once(tmp_path):
    (tmp_path / "data").write_text("a file stands where the folder should")
    memory = PluginMemory(tmp_path / "data" / "x")
    memory.keep(ONE, enabled=True)
    memory.used(ONE)
    assert len(memory.notes) == 1
    assert "cannot be kept" in memory.notes[0]
    assert [one.path for one in memory.plugins] == [ONE]


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = PluginMemory(None)
    memory.keep(ONE, enabled=True)
    assert [one.path for one in memory.plugins] == [ONE]
    assert list(tmp_path.iterdir()) == []
