"""The bottom line and the chips say who, where, how far, and what went wrong."""

import pytest

from tests.support.simulation import channel
from tests.support.waiting import until
from webchat.plugins import Blockage


def text(shell, name):
    return shell.part(name).text()


async def test_before_the_first_engagement_nobody_is_named(shell):
    assert text(shell, "StatusBar.Identity") == "Nobody yet"
    assert text(shell, "StatusBar.Stage") == "Not started"
    assert text(shell, "IdentityBar.Channel.Value") == "none"
    assert text(shell, "StatusBar.Centre") == "Embedded centre, kept in memory"


async def test_in_an_engagement_person_channel_and_stage_are_shown(shell):
    sid = await shell.start(friendlyName="Ada Lovelace")
    await until(lambda: text(shell, "IdentityBar.Customer.Value") == "Ada Lovelace")
    assert text(shell, "StatusBar.Identity").startswith("Ada Lovelace")
    assert text(shell, "IdentityBar.Channel.Value")[:4] == sid[:4]
    assert sid in shell.part("IdentityBar.Channel").toolTip()
    assert text(shell, "IdentityBar.Stage.Value") == "In engagement"


async def test_a_long_name_leaves_room_for_what_stands_beside_it(shell):
    await shell.start(friendlyName="Wolfeschlegelstein " * 20)
    await until(lambda: text(shell, "StatusBar.Identity") != "Nobody yet")
    label = shell.part("StatusBar.Identity")
    assert label.sizeHint().width() < 400
    assert "Wolfeschlegelstein " * 19 in label.toolTip()


async def test_an_ended_chat_is_told_apart(shell):
    sid = await shell.start()
    await shell.side.chat_client.channel(sid).close()
    await until(lambda: channel(shell.side).status == "inactive")
    assert text(shell, "StatusBar.Stage") == "Chat ended"


async def test_a_name_that_looks_like_markup_is_shown_as_it_stands(shell):
    await shell.start(friendlyName="<b>Ada</b> & co")
    await until(lambda: text(shell, "IdentityBar.Customer.Value") == "<b>Ada</b> & co")
    assert "<b>" not in shell.part("IdentityBar.Customer").toolTip()


async def test_a_blocked_loop_is_named_once_it_is_free(shell, tmp_path):
    blockage = Blockage("slow", "beforeSendMessage", tmp_path / "slow.py", 7, 5.0)
    shell.sim.plugins.watchdog._tell(blockage)
    assert "Plugin slow held everything up for 5.0 s" in shell.window.status.message
    assert "slow.py:7" in shell.window.status.message


@pytest.mark.parametrize(
    ("outdated", "failed", "said"),
    [
        (1, 0, "▲ 1 plugin did not reload"),
        (2, 1, "▲ 2 plugins did not reload, 1 plugin did not load"),
    ],
)
async def test_trouble_is_counted(shell, outdated, failed, said):
    shell.window.status.set_trouble(outdated, failed)
    assert text(shell, "StatusBar.Trouble") == said


async def test_a_message_of_any_length_leaves_the_window_its_width(shell):
    before = shell.window.minimumSizeHint().width()
    shell.window.status.say("x" * 5000, is_problem=True)
    assert shell.window.minimumSizeHint().width() == before
    assert len(text(shell, "StatusBar.Message")) < 1000
