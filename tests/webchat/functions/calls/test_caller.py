"""One call: with which credential, what stands in for it, what is recorded, what nobody sees."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.support.cards import COMPLETED, WAITING, answering
from tests.support.oauth_server import oauth_server, templates
from tests.support.sign_in import signed_in
from tests.support.simulation import simulation
from tests.support.waiting import until
from tests.webchat.functions.apps.support import write
from webchat.errors import (
    AuthenticationError,
    FunctionContractError,
    FunctionError,
    FunctionTimeoutError,
    HandlerError,
)
from webchat.functions.authentication.secret_keys import MASK
from webchat.functions.calls.stand_in import SLOW_SECONDS, TIMEOUT_SECONDS
from webchat.functions.contract.records import (
    ActionResult,
    IdentityResult,
    OpenUrlEvent,
    RefreshToken,
    RemoteFile,
    ShownError,
    UploadAttachmentEvent,
)
from webchat.tasks import TaskBag

REFRESH = {"directive": {"type": "refresh_token"}}
WHO = {"output": {"display_id": "ada", "unique_id": "ada@example.com"}}


@asynccontextmanager
async def calling(*answers, function="action", seen=None, **registered):
    """Give functions, an app whose function gives these answers, and a short way to call it."""
    async with simulation() as sim:
        functions = sim.functions
        handlers = {"action": answering(COMPLETED), function: answering(*answers, seen=seen)}
        functions.apps.register(handlers, name="orders", **registered)

        async def call(**how):
            return await functions.caller.call(functions.apps["orders"], function, **how)

        yield sim, functions, call


@asynccontextmanager
async def calling_with_account(
    *answers, function="action", seen=None, tokens=("first", "second"), **token
):
    """Do likewise for an app that is connected by OAuth2."""
    async with oauth_server() as server, simulation() as sim:
        functions = sim.functions
        handlers = {
            "identity": answering(WHO),
            "action": answering(COMPLETED),
            function: answering(*answers, seen=seen),
        }
        functions.apps.register(handlers, name="orders", authentication=templates(server.url))
        connection = await signed_in(sim, "orders", server, *tokens, **token)

        async def call(**how):
            app = functions.apps["orders"]
            return await functions.caller.call(app, function, connection=connection, **how)

        yield sim, server, call


# -- results -------------------------------------------------------------------------------------


async def test_what_fits_the_contract_comes_back_as_a_record():
    seen = []
    async with calling(COMPLETED, seen=seen) as (_sim, functions, call):
        result = await call(
            account="ada", context={"action_key": "AK1"}, input={"a": 1}, callback={"token": "T"}
        )
        assert result == ActionResult(status="completed")
        recorded = functions.calls.last("orders", "action")
        assert (recorded.outcome, recorded.answer, recorded.is_stubbed) == (
            "completed",
            COMPLETED,
            False,
        )
        assert recorded.parameters == seen[0]
        assert recorded.checked.result == result
    assert seen[0]["identity"] == {"unique_id": "ada"}
    assert seen[0]["input"] == {"a": 1}


async def test_what_breaks_the_contract_is_named_by_field():
    answer = {"output": {"status": "done", "events": [{"type": "shout"}]}}
    async with calling(answer) as (_sim, functions, call):
        with pytest.raises(FunctionContractError) as caught:
            await call()
        assert "“output.status”" in str(caught.value)
        assert str(caught.value).endswith("And 1 more thing does not fit.")
        assert len(caught.value.findings) == 2
        recorded = functions.calls.last("orders", "action")
        assert (recorded.outcome, recorded.answer) == ("failed", answer)
        assert recorded.error == str(caught.value)


async def test_what_has_no_effect_is_remarked_upon():
    remarks = []
    async with calling({"output": {"status": "completed", "state": "x"}}) as (_sim, _f, call):
        await call(remark=remarks.append)
    assert len(remarks) == 1
    assert remarks[0].startswith("“output.state” should be left out for an app of kind action")


async def test_a_handler_that_raises_is_recorded_with_where():
    async with calling(ValueError("no such order")) as (_sim, functions, call):
        with pytest.raises(HandlerError, match="no such order"):
            await call()
        recorded = functions.calls.last("orders", "action")
        assert (recorded.outcome, recorded.answer) == ("failed", None)
        assert "ValueError" in recorded.trace


async def test_a_call_that_is_cancelled_is_recorded_so():
    async def forever(_parameters):
        await asyncio.Event().wait()

    async with calling(COMPLETED) as (_sim, functions, _call):
        functions.apps.register({"action": forever}, name="slow")
        tasks = TaskBag("test")
        app = functions.apps["slow"]
        task = tasks.spawn(functions.caller.call(app, "action"), name="call")
        await until(lambda: functions.calls.last("slow", "action"))
        assert functions.calls.last("slow", "action").outcome == "running"
        task.cancel()
        await asyncio.wait({task})
        assert functions.calls.last("slow", "action").outcome == "cancelled"


# -- credentials ---------------------------------------------------------------------------------


async def test_the_credential_and_the_account_go_along():
    seen = []
    async with calling_with_account(COMPLETED, seen=seen) as (_sim, _server, call):
        await call()
    assert seen[0]["credential"]["oauth2"]["access_token"] == "first"
    assert seen[0]["identity"] == {"unique_id": "ada@example.com"}


async def test_a_token_that_has_ended_is_refreshed_before_the_call():
    seen = []
    account = calling_with_account(COMPLETED, seen=seen, expires_in=600)
    async with account as (sim, server, call):
        await sim.clock.advance(700)
        await call()
        assert server.paths().count("/refresh") == 1
    assert [one["credential"]["oauth2"]["access_token"] for one in seen] == ["second"]


async def test_a_function_that_asks_for_a_fresh_token_is_called_once_more():
    seen = []
    async with calling_with_account(REFRESH, COMPLETED, seen=seen) as (sim, server, call):
        assert await call(input={"a": 1}) == ActionResult(status="completed")
        assert server.paths().count("/refresh") == 1
        calls = [one for one in sim.functions.calls if one.function == "action"]
        assert [one.checked.result for one in calls] == [
            RefreshToken(),
            ActionResult(status="completed"),
        ]
    assert [one["credential"]["oauth2"]["access_token"] for one in seen] == ["first", "second"]
    assert seen[0]["input"] == seen[1]["input"] == {"a": 1}


@pytest.mark.parametrize("function", ["action", "redirect", "webhook"])
async def test_the_second_request_for_a_fresh_token_fails(function):
    seen = []
    account = calling_with_account(REFRESH, function=function, seen=seen)
    async with account as (_sim, server, call):
        with pytest.raises(FunctionError, match="asked for a fresh token twice"):
            await call()
        assert server.paths().count("/refresh") == 1
    assert len(seen) == 2


async def test_the_second_request_of_build_is_handed_back():
    seen = []
    async with calling_with_account(REFRESH, function="build", seen=seen) as (_s, _server, call):
        assert await call() == RefreshToken()
    assert len(seen) == 2


async def test_without_oauth2_there_is_no_fresh_token():
    async with calling(REFRESH) as (_sim, _functions, call):
        with pytest.raises(AuthenticationError, match="not connected by OAuth2"):
            await call()


async def test_an_app_that_needs_an_account_is_not_called_without_one():
    seen = []
    inputs = {"custom": {"inputs": [{"key": "api_key", "label": "API key"}]}}
    async with calling(COMPLETED, seen=seen, authentication=inputs) as (_sim, _functions, call):
        with pytest.raises(AuthenticationError, match="is not connected with an account"):
            await call()
        await call(credential={"custom": {"api_key": "given"}})
    assert [one["credential"] for one in seen] == [{"custom": {"api_key": "given"}}]


async def test_identity_is_asked_with_a_credential_that_belongs_to_nobody_yet():
    async with calling(WHO, function="identity") as (_sim, functions, _call):
        app = functions.apps["orders"]
        who = await functions.identify(app, {"custom": {"key": "1"}})
        assert who == IdentityResult("ada", "ada@example.com")
        functions.apps.register({"action": answering(COMPLETED)}, name="plain")
        assert await functions.identify(functions.apps["plain"], {}) is None


async def test_an_error_of_identity_is_told():
    error = {"error": {"title": "Key not known", "description": "It has 20 letters."}}
    async with calling(error, function="identity") as (_sim, functions, _call):
        with pytest.raises(FunctionError, match=r"an error\. Key not known: It has 20 letters\.$"):
            await functions.identify(functions.apps["orders"], {})


# -- secrets -------------------------------------------------------------------------------------


PRINTING = """
async def handler(parameters):
    token = parameters["credential"]["oauth2"]["access_token"]
    print("got", token, flush=True)
    if parameters["input"].get("raises"):
        raise ValueError(f"{token} was refused")
    if parameters["input"].get("opens"):
        options = {"url": f"https://example.com/?k={token}"}
        headers = [{"name": "X-Account", "value": token}, {"name": "Cookie", "value": "else"}]
        file = {**options, "file_name": "a.txt", "mime_type": "text/plain", "headers": headers}
        events = [{"type": "open_url", "options": options}]
        events.append({"type": "upload_attachment", "options": file})
        return {"output": {"status": "completed", "events": events}}
    if parameters["input"].get("says"):
        return {"error": {"title": token, "description": f"{token} is no good."}}
    return {"output": {"status": token}}
