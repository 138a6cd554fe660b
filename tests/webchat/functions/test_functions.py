"""``sim.functions`` as a whole: made of parts as they are needed, restored, and ended in time."""

import asyncio
import json
import time
from pathlib import Path

import aiohttp
import pytest

from tests.support.cards import (
    COMPLETED,
    SIGN,
    CardInChat,
    RecordingBrowser,
    answering,
    card_of,
    failed_click,
    invocations,
)
from tests.support.oauth_server import oauth_server, said, templates
from tests.support.sign_in import agree, nobody, signed_in
from tests.support.simulation import simulation, start
from tests.support.waiting import until
from tests.webchat.functions.apps.support import HANDLER, write
from webchat.actions import ActionCancelledError, ActionFailedError
from webchat.clock import SystemClock
from webchat.errors import AuthenticationError, FunctionCancelledError
from webchat.functions.authentication.secret_keys import MASK
from webchat.functions.contract.records import Card
from webchat.simulator import SHUTDOWN_SECONDS

SEED = Path(__file__).parents[2] / "data" / "functions" / "seed_example"
REFRESH = {"directive": {"type": "refresh_token"}}
WHO = {"output": {"display_id": "ada", "unique_id": "ada@example.com"}}
STUBBORN = """
import time

async def handler(parameters):
    while True:
        time.sleep(1)
"""


def made(sim):
    """Return which parts have been made."""
    parts = {"action_runs", "apps", "callbacks", "caller", "connections", "hosts", "processes"}
    return sorted(parts & vars(sim.functions).keys())


