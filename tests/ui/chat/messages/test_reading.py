"""What was seen is read, and nothing else."""

from PySide6.QtWidgets import QLabel

from tests.support.waiting import until
from tests.ui.support.conversation import OTHER, history
from tests.ui.support.message_list import (
    bar,
    in_window,
)


async def test_at_the_end_of_a_window_in_use_all_is_read(opened):
    side, view = await opened()
    side.say(OTHER, "a")
    await until(lambda: not side.channel.unconsumed_messages)
    assert view.isActiveWindow()
    assert side.chat_client.consumed == [0]


async def test_further_up_nothing_is_read_until_the_end_is_in_sight(opened):
    side, view = await opened(*history(100))
    bar(view).setValue(0)
    side.say(OTHER, "a")
    assert not len(side.tasks)
    bar(view).setValue(bar(view).maximum())
    await until(lambda: side.chat_client.consumed == [100])


async def test_a_list_that_is_put_away_reads_nothing_until_it_is_shown(opened, qtbot):
    side, view = await opened(is_shown=False)
    window = in_window(qtbot, view)
    await until(window.isActiveWindow)
    view.hide()
    side.say(OTHER, "a")
    assert not len(side.tasks)
    view.show()
    await until(lambda: side.chat_client.consumed == [0])


async def test_a_window_that_is_not_in_use_reads_nothing_until_it_is(opened, qtbot):
    side, view = await opened()
    other = QLabel()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    await until(lambda: not view.isActiveWindow())
    side.say(OTHER, "a")
    assert not len(side.tasks)
    view.activateWindow()
    await until(lambda: side.chat_client.consumed == [0])


async def test_a_refused_reading_is_tried_again_with_the_next_message(opened):
    side, _view = await opened()
    side.chat_client.is_refusing = True
    side.say(OTHER, "a")
    await until(lambda: side.chat_client.consumed == [0] and not len(side.tasks))
    side.chat_client.is_refusing = False
    side.say(OTHER, "b")
    await until(lambda: side.chat_client.consumed == [0, 1])
