"""A connection that is lost on purpose, from the Conversation menu."""

from tests.support.waiting import passing
from tests.ui.support.gestures import is_seen


async def test_the_connection_is_lost_and_comes_back_by_the_menu(shell):
    await shell.start()
    entry = shell.part("Conversation.LoseConnection")
    assert not entry.isChecked()
    entry.trigger()
    assert entry.isChecked()
    assert is_seen(shell.window, "ConnectionBanner")
    assert shell.part("StatusBar.Centre").text().endswith(" · connection lost")
    entry.trigger()
    assert shell.part("StatusBar.Centre").text().endswith(" · connecting")
    await passing(shell.sim.clock, lambda: shell.side.line.state == "connected")
    assert not entry.isChecked()
    assert shell.part("StatusBar.Centre").text() == "Embedded centre, kept in memory"


async def test_a_lost_connection_is_told_in_a_narrow_window_too(make_shell):
    shell = await make_shell(size=(360, 700))
    assert not shell.part("StatusBar.Centre").isVisible()
    shell.side.line.cut()
    assert shell.part("StatusBar.Centre").isVisible()
