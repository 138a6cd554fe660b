"""The way to messages below."""

from PySide6.QtCore import Qt

from tests.ui.support.conversation import OTHER, history
from tests.ui.support.message_list import (
    bar,
    in_sight,
)


async def test_a_button_leads_to_messages_below(opened, qtbot):
    side, view = await opened(*history(200))
    button = view.findChild(object, "MessageList.NewMessages")
    bar(view).setValue(0)
    assert not button.isVisible()
    side.say(OTHER, "news")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert in_sight(view, "news")
    assert not button.isVisible()
