"""The asyncio loop of the program: Qt's event loop, driven by qasync."""

import asyncio

import qasync
from PySide6.QtWidgets import QApplication


def make_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """Return a fresh loop on *app*, for ``asyncio.Runner(loop_factory=…)``."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    return loop
