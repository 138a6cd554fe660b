"""Does this PySide6 survive on this Python? Run as a script, before any upgrade is taken.

PySide6 6.12.0 gives away a reference to ``None`` with nearly every call on Python 3.10 and 3.11,
and the interpreter aborts once none are left. A short test run does not show it.
"""

import os
import sys

CALLS = 100_000  # about seven thousand spare references to None are there at the start


def main() -> None:
    """Call Qt often enough to use up every spare reference."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6 import __version__  # noqa: PLC0415  after the platform was chosen
    from PySide6.QtWidgets import QApplication, QLabel  # noqa: PLC0415

    _application = QApplication([])
    label = QLabel()
    for _ in range(CALLS):
        label.setText("x")
    sys.stdout.write(f"PySide6 {__version__} survived {CALLS} calls.\n")


if __name__ == "__main__":
    main()
