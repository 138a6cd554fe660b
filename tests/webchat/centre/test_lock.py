"""One process at a time, and none after its end."""

import subprocess
import sys
from pathlib import Path

import pytest

from webchat.centre.lock import FileLock
from webchat.errors import CentreError

HOLD = """
import sys
from pathlib import Path
from webchat.centre.lock import FileLock
FileLock(Path(sys.argv[1]), "The file")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds ``tmp_path/lock``."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path.cwd()) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_holder_is_named(holder, tmp_path):
    with pytest.raises(CentreError, match=rf"^The file .*\({holder.pid}\).*End that one first"):
        FileLock(tmp_path / "lock", "The file")


def test_a_killed_holder_holds_nothing(holder, tmp_path):
    holder.kill()
    holder.wait()
    FileLock(tmp_path / "lock", "The file").release()


def test_a_released_lock_can_be_taken_again(tmp_path):
    lock = FileLock(tmp_path / "lock", "The file")
    with pytest.raises(CentreError, match="in use"):
        FileLock(tmp_path / "lock", "The file")
    lock.release()
    lock.release()
    FileLock(tmp_path / "lock", "The file").release()


def test_a_lock_that_cannot_be_made_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match="missing"):
        FileLock(tmp_path / "missing" / "lock", "The file")
