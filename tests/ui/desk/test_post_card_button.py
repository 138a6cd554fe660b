"""The button of the desk that asks for a card: when it is there, and how it fits."""

from PySide6.QtCore import Qt

from tests.support.waiting import until
from tests.ui.support.gestures import is_seen, part


async def test_nobody_who_has_no_cards_sees_it(office):
    await office.accepted()
    await until(lambda: is_seen(office.desk, "Desk.TransferButton"))
    assert not is_seen(office.desk, "Desk.PostCardButton")


async def test_it_asks_for_a_card_in_the_conversation_that_is_shown(office, qtbot):
    asked = []
    office.desk.card_requested.connect(asked.append)
    office.desk.offer_cards()
    _task, channel = await office.accepted()
    await until(lambda: is_seen(office.desk, "Desk.PostCardButton"))
    qtbot.mouseClick(part(office.desk, "Desk.PostCardButton"), Qt.MouseButton.LeftButton)
    assert asked == [channel]


async def test_it_goes_when_the_conversation_is_wrapped_up(office):
    office.desk.offer_cards()
    task, _channel = await office.accepted()
    await until(lambda: is_seen(office.desk, "Desk.PostCardButton"))
    await office.agent.actions.invoke_action("WrapupTask", {"sid": task})
    await until(lambda: not is_seen(office.desk, "Desk.PostCardButton"))


async def test_a_call_has_none(office):
    office.desk.offer_cards()
    await office.calls()
    await until(lambda: is_seen(office.desk, "Desk.HangupButton"))
    assert not is_seen(office.desk, "Desk.PostCardButton")


async def test_the_keyboard_alone_presses_it(office, qtbot):
    asked = []
    office.desk.card_requested.connect(asked.append)
    office.desk.offer_cards()
    await office.accepted()
    await until(lambda: is_seen(office.desk, "Desk.PostCardButton"))
    part(office.desk, "Desk.PostCardButton").setFocus()
    qtbot.keyClick(part(office.desk, "Desk.PostCardButton"), Qt.Key.Key_Return)
    assert len(asked) == 1


async def test_a_narrow_desk_keeps_its_width_and_shows_an_icon(office):
    office.desk.offer_cards()
    await office.accepted()
    await until(lambda: is_seen(office.desk, "Desk.PostCardButton"))
    button = part(office.desk, "Desk.PostCardButton")
    assert (button.text(), button.icon().isNull()) == ("Post card…", True)
    least = office.desk.minimumSizeHint().width()
    office.desk.resize(260, office.desk.height())
    await until(lambda: button.text() == "")
    assert not button.icon().isNull()
    assert button.accessibleName() == "Post card…: Ada"
    assert least <= 260
    office.desk.resize(360, office.desk.height())
    await until(lambda: button.text() == "Post card…")
