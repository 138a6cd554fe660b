"""Accounts: by answers, and by a browser, which the test plays."""

from html.parser import HTMLParser

import aiohttp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from tests.support.function_samples import copied, service_of
from tests.support.waiting import until
from tests.ui.functions.conftest import card
from tests.ui.support.gestures import texts
from webchat.errors import FunctionError
from webchat.functions.app import CustomAuthentication, CustomInput
from webchat.tasks import TaskBag

KEY = CustomAuthentication(inputs=(CustomInput("api_key", "API key", "From your account's page."),))


async def card_at_once(_parameters):
    return card()


async def account(parameters):
    key = parameters["credential"]["custom"]["api_key"]
    if key == "wrong":
        raise ValueError("the service does not know this key")
    return {"output": {"display_id": f"Account of {key}", "unique_id": key}}


class Browser:
    """A browser in which a person agrees to what is asked, or does something else."""

    def __init__(self, answer="agree"):
        self.answer = answer
        self.opened = []
        self.said = None
        self._tasks = TaskBag("browser")

    async def open(self, url, open_type):
        self.opened.append((url, open_type))
        if self.answer is not None:
            self._tasks.spawn(self._agree(url), name="agree")
        return self.said

    async def _agree(self, url):
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as page:
                form = _Form()
                form.feed(await page.text())
            fields = {"account": form.accounts[0], "answer": self.answer}
            async with session.post(url, data=fields) as back:
                assert back.status in {200, 400}, await back.text()

    async def aclose(self):
        await self._tasks.aclose()


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.accounts = []

    def handle_starttag(self, tag, attrs):
        if tag == "option":
            self.accounts.append(dict(attrs)["value"])


@pytest.fixture
def keyed(person):
    """An app that asks for an API key."""
    person.register("invoice", build=card_at_once, identity=account, authentication=KEY)
    return person


def field(person):
    return person.part("Setup.Field.api_key")


async def connected(person, key="demo"):
    person.window.functions.dialogs.post_card(app="invoice")
    await person.comes_to("Setup.Form")
    person.type("api_key", key)
    person.next()
    await person.comes_to("Setup.Preview")


async def test_the_answers_become_the_credential_of_an_account(keyed):
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Form")
    assert keyed.text("Setup.Title") == "Connect Invoice"
    assert keyed.text("Setup.Field.api_key.Tip") == "From your account's page."
    assert keyed.text("Setup.NextButton") == "Connect"
    keyed.type("api_key", "demo")
    keyed.next()
    page = await keyed.comes_to("Setup.Preview")
    (connection,) = keyed.functions.connections
    assert (connection.display_id, page.card.account) == ("Account of demo", "demo")


async def test_what_is_secret_is_not_shown_unless_the_person_wants_it(keyed, qtbot):
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Form")
    assert field(keyed).echoMode() == QLineEdit.EchoMode.Password
    box = keyed.part("Setup.Form.RevealBox")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert field(keyed).echoMode() == QLineEdit.EchoMode.Normal
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert field(keyed).echoMode() == QLineEdit.EchoMode.Password


async def test_an_answer_that_identity_refuses_is_told_and_can_be_mended(keyed):
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Form")
    keyed.type("api_key", "wrong")
    keyed.next()
    await until(lambda: keyed.problem)
    assert "does not know this key" in keyed.problem
    assert field(keyed).text() == "wrong"
    assert len(keyed.functions.connections) == 0
    keyed.type("api_key", "demo")
    keyed.next()
    await keyed.comes_to("Setup.Preview")


async def test_what_fails_after_the_answers_is_told_over_them(keyed, monkeypatch):
    async def full(_key, _value):
        raise FunctionError("There is no room for secrets.")

    monkeypatch.setattr(keyed.functions.connections._secrets, "set", full)
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Form")
    keyed.type("api_key", "demo")
    keyed.next()
    await until(lambda: keyed.problem)
    assert keyed.problem == "There is no room for secrets."
    assert field(keyed).text() == "demo"


async def test_an_account_that_is_connected_is_offered(keyed):
    await connected(keyed)
    keyed.click("Setup.CancelButton")
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Account")
    assert keyed.text("Setup.Account.0") == "Account of demo"
    assert keyed.part("Setup.Account.0").isChecked()
    assert "memory" in keyed.text("Setup.Account.Secrets")
    keyed.next()
    page = await keyed.comes_to("Setup.Preview")
    assert page.card.account == "demo"
    assert len(keyed.functions.connections) == 1


async def test_another_account_can_be_connected_beside_it(keyed, qtbot):
    await connected(keyed)
    keyed.back()
    await keyed.comes_to("Setup.Account")
    qtbot.mouseClick(keyed.part("Setup.Account.Another"), Qt.MouseButton.LeftButton)
    keyed.next()
    await keyed.comes_to("Setup.Form")
    keyed.type("api_key", "second")
    keyed.next()
    page = await keyed.comes_to("Setup.Preview")
    assert page.card.account == "second"
    assert [one.account for one in keyed.functions.connections] == ["demo", "second"]