"""


async def test_no_secret_is_recorded_said_or_logged(tmp_path, caplog):
    token = "t0p-s3cret-token"
    async with oauth_server() as server, simulation() as sim:
        functions, said = sim.functions, []
        write(tmp_path / "orders", action_py=PRINTING)
        functions.apps.register(tmp_path / "orders", authentication=templates(server.url))
        connection = await signed_in(sim, "orders", server, token)
        for given in ({}, {"raises": True}):
            with pytest.raises(FunctionError) as caught:
                await functions.caller.call(
                    functions.apps["orders"], "action", connection=connection, input=given
                )
            error = caught.value
            said += [str(error), getattr(error, "trace", ""), repr(getattr(error, "findings", ""))]
        shown = await functions.caller.call(
            functions.apps["orders"], "action", connection=connection, input={"says": True}
        )
        assert shown == ShownError(MASK, f"{MASK} is no good.")
        opening = await functions.caller.call(
            functions.apps["orders"], "action", connection=connection, input={"opens": True}
        )
        assert repr(opening).count(token) == 3  # whoever carries it out needs it as it is
        await until(lambda: len([one for one in functions.log if one.stream == "stdout"]) == 4)
        recorded = [repr(one) for one in functions.calls]
        logged = [one.text for one in functions.log]
    assert token not in "".join((*said, *recorded, *logged, caplog.text))
    assert MASK in said[0]
    assert f"{MASK} was refused" in "".join(recorded)
    assert logged.count(f"got {MASK}") == 4
    link = OpenUrlEvent(f"https://example.com/?k={MASK}")
    file = RemoteFile(link.url, "a.txt", "text/plain", (("X-Account", MASK), ("Cookie", MASK)))
    events = (link, UploadAttachmentEvent(file))
    assert repr(ActionResult("completed", events=events)) in recorded[-1]


# -- stubs ---------------------------------------------------------------------------------------


async def test_a_pinned_answer_is_checked_like_any_other():
    seen = []
    async with calling(COMPLETED, seen=seen) as (_sim, functions, call):
        functions.stubs.pin("orders", "action", WAITING)
        assert await call() == ActionResult()
        assert functions.calls.last("orders", "action").is_stubbed
        functions.stubs.pin("orders", "action", {"output": 5})
        with pytest.raises(FunctionContractError):
            await call()
        functions.stubs.clear("orders", "action")
        assert seen == []
        assert await call() == ActionResult(status="completed")


async def test_failures_can_be_forced():
    async with calling(COMPLETED) as (sim, functions, call):
        functions.stubs.force("orders", "action", "error")
        assert type(await call()).__name__ == "ShownError"
        functions.stubs.force("orders", "action", "wrong shape")
        with pytest.raises(FunctionContractError):
            await call()
        functions.stubs.force("orders", "action", "timeout")
        task = functions.tasks.spawn(_caught(call), name="call")
        await sim.clock.advance(TIMEOUT_SECONDS)
        assert isinstance(await task, FunctionTimeoutError)


async def _caught(call):
    try:
        return await call()
    except FunctionError as error:
        return error


async def test_a_slow_function_runs_itself_later_unless_somebody_skips_the_waiting():
    seen = []
    async with calling(COMPLETED, seen=seen) as (sim, functions, call):
        functions.stubs.force("orders", "action", "slow")
        task = functions.tasks.spawn(call(), name="call")
        await sim.clock.advance(SLOW_SECONDS - 1)
        assert (seen, task.done()) == ([], False)
        functions.clock.skip_to_next()
        assert await task == ActionResult(status="completed")
        assert functions.calls.last("orders", "action").seconds >= SLOW_SECONDS


# -- alone ---------------------------------------------------------------------------------------


async def test_a_function_runs_alone_with_just_these_parameters_past_its_stub():
    seen = []
    async with calling(COMPLETED, None, seen=seen) as (_sim, functions, _call):
        functions.stubs.force("orders", "action", "error")
        app = functions.apps["orders"]
        call = await functions.caller.run_alone(app, "action", {"anything": [1]})
        assert (call.outcome, call.answer, call.is_stubbed) == ("completed", COMPLETED, False)
        failed = await functions.caller.run_alone(app, "action", {})
        assert failed.outcome == "failed"
        assert failed.checked.findings
        assert list(functions.calls) == [call, failed]
    assert seen == [{"anything": [1]}, {}]


async def test_alone_what_was_masked_is_put_back_and_a_directive_is_only_shown():
    seen = []
    async with calling_with_account(COMPLETED, REFRESH, seen=seen) as (sim, server, call):
        functions = sim.functions
        await call()
        shown = functions.calls.last("orders", "action").parameters
        assert shown["credential"]["oauth2"]["access_token"] == MASK
        connection = functions.connections.find("orders")
        shown["input"] = {"edited": True}
        app = functions.apps["orders"]
        again = await functions.caller.run_alone(app, "action", shown, connection=connection)
        assert again.checked.result == RefreshToken()
        assert again.parameters["credential"]["oauth2"]["access_token"] == MASK
        assert "/refresh" not in server.paths()
    assert seen[1] == {**seen[0], "input": {"edited": True}}
