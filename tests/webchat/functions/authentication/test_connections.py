"""Connecting apps with accounts as a person does it: forms, a browser, a server that agrees."""

import asyncio
import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from tests.support.oauth_server import never, said, templates
from tests.support.waiting import until
from webchat.clock import random_id
from webchat.errors import FunctionCancelledError, FunctionError
from webchat.functions.app import CustomAuthentication, CustomInput, FunctionApp, RequestTemplate
from webchat.functions.authentication.connections import Connections
from webchat.functions.authentication.masks import Masks
from webchat.functions.authentication.secrets import MemorySecrets, secrets_in
from webchat.functions.callbacks.server import CallbackServer
from webchat.functions.contract.records import IdentityResult
from webchat.tasks import TaskBag

CUSTOM = CustomAuthentication(
    (CustomInput("api_key", "API key", "From your page."), CustomInput("region", "Region"))
)
ANSWERS = {"api_key": "geheim-1", "region": "eu"}


def app_of(authentication, name="orders"):
    return FunctionApp(name, "Order look-up", "action", {}, authentication=authentication)


def held(gate, **data):
    """Answer JSON once *gate* is open."""

    async def answer(_request):
        await gate.wait()
        return said(**data)

    return answer


class Person:
    """Who fills in forms, has a browser, and agrees on the server's page.

    Attributes:
        answers: What is answered to each form, one after the other; None gives up.
        forms: The forms that were shown.
        opened: The pages that were opened.
        brings: What the server sends the browser back with, besides ``state``.
    """

    def __init__(self, *answers):
        self.answers = list(answers)
        self.forms = []
        self.opened = []
        self.brings = {"code": "the-code", "realm": "company-7"}
        self.credentials = []
        self.identity: object = IdentityResult("ada@example.com", "u-1")

    async def ask(self, request):
        self.forms.append(request)
        return self.answers.pop(0)

    async def open_url(self, url):
        self.opened.append(url)
        query = dict(parse_qsl(urlsplit(url).query))
        back = {"state": query["state"], **self.brings}
        async with aiohttp.ClientSession() as session:
            await (await session.get(query["redirect_uri"], params=back)).read()

    async def identify(self, _app, credential):
        self.credentials.append(credential)
        if isinstance(self.identity, FunctionError):
            raise self.identity
        return self.identity


class Desk:
    """Connections with all that they need, and a person."""

    def __init__(self, folder, clock, url):
        self.folder, self.clock, self.url = folder, clock, url
        self.tasks = TaskBag("test")
        self.callbacks = CallbackServer(None, clock, self.tasks)
        self.masks = Masks()
        self.secrets = MemorySecrets()
        self.apps = {}
        self.person = Person()
        self.connections = self.make()

    def make(self, secrets=None):
        return Connections(
            self.folder,
            find_app=self.apps.__getitem__,
            clock=self.clock,
            masks=self.masks,
            callbacks=self.callbacks,
            ids=random_id,
            secrets=secrets or self.secrets,
        )

    def load(self, authentication, name="orders"):
        self.apps[name] = app_of(authentication, name)
        return self.apps[name]

    async def connect(self, app, *answers):
        self.person.answers = list(answers)
        who = self.person
        return await self.connections.connect(
            app, ask=who.ask, open_url=who.open_url, identify=who.identify
        )

    async def refused(self, doing):
        with pytest.raises(FunctionError) as caught:
            await doing
        return str(caught.value).replace(self.url, "URL")


@pytest.fixture
async def desk(tmp_path, clock, server):
    made = Desk(tmp_path, clock, server.url)
    yield made
    await made.connections.aclose()
    await made.callbacks.aclose()
    assert await made.tasks.aclose() == ()


@pytest.fixture
def oauth_app(desk, server):
    """An app with OAuth2 whose tokens live for ten minutes."""
    server.answer("/token", said(access_token="at-1", refresh_token="rt-1", expires_in=600))
    server.answer("/refresh", said(access_token="at-2", refresh_token="rt-2", expires_in=600))
    server.answer("/me", said(name="Ada"))
    return desk.load(templates(server.url))


# -- custom authentication -----------------------------------------------------------------------


