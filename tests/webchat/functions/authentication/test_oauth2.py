"""OAuth2 with a real server, which answers as real ones do, and worse."""

import asyncio
import base64
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from aiohttp import web

from tests.support.oauth_server import never, said, templates, text
from webchat.errors import AuthenticationError
from webchat.functions.app import RequestTemplate
from webchat.functions.authentication.masks import Masks
from webchat.functions.authentication.oauth2 import OAuth2Client, asked_for
from webchat.functions.authentication.sending import MAX_ANSWER_BYTES
from webchat.functions.authentication.tokens import Token, TokenRefusedError

REDIRECT = "http://127.0.0.1:4711/back?x=1"
QUERIES = {"code": "the-code", "state": "the-state", "realm": "company 7"}
OLD = Token("old-token", refresh_token="old-refresh", expires_in="60", scope="all", queries=QUERIES)


class Flow:
    """A client of the server under test, and what it knows of secrets."""

    def __init__(self, server, clock):
        self.server, self.clock, self.masks = server, clock, Masks()

    def client(self, *, seconds=5.0, client=None, **changed):
        oauth2 = templates(self.server.url, **changed)
        return OAuth2Client(
            oauth2, client or {}, REDIRECT, clock=self.clock, masks=self.masks, seconds=seconds
        )

    async def exchange(self, *answers, **how):
        self.server.answer("/token", *answers)
        return await self.client(**how).exchange(QUERIES)

    async def refresh(self, *answers, token=OLD, **how):
        self.server.answer("/refresh", *answers)
        return await self.client(**how).refresh(token)

    async def refusal(self, doing):
        with pytest.raises(AuthenticationError) as caught:
            await doing
        sentence = str(caught.value).replace(self.server.url, "URL")
        for secret in ("clients-secret", "the-code", "old-refresh", "old-token"):
            assert secret not in sentence
        return sentence


@pytest.fixture
def flow(server, clock):
    return Flow(server, clock)


# -- the address where a person agrees -----------------------------------------------------------


def test_the_person_agrees_at_an_address_with_our_state(flow):
    url = flow.client().authorization_url("s t/1")
    assert url.startswith(f"{flow.server.url}/authorize?")
    assert parse_qsl(urlsplit(url).query) == [
        ("response_type", "code"),
        ("client_id", "the-app"),
        ("redirect_uri", REDIRECT),
        ("state", "s t/1"),
    ]


def test_a_state_of_the_template_gives_way_to_ours(flow):
    template = RequestTemplate("https://x.org/a?state=theirs&b=1", query={"state": "theirs, too"})
    url = flow.client(authorization=template).authorization_url("ours")
    assert url == "https://x.org/a?b=1&state=ours"


def test_the_clients_secret_never_goes_into_the_browser(flow):
    template = RequestTemplate("https://x.org/", query={"s": "{{client_secret}}"})
    with pytest.raises(AuthenticationError, match="there is none at this point"):
        flow.client(authorization=template).authorization_url("s")


# -- the exchange --------------------------------------------------------------------------------


async def test_a_code_is_exchanged_for_a_token(flow):
    token = await flow.exchange(
        said(access_token="at-1", refresh_token="rt-1", token_type="Bearer", expires_in=3600)
    )
    (asked,) = flow.server.asked
    assert (asked.method, asked.path) == ("POST", "/token")
    assert dict(parse_qsl(asked.body)) == {
        "client_id": "the-app",
        "client_secret": "clients-secret",
        "code": "the-code",
        "redirect_uri": REDIRECT,
    }
    assert token.credential() == {
        "oauth2": {
            "access_token": "at-1",
            "token_type": "Bearer",
            "refresh_token": "rt-1",
            "expires_in": "3600",
            "redirect_queries": [
                {"name": "code", "value": "the-code"},
                {"name": "state", "value": "the-state"},
                {"name": "realm", "value": "company 7"},
            ],
        }
    }
    for secret in ("at-1", "rt-1", "the-code", "clients-secret"):
        assert secret not in flow.masks.text(f"it was {secret}")


