from tests.ui.support.gestures import click, is_seen, part


async def test_a_click_opens_and_another_one_minimises(chat, qtbot):
    click(qtbot, chat.root, "EntryPoint")
    assert chat.session.is_entry_point_expanded
    click(qtbot, chat.root, "EntryPoint")
    assert not chat.session.is_entry_point_expanded
    assert [(one.origin, one.payload) for one in chat.invoked("ToggleChatVisibility")] == [
        ("EntryPoint", None)
    ] * 2


async def test_it_is_a_pill_with_the_tagline_and_round_while_open(chat):
    pill = part(chat.root, "EntryPoint")
    assert part(chat.root, "EntryPoint.Tagline").text() == "Chat with us"
    assert pill.width() > pill.height() == 44
    await chat.toggle()
    assert not is_seen(chat.root, "EntryPoint.Tagline")
    assert pill.width() == pill.height() == 44


async def test_it_says_what_a_click_does(chat):
    launcher = part(chat.root, "EntryPoint")
    assert launcher.accessibleName() == "Click here to open Web Chat and get help."
    await chat.toggle()
    assert launcher.accessibleName() == "Hide Chat"


async def test_without_a_tagline_it_is_round(chat, qtbot):
    chat.side.strings["EntryPointTagline"] = ""
    assert not is_seen(chat.root, "EntryPoint.Tagline")
    assert part(chat.root, "EntryPoint").width() == 44


async def test_a_long_tagline_stays_in_the_window(chat):
    chat.side.strings["EntryPointTagline"] = "Ask us anything " * 30
    launcher = part(chat.root, "EntryPoint")
    assert chat.root.rect().contains(launcher.geometry())


async def test_a_click_while_the_start_is_under_way_does_no_harm(make_chat, qtbot):
    chat = await make_chat(start_engagement_on_init=True)
    for _ in range(3):
        click(qtbot, chat.root, "EntryPoint")
    assert chat.session.is_entry_point_expanded
    assert not is_seen(chat.root, "NotificationBar.Item")
