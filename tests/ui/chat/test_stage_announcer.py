"""What is said of an engagement's course."""

from PySide6.QtCore import Qt

from tests.support.simulation import companion
from tests.support.waiting import until
from tests.ui.support.gestures import part


async def test_who_waits_and_is_connected_hears_so(chat, announcements):
    await chat.start()
    assert announcements == [
        ("Please wait while we connect you to an available agent", False),
        ("The chat has started", False),
    ]


async def test_what_is_wrong_in_the_form_is_said_when_it_is_left(chat, announcements, qtbot):
    await chat.toggle()
    part(chat.root, "PreEngagementCanvas.Field.email").setFocus()
    assert announcements == [("What is your name?: Field required", True)]
    qtbot.keyClicks(part(chat.root, "PreEngagementCanvas.Field.email"), "ada")
    qtbot.keyClick(part(chat.root, "PreEngagementCanvas.Field.email"), Qt.Key.Key_Return)
    wrong = "What is your e-mail address?: Please provide a valid email address"
    assert announcements[1:] == [(wrong, True)]


async def test_who_comes_and_goes_is_said(chat, announcements):
    sid = await chat.start()
    await companion(chat.sim, sid, "grace")
    await until(lambda: ("Grace joined", False) in announcements)
    await chat.sim.centre.leave(sid, "grace")
    await until(lambda: ("Grace left", False) in announcements)


async def test_somebody_typing_is_not_said(chat, announcements):
    sid = await chat.start()
    other = await companion(chat.sim, sid)
    await until(lambda: announcements[-1] == ("Bob joined", False))
    before = list(announcements)
    await chat.sim.centre.typing(sid, other.identity)
    await until(lambda: chat.side.store.state.chat.channels[sid].typers)
    assert announcements == before


async def test_an_ended_chat_is_said_at_once(chat, announcements):
    sid = await chat.start()
    await chat.side.chat_client.channel(sid).close()
    await until(lambda: ("Chat ended", True) in announcements)


async def test_a_start_without_a_form_that_failed_is_said(make_chat, announcements):
    chat = await make_chat(start_engagement_on_init=True, start_engagement_url="http://127.0.0.1:9")
    await chat.toggle()
    await until(lambda: announcements and announcements[-1][1])
    assert announcements[-1][0].startswith("Unable to start the chat. ")


async def test_the_launcher_says_how_much_is_unread(chat):
    sid = await chat.start()
    await chat.toggle()
    other = await companion(chat.sim, sid)
    await other.deliver(sid, "One")
    await other.deliver(sid, "Two")
    launcher = chat.root.findChild(object, "EntryPoint")
    badge = chat.root.findChild(object, "EntryPoint.Badge")
    await until(lambda: launcher.accessibleDescription() == "Unread messages: 2")
    assert badge.accessibleName() == "Unread messages: 2"
