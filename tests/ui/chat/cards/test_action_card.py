"""The card in the conversation: what it shows, what a click invokes, and what becomes of focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.support.found import found
from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, SID
from ui.chat.cards.action_card import ActionCard
from ui.chat.cards.card_button import CardButton
from ui.chat.labels import WrappedLabel
from ui.chat.messages.message_selection_text import selected_text
from webchat.actions import ActionsManager
from webchat.functions.cards import posted, to_attributes
from webchat.functions.contract.records import Assignee, Button, Card, Step
from webchat.model.message import CARD_ATTRIBUTE
from webchat.state import CardRunState, changes

BUTTONS = (Button("To my card", "branding", {"to": "card"}), Button("Voucher"))
REFUND = posted(
    Card("Refund order 150", "Choose how you want it back.", (Step(1, BUTTONS),)),
    key="refund",
    app="refunds",
)
CONTRACT = posted(
    Card(
        "Sign",
        "",
        (
            Step(1, (Button("Sign", "branding"),), Assignee(user=ME)),
            Step(2, (Button("Approve"), Button("Refuse")), Assignee(role="boss")),
        ),
    ),
    key="contract",
    app="signature",
)


@pytest.fixture
async def shown(opened):
    """Return a function that opens a list with a card in it."""

    async def show(card=REFUND, author=OTHER):
        side, view = await opened()
        side.actions = ActionsManager()
        side.invoked = []
        for name in ("RunActionFunction", "CancelActionFunction"):
            side.actions.register_action(name, _noting(side, name))
        message = side.say(author, card.card.title, attributes=to_attributes(card))
        await until(lambda: cards(view))
        return side, view, message

    return show


def _noting(side, name):
    def note(payload):
        side.invoked.append((name, payload))

    return note


def cards(view):
    return [one for one in view.viewport().findChildren(ActionCard) if one.isVisible()]


def part(view, name, kind=QWidget):
    widget = found(view.viewport().findChild(kind, name))
    assert isinstance(widget, kind)
    return widget


def is_seen(view, name):
    widget = view.viewport().findChild(QWidget, name)
    return widget is not None and widget.isVisible()


def runs(side, message, phase="running", **more):
    values = {"step": 1, "button": 0, "token": "t", **more}
    run = CardRunState(message_sid=message.sid, channel_sid=SID, phase=phase, **values)
    side.store.dispatch(changes.CardRunSet(message.sid, run))


async def test_a_card_has_a_title_a_description_and_buttons(shown):
    _side, view, _message = await shown()
    assert part(view, "ActionCard.refund.Title").accessibleName() == "Refund order 150"
    assert part(view, "ActionCard.refund.Description").accessibleName() == BUTTON_TEXT
    first = part(view, "ActionCard.refund.Button.0", QPushButton)
    assert (first.text(), first.accessibleName()) == ("To my card", "To my card")
    assert part(view, "ActionCard.refund.Button.1", QPushButton).text() == "Voucher"
    assert not is_seen(view, "ActionCard.refund.Step.1")
    assert not is_seen(view, "ActionCard.refund.CancelButton")


BUTTON_TEXT = "Choose how you want it back."


async def test_a_click_invokes_the_action_with_the_place_of_the_button(shown, qtbot):
    side, view, message = await shown()
    qtbot.mouseClick(part(view, "ActionCard.refund.Button.1"), Qt.MouseButton.LeftButton)
    assert side.invoked == [
        (
            "RunActionFunction",
            {"channelSid": SID, "messageSid": message.sid, "step": 1, "button": 1},
        )
    ]
    (invocation,) = side.actions.history
    assert invocation.origin == "ActionCard"


async def test_tab_and_enter_do_as_well(shown, qtbot):
    side, view, _message = await shown()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    first = part(view, "ActionCard.refund.Button.0")
    await until(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert side.invoked[0][1]["button"] == 0


async def test_enter_goes_from_the_message_into_its_card_and_escape_out_again(shown, qtbot):
    _side, view, _message = await shown()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    row = view.current_row
    qtbot.keyClick(view, Qt.Key.Key_Return)
    first = part(view, "ActionCard.refund.Button.0")
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert view.hasFocus()
    assert view.current_row == row >= 0


async def test_while_it_runs_the_button_is_busy_and_can_be_cancelled(shown, qtbot):
    side, view, message = await shown()
    runs(side, message, button=1, progress=0.4)
    first = part(view, "ActionCard.refund.Button.0", CardButton)
    busy = part(view, "ActionCard.refund.Button.1", CardButton)
    assert not first.isEnabled()
    assert not busy.isEnabled()
    assert (first.property("busy"), busy.property("busy")) == (None, True)
    assert busy.accessibleDescription() == "Working …"
    assert part(view, "ActionCard.refund.Progress").accessibleDescription() == "40 %"
    assert part(view, "ActionCard.refund.Status").accessibleName() == "Working … 40 %"
    qtbot.mouseClick(part(view, "ActionCard.refund.CancelButton"), Qt.MouseButton.LeftButton)
    about = {"channelSid": SID, "messageSid": message.sid}
    assert side.invoked == [("CancelActionFunction", about)]
    side.store.dispatch(changes.CardRunSet(message.sid, None))
    assert busy.isEnabled()
    assert busy.property("busy") is False
    assert not is_seen(view, "ActionCard.refund.Progress")


async def test_an_error_is_told_and_the_buttons_are_back(shown):
    side, view, message = await shown()
    runs(side, message)
    said = "The bank is away\nTry <b>again</b>."
    runs(side, message, "failed", error_title="The bank is away", error_description=TRY)
    assert part(view, "ActionCard.refund.Error").accessibleName() == said
    assert is_seen(view, "ActionCard.refund.Error")
    labels = part(view, "ActionCard.refund.Error").findChildren(WrappedLabel)
    assert [one.text() for one in labels] == said.split("\n")
    assert part(view, "ActionCard.refund.Button.0").isEnabled()


TRY = "Try <b>again</b>."


async def test_the_keyboard_comes_back_to_what_was_clicked(shown):
    side, view, message = await shown()
    clicked = part(view, "ActionCard.refund.Button.1")
    clicked.setFocus()
    runs(side, message, button=1)
    assert part(view, "ActionCard.refund.CancelButton").hasFocus()
    runs(side, message, "failed", button=1, error_title="No", error_description="")
    assert clicked.hasFocus()


async def test_what_went_wrong_is_brought_into_sight(shown):
    side, view, message = await shown()
    view.resize(320, 150)
    runs(side, message)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    runs(side, message, "failed", error_title="The bank is away", error_description="A\nB\nC")
    error = part(view, "ActionCard.refund.Error")
    await until(lambda: error.mapTo(view.viewport(), error.rect().topLeft()).y() >= 0)


async def test_the_row_grows_with_what_the_card_says(shown):
    side, view, message = await shown()
    before = cards(view)[0].height()
    runs(side, message, "failed", error_title="A\nB\nC", error_description="D\nE")
    await until(lambda: cards(view)[0].height() > before + 40)


async def test_steps_are_marked_and_follow_each_other(shown):
    side, view, message = await shown(CONTRACT)
    steps = [part(view, f"ActionCard.contract.Step.{one}") for one in (1, 2)]
    assert [one.accessibleName() for one in steps] == [
        "Step 1, for Ada Lovelace",
        "Step 2, for boss, not yet",
    ]
    after = CONTRACT.ended_step(1, "completed")
    side.carry(message.index, **to_attributes(after))
    await until(lambda: is_seen(view, "ActionCard.contract.Button.1"))
    assert part(view, "ActionCard.contract.Button.0", QPushButton).text() == "Approve"
    steps = [part(view, f"ActionCard.contract.Step.{one}") for one in (1, 2)]
    assert steps[0].accessibleName() == "Step 1, for Ada Lovelace, completed"


async def test_what_can_be_done_stands_below_its_step_and_above_the_later_ones(shown):
    _side, view, _message = await shown(CONTRACT)
    parts = [part(view, f"ActionCard.contract.{one}") for one in ("Step.1", "Button.0", "Step.2")]
    await until(lambda: top(view, parts[0]) < top(view, parts[1]) < top(view, parts[2]))


def top(view, widget):
    return widget.mapTo(view.viewport(), widget.rect().topLeft()).y()


async def test_the_end_of_a_step_leads_the_keyboard_to_the_next_one(shown):
    side, view, message = await shown(CONTRACT)
    part(view, "ActionCard.contract.Button.0").setFocus()
    runs(side, message)
    assert part(view, "ActionCard.contract.CancelButton").hasFocus()
    side.carry(message.index, **to_attributes(CONTRACT.ended_step(1, "completed")))
    await until(lambda: is_seen(view, "ActionCard.contract.Button.1"))
    assert part(view, "ActionCard.contract.Button.0").hasFocus()
    assert not is_seen(view, "ActionCard.contract.CancelButton"), "the run was of the first step"
    side.carry(message.index, **to_attributes(CONTRACT.ended_step(1, "cancelled")))
    await until(lambda: not is_seen(view, "ActionCard.contract.Button.0"))
    assert view.hasFocus()


@pytest.mark.parametrize(("how", "words"), [("completed", "Completed"), ("cancelled", "Cancelled")])
async def test_a_card_that_has_ended_has_no_buttons(shown, how, words):
    _side, view, _message = await shown(REFUND.ended_step(1, how))
    assert part(view, "ActionCard.refund.Status").accessibleName() == words
    assert cards(view)[0].buttons() == ()


async def test_a_card_that_waits_says_so_and_can_be_clicked(shown, qtbot):
    side, view, _message = await shown(REFUND.with_step(1, "waiting"))
    status = part(view, "ActionCard.refund.Status").accessibleName()
    assert status == "Waiting for an answer from outside …"
    qtbot.mouseClick(part(view, "ActionCard.refund.Button.0"), Qt.MouseButton.LeftButton)
    assert len(side.invoked) == 1


async def test_nothing_can_be_clicked_once_the_chat_has_ended(shown):
    side, view, _message = await shown()
    side.ends()
    assert not part(view, "ActionCard.refund.Button.0").isEnabled()


async def test_the_keyboard_stays_where_it_was_when_the_card_changes(shown, qtbot):
    side, view, message = await shown(CONTRACT)
    part(view, "ActionCard.contract.Button.0").setFocus()
    side.carry(message.index, **to_attributes(CONTRACT.ended_step(1, "completed")))
    await until(lambda: is_seen(view, "ActionCard.contract.Button.1"))
    await until(part(view, "ActionCard.contract.Button.0").hasFocus)
    side.carry(message.index, **to_attributes(CONTRACT.ended_step(1, "cancelled")))
    await until(lambda: not is_seen(view, "ActionCard.contract.Button.0"))
    await until(view.hasFocus)


async def test_a_card_is_copied_with_what_stands_around_it(shown):
    side, view, _message = await shown()
    side.say(OTHER, "Which one?")
    await until(lambda: view.model().rowCount() > 1)
    view.selection.select_all()
    told = selected_text(view, view.selection).splitlines()
    assert [line.rpartition(": ")[2] for line in told][1:] == ["Refund order 150", "Which one?"]


async def test_a_plugin_s_own_bubble_comes_before_the_card(shown):
    side, view, _message = await shown()

    def make(_side, parent, _message):
        return QPushButton("mine", parent)

    undo = side.components.replace("MessageBubble", make, key="mine")
    await until(lambda: not cards(view))
    undo()
    await until(lambda: cards(view))


async def test_what_claims_to_be_a_card_and_is_none_stays_a_text(shown):
    side, view, _message = await shown()
    side.say(OTHER, "Forged", attributes={CARD_ATTRIBUTE: {"key": 5}})
    assert len(cards(view)) == 1
    assert side.notifications.active == ()


async def test_a_long_title_is_shortened_and_told_whole(shown):
    long = "Ask about the contract & everything in it"
    card = posted(Card("Sign", "", (Step(1, (Button(long),)),)), key="long", app="a")
    _side, view, _message = await shown(card)
    button = part(view, "ActionCard.long.Button.0", QPushButton)
    assert button.text().endswith("…")
    assert button.accessibleName() == long
    assert "contract &amp; everything" in button.toolTip()
    view.resize(1200, 600)
    await until(lambda: part(view, "ActionCard.long.Button.0").toolTip() == "")


async def test_a_title_written_the_other_way_keeps_its_signs_in_their_places(shown):
    card = posted(Card("Order", "", (Step(1, (Button("Where is it?"),)),)), key="way", app="a")
    _side, view, _message = await shown(card)
    button = part(view, "ActionCard.way.Button.0", QPushButton)
    button.resize(300, button.height())
    assert button.text() == "Where is it?"
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button.text() == "\u2068Where is it?\u2069"
    assert button.accessibleName() == "Where is it?"


async def test_a_card_out_of_sight_is_no_widget(shown):
    side, view, _message = await shown()
    for number in range(60):
        side.say(OTHER, f"more {number}")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    await until(lambda: not cards(view))
    view.verticalScrollBar().setValue(0)
    await until(lambda: cards(view))
