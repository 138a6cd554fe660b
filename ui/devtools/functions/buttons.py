"""The buttons of the Functions dock, named and explained."""

from ui.devtools.icon_button import TextButton


def tool_button(name: str, text: str, tip: str) -> TextButton:
    """Return a button for a row of tools.

    Args:
        name: Its object name.
        text: What stands on it.
        tip: What it does, a sentence without its period.
    """
    button = TextButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button


def head_button(name: str, text: str, tip: str) -> TextButton:
    """Return a smaller one for the head of a pane; see :func:`tool_button`."""
    button = tool_button(name, text, tip)
    button.setProperty("part", "pane-button")
    return button
