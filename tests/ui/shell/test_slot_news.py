"""A part that goes nowhere is named; one that has a place is not."""

import re
from pathlib import Path

import ui.chat
from ui.chat.components import SLOTS
from ui.chat.messages.message_slots import ROW_SLOTS

LOST = "def init(app):\n    app.webchat.components.add('{slot}', lambda *_: None, key='stars')\n"


async def load(shell, tmp_path, slot):
    path = tmp_path / "rating.py"
    path.write_text(LOST.format(slot=slot))
    await shell.sim.plugins.load(path)
    return shell.window.notices.notices


async def test_a_part_for_an_unknown_component_is_named_with_the_known_ones(shell, tmp_path):
    (notice,) = await load(shell, tmp_path, "Bubble")
    assert notice.startswith("Plugin rating: “stars” is not shown, since “Bubble” is no")
    assert "MainHeader" in notice


async def test_the_notice_goes_with_the_mistake(shell, tmp_path):
    assert await load(shell, tmp_path, "Header")
    assert not await load(shell, tmp_path, "RootContainer")


async def test_the_notice_goes_with_the_plugin(shell, tmp_path):
    assert await load(shell, tmp_path, "Header")
    await shell.sim.plugins.unload("rating")
    assert not shell.window.notices.notices


def test_the_known_components_are_those_that_have_a_slot():
    sources = "".join(one.read_text() for one in Path(ui.chat.__file__).parent.rglob("*.py"))
    made = {
        *re.findall(r"= Slot\(\s*[\w.]+,\s*(?:self\._)?side,\s*\"([\w.]+)\"", sources),
        *re.findall(r"ComponentFrame\(\s*(?:self\._)?side, \"([\w.]+)\"", sources),
        *ROW_SLOTS,
        "ErrorPage",  # these two are pages with a slot of their name
        "InvalidPreEngagementCanvas",
    }
    assert made == set(SLOTS)
