"""Function apps in the window: choosing one, connecting it, setting a step up, and posting it.

Everything here stands over a window and speaks English, as the window does. Nothing of it is made
or imported before a person asks for it.
"""
