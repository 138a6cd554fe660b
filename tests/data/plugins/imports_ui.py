"""Wants a part of the program that is not for plugins, in line 3."""

import ui


def init(app):
    pass
