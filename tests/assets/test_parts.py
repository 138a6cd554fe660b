"""The samples that put parts into the widget, by real clicks and keys."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from tests.support.waiting import until
from webchat import ActionFailedError
from webchat.model import Member


class Shown:
    """What a sample makes for one slot, in a window of its own."""

    def __init__(self, trial, slot, qtbot):
        (self.part,) = trial.sim.kinds["webchat"].components.parts(slot)
        self.trial, self.qtbot = trial, qtbot
        self.widget = self.make()

    def make(self, width=260):
        self.window = window = QWidget()
        self.qtbot.addWidget(window)
        widget = self.part.factory(self.trial.side, window)
        window.resize(width, 200)
        widget.resize(width, widget.height())
        window.show()
        return widget

    def click(self, button):
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def chips(self):
        return self.widget.findChildren(QPushButton, "QuickReplies.Chip")

    @property
    def stars(self):
        return self.widget.findChildren(QToolButton)

    @property
    def rating(self):
        return [one.text() for one in self.stars].count("★")


@pytest.fixture
async def hear(trial):
    """Let an agent say something."""

    async def hear(body):
        sid = trial.side.store.state.session.channel_sid
        await trial.sim.centre.join(sid, Member("bob", "Bob"))
        await trial.sim.centre.send_message(sid, "bob", body)

    return hear


@pytest.fixture
async def stars(trial, qtbot):
    module = await trial.load("rating_row.py")
    await trial.start()
    shown = Shown(trial, "MessageCanvasTray", qtbot)
    assert shown.widget.accessibleName() == module.QUESTION
    return shown


@pytest.fixture
async def chips(trial, qtbot):
    await trial.load("quick_replies.py")
    await trial.start()
    return Shown(trial, "MessageInput", qtbot)


def last(trial):
    return list(trial.side.actions.history)[-1]


async def test_a_star_invokes_the_action_and_the_row_says_thanks(trial, stars):
    stars.click(stars.stars[3])
    await until(lambda: stars.rating == 4)
    sid = trial.side.store.state.session.channel_sid
    record = last(trial)
    assert (record.action, record.payload) == ("RateChat", {"channelSid": sid, "rating": 4})
    assert (record.origin, record.owner) == ("rating_row", "rating_row")
    assert stars.widget.accessibleName() == "Thank you for your rating!"


async def test_the_stars_are_reached_and_pressed_by_keys(stars, qtbot):
    first = stars.stars[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    second = stars.widget.window().focusWidget()
    assert (second, second.accessibleName()) == (stars.stars[1], "2 of 5 stars")
    qtbot.keyClick(second, Qt.Key.Key_Space)
    await until(lambda: stars.rating == 2)


async def test_a_rating_is_remembered_for_its_channel_only(trial, stars):
    stars.click(stars.stars[4])
    await until(lambda: stars.rating == 5)
    stars.widget = stars.make()
    assert stars.rating == 5
    await trial.side.actions.invoke_action("RestartEngagement")
    await trial.start()
    stars.widget = stars.make()
    assert stars.rating == 0


async def test_a_plugin_may_refuse_a_rating_and_then_nobody_is_thanked(trial, stars):
    trial.side.actions.add_listener("beforeRateChat", lambda _payload, cancel: cancel())
    stars.click(stars.stars[2])
    await until(lambda: last(trial).outcome == "cancelled")
    assert stars.rating == 0


@pytest.mark.parametrize("rating", [0, 6, "5"])
async def test_only_a_number_of_stars_is_a_rating(trial, stars, rating):
    with pytest.raises(ActionFailedError, match="A rating is a number from 1 to 5"):
        await trial.side.actions.invoke_action("RateChat", {"channelSid": "CH", "rating": rating})


async def test_a_chip_sends_its_text_through_the_action(trial, chips):
    chips.click(chips.chips[0])
    await until(lambda: trial.bodies == ["Thank you!"])
    assert (last(trial).action, last(trial).origin) == ("SendMessage", "quick_replies")


async def test_a_question_of_the_agent_gets_answers(chips, hear):
    await hear("Is this your parcel? ")
    await until(lambda: [one.text() for one in chips.chips] == ["Yes", "No", "I am not sure"])
    assert chips.chips[0].accessibleName() == "Send: Yes"
    await hear("Good.")
    await until(lambda: chips.chips[0].text() == "Thank you!")


async def test_the_chips_go_when_the_chat_has_ended(trial, chips):
    assert chips.part.if_(trial.side)
    await trial.sim.centre.close_channel(trial.side.store.state.session.channel_sid)
    await until(lambda: not chips.part.if_(trial.side))


@pytest.mark.parametrize("width", [120, 260, 600])
async def test_the_chips_stand_in_as_many_lines_as_they_need(chips, width):
    chips.widget = chips.make(width)
    places = [one.geometry() for one in chips.chips]
    assert all(one.left() >= 0 and one.right() < width for one in places)
    assert not any(one.intersects(two) for one in places for two in places if one is not two)
    assert chips.widget.height() == max(one.bottom() for one in places) + 1
    assert len({one.top() for one in places}) == {120: 3, 260: 2, 600: 1}[width]


async def test_a_click_on_a_chip_leaves_the_keyboard_where_it_is(chips):
    assert {one.focusPolicy() for one in chips.chips} == {Qt.FocusPolicy.TabFocus}


async def test_a_widget_that_is_gone_listens_no_longer(trial, chips, hear, caplog):
    gone = []
    chips.widget.destroyed.connect(lambda: gone.append(True))
    chips.widget.setParent(None)
    chips.widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone
    await hear("Still there?")
    await trial.send("Yes")
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []
