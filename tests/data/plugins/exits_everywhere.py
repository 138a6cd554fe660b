"""Ends the program in whatever is called."""

import sys


def leave(*arguments):
    sys.exit(3)


async def leave_later(*arguments):
    sys.exit(3)


def init(app):
    actions = app.webchat.actions
    actions.add_listener("beforeToggleChatVisibility", leave)
    actions.add_listener("afterToggleChatVisibility", leave_later)
    actions.register_action("Leave", leave)
    actions.register_action("LeaveLater", leave_later)
    app.webchat.store.subscribe(lambda state: state.session, leave)
    app.webchat.components.add("MainHeader", leave, key="exit")
    app.on_unload(leave)
    app.on_unload(leave_later)
    app.spawn(leave_later())


def shutdown(app):
    sys.exit(3)