async def test_answers_become_a_credential(desk):
    app = desk.load(CUSTOM)
    changes = []
    desk.connections.subscribe(lambda: changes.append(len(desk.connections)))
    connection = await desk.connect(app, ANSWERS)
    assert await desk.connections.credential(connection) == {"custom": ANSWERS}
    (form,) = desk.person.forms
    assert (form.title, form.is_last) == ("Order look-up", True)
    assert [(one.type, one.key, one.label, one.tip, one.required) for one in form.form] == [
        ("string", "api_key", "API key", "From your page.", True),
        ("string", "region", "Region", "", True),
    ]
    assert desk.person.credentials == [{"custom": ANSWERS}]
    assert (connection.app, connection.account, connection.display_id, connection.kind) == (
        "orders",
        "u-1",
        "ada@example.com",
        "custom",
    )
    assert connection.made == desk.clock.timestamp()
    assert "geheim-1" not in desk.masks.text("it was geheim-1")
    assert changes == [1]


async def test_answers_that_are_missing_are_asked_for_again(desk):
    await desk.connect(desk.load(CUSTOM), {"api_key": " "}, ANSWERS)
    _first, second = desk.person.forms
    assert list(second.errors) == ["api_key", "region"]
    assert second.values == {"api_key": " "}


async def test_answers_that_do_not_work_are_shown_again_with_the_reason(desk):
    desk.person.identity = FunctionError("The key is wrong.")
    app = desk.load(CUSTOM)
    assert await desk.refused(desk.connect(app, ANSWERS, None)) == "The key is wrong."
    again = desk.person.forms[1]
    assert (str(again.problem), again.values, again.errors) == ("The key is wrong.", ANSWERS, {})
    assert list(desk.connections) == []


async def test_a_person_may_give_up(desk):
    with pytest.raises(FunctionCancelledError, match="Connecting Order look-up was given up"):
        await desk.connect(desk.load(CUSTOM), None)


async def test_an_app_without_authentication_needs_no_account(desk):
    sentence = await desk.refused(desk.connect(desk.load(None)))
    assert sentence == "Order look-up needs no account: it can be used as it is."


async def test_an_app_that_does_not_say_whose_account_it_is_has_one_connection(desk):
    desk.person.identity = None
    app = desk.load(CUSTOM)
    await desk.connect(app, ANSWERS)
    second = await desk.connect(app, {**ANSWERS, "region": "us"})
    assert list(desk.connections) == [second]
    assert (second.account, second.display_id) == ("", "")
    assert (await desk.connections.credential(second))["custom"]["region"] == "us"


async def test_the_same_account_is_connected_once_and_others_beside_it(desk):
    app, other = desk.load(CUSTOM), desk.load(CUSTOM, "other")
    first = await desk.connect(app, ANSWERS)
    desk.person.identity = IdentityResult("bob@example.com", "u-2")
    bob = await desk.connect(app, ANSWERS)
    elsewhere = await desk.connect(other, ANSWERS)
    assert desk.connections.of("orders") == (first, bob)
    desk.person.identity = IdentityResult("Ada", "u-1")
    ada = await desk.connect(app, ANSWERS)
    assert list(desk.connections) == [bob, elsewhere, ada]
    assert desk.connections.find("orders") == ada
    assert desk.connections.find("orders", "u-2") == bob
    assert desk.connections.find("orders", "u-3") is None
    assert desk.connections.find("nobody") is None


async def test_an_app_that_asks_for_more_now_has_to_be_connected_again(desk):
    connection = await desk.connect(desk.load(CUSTOM), ANSWERS)
    more = CustomAuthentication((*CUSTOM.inputs, CustomInput("site", "Site")))
    desk.load(more)
    assert await desk.refused(desk.connections.credential(connection)) == (
        "Connect Order look-up with ada@example.com again: the app asks for more now: Site."
    )
    desk.load(templates(desk.url))
    sentence = await desk.refused(desk.connections.credential(connection))
    assert sentence.endswith("the app is connected in another way now.")
    desk.load(CUSTOM)
    assert await desk.connections.credential(connection) == {"custom": ANSWERS}
    assert "nothing to renew" in await desk.refused(desk.connections.refresh(connection))


# -- OAuth2 --------------------------------------------------------------------------------------


