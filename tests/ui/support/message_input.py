"""The MessageInput of the only channel, by itself."""

from tests.support.simulation import channel
from ui.chat.input.message_input import MessageInput


def shown_input(side, qtbot):
    """Show the input as wide as the widget is, with the focus in it."""
    widget = MessageInput(side, channel(side).sid)
    qtbot.addWidget(widget)
    widget.resize(276, 60)
    widget.show()
    widget.activateWindow()
    widget.focus_first()
    return widget
