"""The form that an action function asks for: filled in as people do, handed over as asked."""

from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tests.support.found import found
from tests.support.waiting import until
from tests.ui.support.conversation import OTHER, SID, Conversation
from ui.chat.cards.action_card import ActionCard
from ui.chat.cards.function_form_sheet import FunctionFormSheet
from webchat.actions import ActionsManager
from webchat.functions.cards import posted, to_attributes
from webchat.functions.contract.forms import file_answer, to_json
from webchat.functions.contract.records import Button, Card, FormInput, Option, Step
from webchat.state import CardRunState, changes

CARD = posted(
    Card("Order", "", (Step(1, (Button("Look it up", "branding"),)),)), key="order", app="orders"
)
SHOPS = (Option("Berlin", "b"), Option("Paris", "p"))
ALL = (
    FormInput("heading", "head", title="Where?", description="Tell us."),
    FormInput("string", "order", "Order number", tip="Six digits"),
    FormInput("number", "count", "How many"),
    FormInput("text", "more", "Anything else", required=False),
    FormInput("date", "day", "Day"),
    FormInput("time", "time", "Time"),
    FormInput("date-time", "both", "Appointment", default="2026-03-04T10:30"),
    FormInput("select", "shop", "Shop", options=SHOPS),
    FormInput("multi-select", "also", "Also", options=SHOPS, default=["p"]),
    FormInput("file", "photo", "Photo", required=False),
)


class Host(QWidget):
    """Something with a conversation in it; it says when the focus comes back."""

    def __init__(self):
        super().__init__()
        self.asked_back = 0
        line = QLineEdit(self)
        QVBoxLayout(self).addWidget(line)

    def focus_first(self):
        self.asked_back += 1


@pytest.fixture
def asked(qtbot):
    """Return a function that lets a card of a conversation ask for a form."""

    async def ask(form=ALL, **more):
        side: Any = Conversation()
        host = Host()
        side.actions = ActionsManager()
        side.invoked = []
        for name in ("RunActionFunction", "CancelActionFunction"):
            side.actions.register_action(name, _noting(side, name))
        side.card = side.say(OTHER, "Order", attributes=to_attributes(CARD))
        host.resize(360, 900)
        qtbot.add_widget(host)
        sheet = FunctionFormSheet(side, SID, host)
        sheet.closed.connect(host.focus_first)
        host.show()
        host.activateWindow()
        await until(host.isActiveWindow)
        show(side, form, **more)
        return side, host

    return ask


def _noting(side, name):
    def note(payload):
        side.invoked.append((name, payload))

    return note


def show(side, form, phase="form", **more):
    values = {"step": 1, "button": 0, "token": "t", "input": {}, **more}
    run = CardRunState(
        message_sid=side.card.sid,
        channel_sid=SID,
        phase=phase,
        form=tuple(to_json(form)),
        **values,
    )
    side.store.dispatch(changes.CardRunSet(side.card.sid, run))


def part(host, name, kind=QWidget):
    widget = found(host.findChild(kind, f"FunctionForm.{name}"))
    assert isinstance(widget, kind)
    return widget


def error(host, key):
    label = part(host, f"Field.{key}.Error", QLabel)
    return label.text() if label.isVisible() else ""


def submit(host, qtbot):
    qtbot.mouseClick(part(host, "SubmitButton"), Qt.MouseButton.LeftButton)


async def test_a_form_is_filled_in_and_handed_over(asked, qtbot, tmp_path):
    side, host = await asked()
    assert part(host, "Title").text() == "Look it up"
    assert part(host, "Field.head").accessibleName() == "Where? Tell us."
    assert part(host, "Field.order.Tip", QLabel).text() == "Six digits"
    qtbot.keyClicks(part(host, "Field.order", QLineEdit), "4711")
    qtbot.keyClicks(part(host, "Field.count", QLineEdit), "2.50")
    qtbot.keyClicks(part(host, "Field.more", QPlainTextEdit), "<b>")
    qtbot.keyClicks(part(host, "Field.day", QLineEdit), "2026-02-28")
    part(host, "Field.time", QComboBox).setCurrentText("08:15")
    part(host, "Field.shop", QComboBox).setCurrentIndex(1)
    part(host, "Field.also.b", QCheckBox).setChecked(True)
    submit(host, qtbot)
    about = {"channelSid": SID, "messageSid": side.card.sid, "step": 1, "button": 0, "token": "t"}
    answers = {
        "order": "4711",
        "count": "2.50",
        "more": "<b>",
        "day": "2026-02-28",
        "time": "08:15",
        "both": "2026-03-04T10:30",
        "shop": "p",
        "also": ["b", "p"],
    }
    assert side.invoked == [("RunActionFunction", {**about, "answers": answers})]
    (invocation,) = side.actions.history
    assert invocation.origin == "FunctionForm"


async def test_what_is_missing_or_wrong_is_said_beside_it(asked, qtbot):
    side, host = await asked()
    qtbot.keyClicks(part(host, "Field.count", QLineEdit), "two")
    qtbot.keyClicks(part(host, "Field.day", QLineEdit), "yesterday")
    part(host, "Field.time", QComboBox).setCurrentText("25:00")
    submit(host, qtbot)
    assert side.invoked == []
    assert error(host, "order") == "Please answer this."
    assert error(host, "count") == "This should be a number, such as 12 or 0.5."
    assert error(host, "day") == "This should be a date, such as 2025-03-18."
    assert error(host, "time") == "This should be a time, such as 14:30."
    assert error(host, "more") == ""
    first = part(host, "Field.order", QLineEdit)
    assert first.hasFocus()
    qtbot.keyClicks(first, "1")
    assert error(host, "order") == ""


