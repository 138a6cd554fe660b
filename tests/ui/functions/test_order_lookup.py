"""The whole way with a sample: loaded from the menu, set up, posted, and clicked in the chat."""

from PySide6.QtCore import Qt

from tests.support.found import found
from tests.support.simulation import bodies, channel
from tests.support.waiting import until
from tests.ui.support.gestures import part, parts
from webchat.functions.cards import card_in


async def test_an_order_is_looked_up_by_clicks_alone(person, qtbot):
    shell = person.shell
    await shell.start()
    shell.part("Functions.Samples.order_lookup").trigger()
    await until(lambda: "Order look-up is loaded." in shell.window.notices.notices)
    qtbot.mouseClick(shell.part("NoticeBar.ActionButton"), Qt.MouseButton.LeftButton)

    await person.comes_to("Setup.Form")
    assert person.text("Setup.Title") == "Set up Order look-up"
    assert "last form" in person.text("Setup.Advice")
    person.type("shop", "Ada's Teas")
    person.press(Qt.Key.Key_Return)

    await person.comes_to("Setup.Preview")
    (title,) = [
        one.text() for one in person.dialog.findChildren(object) if _is_title(one.objectName())
    ]
    assert title == "Your order at Ada's Teas"
    assert person.part("Setup.Preview.Who").currentText() == "Ada, customer 1"
    person.next()
    await person.closed()
    await until(lambda: card_in(channel(shell.side).messages[-1].attributes))
    assert "Posted “Your order at Ada's Teas”" in shell.window.status.message

    posted = found(card_in(channel(shell.side).messages[-1].attributes))
    name = f"ActionCard.{posted.key}.Button.0"
    await until(lambda: parts(shell.window, name))
    qtbot.mouseClick(part(shell.window, name), Qt.MouseButton.LeftButton)
    await until(lambda: parts(shell.window, "FunctionForm.Field.number"), 15)
    qtbot.keyClicks(part(shell.window, "FunctionForm.Field.number"), "a-1001")
    qtbot.mouseClick(part(shell.window, "FunctionForm.SubmitButton"), Qt.MouseButton.LeftButton)
    await until(lambda: bodies(shell.side)[-1] == "Order A-1001 was delivered this morning.", 15)


def _is_title(name):
    return name.startswith("ActionCard.") and name.endswith(".Title")
