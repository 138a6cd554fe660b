"""Messages as a screen reader says them."""

import pytest

from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.documents import document
from tests.ui.support.message_list import index
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_spoken import spoken_hit, spoken_row


def spoken(side, view, body):
    return spoken_row(view.model(), side.strings, index(view, body).row())


async def test_a_message_is_told_with_its_place(opened):
    side, view = await opened(*history(3))
    assert spoken(side, view, "Hello 1") == "Ada Lovelace, 12:01, Hello 1, 3 of 4"


async def test_a_day_has_no_place_among_the_messages(opened):
    side, view = await opened(*history(1))
    assert spoken(side, view, "TODAY") == "TODAY"


async def test_the_state_of_ones_own_message_is_told(opened):
    side, view = await opened()
    side.send("mine")
    assert spoken(side, view, "mine") == "Ada Lovelace, 12:00, mine, Sending …, 2 of 2"


async def test_files_are_told_by_their_names(opened):
    side, view = await opened()
    side.say(OTHER, "see", media=(document(),))
    assert "see, File: report.pdf" in spoken(side, view, "see")


@pytest.mark.parametrize(
    ("hit", "said"),
    [
        (Hit("link", "https://a.example"), "Link: https://a.example"),
        (Hit("file", "0"), "File: report.pdf"),
        (Hit("again"), "Send again"),
        (Hit("discard"), "Cancel"),
    ],
)
async def test_what_can_be_pressed_is_told(opened, hit, said):
    side, view = await opened()
    side.say(ME, "x", index=None, status="sending", media=(document(),))
    assert spoken_hit(view.model(), side.strings, index(view, "x").row(), hit) == said
