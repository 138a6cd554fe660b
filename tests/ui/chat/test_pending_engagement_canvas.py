import pytest

from tests.ui.support.gestures import part, texts
from webchat.state import EngagementStage, changes


@pytest.fixture
async def waiting(chat):
    await chat.toggle()
    chat.side.store.dispatch(changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    return chat


async def test_it_says_what_is_waited_for_and_offers_a_way_out(waiting):
    assert "Please wait while we connect you to an available agent" in texts(waiting.root)
    assert part(waiting.root, "PendingEngagementCanvas.CancelButton").text() == "Cancel"
    waiting.side.strings["PendingEngagementCancelButton"] = "Abbrechen"
    assert part(waiting.root, "PendingEngagementCanvas.CancelButton").text() == "Abbrechen"


async def test_the_ring_has_its_documented_size(waiting):
    ring = part(waiting.root, "PendingEngagementCanvas.Spinner")
    assert (ring.sizeHint().width(), ring.height()) == (80, 80)


async def test_nothing_turns_where_nobody_sees_it(waiting):
    ring = part(waiting.root, "PendingEngagementCanvas.Spinner")
    assert ring._turn.state() == ring._turn.State.Stopped
