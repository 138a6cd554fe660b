"""The last page of a card: what it looks like, who can post it, and what comes of that."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.support.found import found
from tests.support.simulation import channel, start
from tests.support.waiting import until
from tests.ui.functions.conftest import Person, card
from tests.ui.support.gestures import parts
from webchat.functions.cards import card_in


async def card_at_once(_parameters):
    return card()


@pytest.fixture
async def office(make_shell, qtbot):
    """A window with a person at the desk, and an app whose card is ready."""
    person = Person(await make_shell(agent="person"), qtbot)
    person.register("lookup", build=card_at_once)
    return person


async def talk(person, side=None, name="Ada"):
    """Let a customer begin a chat, and the agent accept it; return the channel."""
    desk = person.sim.desk.store
    sid = await start(side or person.sim.webchat, friendlyName=name)
    await until(lambda: any(one.channel_sid == sid for one in desk.state.tasks.values()))
    task = next(one.sid for one in desk.state.tasks.values() if one.channel_sid == sid)
    await person.sim.desk.actions.invoke_action("AcceptTask", {"sid": task})
    await until(lambda: sid in desk.state.chat.channels)
    return sid


async def to_preview(person, **more):
    person.window.functions.dialogs.post_card(app="lookup", **more)
    return await person.comes_to("Setup.Preview")


def choices(person):
    box = person.part("Setup.Preview.Who")
    return [box.itemText(at) for at in range(box.count())]


def cards(side, sid):
    messages = side.store.state.chat.channels[sid].messages
    return [card_in(one.attributes) for one in messages if card_in(one.attributes) is not None]


async def test_the_preview_is_the_card_itself_and_does_nothing(office, qtbot):
    await talk(office)
    page = await to_preview(office)
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == "Look it up"]
    assert button.isEnabled()
    assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    where = button.mapTo(office.dialog, button.rect().center())
    qtbot.mouseClick(office.dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=where)
    assert not [one for one in office.shell.actions.history if one.action == "RunActionFunction"]


async def test_agent_and_customer_of_every_conversation_can_post(office):
    await talk(office)
    other = office.sim.add_customer()
    await talk(office, other, "Barbara")
    await to_preview(office)
    assert choices(office) == [
        "Agent 1, to Ada",
        "Agent 1, to Barbara",
        "Ada, customer 1",
        "Barbara, customer 2",
    ]


@pytest.mark.parametrize(("place", "author"), [(0, "agent"), (1, "customer")])
async def test_the_card_is_posted_as_whom_the_person_chose(office, place, author):
    sid = await talk(office)
    await to_preview(office)
    office.part("Setup.Preview.Who").setCurrentIndex(place)
    office.next()
    await office.closed()
    side = office.sim.desk if author == "agent" else office.sim.webchat
    await until(lambda: cards(office.sim.webchat, sid))
    message = next(
        one for one in channel(office.sim.webchat).messages if card_in(one.attributes) is not None
    )
    assert message.author == side.store.state.session.identity
    assert found(card_in(message.attributes)).card.title == "Your order"


async def test_while_nobody_talks_the_page_says_so_and_follows(office):
    await to_preview(office)
    assert "Nobody is in a conversation" in office.text("Setup.Preview.Nobody")
    assert not office.part("Setup.NextButton").isEnabled()
    await talk(office)
    await until(lambda: office.part("Setup.NextButton").isEnabled())
    assert not office.sees("Setup.Preview.Nobody")
    assert choices(office) == ["Agent 1, to Ada", "Ada, customer 1"]


async def test_who_was_chosen_stays_so_while_others_come(office):
    await talk(office)
    await to_preview(office)
    box = office.part("Setup.Preview.Who")
    box.setCurrentIndex(1)
    await talk(office, office.sim.add_customer(), "Barbara")
    await until(lambda: box.count() == 4)
    assert box.currentText() == "Ada, customer 1"


async def test_a_chat_that_ends_is_offered_no_longer(office):
    await talk(office)
    await to_preview(office)
    task = next(iter(office.sim.desk.store.state.tasks))
    await office.sim.desk.actions.invoke_action("WrapupTask", {"sid": task})
    await until(lambda: office.sees("Setup.Preview.Nobody"))
    assert not office.part("Setup.NextButton").isEnabled()


async def test_a_plugin_that_forbids_it_is_told_on_the_page(office):
    await talk(office)
    await to_preview(office)
    undo = office.sim.desk.actions.add_listener(
        "beforeSendMessage", lambda _payload, cancel: cancel()
    )
    office.next()
    await until(lambda: office.problem)
    assert "SendMessage" in office.problem
    undo()
    await office.comes_to("Setup.Preview")
    office.next()
    await office.closed()


async def test_the_desk_offers_to_post_in_the_conversation_it_shows(office, qtbot):
    await talk(office)
    sid = await talk(office, office.sim.add_customer(), "Barbara")
    await until(lambda: parts(office.window, "Desk.PostCardButton"))
    (button,) = parts(office.window, "Desk.PostCardButton")
    assert (button.text(), button.accessibleName()) == ("Post card…", "Post card…: Barbara")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await office.comes_to("Setup.Choose")
    office.next()
    page = await office.comes_to("Setup.Preview")
    assert (page.place.side, page.place.channel_sid) == (office.sim.desk, sid)
    office.next()
    await office.closed()
    await until(lambda: cards(office.sim.desk, sid))


async def test_another_agent_posts_from_a_window_of_their_own(office, qtbot):
    office.sim.desk.actions.invoke_action("SetActivity", {"activityName": "offline"})
    window = office.window.windows.add_agent()
    agent = window.side
    await until(lambda: agent.store.state.session.worker_sid is not None)
    sid = await start(office.sim.webchat, friendlyName="Ada")
    await until(lambda: any(one.channel_sid == sid for one in agent.store.state.tasks.values()))
    task = next(iter(agent.store.state.tasks))
    await agent.actions.invoke_action("AcceptTask", {"sid": task})
    await until(lambda: parts(window, "Desk.PostCardButton"))
    (button,) = parts(window, "Desk.PostCardButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await office.comes_to("Setup.Choose")
    assert office.dialog.parentWidget() is window
    office.next()
    page = await office.comes_to("Setup.Preview")
    assert page.place.side is agent
    office.next()
    await until(lambda: cards(agent, sid))
