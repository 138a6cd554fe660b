"""A plugin that is a folder: its modules are its own, and compiled afresh each time."""

from . import helper


def init(app):
    app.webchat.actions.register_action("Help", lambda payload: helper.ANSWER)
    app.webchat.actions.register_action("HelpLater", help_later)


def help_later(payload):
    from .inner import late

    return late.ANSWER
