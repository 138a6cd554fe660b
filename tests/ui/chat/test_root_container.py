import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.support.simulation import channel, companion
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from tests.ui.support.widget import SIZE
from ui.chat import RootContainer, motion
from ui.theme import WidgetTheme


def place(chat, name):
    one = part(chat.root, name)
    return QRect(one.mapTo(chat.root, QPoint(0, 0)), one.size())


async def test_launcher_and_panel_have_their_documented_places(chat):
    await chat.toggle()
    width, height = SIZE
    assert place(chat, "MainContainer") == QRect(width - 20 - 276, height - 74 - 548, 276, 548)
    launcher = place(chat, "EntryPoint")
    assert (launcher.right() + 1, launcher.bottom() + 1) == (width - 24, height - 16)
    assert (launcher.height(), launcher.width()) == (44, 44)


@pytest.mark.parametrize("size", [(360, 640), (260, 500), (1200, 400), (3840, 2160)])
async def test_the_panel_fits_into_any_window(chat, size):
    chat.root.resize(*size)
    await chat.toggle()
    panel = place(chat, "MainContainer")
    assert QRect(0, 0, *size).contains(panel)
    assert panel.height() <= 0.8 * size[1]
    assert not panel.intersects(place(chat, "EntryPoint"))


async def test_the_panel_comes_up_to_its_place_where_motion_is_wanted(chat, monkeypatch):
    monkeypatch.setattr(motion, "duration", lambda _widget, wanted: wanted)
    await chat.toggle()
    end = SIZE[1] - 74 - 548
    assert place(chat, "MainContainer").top() > end
    await until(lambda: place(chat, "MainContainer").top() == end)


async def test_a_closed_chat_shows_only_the_launcher(chat):
    assert is_seen(chat.root, "EntryPoint")
    assert not is_seen(chat.root, "MainContainer")


async def test_without_availability_nothing_is_there(make_chat):
    chat = await make_chat(available=False)
    await chat.toggle()
    assert [one for one in chat.root.findChildren(QWidget) if one.isVisible()] == []


async def test_unread_messages_are_counted_on_the_launcher_while_minimised(chat, qtbot):
    sid = await chat.start()
    grace = await companion(chat.sim, sid)
    click(qtbot, chat.root, "MainHeader.CloseButton")
    assert not is_seen(chat.root, "EntryPoint.Badge")
    for text in ("one", "two"):
        await grace.channel(sid).send_message(text)
    await until(lambda: is_seen(chat.root, "EntryPoint.Badge"))
    badge = part(chat.root, "EntryPoint.Badge")
    assert (badge.text(), badge.accessibleName()) == ("2", "Unread messages: 2")
    click(qtbot, chat.root, "EntryPoint")
    assert not is_seen(chat.root, "EntryPoint.Badge")


async def test_a_draft_survives_being_minimised(chat, qtbot):
    await chat.start()
    qtbot.keyClicks(part(chat.root, "MessageInput.TextArea"), "draft")
    click(qtbot, chat.root, "MainHeader.CloseButton")
    click(qtbot, chat.root, "EntryPoint")
    assert part(chat.root, "MessageInput.TextArea").toPlainText() == "draft"
    assert channel(chat.side).input_text == "draft"


async def test_opening_puts_the_focus_into_the_first_field(chat, qtbot):
    click(qtbot, chat.root, "EntryPoint")
    assert part(chat.root, "PreEngagementCanvas.Field.friendlyName").hasFocus()
    click(qtbot, chat.root, "EntryPoint")
    assert part(chat.root, "EntryPoint").hasFocus()


async def test_the_chat_begins_with_the_focus_in_the_text_area(chat, qtbot):
    click(qtbot, chat.root, "EntryPoint")
    qtbot.keyClicks(part(chat.root, "PreEngagementCanvas.Field.friendlyName"), "Ada")
    click(qtbot, chat.root, "PreEngagementCanvas.SubmitButton")
    await until(lambda: is_seen(chat.root, "MessageInput.TextArea"))
    assert part(chat.root, "MessageInput.TextArea").hasFocus()


async def test_who_writes_elsewhere_in_the_window_keeps_the_focus(make_chat, qtbot):
    chat = await make_chat()
    window, elsewhere = QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(elsewhere)
    column.addWidget(chat.root)
    qtbot.addWidget(window)
    window.show()
    elsewhere.setFocus()
    await chat.toggle()
    assert window.focusWidget() is elsewhere


async def test_a_plugin_means_the_customer_that_the_person_works_with(chat, qtbot):
    other = chat.sim.add_customer()
    root = RootContainer(other)
    qtbot.addWidget(root)
    root.show()
    for window, side in ((root, other), (chat.root, chat.side)):
        window.activateWindow()
        await until(window.isActiveWindow)
        click(qtbot, window, "EntryPoint")
        assert chat.side.kind.current_side is side


async def test_it_follows_the_look(chat, theme):
    await chat.toggle()
    bright = chat.root.grab().toImage().pixelColor(place(chat, "MainContainer").center())
    theme.set_scheme("dark")
    dark = chat.root.grab().toImage().pixelColor(place(chat, "MainContainer").center())
    assert bright.name() == "#ffffff"
    assert dark.name() == WidgetTheme.instance().tokens.widget_window


async def test_a_second_widget_shows_the_same_side(chat, qtbot):
    other = RootContainer(chat.side)
    qtbot.addWidget(other)
    other.show()
    click(qtbot, chat.root, "EntryPoint")
    assert is_seen(other, "MainContainer")


async def test_every_part_that_can_be_used_has_a_name_for_screen_readers(chat):
    await chat.start()
    nameless = [
        one.objectName()
        for one in chat.root.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy()
        and one.objectName() != "qt_scrollarea_viewport"
        and not one.accessibleName()
    ]
    assert nameless == []


def listeners(side):
    """Return how many listen to each of the things that outlive a widget."""
    return (
        len(side.store._subscriptions),
        len(side.notifications._listeners),
        len(side.strings._listeners),
        len(side.components._listeners),
        len(side.input_queue._listeners),
        len(side.actions.own.listeners.get("invocationEnd", ())),
    )


async def test_once_deleted_it_hears_of_nothing_more(chat):
    await chat.start()
    chat.side.components.add("MainHeader", lambda _side, parent: QWidget(parent), key="x", if_=bool)
    before = listeners(chat.side)
    root = RootContainer(chat.side)
    assert listeners(chat.side) > before
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)
    assert listeners(chat.side) == before


async def test_who_comes_back_to_an_open_chat_types_at_once(chat, qtbot):
    await chat.start()
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(RootContainer(chat.side))
    window.show()
    assert window.focusWidget() is part(window, "MessageInput.TextArea")
