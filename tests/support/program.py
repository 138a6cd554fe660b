"""The real program in a process of its own, offscreen, with a data folder of the test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds; a shared machine may be slow, a hang must not last


def environment(**changes):
    """Return the environment of a program without a display; None takes a variable away."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    env |= {"PYTHONPATH": str(ROOT)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        env.pop(name, None)
    return env | changes


def call(*arguments, **changes):
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ui", *map(str, arguments)],
        env=environment(**changes),
        cwd=changes.get("HOME", os.environ["HOME"]),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Program:
    """One that runs until it is told to end."""

    def __init__(self, folder, *arguments, python=(), **changes):
        self.folder = folder
        self._before = len(self._whole_log())
        self.process = subprocess.Popen(
            [sys.executable, *python, "-m", "ui", "--offscreen", "--data-dir", str(folder)]
            + [str(one) for one in arguments],
            env=environment(**changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def log(self):
        """What this program has written to the log."""
        return self._whole_log()[self._before :]

    def _whole_log(self):
        file = self.folder / "webchat.log"
        return file.read_text() if file.exists() else ""

    def wait_for(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, f"it ended: {self.process.communicate()}"
            assert time.monotonic() < deadline, f"it never came to {what}: {self.log}"
            time.sleep(0.02)  # between two looks at another process, which tells nobody

    def ready(self):
        self.wait_for(lambda: "Ready" in self.log, "be ready")
        return self

    def end(self, number=signal.SIGTERM):
        """Send a signal; exit code, what it wrote to stderr, and the seconds that it took."""
        start = time.monotonic()
        self.process.send_signal(number)
        _out, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors, time.monotonic() - start

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