async def test_every_part_of_a_request_is_sent_as_it_was_filled_in(flow):
    template = RequestTemplate(
        f"{flow.server.url}/a/{{{{query.realm}}}}?b={{{{code}}}}",
        method="PUT",
        query={"c d": "{{redirect_uri}}&=+"},
        headers={"X-Who": "{{client_id}}", "Content-Type": "application/json", "Accept": "a/b"},
        body={"secret": "{{client_secret}}"},
    )
    flow.server.answer("/a/company 7", said(access_token="at"))
    await flow.client(access_token=template).exchange(QUERIES)
    (asked,) = flow.server.asked
    assert (asked.method, asked.path) == ("PUT", "/a/company 7")
    assert asked.query == {"b": "the-code", "c d": f"{REDIRECT}&=+"}
    assert (asked.headers["X-Who"], asked.headers["Accept"]) == ("the-app", "a/b")
    assert asked.body == '{"secret": "clients-secret"}'


async def test_name_and_password_of_an_address_are_sent_as_basic_authentication(flow):
    address = flow.server.url.replace("//", "//{{client_id}}:{{client_secret}}@")
    template = RequestTemplate(f"{address}/token", method="POST", body="grant_type=x")
    await flow.exchange(said(access_token="at"), access_token=template)
    (asked,) = flow.server.asked
    expected = base64.b64encode(b"the-app:clients-secret").decode()
    assert asked.headers["Authorization"] == f"Basic {expected}"
    again = RequestTemplate(f"{address}/token", headers={"Authorization": "x"})
    sentence = await flow.refusal(flow.exchange(said(access_token="at"), access_token=again))
    assert sentence.startswith("The access-token request cannot be sent to URL/token: ")


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "text/html"]
)
async def test_a_token_may_come_as_a_form(flow, content_type):
    token = await flow.exchange(text("access_token=a%2Bt&scope=a+b&expires_in=60", content_type))
    assert (token.access_token, token.scope, token.expires_in) == ("a+t", "a b", "60")


@pytest.mark.parametrize("content_type", ["application/json", "text/javascript", "text/html"])
async def test_json_is_known_by_its_looks(flow, content_type):
    token = await flow.exchange(text('\n{"access_token": "at"}', content_type))
    assert token.credential()["oauth2"]["access_token"] == "at"
    assert "expires_in" not in token.credential()["oauth2"]


@pytest.mark.parametrize(
    ("life", "as_text", "seconds"),
    [
        (3600, "3600", 3600),
        ("3600", "3600", 3600),
        (3600.0, "3600", 3600),
        (" 90.5 ", "90.5", 90.5),
        (0, "0", 0),
        (-5, "-5", 0),
        (None, "", None),
        ("soon", "", None),
        (True, "", None),
        (float("inf"), "", None),
        ("nan", "", None),
        ([60], "", None),
        (10**400, "", None),
    ],
)
async def test_the_life_of_a_token_comes_in_many_ways(flow, clock, life, as_text, seconds):
    token = await flow.exchange(said(access_token="at", expires_in=life))
    assert token.expires_in == as_text
    now = clock.timestamp()
    if seconds is None:
        assert not token.is_due(now + 1e9)
    else:
        assert token.has_ended(now + seconds)
        assert not token.has_ended(now + seconds - 0.001)
        due = seconds - min(60, seconds / 10)
        assert token.is_due(now + due)
        assert not token.is_due(now + due - 0.001)


async def test_the_life_counts_from_when_the_token_was_asked_for(flow, clock):
    began = clock.timestamp()

    async def slowly(_request):
        await clock.advance(100)
        return said(access_token="at", expires_in=150)

    token = await flow.exchange(slowly)
    assert token.expires_at == began + 150


