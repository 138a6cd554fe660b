"""From spawn to the first painted window: our command against a minimal PySide6 + qasync program.

Run as a script. Both are started in turns, offscreen, on warm caches, and tell when their window
has been painted by the system's monotonic clock; the figure that counts is the ratio of medians.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AIM = 2.0

MINIMAL = """
import asyncio, os, sys, time
os.environ["QT_API"] = "pyside6"
import qasync
from PySide6.QtWidgets import QApplication, QLabel

class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not painted.is_set():
            print(time.monotonic(), flush=True)
            painted.set()

async def main():
    window = Window("Hello")
    window.show()
    await painted.wait()

app = QApplication(sys.argv)
painted = asyncio.Event()
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())
"""

OURS = """
import sys, time
from ui import command

options_of = command._options

def options_and_a_watch(*given):
    # Here and not above: the command imports the program in its own quick way.
    options = options_of(*given)
    from ui import app

    class Run(app.Run):
        async def _go_on(self, scenario):
            print(time.monotonic(), flush=True)
            self.ending.request()

    app.Run = Run
    return options

command._options = options_and_a_watch
sys.exit(command.main(sys.argv[1:]))
"""

IMPORTS = """
import os, sys, time
os.environ["QT_API"] = "pyside6"
import qasync
from PySide6.QtWidgets import QApplication
print(time.monotonic(), flush=True)
"""


def seconds(code: str, folder: str, *arguments: str) -> float:
    """Start *code* and return the seconds until it has painted.

    Compiled modules are kept in *folder*, for both programs, whatever the environment says.
    """
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    env |= {"PYTHONPYCACHEPREFIX": folder}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return float(done.stdout.split()[-1]) - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    minimal, ours, imports = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        compiled, data = f"{folder}/compiled", f"{folder}/data"
        arguments = (compiled, "--offscreen", "--data-dir", data)
        for code in (MINIMAL, OURS):  # fills the caches
            seconds(code, *arguments)
        for _ in range(rounds):
            imports.append(seconds(IMPORTS, compiled))
            minimal.append(seconds(MINIMAL, compiled))
            ours.append(seconds(OURS, *arguments))
    for name, values in (("imports only", imports), ("minimal", minimal), ("webchat", ours)):
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name:14} {middle * 1e3:6.0f} ms  ({low * 1e3:.0f} to {high * 1e3:.0f})")
    ratio = statistics.median(ours) / statistics.median(minimal)
    print(f"ratio          {ratio:6.2f}     (aim: at most {AIM})")


if __name__ == "__main__":
    main()
