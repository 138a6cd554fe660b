import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtNetwork import QLocalSocket

from tests.support.program import environment
from tests.support.waiting import until
from ui.instance import Instance, InstanceError
from ui.options import Files

SECOND = """
import sys
from pathlib import Path
from ui.instance import Instance
from ui.options import Files
folder, *paths = map(Path, sys.argv[1:])
Instance(folder).hand_over(Files(tuple(paths[:-1]), tuple(paths[-1:])))
"""


@pytest.fixture
def make(tmp_path):
    made = []

    def instance(folder=tmp_path):
        made.append(Instance(folder))
        return made[-1]

    yield instance
    for one in made:
        one.close()


@pytest.fixture
def first(make):
    first = make()
    assert first.claim()
    first.listen()
    return first


@pytest.fixture
def brought(first):
    paths = []
    first.handed_over.connect(paths.append)
    return paths


def test_only_one_holds_a_folder(make):
    first, second = make(), make()
    assert first.claim()
    assert not second.claim()
    first.close()
    assert second.claim()


def test_another_folder_is_another_hold(make, tmp_path):
    (tmp_path / "other").mkdir()
    assert make().claim()
    assert make(tmp_path / "other").claim()


async def hand_over(folder, *paths):
    """Start a second program that hands *paths* over and ends; its process."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", SECOND, str(folder), *paths, env=environment()
    )


async def test_a_second_hands_its_files_to_the_first(first, brought, tmp_path):
    second = await hand_over(tmp_path, "/plugins/a.py", "/plugins/ä b.py", "/functions/c")
    assert await second.wait() == 0
    await until(lambda: brought)
    plugins = (Path("/plugins/a.py"), Path("/plugins/ä b.py"))
    assert brought == [Files(plugins, (Path("/functions/c"),))]


async def test_a_second_without_files_just_knocks(first, brought, tmp_path):
    second = await hand_over(tmp_path)
    assert await second.wait() == 0
    await until(lambda: brought)
    assert brought == [Files()]


async def test_a_second_waits_for_a_first_that_has_only_begun(make, tmp_path):
    first = make()
    assert first.claim()
    second = await hand_over(tmp_path)
    await asyncio.sleep(0.3)
    first.listen()
    assert await second.wait() == 0


def test_a_first_that_does_not_answer_is_named(make, monkeypatch):
    monkeypatch.setattr("ui.instance._PATIENCE", 0.1)
    assert make().claim()
    with pytest.raises(InstanceError, match=f"process {os.getpid()}.*--data-dir"):
        make().hand_over(Files())


@pytest.mark.skipif(os.name == "nt", reason="pipes leave nothing behind")
def test_a_socket_that_was_left_behind_is_replaced(make):
    first = make()
    killed = socket.socket(socket.AF_UNIX)
    killed.bind(f"{QDir.tempPath()}/{first.server_name}")
    killed.close()  # the file stays, as after a kill
    assert first.claim()
    first.listen()
    assert first._server.isListening()


@pytest.mark.parametrize(
    "line", [b"nonsense\n", b"[]\n", b'{"plugins": []}\n', b'{"plugins": [], "functions": 7}\n']
)
async def test_what_is_no_request_is_refused(first, brought, line, caplog):
    stranger, gone = QLocalSocket(), asyncio.Event()
    stranger.disconnected.connect(gone.set)
    stranger.connectToServer(first.server_name)
    stranger.write(line)
    stranger.flush()
    async with asyncio.timeout(5):
        await gone.wait()
    assert brought == []
    assert "no request" in caplog.text


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_a_sentence(make, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(InstanceError, match="--data-dir"):
        make(tmp_path / "closed").claim()
