import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from tests.support.waiting import until
from ui.dialogs import Question, WindowDialogs
from webchat.tasks import TaskBag


@pytest.fixture
async def bag():
    owned = TaskBag("test")
    yield owned
    await owned.aclose()


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.setWindowTitle("A window")
    qtbot.addWidget(window)
    window.show()
    return window


def open_dialogs(window):
    return [one for one in window.findChildren(Question) if one.isVisible()]


async def opened(window):
    await until(lambda: open_dialogs(window))
    return open_dialogs(window)[0]


def button(dialog, which):
    return dialog.findChild(QPushButton, f"Dialog.{which}Button")


async def test_an_alert_waits_until_it_was_read(window, bag, qtbot):
    asked = bag.spawn(WindowDialogs(window).alert("Mind the gap."), name="alert")
    dialog = await opened(window)
    assert dialog.findChild(QLabel, "Dialog.Text").text() == "Mind the gap."
    assert not asked.done()
    qtbot.mouseClick(button(dialog, "Accept"), Qt.MouseButton.LeftButton)
    assert await asked is None
    assert open_dialogs(window) == []


@pytest.mark.parametrize(("which", "answer"), [("Accept", True), ("Reject", False)])
async def test_confirm_gives_the_button_that_was_pressed(window, bag, qtbot, which, answer):
    asked = bag.spawn(WindowDialogs(window).confirm("Sure?"), name="confirm")
    qtbot.mouseClick(button(await opened(window), which), Qt.MouseButton.LeftButton)
    assert await asked is answer


@pytest.mark.parametrize(("is_tabbed", "answer"), [(False, True), (True, False)])
async def test_enter_presses_the_button_with_the_focus(window, bag, qtbot, is_tabbed, answer):
    asked = bag.spawn(WindowDialogs(window).confirm("Sure?"), name="confirm")
    dialog = await opened(window)
    assert dialog.focusWidget() is button(dialog, "Accept")
    if is_tabbed:
        button(dialog, "Reject").setFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert await asked is answer


async def test_escape_means_no(window, bag, qtbot):
    asked = bag.spawn(WindowDialogs(window).confirm("Sure?"), name="confirm")
    qtbot.keyClick(await opened(window), Qt.Key.Key_Escape)
    assert await asked is False


async def test_enter_gives_what_was_typed_over_the_default(window, bag, qtbot):
    asked = bag.spawn(WindowDialogs(window).prompt("Name?", "Ada"), name="prompt")
    dialog = await opened(window)
    assert dialog.field.text() == "Ada"
    qtbot.keyClicks(dialog.field, "Grace")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert await asked == "Grace"


async def test_an_empty_line_is_an_answer_and_cancel_is_none(window, bag, qtbot):
    dialogs = WindowDialogs(window)
    first = bag.spawn(dialogs.prompt("Name?"), name="first")
    qtbot.mouseClick(button(await opened(window), "Accept"), Qt.MouseButton.LeftButton)
    assert await first == ""
    second = bag.spawn(dialogs.prompt("Name?"), name="second")
    qtbot.mouseClick(button(await opened(window), "Reject"), Qt.MouseButton.LeftButton)
    assert await second is None


async def test_questions_wait_for_one_another_in_order(window, bag):
    dialogs, order = WindowDialogs(window), []
    for text in ("one", "two", "three"):
        bag.spawn(dialogs.alert(text), name=text)
    for _ in range(3):
        dialog = await opened(window)
        assert len(open_dialogs(window)) == 1
        order.append(dialog.findChild(QLabel, "Dialog.Text").text())
        dialog.accept()
        await until(lambda: dialog not in open_dialogs(window))  # noqa: B023  awaited at once
    assert order == ["one", "two", "three"]


async def test_a_cancelled_question_takes_its_dialog_along_and_lets_the_next_stand(window, bag):
    dialogs = WindowDialogs(window)
    first = bag.spawn(dialogs.alert("one"), name="one")
    await opened(window)
    second = bag.spawn(dialogs.alert("two"), name="two")
    first.cancel()
    await until(first.done)
    dialog = await opened(window)
    assert dialog.findChild(QLabel, "Dialog.Text").text() == "two"
    dialog.accept()
    await second


async def test_the_loop_goes_on_while_a_question_stands(window, bag):
    asked = bag.spawn(WindowDialogs(window).alert("wait"), name="alert")
    dialog = await opened(window)
    for _ in range(10):
        await asyncio.sleep(0.001)
    assert not asked.done()
    dialog.accept()
    await asked


async def test_a_window_that_dies_answers_no(qtbot, bag):
    window = QWidget()
    window.show()
    asked = bag.spawn(WindowDialogs(window).confirm("Sure?"), name="confirm")
    await opened(window)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    assert await asked is False


async def test_markup_is_shown_as_it_was_written(window, bag):
    asked = bag.spawn(WindowDialogs(window).alert("<b>bold</b>"), name="alert")
    dialog = await opened(window)
    label = dialog.findChild(QLabel, "Dialog.Text")
    assert (label.text(), label.textFormat()) == ("<b>bold</b>", Qt.TextFormat.PlainText)
    dialog.accept()
    await asked


async def test_a_long_text_can_be_scrolled(window, bag):
    asked = bag.spawn(WindowDialogs(window).alert("long " * 1000), name="alert")
    dialog = await opened(window)
    assert dialog.findChild(QPlainTextEdit, "Dialog.Text").isReadOnly()
    assert dialog.height() < 600
    dialog.accept()
    await asked
