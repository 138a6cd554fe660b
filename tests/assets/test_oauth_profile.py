"""The sample with OAuth2: the app as it is, the shop beside it, and a browser to agree in."""

import asyncio
import re
import shutil
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from tests.support.cards import CardInChat, failed_click
from tests.support.clock import ManualClock
from tests.support.simulation import simulation, start
from tests.support.waiting import until
from webchat.errors import AuthenticationError, FunctionError
from webchat.functions.contract.records import Card

SAMPLE = Path(__file__).parents[2] / "assets" / "functions" / "oauth_profile"


@asynccontextmanager
async def shop(*arguments):
    """Run ``python server.py`` on a free port; gives its address as it prints it."""
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SAMPLE / "server.py"),
        "0",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert server.stdout is not None
        line = (await server.stdout.readline()).decode()
        yield line.removeprefix("The shop listens on ").strip()
    finally:
        server.kill()
        await server.communicate()


class Browser:
    """Opens the page where a person agrees, and presses a button on it.

    Attributes:
        answer: Which button.
        account: Whose account.
        pages: What was shown last: the shop's page and the program's.
    """

    def __init__(self):
        self.answer, self.account = "agree", "1"
        self.pages = []

    async def open(self, url):
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as page:
                self.pages = [await page.text()]
            pressed = {"answer": self.answer, "account": self.account}
            async with session.post(url, data=pressed) as page:
                self.pages.append(await page.text())


class Try:
    """The sample in a simulation, and a browser."""

    def __init__(self, sim, url, app):
        self.sim, self.url, self.app = sim, url, app
        self.browser = Browser()

    async def connect(self, app=None):
        async def ask(request):
            raise AssertionError(request)

        return await self.sim.functions.connections.connect(
            app or self.app,
            ask=ask,
            open_url=self.browser.open,
            identify=self.sim.functions.identify,
        )

    async def card(self, connection):
        """Build the card as a person does, and post it."""
        functions = self.sim.functions
        built = await functions.builds.build(self.app, self.connect, connection=connection)
        assert isinstance(built.card, Card)
        sid = await start(self.sim.webchat)
        posted = functions.new_card(self.app, built.card, connection)
        index = await functions.post_card(self.sim.webchat, posted, sid)
        messages = self.sim.webchat.store.state.chat.channels[sid].messages
        message = next(one for one in messages if one.index == index)
        return CardInChat(self.sim, sid, message.sid)

    async def post(self, path, **fields):
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/{path}", data=fields) as answer,
        ):
            return answer.status, await answer.text()

    def outcomes(self, function):
        return [one.outcome for one in self.sim.functions.calls if one.function == function]


@asynccontextmanager
async def trying(tmp_path, clock=None, *arguments):
    async with shop(*arguments) as url:
        folder = shutil.copytree(SAMPLE, tmp_path / "oauth_profile")
        settings = folder / "app.toml"
        text = settings.read_text().replace("http://127.0.0.1:8474", url)
        settings.write_text(text)
        async with simulation(clock=clock) as sim:
            entry = await sim.functions.apps.load(folder)
            assert entry.error is None
            assert entry.app is not None
            assert entry.app.warnings == ()
            yield Try(sim, url, entry.app)


@pytest.fixture
async def sample(tmp_path):
    async with trying(tmp_path) as made:
        yield made


async def test_a_person_connects_and_asks_for_the_orders(sample):
    connection = await sample.connect()
    assert (connection.account, connection.display_id) == ("1", "ada@example.com")
    asked, done = sample.browser.pages
    assert "Agree</button>" in asked
    assert "orders-app" in asked
    assert "Back to the program" in done
    card = await sample.card(connection)
    assert card.message().body == "Your orders"
    await card.click(0)
    assert card.bodies() == ["A-1002: a teapot, shipped"]
    assert card.card().status == "completed"


async def test_two_accounts_are_told_apart(sample):
    await sample.connect()
    sample.browser.account = "2"
    grace = await sample.connect()
    assert [one.display_id for one in sample.sim.functions.connections] == [
        "ada@example.com",
        "grace@example.com",
    ]
    card = await sample.card(grace)
    await card.click(1)
    assert card.bodies() == ["A-1003: a kettle, packing"]


async def test_a_person_may_decline(sample):
    sample.browser.answer = "decline"
    with pytest.raises(AuthenticationError, match="access_denied: The person declined"):
        await sample.connect()


async def test_a_token_that_the_shop_ended_early_is_renewed_by_the_directive(sample):
    card = await sample.card(await sample.connect())
    assert (await sample.post("end-tokens"))[0] == 200
    await card.click(0)
    assert card.card().status == "completed"
    assert len(sample.outcomes("action")) == 2