async def test_nobody_is_scolded_before_having_been_there(asked, qtbot):
    _side, host = await asked()
    qtbot.keyClicks(part(host, "Field.count", QLineEdit), "x")
    assert error(host, "order") == ""


async def test_earlier_answers_are_filled_in_over_the_defaults(asked):
    _side, host = await asked(input={"order": "4711", "also": ["b"], "both": "2027-01-01T00:00"})
    assert part(host, "Field.order", QLineEdit).text() == "4711"
    assert part(host, "Field.also.b", QCheckBox).isChecked()
    assert not part(host, "Field.also.p", QCheckBox).isChecked()
    assert part(host, "Field.both", QLineEdit).text() == "2027-01-01"


async def test_enter_in_a_line_submits(asked, qtbot):
    side, host = await asked((ALL[1],))
    line = part(host, "Field.order", QLineEdit)
    assert line.hasFocus()
    qtbot.keyClicks(line, "1")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert side.invoked[0][1]["answers"] == {"order": "1"}


@pytest.mark.parametrize("way", ["escape", "button"])
async def test_the_form_can_be_left(asked, qtbot, way):
    side, host = await asked()
    if way == "escape":
        qtbot.keyClick(part(host, "Field.order"), Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(part(host, "CancelButton"), Qt.MouseButton.LeftButton)
    about = {"channelSid": SID, "messageSid": side.card.sid}
    assert side.invoked == [("CancelActionFunction", about)]


async def test_a_form_that_is_over_goes_and_gives_the_focus_back(asked):
    side, host = await asked()
    show(side, (), phase="running")
    forms = [one for one in host.findChildren(QWidget, "FunctionForm") if one.isVisible()]
    assert forms == []
    await until(lambda: host.asked_back == 1)


async def test_the_focus_goes_back_to_the_card_that_asked(asked):
    side, host = await asked()
    card = ActionCard(side, SID, side.card, host)
    host.layout().addWidget(card)
    card.show()
    show(side, (), phase="running")
    cancel = found(card.findChild(QPushButton, "ActionCard.order.CancelButton"))
    await until(cancel.hasFocus)
    show(side, (ALL[1],))
    forms = host.findChildren(QWidget, "FunctionForm")
    form = next(one for one in forms if one.isVisible())
    await until(lambda: form.isAncestorOf(QApplication.focusWidget()))
    show(side, (), phase="failed", error_title="No such order")
    await until(card.buttons()[0].hasFocus)
    assert host.asked_back == 0


async def test_another_form_takes_the_place_of_the_first(asked):
    side, host = await asked((ALL[1],))
    show(side, (ALL[2],))
    forms = [one for one in host.findChildren(QWidget, "FunctionForm") if one.isVisible()]
    assert len(forms) == 1
    assert forms[0].findChild(QLineEdit, "FunctionForm.Field.count") is not None


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen platform
async def test_a_day_is_chosen_from_a_calendar(asked, qtbot):
    _side, host = await asked()
    qtbot.mouseClick(part(host, "Field.day.CalendarButton"), Qt.MouseButton.LeftButton)
    calendar = part(host, "Field.day.Calendar", QCalendarWidget)
    calendar.clicked.emit(QDate(2026, 5, 17))
    assert part(host, "Field.day", QLineEdit).text() == "2026-05-17"
    for menu in QApplication.topLevelWidgets():
        if menu.inherits("QMenu"):
            menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def test_files_are_chosen_listed_and_removed(asked, qtbot, tmp_path):
    side, host = await asked((ALL[9],))
    picture, again = tmp_path / "a b.png", tmp_path / "ü.txt"
    for one in (picture, again):
        one.write_bytes(b"x")
    qtbot.mouseClick(part(host, "Field.photo"), Qt.MouseButton.LeftButton)
    dialog = found(host.findChild(QFileDialog, "FunctionFormFilesDialog"))
    dialog.filesSelected.emit([str(picture), str(again)])
    dialog.reject()
    assert part(host, "Field.photo.File.0", QLabel).text() == "a b.png"
    qtbot.mouseClick(part(host, "Field.photo.Remove.0", QPushButton), Qt.MouseButton.LeftButton)
    submit(host, qtbot)
    expected = file_answer([("ü.txt", again.as_uri())])
    assert side.invoked[0][1]["answers"] == {"photo": expected}
    await until(lambda: host.findChild(QFileDialog, "FunctionFormFilesDialog") is None)


async def test_a_file_of_this_machine_cannot_be_slipped_in_by_the_form(asked, qtbot):
    held = file_answer([("passwords", "file:///etc/passwd"), ("a.pdf", "https://x.example/a.pdf")])
    side, host = await asked((FormInput("file", "photo", "Photo", default=held),))
    assert part(host, "Field.photo.File.0", QLabel).text() == "a.pdf"
    submit(host, qtbot)
    kept = file_answer([("a.pdf", "https://x.example/a.pdf")])
    assert side.invoked[0][1]["answers"] == {"photo": kept}


async def test_the_sheet_stays_at_the_bottom_and_within_its_place(asked):
    _side, host = await asked((ALL[1],))
    sheet = host.findChild(QWidget, "FunctionForm")
    assert sheet.geometry().bottom() == host.rect().bottom()
    assert sheet.height() < host.height()
    host.resize(300, 120)
    assert sheet.geometry() == host.rect()