async def test_back_from_the_form_leads_to_the_apps_and_keeps_what_was_typed(keyed):
    keyed.window.functions.dialogs.post_card(app="invoice")
    await keyed.comes_to("Setup.Form")
    keyed.type("api_key", "demo")
    keyed.back()
    await keyed.comes_to("Setup.Choose")
    keyed.next()
    await keyed.comes_to("Setup.Form")
    assert field(keyed).text() == "demo"


async def test_an_app_that_needs_no_account_says_nothing_of_one(person):
    person.register("plain")
    person.window.functions.dialogs.post_card(app="plain")
    await person.comes_to("Setup.Preview")
    await until(lambda: texts(person.part("Setup.Head"))[1:] == ["App", "·", "Set-up", "·", "Card"])


@pytest.fixture
async def shop(person, tmp_path):
    """The sample that signs in by OAuth2, its server, and a browser."""
    async with service_of("oauth_profile") as address:
        folder = copied("oauth_profile", tmp_path)
        settings = folder / "app.toml"
        settings.write_text(settings.read_text().replace("http://127.0.0.1:8474", address))
        await person.load(folder)
        person.browser = person.sim.browser = Browser()
        yield person
        await person.browser.aclose()


async def test_a_person_agrees_in_the_browser_and_the_card_is_theirs(shop):
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    assert shop.text("Setup.NextButton") == "Open the browser"
    shop.next()
    page = await shop.comes_to("Setup.Preview")
    ((url, how),) = shop.browser.opened
    assert (how, "state=" in url) == ("redirect", True)
    (connection,) = shop.functions.connections
    assert (connection.kind, connection.display_id) == ("oauth2", "ada@example.com")
    assert page.card.account == "1"


async def test_the_button_says_whether_the_browser_will_be_opened(shop, qtbot):
    shop.window.functions.dialogs.connect_account(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await shop.closed()
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    assert shop.text("Setup.NextButton") == "Next"
    qtbot.mouseClick(shop.part("Setup.Account.Another"), Qt.MouseButton.LeftButton)
    assert shop.text("Setup.NextButton") == "Open the browser"


async def test_a_person_who_declines_is_told_so_where_they_began(shop):
    shop.browser.answer = "decline"
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await until(lambda: shop.problem, 15)
    assert "did not give access" in shop.problem
    assert "The person declined" in shop.problem
    await shop.comes_to("Setup.Account")
    shop.browser.answer = "agree"
    shop.next()
    await shop.comes_to("Setup.Preview")


async def test_while_the_browser_is_away_the_address_can_be_copied_and_opened_again(shop):
    shop.browser.answer = None
    shop.browser.said = "No browser could be opened."
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await until(lambda: shop.page_name() == "Setup.SignIn", 15)
    await until(lambda: shop.text("Setup.SignIn.Said") == "No browser could be opened.")
    assert not shop.sees("Setup.NextButton")
    ((url, _how),) = shop.browser.opened
    assert shop.text("Setup.SignIn.Address") == url
    shop.click("Setup.SignIn.CopyButton")
    assert QGuiApplication.clipboard().text() == url
    shop.browser.answer = "agree"
    shop.click("Setup.SignIn.AgainButton")
    await shop.comes_to("Setup.Preview")
    assert [one for one, _how in shop.browser.opened] == [url, url]


async def test_back_gives_the_browser_up(shop):
    shop.browser.answer = None
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await until(lambda: shop.page_name() == "Setup.SignIn", 15)
    shop.back()
    await shop.comes_to("Setup.Account")
    assert shop.problem == ""
    assert len(shop.functions.connections) == 0


async def test_closing_the_dialog_gives_the_browser_up(shop):
    shop.browser.answer = None
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await until(lambda: shop.page_name() == "Setup.SignIn", 15)
    shop.press(Qt.Key.Key_Escape)
    await until(lambda: not len(shop.window.functions.dialogs._tasks))
    assert len(shop.functions.connections) == 0


async def test_a_client_that_the_app_leaves_open_is_asked_for(shop, tmp_path):
    settings = tmp_path / "oauth_profile" / "app.toml"
    settings.write_text(settings.read_text().replace('"orders-app-secret"', '""'))
    await shop.functions.apps.reload("oauth_profile")
    shop.window.functions.dialogs.post_card(app="oauth_profile")
    await shop.comes_to("Setup.Account")
    shop.next()
    await shop.comes_to("Setup.Form")
    secret = shop.part("Setup.Field.client_secret")
    assert secret.echoMode() == QLineEdit.EchoMode.Password
    shop.type("client_secret", "not this one")
    shop.next()
    await until(lambda: shop.problem, 15)
    assert "not this one" not in shop.problem
    shop.type("client_secret", "orders-app-secret")
    shop.next()
    await shop.comes_to("Setup.Preview")
