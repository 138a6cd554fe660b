"""The program killed while it writes the list: what was kept is there, and the list is whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from webchat.functions.apps.memory import AppMemory

WRITER = """
import os, sys
from pathlib import Path
from webchat.functions.apps.memory import AppMemory

memory = AppMemory(Path(sys.argv[1]))
for number in range(len(memory.names), 1_000_000):
    path = Path("/apps", str(number))
    memory.keep(path, f"app-{number}")
    memory.used(path)
    os.write(1, f"{number}\\n".encode())
"""


def kill_in_mid_flight(folder, after):
    """Run the writer until it has kept *after* apps; return the number of the last one."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().rpartition(b"\n")[0].splitlines()
        assert process.wait() == -signal.SIGKILL
    return int(lines[-1]) if lines else after - 1


@pytest.mark.parametrize("after", [1, 7, 60])
def test_no_app_that_was_kept_is_lost(tmp_path, after):
    for _ in range(3):  # each begins with what the one before left behind
        last = kill_in_mid_flight(tmp_path, after)
        memory = AppMemory(tmp_path)
        assert memory.notes == ()
        assert len(memory.names) > last
        assert set(memory.names.values()) == {
            f"app-{number}" for number in range(len(memory.names))
        }