async def test_odd_fields_do_no_harm(flow):
    token = await flow.exchange(
        said(access_token=" at\n", token_type=7, refresh_token=None, scope=["a", "b"], more={})
    )
    assert (token.access_token, token.token_type, token.scope) == ("at", "Bearer", "a b")
    assert "refresh_token" not in token.credential()["oauth2"]


# -- what can go wrong with it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            said(400, error="invalid_client", error_description="Wrong secret."),
            "The access-token request was refused by URL/token: invalid_client: Wrong secret.",
        ),
        (said(200, error="bad_code"), "refused by URL/token: bad_code."),
        (said(400, error={"type": "OAuth", "message": "No\n such"}), "URL/token: OAuth: No such."),
        (text("error=denied&error_description=No+way."), "URL/token: denied: No way."),
        (said(401), "URL/token: 401 Unauthorized."),
        (text("<h1>Oops</h1>", status=503), "URL/token: 503 Service Unavailable."),
        (said(404, access_token="at"), "URL/token: 404 Not Found."),
        (said(token="secret"), "without an access_token; there was “token”."),
        (said(access_token=""), "without an access_token; there was “access_token”."),
        (said(access_token={"a": 1}), "without an access_token; there was “access_token”."),
        (text("<html>a=b"), "there was text that begins '<html>a=b'."),
        (text("[" * 50_000), "there was text that begins '[[[["),
        (text(""), "there was nothing."),
        (text("[1]"), "there was text that begins '[1]'."),
        (said(access_token="a\nb"), "with a token that cannot be sent in a header."),
        (said(access_token="a\ud800"), "with a token that cannot be sent in a header."),
    ],
)
async def test_an_answer_without_a_token_is_told(flow, answer, says):
    assert says in await flow.refusal(flow.exchange(answer))


async def test_a_server_that_repeats_our_secrets_is_not_repeated(flow):
    repeated = f"Unknown: clients-secret the-code {'x' * 200}"
    encoded = base64.b64encode(b"the-app:clients-secret").decode()
    for answer in (
        said(400, error="invalid_client", error_description=repeated),
        said(400, error="clients-secret", error_description=f"{'x' * 190} clients-secret"),
        said(400, error="e", error_description=f"Authorization: Basic {encoded}"),
        said(**{"clients-secret": 1}),
        text(f"<pre>client_secret=clients-secret {encoded}</pre>"),
    ):
        sentence = await flow.refusal(flow.exchange(answer))
        assert encoded not in sentence
        assert "clients-" not in sentence


async def test_a_long_answer_is_shortened(flow):
    sentence = await flow.refusal(flow.exchange(said(400, error="e", error_description="y" * 5000)))
    assert len(sentence) < 400


async def test_an_endless_answer_is_cut_off(flow):
    sentence = await flow.refusal(flow.exchange(text("x" * (MAX_ANSWER_BYTES + 1))))
    assert sentence.startswith("URL/token answered more than 1000 kB")


async def test_a_server_that_never_answers_is_given_up(flow):
    sentence = await flow.refusal(flow.exchange(never, seconds=0.05))
    assert sentence == "URL/token did not answer within 0.05 s."


async def test_an_answer_that_drips_is_given_up(flow):
    async def drip(request):
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.01)

    sentence = await flow.refusal(flow.exchange(drip, seconds=0.1))
    assert sentence == "URL/token did not answer within 0.1 s."


async def test_a_server_that_hangs_up_or_is_not_there_is_named(flow):
    async def hang_up(request):
        request.transport.abort()
        return web.Response()

    sentence = await flow.refusal(flow.exchange(hang_up))
    assert sentence.startswith("The exchange with URL/token broke off: ")
    gone = RequestTemplate("http://127.0.0.1:9/token/{{client_secret}}?c={{code}}")
    sentence = await flow.refusal(flow.exchange(said(), access_token=gone))
    assert sentence.startswith("http://127.0.0.1:9/token/•••••• cannot be reached: ")


