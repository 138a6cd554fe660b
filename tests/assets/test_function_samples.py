"""Each sample app does what it says, with real processes, services, browsers and time."""

import ast
import json
import re
import shlex

import aiohttp
import pytest

from tests.support.cards import CardInChat, RecordingBrowser, failed_click
from tests.support.clock import ManualClock
from tests.support.function_bench import Person
from tests.support.function_samples import (
    FUNCTION_SAMPLES,
    copied,
    load_function_sample,
    service_of,
)
from tests.support.simulation import channel, simulation, start
from tests.support.waiting import until
from webchat.functions.contract.records import FUNCTION_NAMES

NAMES = [
    "invoice_upload",
    "new_orders_trigger",
    "order_lookup",
    "payment_await",
    "ship_automation",
    "signature",
    "ticket_node",
]
README = FUNCTION_SAMPLES / "README.md"
MODULES = sorted(one for name in NAMES for one in (FUNCTION_SAMPLES / name).glob("*.py"))


class Shop:
    """A conversation in which samples are tried."""

    def __init__(self, sim, browser):
        self.sim, self.browser = sim, browser
        self.functions = sim.functions

    async def load(self, folder):
        return await load_function_sample(self.functions.apps, folder)

    async def card(self, folder, *answers, connection=None):
        """Build a sample's card, and post it."""
        app = await self.load(folder)
        built = await self.functions.builds.build(app, Person(*answers), connection=connection)
        assert built.card is not None
        card = self.functions.new_card(app, built.card, connection)
        side = self.sim.webchat
        sid = await start(side)
        index = await self.functions.post_card(side, card, sid)
        sids = [one.sid for one in channel(side).messages if one.index == index]
        return CardInChat(self.sim, sid, sids[0])

    async def start(self, folder, *answers):
        """Build a process, and start it; return its token."""
        app = await self.load(folder)
        built = await self.functions.builds.build(app, Person(*answers))
        return (await self.functions.processes.start(app, built)).token

    async def become(self, token, status):
        await until(lambda: self.functions.runs[token].status == status, limit=20)
        return self.functions.runs[token]

    async def skip_to_next(self):
        await until(lambda: self.functions.clock.sleepers, limit=20)
        return self.functions.clock.skip_to_next()

    @property
    def prints(self):
        return [one.text for one in self.functions.log if one.stream == "stdout"]


@pytest.fixture
async def shop():
    async with simulation(clock=ManualClock()) as sim:
        sim.webchat.browser = browser = RecordingBrowser()
        yield Shop(sim, browser)


def test_the_readme_names_each_of_them_and_no_other():
    there = sorted(one.parent.name for one in FUNCTION_SAMPLES.glob("*/app.toml"))
    assert there == sorted([*NAMES, "oauth_profile"])
    listed = re.findall(r"^\| \[`(\w+)`\]\(\1\)", README.read_text(), re.MULTILINE)
    assert sorted(listed) == there


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_is_short_and_explains_itself(path):
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) < 90


@pytest.mark.parametrize("name", NAMES)
async def test_a_sample_says_what_it_does(shop, name):
    app = await shop.load(FUNCTION_SAMPLES / name)
    assert app.title != app.name == name
    assert len(app.description.split()) > 5
    assert {"build", "action"} <= set(app.sources) <= set(FUNCTION_NAMES)


# -- actions -------------------------------------------------------------------------------------


async def test_order_lookup_asks_for_the_number_and_answers(shop):
    card = await shop.card(FUNCTION_SAMPLES / "order_lookup", {"shop": "Ada's Teas"})
    assert card.card().card.title == "Your order at Ada's Teas"
    await card.click()
    assert [one["key"] for one in card.shown().form] == ["number"]
    await card.click(token=card.shown().token, answers={"number": "a-1002"})
    assert card.bodies() == ["Order A-1002 is on its way and arrives tomorrow."]
    assert card.card().status == "completed"
    assert shop.prints == ["Looking for A-1002"]


