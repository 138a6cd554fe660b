"""What is said of messages that come while a person looks elsewhere."""

from tests.support.simulation import companion
from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.documents import document
from webchat.state import changes


async def test_a_message_of_somebody_else_is_said(opened, announcements):
    side, _view = await opened(*history(3))
    side.say(OTHER, "hi there")
    await until(lambda: announcements)
    assert announcements == [("Grace H.: hi there", False)]


async def test_ones_own_messages_are_not_said(opened, announcements):
    side, _view = await opened(*history(3))
    side.settle(side.send("mine"))
    side.say(ME, "from elsewhere")
    side.say(OTHER, "theirs")
    await until(lambda: announcements)
    assert announcements == [("Grace H.: theirs", False)]


async def test_several_at_once_are_summed_up(opened, announcements):
    side, _view = await opened()
    for number in range(4):
        side.say(OTHER, f"number {number}")
    await until(lambda: announcements)
    assert announcements == [("New messages: 4", False), ("Grace H.: number 3", False)]


async def test_older_pages_and_what_was_there_are_not_said(opened, announcements):
    side, _view = await opened(*history(3), has_older_messages=True)
    older = tuple(side.message(OTHER, "old", number=-n, index=-n) for n in (3, 2, 1))
    side.store.dispatch(changes.OlderMessagesAdded("CH1", older, has_older=False))
    side.say(OTHER, "new")
    await until(lambda: announcements)
    assert announcements == [("Grace H.: new", False)]


async def test_who_has_minimised_the_chat_hears_of_messages_and_its_end_without_being_interrupted(
    chat, announcements
):
    sid = await chat.start()
    await chat.toggle()
    other = await companion(chat.sim, sid)
    await other.deliver(sid, "are you there?")
    await until(lambda: ("Bob: are you there?", False) in announcements)
    await chat.sim.centre.close_channel(sid)
    await until(lambda: ("Chat ended", False) in announcements)


async def test_nothing_is_said_while_the_window_is_closed(opened, announcements):
    side, view = await opened()
    view.hide()
    side.say(OTHER, "while closed")
    view.show()
    side.say(OTHER, "while open")
    await until(lambda: announcements)
    assert announcements == [("Grace H.: while open", False)]


async def test_a_message_that_fails_interrupts(opened, announcements):
    side, _view = await opened()
    side.settle(side.send("mine"), status="failed", error="The line is cut.")
    assert announcements == [("Your message was not sent. The line is cut.", True)]
    side.say(OTHER, "theirs")
    await until(lambda: len(announcements) == 2)


async def test_a_message_that_came_beside_one_on_its_way_is_said(opened, announcements):
    side, _view = await opened()
    side.send("mine")
    side.say(OTHER, "theirs")
    await until(lambda: announcements)
    assert announcements == [("Grace H.: theirs", False)]


async def test_the_end_of_the_chat_interrupts(opened, announcements):
    side, _view = await opened()
    side.ends()
    assert announcements == [("Chat ended", True)]


async def test_a_file_is_said_by_its_name(opened, announcements):
    side, _view = await opened()
    side.say(OTHER, "", media=(document(),))
    await until(lambda: announcements)
    assert announcements == [("Grace H.: report.pdf", False)]
