"""Replaces what everybody shares, while it is imported."""

import asyncio
import builtins
import logging
import os
import signal
import sys

import webchat
from webchat.state import Store

sys.excepthook = print
sys.stdout.close()
sys.stderr = None
sys.path.append("/nowhere")
sys.setrecursionlimit(200)
builtins.len = lambda thing: 7
builtins.added = True
asyncio.sleep = None
webchat.Simulator = None
Store.dispatch = None
del Store.subscribe
sys.modules["webchat.state"] = sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
logging.disable(logging.CRITICAL)
os.chdir("/")


def init(app):
    app.webchat.actions.add_listener("beforeToggleChatVisibility", print)