async def test_a_simulation_without_cards_makes_none_of_the_parts(tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        await start(sim.webchat)
        assert made(sim) == []
    assert made(sim) == []
    assert not (tmp_path / "functions").exists()


async def test_every_kind_of_side_has_the_actions_present_and_later():
    async with simulation(agent="concierge") as sim:
        sides = [*sim.customers, *sim.agents, *sim.kinds["bot"].sides]
        sides += [sim.add_customer(), sim.add_agent()]
        for side in sides:
            for action in ("RunActionFunction", "CancelActionFunction", "OpenUrl"):
                assert side.actions.plan(action).body is not None
        assert {side.kind.name for side in sides} == {"webchat", "desk", "bot"}


async def test_the_example_of_the_contract_runs_unmodified_in_a_chat():
    """It is node, sends a message, opens an address with our redirect in it, and waits."""
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        sim.functions.apps.register(SEED)
        card = await card_of(sim, name="seed_example")
        assert (await card.click())["status"] is None
        redirect = await sim.functions.callbacks.address("redirect", "seed_example", "")
        ((url, how),) = browser.opened
        assert (card.bodies(), how) == (["xxx"], "redirect")
        assert url.startswith("https://xxx?redirect_uri=http%3A%2F%2F127.0.0.1%3A")
        assert url.endswith(redirect.rpartition("/")[2])
        assert card.card().steps == ("waiting",)
        prints = [one.text for one in sim.functions.log if one.stream == "stdout"]
        assert prints[0].startswith("parameters: {")
        assert sim.functions.hosts.processes["seed_example"].language == "node"


async def test_a_card_is_posted_by_send_message_so_that_a_plugin_may_forbid_it():
    async with simulation() as sim:
        sim.functions.apps.register({"action": answering(COMPLETED)}, name="contract")
        sid = await start(sim.webchat)
        app = sim.functions.apps["contract"]
        card = sim.functions.new_card(app, Card("", "", (SIGN,)))
        assert (card.key, card.app, card.account) == ("AK0001", "contract", "")
        assert await sim.functions.post_card(sim.webchat, card, sid) == 0
        (sent,) = invocations(sim.webchat, "SendMessage")
        assert sent.payload["body"] == "contract"
        sim.webchat.actions.add_listener("beforeSendMessage", lambda _payload, cancel: cancel())
        with pytest.raises(ActionCancelledError):
            await sim.functions.post_card(sim.webchat, card, sid)


# -- accounts ------------------------------------------------------------------------------------


async def test_a_card_runs_with_the_account_it_was_built_with():
    seen = []
    async with oauth_server() as server, simulation() as sim:
        handlers = {
            "identity": answering(WHO, {"output": {"display_id": "bob", "unique_id": "bob"}}),
            "action": answering(REFRESH, COMPLETED, seen=seen),
        }
        functions = sim.functions
        functions.apps.register(handlers, name="orders", authentication=templates(server.url))
        app = functions.apps["orders"]
        ada = await signed_in(sim, "orders", server, "adas-token", "adas-second-token")
        server.answer("/token", said(access_token="bobs-token"))
        await functions.connections.connect(
            app, ask=nobody, open_url=agree, identify=functions.identify
        )
        latest = functions.connection(app)
        assert latest is not None
        assert latest.account == "bob"
        sid = await start(sim.webchat)
        posted = functions.new_card(app, Card("Orders", "", (SIGN,)), ada)
        await functions.post_card(sim.webchat, posted, sid)
        (message,) = sim.webchat.store.state.chat.channels[sid].messages
        card = CardInChat(sim, sid, message.sid)
        await card.click()
        tokens = [one["credential"]["oauth2"]["access_token"] for one in seen]
        assert tokens == ["adas-token", "adas-second-token"]
        assert {one["identity"]["unique_id"] for one in seen} == {"ada@example.com"}
        redirect = await functions.callbacks.address("redirect", "orders", "ada@example.com")
        assert {one["callback"]["redirect"] for one in seen} == {redirect}
        records = [json.dumps(one.as_json()) for one in sim.webchat.actions.history]
        records += [repr(one) for one in (*functions.calls, *functions.runs)]
        assert "adas-" not in "".join(records)
        assert MASK in "".join(records)


async def test_a_card_whose_account_is_gone_says_so():
    async with oauth_server() as server, simulation() as sim:
        handlers = {"identity": answering(WHO), "action": answering(COMPLETED)}
        card = await card_of(sim, handlers, authentication=templates(server.url))
        why = await failed_click(card)
        assert isinstance(why, AuthenticationError)
        assert "is not connected with an account" in str(why)
        assert card.shown().error_description == str(why)


# -- much at once --------------------------------------------------------------------------------


async def test_two_hundred_webhooks_at_once_end_the_run_once():
    async def webhook(_parameters):
        await asyncio.sleep(0)
        return {**COMPLETED, "callback": {"token": "FR0001"}}

    async with simulation() as sim:
        handlers = {"action": answering({"output": {}}), "webhook": webhook}
        card = await card_of(sim, handlers)
        await card.click()
        url = await sim.functions.callbacks.address("webhook", "contract", "")

        async def post(session):
            async with session.post(url, json={}) as answer:
                return answer.status, (await answer.json())["title"]

        async with aiohttp.ClientSession() as session:
            answers = await asyncio.gather(*(post(session) for _ in range(200)))
        assert {status for status, _title in answers} == {200}
        assert [title for _status, title in answers].count("Done") == 1
        assert card.card().status == "completed"


async def test_many_cards_run_side_by_side():
    running = set()

    async def action(parameters):
        running.add(parameters["callback"]["token"])
        await until(lambda: len(running) == 20)
        return COMPLETED

    async with simulation() as sim:
        first = await card_of(sim, {"action": action})
        cards = [first] + [await card_of(sim, sid=first.sid) for _ in range(19)]
        results = await asyncio.gather(*(asyncio.ensure_future(card.click()) for card in cards))
        assert {one["status"] for one in results} == {"completed"}
        assert {card.card().status for card in cards} == {"completed"}


# -- beginning and end ---------------------------------------------------------------------------


async def test_apps_of_the_last_time_are_there_again(tmp_path):
    folder = write(tmp_path / "orders", action_py=HANDLER)
    async with simulation(data_dir=tmp_path / "data") as sim:
        await sim.functions.apps.load(folder)
        card = await card_of(sim, name="orders")
    async with simulation(data_dir=tmp_path / "data", clock=sim.clock) as sim:
        card = CardInChat(sim, card.sid, card.message_sid)
        assert "none is loaded" in str(await failed_click(card))
        await sim.functions.restore()
        await card.click()
        assert card.card().status == "completed"


async def test_a_changed_app_runs_in_a_process_of_its_own(tmp_path):
    folder = write(tmp_path / "orders", action_py=HANDLER)
    async with simulation() as sim:
        await sim.functions.apps.load(folder)
        card = await card_of(sim, name="orders", steps=(SIGN,))
        await card.click()
        before = sim.functions.hosts.processes["orders"].pid
        write(folder, action_py="async def handler(p):\n    return {'output': {'status': 'x'}}\n")
        await sim.functions.apps.reload("orders")
        other = await card_of(sim, name="orders", sid=card.sid)
        assert "“output.status”" in str(await failed_click(other))
        assert sim.functions.hosts.processes["orders"].pid != before


def lives(process):
    return Path(f"/proc/{process.pid}").exists()


async def test_a_program_ends_in_time_whatever_a_function_does(tmp_path):
    async with simulation(clock=SystemClock()) as sim:
        sim.functions.apps.register(write(tmp_path / "stuck", action_py=STUBBORN))
        card = await card_of(sim, name="stuck")
        clicked = card.click()
        await until(lambda: sim.functions.hosts.processes)
        (process,) = sim.functions.hosts.processes.values()
        began = time.monotonic()
    assert time.monotonic() - began < SHUTDOWN_SECONDS
    with pytest.raises(ActionFailedError) as caught:
        clicked.result()
    assert isinstance(caught.value.__cause__, FunctionCancelledError)
    assert not lives(process)
