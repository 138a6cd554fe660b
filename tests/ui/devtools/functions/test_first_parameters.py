"""What is filled in for an app that is connected, or could be, or need not be."""

import pytest

from tests.support.found import found
from ui.devtools.functions.first_parameters import call_of_run, first_parameters
from webchat.functions.app import CustomAuthentication, CustomInput
from webchat.functions.authentication.secret_keys import MASK

CUSTOM = CustomAuthentication((CustomInput("shop", "Name of the shop"), CustomInput("key", "Key")))
OAUTH = {
    "oauth2": {
        "authorization": {"url": "https://example.com/agree"},
        "access_token": {"url": "https://example.com/token", "method": "POST"},
    }
}


async def returns(_parameters):
    return {"output": {}}


def app_of(developer, **more):
    developer.functions.apps.register({"action": returns}, name="app", **more)
    return developer.functions.apps["app"]


async def test_an_app_without_authentication_gets_no_credential(developer):
    given = first_parameters(developer.functions, app_of(developer), "action")
    assert "credential" not in given
    assert set(given) == {"identity", "context", "input", "callback"}


async def test_an_app_that_is_not_connected_shows_what_there_would_be(developer):
    app = app_of(developer, authentication=CUSTOM)
    given = first_parameters(developer.functions, app, "action")
    assert given["credential"] == {"custom": {"shop": "", "key": ""}}


async def test_one_of_oauth2_likewise(developer):
    app = app_of(developer, authentication=OAUTH)
    given = first_parameters(developer.functions, app, "build")
    assert given["credential"] == {"oauth2": {"access_token": "", "token_type": "Bearer"}}


async def test_a_connected_one_shows_a_mask_and_the_call_has_the_real_one(developer):
    seen = []

    async def action(parameters):
        seen.append(parameters)
        return {"output": {"status": "completed"}}

    developer.functions.apps.register({"action": action}, name="app", authentication=CUSTOM)
    app = developer.functions.apps["app"]

    async def ask(_request):
        return {"shop": "tea", "key": "s3cr3t-key"}

    async def nobody(_app, _credential):
        return None

    async def open_url(_url):
        raise AssertionError

    await developer.functions.connections.connect(app, ask=ask, open_url=open_url, identify=nobody)
    assert first_parameters(developer.functions, app, "action")["credential"] == MASK

    developer.bench.choice.choose("app", "action")
    developer.click("Bench.Refill")
    await developer.run()
    assert developer.outcome == "Fits the contract"
    assert seen[0]["credential"] == {"custom": {"shop": "tea", "key": "s3cr3t-key"}}
    developer.click("Bench.Refill")
    assert "s3cr3t-key" not in developer.bench.editor.text


async def test_the_call_of_a_run_is_found_by_its_token(developer):
    await developer.app()
    card = await developer.card()
    await card.click(0)
    token = card.run.token
    await developer.functions.caller.call(developer.functions.apps["app"], "action", input={})
    call = found(call_of_run(developer.functions, "app", token))
    assert call.parameters["input"] == {"page": 1}
    assert call_of_run(developer.functions, "app", "nobody") is None
    assert call_of_run(developer.functions, "other", token) is None


@pytest.mark.parametrize("function", ["identity", "build", "redirect", "webhook"])
async def test_every_function_has_an_example(developer, function):
    handlers = {"action": returns, function: returns}
    developer.functions.apps.register(handlers, name="app")
    app = developer.functions.apps["app"]
    assert isinstance(first_parameters(developer.functions, app, function), dict)
