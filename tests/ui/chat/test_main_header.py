from PySide6.QtCore import Qt

from tests.ui.support.gestures import click, part


async def test_the_cross_minimises_and_only_that(chat, qtbot):
    await chat.toggle()
    click(qtbot, chat.root, "MainHeader.CloseButton")
    assert not chat.session.is_entry_point_expanded
    (record,) = chat.invoked("MinimizeChat")
    assert (record.origin, record.payload) == ("MainHeader", None)


async def test_the_cross_works_by_keyboard(chat, qtbot):
    await chat.toggle()
    part(chat.root, "MainHeader.CloseButton").setFocus()
    qtbot.keyClick(part(chat.root, "MainHeader.CloseButton"), Qt.Key.Key_Space)
    assert not chat.session.is_entry_point_expanded


async def test_it_is_44_high_and_shows_the_title(chat):
    await chat.toggle()
    assert part(chat.root, "MainHeader").height() == 44
    assert part(chat.root, "MainHeader.Title").text() == "Chat with Us"


async def test_a_long_title_leaves_room_for_the_cross(chat):
    await chat.toggle()
    chat.side.strings["MainHeaderTitle"] = "Hilfe & mehr " * 20
    cross, header = part(chat.root, "MainHeader.CloseButton"), part(chat.root, "MainHeader")
    assert header.rect().contains(cross.geometry())
    assert part(chat.root, "MainContainer").width() == 276


async def test_markup_in_the_title_is_only_text(chat):
    await chat.toggle()
    chat.side.strings["MainHeaderTitle"] = "<b>Hi</b>"
    title = part(chat.root, "MainHeader.Title")
    assert (title.text(), title.textFormat()) == ("<b>Hi</b>", Qt.TextFormat.PlainText)
