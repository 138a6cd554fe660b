"""Holds the loop for as long as SECONDS says, in line 10."""

import time

SECONDS = 0.8


def init(app):
    def doze(payload):
        time.sleep(SECONDS)  # the very thing that a plugin must not do

    app.webchat.actions.add_listener("beforeToggleChatVisibility", doze)