async def test_order_lookup_knows_what_it_does_not_know(shop):
    card = await shop.card(FUNCTION_SAMPLES / "order_lookup", {"shop": "Ada's Teas"})
    await card.click()
    await failed_click(card, token=card.shown().token, answers={"number": "A-9"})
    shown = card.shown()
    assert (shown.phase, shown.error_title) == ("failed", "No such order")
    assert "Ada's Teas knows no order A-9" in shown.error_description
    assert card.card().status == "open"


async def test_order_lookup_can_be_declined(shop):
    card = await shop.card(FUNCTION_SAMPLES / "order_lookup", {"shop": "Ada's Teas"})
    await card.click(1)
    assert card.card().status == "cancelled"


async def test_ticket_node_opens_a_ticket(shop):
    card = await shop.card(FUNCTION_SAMPLES / "ticket_node")
    assert [one.title for one in card.card().card.steps[0].buttons] == [
        "It is urgent",
        "No hurry",
    ]
    await card.click(1)
    (said,) = card.bodies()
    assert said.startswith("Ticket T-")
    assert said.endswith("We come back to you by tomorrow.")
    assert shop.prints[0].startswith("parameters: {")
    assert card.card().status == "completed"


async def test_invoice_upload_posts_a_file_that_only_the_key_opens(shop, tmp_path):
    async with service_of("invoice_upload") as address:
        folder = copied("invoice_upload", tmp_path, address=address)
        app = await shop.load(folder)
        connection = await connected(shop, app, "tea-4711")
        assert connection.display_id.startswith("Account ")
        card = await shop.card(folder, {"number": "7"}, connection=connection)
        await card.click()
    (invoice,) = [file for one in channel(shop.sim.webchat).messages for file in one.media]
    assert (invoice.filename, invoice.content_type) == ("invoice-7.pdf", "application/pdf")
    assert card.card().status == "completed"


async def test_invoice_upload_with_the_wrong_key_sends_nothing(shop, tmp_path):
    async with service_of("invoice_upload") as address:
        folder = copied("invoice_upload", tmp_path, address=address)
        connection = await connected(shop, await shop.load(folder), "coffee-1")
        card = await shop.card(folder, {"number": "7"}, connection=connection)
        error = await failed_click(card)
    assert "401" in str(error)
    assert "coffee-1" not in str(error)
    assert card.bodies() == []
    assert card.card().status == "open"


async def connected(shop, app, key):
    return await shop.functions.connections.connect(
        app,
        ask=Person({"api_key": key}),
        open_url=shop.browser.open,
        identify=shop.functions.identify,
    )


async def test_the_pdf_of_the_invoice_service_is_one():
    headers = {"X-Api-Key": "tea-4711"}
    async with (
        service_of("invoice_upload") as address,
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{address}/invoices/42.pdf") as answer,
    ):
        body = await answer.read()
    assert body.startswith(b"%PDF-1.4")
    table = int(body.split(b"startxref\n")[1].split()[0])
    assert body[table:].startswith(b"xref\n0 7\n")
    for number, line in enumerate(body[table:].splitlines()[3:9], 1):
        assert body[int(line.split()[0]) :].startswith(b"%d 0 obj" % number)


# -- signing -------------------------------------------------------------------------------------


async def page_of(shop, card):
    """Click, and return the page that was opened."""
    assert (await card.click())["status"] is None
    assert card.card().steps == ("waiting", "open")
    (page, _open_type) = shop.browser.opened[-1]
    return page


async def test_signature_is_signed_on_the_page_and_filed_in_the_next_step(shop, tmp_path):
    async with service_of("signature") as address, aiohttp.ClientSession() as browser:
        card = await shop.card(copied("signature", tmp_path, address=address))
        page = await page_of(shop, card)
        async with browser.get(page) as shown:
            assert "<h1>Rental contract</h1>" in await shown.text()
        async with browser.post(page, data={"event": "signed"}) as back:
            assert back.status == 200
            assert back.url.path != page
        assert card.bodies() == ["The contract is signed."]
        assert card.card().steps == ("completed", "open")
        await until(lambda: "A webhook came again; nothing was done." in card.notes(), limit=10)
        await card.click()
    assert card.bodies() == ["The contract is signed.", "The signed contract is on file."]
    assert card.card().status == "completed"


