"""Secrets are masked wherever records are shown; the records keep what they were given."""

import json

from tests.support.simulation import simulation
from ui.models import action_text
from ui.models.masking import mask_by, masked
from ui.shell.export import write_actions
from webchat.actions import ActionsManager

SECRET = "sk-4711-very-secret"


def hide(text):
    return text.replace(SECRET, "••••••")


def test_a_text_is_as_it_is_until_somebody_masks():
    assert masked(SECRET) == SECRET
    undo = mask_by(hide)
    assert masked(f"a {SECRET} b") == "a •••••• b"
    undo()
    assert masked(SECRET) == SECRET


def test_a_payload_is_masked_before_it_is_cut():
    undo = mask_by(hide)
    url = f"https://bank.example/{'x' * 20}?key={SECRET}"
    for start in range(60):
        shown = action_text.payload_text({"url": "y" * start + url})
        assert "sk-4711" not in shown
    undo()


async def test_what_is_exported_is_masked(tmp_path):
    actions = ActionsManager()
    actions.register_action("OpenUrl", lambda _payload: None)
    undo = mask_by(hide)
    await actions.invoke_action("OpenUrl", {"url": f"https://bank.example/?key={SECRET}"})
    write_actions(actions.history, tmp_path / "actions.jsonl")
    undo()
    (line,) = (tmp_path / "actions.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["payload"] == {"url": "https://bank.example/?key=••••••"}
    (kept,) = actions.history
    assert kept.payload["url"].endswith(SECRET)


async def test_a_simulation_masks_what_its_apps_keep_secret():
    async with simulation() as sim:
        assert sim.functions.masked(SECRET) == SECRET
        sim.functions.masks.learn(SECRET)
        assert sim.functions.masked(f"key={SECRET}") == "key=••••••"