async def test_a_person_agrees_in_the_browser(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    assert server.paths() == ["/token", "/me"]
    assert dict(parse_qsl(server.asked[0].body))["code"] == "the-code"
    credential = await desk.connections.credential(connection)
    assert credential["oauth2"]["access_token"] == "at-1"
    redirect_queries = credential["oauth2"]["redirect_queries"]
    assert [one["name"] for one in redirect_queries] == ["state", "code", "realm"]
    assert {"name": "realm", "value": "company-7"} in redirect_queries
    assert desk.person.credentials == [credential]
    assert (connection.kind, connection.account) == ("oauth2", "u-1")
    assert desk.person.forms == []


async def test_client_and_secret_are_asked_for_where_the_app_has_none(desk, server, oauth_app):
    app = desk.load(templates(server.url, client_id="", client_secret=""))
    server.answer(
        "/token",
        said(401, error="invalid_client", error_description="Unknown: wrong-secret"),
        said(access_token="at-1", refresh_token="rt-1"),
    )
    right = {"client_id": "me", "client_secret": "right-secret"}
    connection = await desk.connect(
        app, {"client_id": "me", "client_secret": "wrong-secret"}, right
    )
    first, again = desk.person.forms
    assert [one.key for one in first.form] == ["client_id", "client_secret"]
    assert str(again.problem).replace(server.url, "URL") == (
        "The access-token request was refused by URL/token: invalid_client: Unknown: ••••••."
    )
    assert again.values["client_secret"] == "wrong-secret"
    await desk.connections.refresh(connection)
    fields = dict(parse_qsl(server.asked[-1].body))
    assert (fields["client_id"], fields["client_secret"]) == ("me", "right-secret")


async def test_who_does_not_agree_is_not_connected(desk, server, oauth_app):
    desk.person.brings = {"error": "access_denied", "error_description": "No, thanks."}
    sentence = await desk.refused(desk.connect(oauth_app))
    assert sentence == "The service did not give access: access_denied: No, thanks."
    desk.person.brings = {"error": "access_denied"}
    sentence = await desk.refused(desk.connect(oauth_app))
    assert sentence == "The service did not give access: access_denied."
    assert (server.asked, list(desk.connections)) == ([], [])


async def test_a_browser_that_brings_no_code_is_told(desk, oauth_app):
    desk.person.brings = {"token": "x"}
    sentence = await desk.refused(desk.connect(oauth_app))
    assert sentence == "The browser came back without a code; there was “state”, “token”."


async def test_a_state_that_is_not_ours_is_refused(desk, oauth_app):
    class Forged:
        async def oauth_address(self, _app):
            return "http://127.0.0.1:1/back"

        def oauth_answer(self, _state, _timeout):
            answer = asyncio.get_running_loop().create_future()
            answer.set_result({"state": "sträng", "code": "c"})
            return answer

    async def open_nothing(_url):
        pass

    connections = Connections(
        None,
        find_app=desk.apps.__getitem__,
        clock=desk.clock,
        masks=desk.masks,
        callbacks=Forged(),
    )
    sentence = await desk.refused(
        connections.connect(
            oauth_app, ask=desk.person.ask, open_url=open_nothing, identify=desk.person.identify
        )
    )
    assert sentence == "The browser came back from a sign-in that is not this one."


async def test_a_token_that_does_not_work_is_not_kept(desk, server, oauth_app):
    server.answer("/me", said(401))
    sentence = await desk.refused(desk.connect(oauth_app))
    assert sentence == "The token does not work: URL/me answered 401 Unauthorized."
    assert list(desk.connections) == []
    assert desk.person.credentials == []


async def test_a_browser_that_cannot_be_opened_ends_the_waiting(desk, oauth_app):
    states = []

    async def no_browser(url):
        states.append(dict(parse_qsl(urlsplit(url).query)))
        raise FunctionError("There is no browser.")

    desk.person.open_url = no_browser
    assert await desk.refused(desk.connect(oauth_app)) == "There is no browser."
    async with aiohttp.ClientSession() as session:
        back = {"state": states[0]["state"], "code": "late"}
        async with session.get(states[0]["redirect_uri"], params=back) as page:
            assert page.status == 410


async def test_connecting_can_be_cancelled_while_the_browser_is_away(desk, oauth_app):
    opened = asyncio.Event()

    async def open_slowly(_url):
        opened.set()

    desk.person.open_url = open_slowly
    connecting = desk.tasks.spawn(desk.connect(oauth_app), name="connect")
    await opened.wait()
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    assert list(desk.connections) == []


# -- renewal -------------------------------------------------------------------------------------


async def test_a_token_that_is_about_to_end_is_renewed_before_a_call(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    await desk.clock.advance(530)
    assert (await desk.connections.credential(connection))["oauth2"]["access_token"] == "at-1"
    await desk.clock.advance(20)
    credential = await desk.connections.credential(connection)
    assert credential["oauth2"]["access_token"] == "at-2"
    assert credential["oauth2"]["redirect_queries"][2] == {"name": "realm", "value": "company-7"}
    assert server.paths()[2:] == ["/refresh"]
    assert "rt-2" not in desk.masks.text("rt-2")


async def test_calls_that_wait_for_a_fresh_token_share_one(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    gate = asyncio.Event()
    server.answer("/refresh", held(gate, access_token="at-2", refresh_token="rt-2"))
    await desk.clock.advance(700)
    waiting = [
        desk.tasks.spawn(desk.connections.credential(connection), name=f"call {number}")
        for number in range(5)
    ]
    waiting.append(desk.tasks.spawn(desk.connections.refresh(connection), name="directive"))
    await until(lambda: "/refresh" in server.paths())
    waiting[0].cancel()
    await asyncio.sleep(0)
    gate.set()
    got = await asyncio.gather(*waiting[1:])
    assert waiting[0].cancelled()
    assert [one["oauth2"]["access_token"] for one in got] == ["at-2"] * 5
    assert server.paths().count("/refresh") == 1


async def test_a_fresh_token_is_kept_though_nobody_waits_for_it_any_more(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    gate = asyncio.Event()
    server.answer("/refresh", held(gate, access_token="at-2", refresh_token="rt-2"))
    waiting = desk.tasks.spawn(desk.connections.refresh(connection), name="directive")
    await until(lambda: "/refresh" in server.paths())
    waiting.cancel()
    await asyncio.wait({waiting})
    gate.set()
    await desk.connections.aclose(5)
    later = desk.make()
    assert (await later.credential(connection))["oauth2"]["access_token"] == "at-2"


async def test_a_renewal_that_never_ends_is_given_up_with_the_program(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    server.answer("/refresh", never)
    waiting = desk.tasks.spawn(desk.connections.refresh(connection), name="directive")
    await until(lambda: "/refresh" in server.paths())
    await desk.connections.aclose(0.01)
    assert "meanwhile" in await desk.refused(waiting)


async def test_a_directive_renews_a_token_that_has_not_ended(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    fresh = await desk.connections.refresh(connection)
    assert fresh["oauth2"]["access_token"] == "at-2"
    assert await desk.connections.credential(connection) == fresh
    await desk.connections.refresh(connection)
    bodies = [dict(parse_qsl(one.body)) for one in server.asked if one.path == "/refresh"]
    assert [one["refresh_token"] for one in bodies] == ["rt-1", "rt-2"]


async def test_a_refresh_token_that_was_refused_ends_the_connection(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    server.answer("/refresh", said(400, error="invalid_grant", error_description="Revoked: rt-1"))
    sentence = await desk.refused(desk.connections.refresh(connection))
    assert sentence == (
        "Connect Order look-up with ada@example.com again: its token is not renewed any more. "
        "The refresh-token request was refused by URL/refresh: invalid_grant: Revoked: ••••••."
    )
    (expired,) = desk.connections
    assert expired == replace(connection, has_expired=True)
    sentence = await desk.refused(desk.connections.credential(connection))
    assert sentence.endswith("again: the service takes its token no more.")
    assert server.paths().count("/refresh") == 1
    again = await desk.connect(oauth_app)
    assert list(desk.connections) == [again]
    assert (await desk.connections.credential(again))["oauth2"]["access_token"] == "at-1"


async def test_a_server_that_is_down_ends_nothing(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    server.answer("/refresh", said(503))
    await desk.clock.advance(550)
    still = await desk.connections.credential(connection)
    assert still["oauth2"]["access_token"] == "at-1"
    await desk.clock.advance(100)
    sentence = await desk.refused(desk.connections.credential(connection))
    assert sentence.endswith("refused by URL/refresh: 503 Service Unavailable.")
    server.answer("/refresh", said(access_token="at-2"))
    assert (await desk.connections.credential(connection))["oauth2"]["access_token"] == "at-2"
    assert not desk.connections.find("orders").has_expired


async def test_a_token_that_cannot_be_renewed_is_used_until_it_ends(desk, server, oauth_app):
    server.answer("/token", said(access_token="at-1", expires_in=600))
    connection = await desk.connect(oauth_app)
    await desk.clock.advance(599)
    credential = await desk.connections.credential(connection)
    assert "refresh_token" not in credential["oauth2"]
    assert not desk.connections.find("orders").has_expired
    await desk.clock.advance(2)
    sentence = await desk.refused(desk.connections.credential(connection))
    assert "its token is not renewed any more" in sentence
    assert "/refresh" not in server.paths()


async def test_a_token_without_an_end_is_never_renewed_by_itself(desk, server, oauth_app):
    server.answer("/token", said(access_token="at-1", refresh_token="rt-1"))
    connection = await desk.connect(oauth_app)
    await desk.clock.advance(1e7)
    assert (await desk.connections.credential(connection))["oauth2"]["access_token"] == "at-1"


# -- keeping and letting go ----------------------------------------------------------------------


async def test_connections_outlive_the_program_and_their_file_has_no_secrets(desk, oauth_app):
    secrets = secrets_in(desk.folder / "functions")
    desk.connections = desk.make(secrets)
    connection = await desk.connect(oauth_app)
    await desk.connections.refresh(connection)
    later = desk.make(secrets_in(desk.folder / "functions"))
    assert list(later) == [connection]
    assert (await later.credential(connection))["oauth2"]["access_token"] == "at-2"
    text = (desk.folder / "functions" / "connections.json").read_text()
    assert json.loads(text)["connections"][0]["display_id"] == "ada@example.com"
    for secret in ("at-2", "rt-2", "clients-secret", "the-code"):
        assert secret not in text
    assert any("no keyring" in note for note in desk.connections.notes)
    assert "secrets.json" in desk.connections.where_secrets_are


@pytest.mark.parametrize("kept", [None, {"token": 5}, {"token": {"access_token": 1}}])
async def test_secrets_that_are_gone_are_told(desk, oauth_app, kept):
    connection = await desk.connect(oauth_app)
    await desk.secrets.delete(connection.key)
    if kept is not None:
        await desk.secrets.set(connection.key, kept)
    later = desk.make()
    assert await desk.refused(later.credential(connection)) == (
        "Connect Order look-up with ada@example.com again: its secrets are gone. "
        "Secrets are kept in memory, until the program ends."
    )


async def test_what_is_let_go_of_is_gone_with_its_secrets(desk, oauth_app):
    connection = await desk.connect(oauth_app)
    changes = []
    undo = desk.connections.subscribe(lambda: changes.append(len(desk.connections)))
    await desk.connections.disconnect(connection)
    assert await desk.secrets.get(connection.key) is None
    assert (list(desk.connections), changes) == ([], [0])
    assert await desk.refused(desk.connections.credential(connection)) == (
        "orders is no longer connected with this account."
    )
    await desk.connections.disconnect(connection)
    undo()
    undo()
    await desk.connect(oauth_app)
    assert changes == [0, 0]


async def test_a_renewal_under_way_does_not_bring_back_what_was_let_go_of(desk, server, oauth_app):
    connection = await desk.connect(oauth_app)
    server.answer("/refresh", never)
    waiting = desk.tasks.spawn(desk.connections.refresh(connection), name="directive")
    await until(lambda: "/refresh" in server.paths())
    await desk.connections.disconnect(connection)
    sentence = await desk.refused(waiting)
    assert sentence == "The account was connected anew or let go of meanwhile."
    assert await desk.secrets.get(connection.key) is None


async def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(desk, caplog):
    heard = []
    desk.connections.subscribe(lambda: 1 / 0)
    desk.connections.subscribe(lambda: heard.append(1))
    await desk.connect(desk.load(CUSTOM), ANSWERS)
    assert heard == [1]
    assert "A listener of the connections failed" in caplog.text


async def test_an_unknown_variable_of_the_app_is_named_before_a_browser_opens(desk, server):
    wrong = RequestTemplate(f"{server.url}/authorize", query={"id": "{{clientid}}"})
    sentence = await desk.refused(
        desk.connect(desk.load(templates(server.url, authorization=wrong)))
    )
    assert sentence.startswith("The authorization has {{clientid}} in its query “id”, which is no")
    assert desk.person.opened == []