async def test_a_redirect_is_not_followed(flow):
    async def elsewhere(_request):
        raise web.HTTPTemporaryRedirect(f"{flow.server.url}/other?secret=clients-secret")

    sentence = await flow.refusal(flow.exchange(elsewhere))
    assert sentence == (
        "The access-token request to URL/token was answered 307 Temporary Redirect and points to "
        "URL/other. Redirects are not followed: put the final address into the app's settings."
    )
    assert flow.server.paths() == ["/token"]


# -- renewal -------------------------------------------------------------------------------------


async def test_a_token_is_renewed_by_its_refresh_token(flow, clock):
    token = await flow.refresh(said(access_token="new", refresh_token="rt-2", expires_in="90"))
    assert parse_qs(flow.server.asked[0].body)["refresh_token"] == ["old-refresh"]
    assert (token.access_token, token.refresh_token, token.scope) == ("new", "rt-2", "all")
    assert token.expires_at == clock.timestamp() + 90
    assert token.queries == QUERIES
    assert "rt-2" not in flow.masks.text("rt-2")


async def test_what_a_renewal_does_not_say_again_stays(flow, clock):
    token = await flow.refresh(said(access_token="new"))
    assert (token.refresh_token, token.scope, token.expires_in) == ("old-refresh", "all", "60")
    assert token.expires_at == clock.timestamp() + 60


@pytest.mark.parametrize(
    ("answer", "is_expired"),
    [
        (said(400, error="invalid_grant"), True),
        (said(401), True),
        (text("no", status=400), True),
        (said(401, error="invalid_client"), False),
        (said(503), False),
        (said(429, error="slow_down"), False),
    ],
)
async def test_a_refusal_says_whether_one_has_to_connect_again(flow, answer, is_expired):
    with pytest.raises(TokenRefusedError) as caught:
        await flow.refresh(answer)
    assert caught.value.is_expired == is_expired


async def test_what_cannot_be_renewed_is_not_asked_for(flow):
    with pytest.raises(TokenRefusedError, match="no refresh-token request") as caught:
        await flow.refresh(refresh_token=None)
    assert caught.value.is_expired
    with pytest.raises(TokenRefusedError, match="the server gave no refresh token"):
        await flow.refresh(token=Token("at"))
    assert flow.server.asked == []


# -- the test, and what is asked of the person ---------------------------------------------------


async def test_a_token_is_tried(flow):
    flow.server.answer("/me", said(name="Ada"))
    await flow.client().test(OLD)
    assert flow.server.asked[0].headers["Authorization"] == "Bearer old-token"
    await flow.client(test=None).test(OLD)
    assert flow.server.paths() == ["/me"]


async def test_a_token_that_does_not_work_is_told(flow):
    flow.server.answer("/me", said(403))
    sentence = await flow.refusal(flow.client().test(OLD))
    assert sentence == "The token does not work: URL/me answered 403 Forbidden."


def test_only_what_is_needed_and_missing_is_asked_for():
    assert asked_for(templates("https://x.org")) == ()
    empty = templates("https://x.org", client_id="", client_secret="")
    assert asked_for(empty) == ("client_id", "client_secret")
    no_secret = RequestTemplate("https://x.org", body={"id": "{{client_id}}"})
    public = templates(
        "https://x.org", client_secret="", access_token=no_secret, refresh_token=None
    )
    assert asked_for(public) == ()


async def test_the_apps_own_secret_counts_more_than_one_that_was_given_before(flow):
    given = {"client_id": "typed", "client_secret": "typed-secret"}
    await flow.exchange(said(access_token="at"), client=given, client_id="")
    fields = dict(parse_qsl(flow.server.asked[0].body))
    assert (fields["client_id"], fields["client_secret"]) == ("typed", "clients-secret")