async def test_signature_is_declined_even_if_the_browser_never_comes_back(shop, tmp_path):
    async with service_of("signature") as address, aiohttp.ClientSession() as browser:
        card = await shop.card(copied("signature", tmp_path, address=address))
        page = await page_of(shop, card)
        async with browser.post(page, data={"event": "declined"}, allow_redirects=False) as sent:
            assert sent.status == 303
        await until(lambda: card.card().status == "cancelled", limit=10)
    assert card.bodies() == []


async def test_signature_says_when_its_service_does_not_run(shop, tmp_path):
    card = await shop.card(copied("signature", tmp_path, address="http://127.0.0.1:1"))
    await failed_click(card)
    assert card.shown().error_title == "The signing service does not answer"
    assert "python server.py" in card.shown().error_description


# -- processes -----------------------------------------------------------------------------------


async def test_ship_automation_asks_until_the_parcel_is_packed(shop, tmp_path):
    async with service_of("ship_automation") as address:
        folder = copied("ship_automation", tmp_path, address=address)
        token = await shop.start(folder, {"order": "A-1003"})
        assert [await shop.skip_to_next(), await shop.skip_to_next()] == [60, 60]
        run = await shop.become(token, "completed")
    assert run.attempts == 3
    number, label = run.variables
    assert number.value.startswith("1Z")
    with open(label.files[0], encoding="utf-8") as file:  # noqa: ASYNC230, PTH123  a few bytes
        assert file.read() == f"Parcel {number.value}: this side up.\n"
    assert [one.text for one in run.notes] == [
        "Attempt 1 asks for another in 60 s.",
        "Attempt 2 asks for another in 60 s.",
    ]


async def test_ship_automation_gives_up_with_a_message(shop, tmp_path):
    async with service_of("ship_automation") as address:
        folder = copied("ship_automation", tmp_path, address=address)
        token = await shop.start(folder, {"order": "X-1"})
        for _ in range(4):
            await shop.skip_to_next()
        run = await shop.become(token, "cancelled")
    assert (run.attempts, run.message) == (5, "The parcel was still packing at attempt 5.")


async def test_payment_await_ends_when_the_command_from_its_log_was_run(shop):
    token = await shop.start(FUNCTION_SAMPLES / "payment_await", {"amount": "12"})
    await shop.become(token, "waiting")
    await until(lambda: shop.prints)
    command = shlex.split(shop.prints[0].removeprefix("To pay: "))
    assert command[:2] == ["curl", "--data"]
    assert json.loads(command[2]) == {"token": token, "paid": "12"}
    async with aiohttp.ClientSession() as curl, curl.post(command[3], data=command[2]) as answer:
        assert answer.status == 200
    await shop.become(token, "completed")


async def test_new_orders_trigger_has_each_order_shipped_once(shop, tmp_path):
    async with service_of("ship_automation") as address:
        await shop.load(copied("ship_automation", tmp_path, address=address))
        folder = copied("new_orders_trigger", tmp_path)
        token = await shop.start(folder)
        await until(lambda: len(shop.functions.runs) == 3, limit=20)
        assert (await shop.become(token, "retrying")).state == "2"
        orders = json.loads((folder / "orders.json").read_text())
        orders.append({"number": "A-1003", "address": "2 Mill Road"})
        (folder / "orders.json").write_text(json.dumps(orders))
        for _ in range(20):
            if all(one.is_over for one in shop.functions.runs if one.token != token):
                break
            await shop.skip_to_next()
        await until(lambda: len(shop.functions.runs) == 4, limit=20)
    flows = [one for one in shop.functions.runs if one.token != token]
    assert [one.input["order"] for one in flows] == ["A-1001", "A-1002", "A-1003"]
