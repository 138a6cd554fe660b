import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QPushButton, QWidget

from ui.demo.hand import DemoError, Hand


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    window.resize(400, 300)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def hand(window, monkeypatch):
    monkeypatch.setattr("ui.demo.hand._LIMIT", 0.1)
    return Hand(window)


def add(window, kind, name, *, x=10, y=50):
    widget = kind(window)
    widget.setObjectName(name)
    widget.setGeometry(x, y, 200, 60)
    widget.show()
    return widget


async def test_a_click_presses_the_button_of_that_name(window, hand):
    pressed = []
    add(window, QPushButton, "Go").clicked.connect(lambda: pressed.append(1))
    await hand.click("Go")
    assert pressed == [1]


async def test_a_text_is_typed_letter_by_letter_and_a_newline_as_shift_enter(window, hand):
    field, area = add(window, QLineEdit, "Line"), add(window, QPlainTextEdit, "Area", y=150)
    edits = []
    field.textEdited.connect(edits.append)
    await hand.type("Line", "abc")
    await hand.type("Area", "a\nb")
    assert edits == ["a", "ab", "abc"]
    assert area.toPlainText() == "a\nb"


async def test_a_key_reaches_the_widget(window, hand):
    returned = []
    add(window, QLineEdit, "Line").returnPressed.connect(lambda: returned.append(1))
    await hand.press("Line", Qt.Key.Key_Return)
    assert returned == [1]


async def test_what_is_covered_cannot_be_clicked(window, hand):
    add(window, QPushButton, "Go")
    add(window, QWidget, "Cover")
    with pytest.raises(DemoError, match="Go to be free to click"):
        await hand.click("Go")


async def test_what_is_disabled_cannot_be_clicked(window, hand):
    add(window, QPushButton, "Go").setEnabled(False)
    with pytest.raises(DemoError, match="Go to be usable"):
        await hand.click("Go")


async def test_what_is_not_there_is_named(hand):
    with pytest.raises(DemoError, match="Nowhere to appear"):
        await hand.seen("Nowhere")


async def test_what_appears_later_is_waited_for(window, hand):
    button = add(window, QPushButton, "Go")
    button.hide()
    asyncio.get_running_loop().call_later(0.02, button.show)
    assert await hand.seen("Go") is button


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
async def test_a_menu_is_gone_through_by_clicks(window, hand):
    chosen = []
    sub = window.menuBar().addMenu("File").addMenu("More")
    entry = sub.addAction("Deep")
    entry.setObjectName("Deep")
    entry.triggered.connect(lambda: chosen.append(1))
    window.menuBar().setNativeMenuBar(False)
    await asyncio.sleep(0)
    await hand.choose("Deep")
    assert chosen == [1]


async def test_a_menu_entry_that_is_not_there_is_named(hand):
    with pytest.raises(DemoError, match="no-entry"):
        await hand.choose("no-entry")


async def test_a_condition_is_looked_at_again_at_each_change(hand):
    callbacks, values = [], []

    def subscribe(callback):
        callbacks.append(callback)
        return lambda: callbacks.remove(callback)

    def change():
        values.append(1)
        callbacks[0]("new")

    with hand.watching(subscribe):
        asyncio.get_running_loop().call_soon(change)
        await hand.until(lambda: values, "a value")
    assert callbacks == []