async def test_a_token_whose_time_is_over_is_renewed_before_the_call(tmp_path):
    clock = ManualClock()
    async with trying(tmp_path, clock) as sample:
        card = await sample.card(await sample.connect())
        await sample.post("end-tokens")
        await clock.advance(61)
        await card.click(0)
        assert card.card().status == "completed"
        assert len(sample.outcomes("action")) == 1


async def test_once_everything_is_revoked_one_has_to_connect_again(sample):
    connection = await sample.connect()
    card = await sample.card(connection)
    await sample.post("revoke-all")
    sentence = str(await failed_click(card))
    assert sentence.startswith("Connect My orders with ada@example.com again: ")
    assert "invalid_grant" in sentence
    assert sample.sim.functions.connections.find("oauth_profile").has_expired
    assert (await sample.connect()).key == connection.key
    await card.click(0)
    assert card.card().status == "completed"


async def test_a_wrong_client_secret_is_told_and_not_repeated(sample):
    settings = sample.app.folder / "app.toml"
    settings.write_text(settings.read_text().replace("orders-app-secret", "wrong-secret"))
    entry = await sample.sim.functions.apps.load(sample.app.folder)
    with pytest.raises(FunctionError) as caught:
        await sample.connect(entry.app)
    assert "invalid_client: Client id and secret do not fit." in str(caught.value)
    assert "wrong-secret" not in str(caught.value)


async def test_what_the_functions_get_is_recorded_and_printed_without_secrets(sample):
    action = sample.app.folder / "action.py"
    printing = '    print("parameters:", json.dumps(parameters))\n    wanted ='
    text = action.read_text().replace("    wanted =", printing, 1)
    action.write_text(text.replace("import aiohttp", "import json\n\nimport aiohttp", 1))
    functions = sample.sim.functions
    await functions.apps.load(sample.app.folder)
    connection = await sample.connect()
    card = await sample.card(connection)
    await card.click(0)
    credential = (await functions.connections.credential(connection))["oauth2"]
    recorded = repr(list(functions.calls))
    await until(lambda: any("parameters:" in line.text for line in functions.log))
    printed = "\n".join(line.text for line in functions.log)
    for shown in (recorded, printed):
        assert "fake-shop" in shown
        assert credential["access_token"] not in shown
        assert credential["refresh_token"] not in shown


async def test_the_shop_lets_nobody_in_by_chance(sample):
    status, text = await sample.post("token", client_id="orders-app", client_secret="no")
    assert (status, "invalid_client" in text) == (401, True)
    right = {"client_id": "orders-app", "client_secret": "orders-app-secret"}
    for grant in (
        {"grant_type": "authorization_code", "code": "x"},
        {"grant_type": "refresh_token"},
    ):
        status, text = await sample.post("token", **right, **grant)
        assert (status, "invalid_grant" in text) == (400, True)
    status, text = await sample.post("token", **right, grant_type="password")
    assert (status, "unsupported_grant_type" in text) == (400, True)
    async with aiohttp.ClientSession() as session:
        for path, expected in (
            ("me", 401),
            ("nothing", 404),
            ("", 200),
            ("authorize?client_id=<x>", 400),
            ("authorize?client_id=orders-app&redirect_uri=https://example.com", 400),
        ):
            async with session.get(f"{sample.url}/{path}") as answer:
                assert answer.status == expected
                assert "<x>" not in await answer.text()


async def test_the_shop_revokes_one_account_by_a_token(sample):
    ada = await sample.connect()
    sample.browser.account = "2"
    grace = await sample.connect()
    connections = sample.sim.functions.connections
    token = (await connections.credential(ada))["oauth2"]["refresh_token"]
    await sample.post("revoke", token=token)
    with pytest.raises(AuthenticationError, match="invalid_grant"):
        await connections.refresh(ada)
    assert (await connections.refresh(grace))["oauth2"]["token_type"] == "Bearer"


async def test_tokens_live_as_long_as_the_command_says(tmp_path):
    async with trying(tmp_path, None, "7.5") as sample:
        credential = await sample.sim.functions.connections.credential(await sample.connect())
        assert credential["oauth2"]["expires_in"] == "7.5"


def test_the_settings_and_the_server_agree_on_the_address():
    text = (SAMPLE / "app.toml").read_text()
    (port,) = re.findall(r"^PORT = (\d+)", (SAMPLE / "server.py").read_text(), re.MULTILINE)
    found = {urlsplit(url).port for url in re.findall(r'"(http://[^"]+)"', text)}
    assert found == {int(port)}
    assert "client_secret" not in dict(parse_qsl(text))
