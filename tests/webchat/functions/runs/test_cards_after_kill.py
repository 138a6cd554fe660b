"""A real kill -9: card, waiting run and token survive, and the webhook completes the card then."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.support.cards import CardInChat
from tests.support.simulation import simulation
from tests.webchat.functions.apps.support import write
from webchat.clock import SystemClock

WEBHOOK = """
import base64, json

async def handler(parameters):
    token = json.loads(base64.b64decode(parameters["input"]["body_base64"]))["token"]
    message = {"type": "send_message", "options": {"text": "Signed after all."}}
    output = {"status": "completed", "events": [message]}
    return {"output": output, "callback": {"token": token}}
"""
ACTIONS = {
    "waiting": "async def handler(parameters):\n    return {'output': {}}\n",
    "running": "import asyncio\n\nasync def handler(parameters):\n    await asyncio.sleep(600)\n",
    "form": (
        "async def handler(parameters):\n"
        "    asked = {'type': 'string', 'key': 'name', 'label': 'Name'}\n"
        "    return {'output': {'form': [asked]}}\n"
    ),
}
PROGRAM = """
import asyncio, json, sys
from pathlib import Path
from webchat import Config, Simulator
from webchat.functions.cards import posted
from webchat.functions.contract.records import Button, Card, Step

async def main(data, folder):
    async with Simulator(Config(data_dir=data, agent="none")) as sim:
        await sim.functions.apps.load(folder)
        form = {"friendlyName": "Ada"}
        sid = await sim.webchat.actions.invoke_action("StartEngagement", {"formData": form})
        card = Card("Sign", "", (Step(1, (Button("Sign"),)),))
        await sim.functions.post_card(sim.webchat, posted(card, key="AK1", app="contract"), sid)
        (message,) = sim.webchat.store.state.chat.channels[sid].messages
        click = {"channelSid": sid, "messageSid": message.sid, "button": 0}
        clicked = sim.webchat.actions.invoke_action("RunActionFunction", click)
        async with asyncio.timeout(30):
            if sys.argv[3] != "running":
                await clicked
            while not sim.functions.calls.last("contract", "action"):
                await asyncio.sleep(0.01)
        (run,) = sim.functions.runs
        assert run.status == sys.argv[3]
        await sim.functions.runs.saved()
        webhook = await sim.functions.callbacks.address("webhook", "contract", "")
        print(json.dumps([sid, message.sid, run.token, webhook]), flush=True)
        await asyncio.Event().wait()

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def killed(data, folder, status):
    """Run the program until a click has brought its run to *status*, and kill it there."""
    command = [sys.executable, "-c", PROGRAM, str(data), str(folder), status]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        line = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        assert (process.wait(), bool(line)) == (-signal.SIGKILL, True)
    return json.loads(line)


def app(tmp_path, status):
    return write(tmp_path / "contract", action_py=ACTIONS[status], webhook_py=WEBHOOK)


async def post(url, **given):
    async with aiohttp.ClientSession() as session, session.post(url, json=given) as answer:
        return answer.status


async def test_a_run_that_waited_is_ended_by_its_webhook_after_the_restart(tmp_path):
    data = tmp_path / "data"
    sid, message_sid, token, webhook = killed(data, app(tmp_path, "waiting"), "waiting")
    async with simulation(data_dir=data, clock=SystemClock()) as sim:
        with pytest.raises(aiohttp.ClientConnectionError):
            await post(webhook, token=token)
        await sim.functions.restore()
        card = CardInChat(sim, sid, message_sid)
        assert (card.run.token, card.run.status) == (token, "waiting")
        assert card.card().steps == ("waiting",)
        assert await sim.functions.callbacks.address("webhook", "contract", "") == webhook
        assert await post(webhook, token=token) == 200
        assert (card.card().status, card.bodies()) == ("completed", ["Signed after all."])
    async with simulation(data_dir=data, clock=SystemClock()) as sim:
        await sim.functions.restore()
        assert [run.status for run in sim.functions.runs] == ["completed"]


async def test_a_card_of_an_older_session_can_be_clicked_again(tmp_path):
    data = tmp_path / "data"
    folder = app(tmp_path, "waiting")
    sid, message_sid, token, webhook = killed(data, folder, "waiting")
    (folder / "action.py").write_text(
        "async def handler(parameters):\n    return {'output': {'status': 'completed'}}\n"
    )
    async with simulation(data_dir=data, clock=SystemClock()) as sim:
        await sim.functions.restore()
        card = CardInChat(sim, sid, message_sid)
        await card.click()
        assert card.card().status == "completed"
        assert await post(webhook, token=token) == 410


async def test_without_its_app_the_card_says_so_and_the_run_goes_on_waiting(tmp_path):
    data = tmp_path / "data"
    folder = app(tmp_path, "waiting")
    sid, message_sid, token, webhook = killed(data, folder, "waiting")
    shutil.move(folder, tmp_path / "elsewhere")
    async with simulation(data_dir=data, clock=SystemClock()) as sim:
        await sim.functions.restore()
        assert await post(webhook, token=token) == 404
        card = CardInChat(sim, sid, message_sid)
        assert card.run.status == "waiting"
        shutil.move(tmp_path / "elsewhere", folder)
        await sim.functions.apps.reload("contract")
        assert await post(webhook, token=token) == 200
        assert card.card().status == "completed"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("running", "The program ended while its function ran."),
        ("form", "The program ended before the form was sent."),
    ],
)
async def test_what_cannot_go_on_has_failed_and_its_button_is_there(tmp_path, status, why):
    data = tmp_path / "data"
    sid, message_sid, token, webhook = killed(data, app(tmp_path, status), status)
    async with simulation(data_dir=data, clock=SystemClock()) as sim:
        await sim.functions.restore()
        card = CardInChat(sim, sid, message_sid)
        assert (card.run.token, card.run.status, card.run.message) == (token, "failed", why)
        assert (card.card().steps, card.shown()) == (("open",), None)
        assert not sim.functions.callbacks.is_running
        await sim.functions.callbacks.address("webhook", "contract", "")
        assert await post(webhook, token=token) == 410
