"""Automations and awaits: attempts, retries, endings, and what a person can do meanwhile."""

import pytest

from tests.support.function_bench import Person
from tests.support.waiting import until
from webchat.errors import FunctionError

AUTOMATION = 'kind = "automation"'
AWAIT = 'kind = "await"'
WITH_KEY = """kind = "automation"
[authentication.custom]
inputs = [{key = "key", label = "Key"}]
"""
COMPLETED = 'return {"output": {"status": "completed"}}'
AGAIN = 'return {"output": {"retry": {"delay": 60}}}'
THIRD_TIME = """
    if p["context"]["attempts"] < 3:
        return {"output": {"retry": {"delay": 60}}}
    return {"output": {"status": "completed"}}
"""
NEVER = """
    import asyncio
    await asyncio.Event().wait()
"""


async def test_one_that_completes_is_called_once(bench):
    app = await bench.app(said=AUTOMATION, action=COMPLETED)
    token = await bench.start(app)
    run = await bench.become(token, "completed")
    assert (run.attempts, run.message, run.next_at) == (1, "", None)
    assert len(bench.calls()) == 1


async def test_it_gets_what_the_contract_says(bench):
    build = """
    if not p["input"]:
        return {"output": {"form": [{"type": "string", "key": "order", "label": "Order"}]}}
    return {"output": {"automation": {"description": ""}}}
    """
    app = await bench.app(said=AUTOMATION, action=COMPLETED, build=build)
    token = await bench.start(app, {"order": "A-1"})
    await bench.become(token, "completed")
    (given,) = bench.calls()
    assert given["context"]["attempts"] == 1
    assert given["context"]["action_key"] == bench.run(token).action_key
    assert given["input"] == {"order": "A-1"}
    assert given["callback"]["token"] == token
    assert given["callback"]["webhook"].startswith("http://127.0.0.1:")
    assert "redirect" not in given["callback"]


@pytest.mark.parametrize("said", [AUTOMATION, AWAIT])
async def test_a_retry_comes_after_its_delay_with_one_more_attempt(bench, said):
    app = await bench.app(said=said, action=THIRD_TIME)
    token = await bench.start(app)
    run = await bench.become(token, "retrying")
    assert run.next_at == bench.clock.timestamp() + 60
    (sleeper,) = bench.functions.clock.sleepers
    assert (sleeper.who, sleeper.until) == ("app: attempt 2", run.next_at)
    await bench.clock.advance(59)
    assert len(bench.calls()) == 1
    await bench.clock.advance(1)
    await until(lambda: bench.run(token).attempts == 2)
    assert await bench.skip() == 60
    run = await bench.become(token, "completed")
    assert run.attempts == 3
    assert [one["context"]["attempts"] for one in bench.calls()] == [1, 2, 3]
    assert {one["callback"]["token"] for one in bench.calls()} == {token}


async def test_attempts_have_an_end(bench):
    app = await bench.app(said=f"{AUTOMATION}\nmax_attempts = 2", action=AGAIN)
    token = await bench.start(app)
    await bench.skip()
    run = await bench.become(token, "failed")
    assert run.message == (
        "It asked for another attempt after 2 of them, and it may have 2 (“max_attempts” in "
        "app.toml)."
    )
    assert (run.attempts, run.next_at) == (2, None)
    assert not bench.functions.clock.sleepers


EVENTS = """
    asked = {"events": [{"type": "open_url", "options": {"url": "https://example.com"}}]}
    if p["context"]["attempts"] < 3:
        return {"output": {**asked, "retry": {"delay": 60}}}
    return {"output": {**asked, "status": "completed"}}
"""


async def test_what_is_passed_over_is_noted_once(bench):
    token = await bench.start(await bench.app(said=AUTOMATION, action=EVENTS))
    for _ in range(2):
        await bench.become(token, "retrying")
        await bench.skip()
    await bench.become(token, "completed")
    passed_over = [one for one in bench.notes(token) if "“output.events”" in one]
    assert passed_over == [
        "“output.events” should be left out for an app of kind automation, but a list of 1 came."
    ]


async def test_what_a_cancelled_one_says_is_its_message(bench):
    action = 'return {"output": {"status": "cancelled", "message": "Nobody is in."}}'
    app = await bench.app(said=AUTOMATION, action=action)
    run = await bench.become(await bench.start(app), "cancelled")
    assert run.message == "Nobody is in."


async def test_a_status_counts_where_a_retry_stands_beside_it(bench):
    action = 'return {"output": {"status": "completed", "retry": {"delay": 1}}}'
    app = await bench.app(said=AUTOMATION, action=action)
    await bench.become(await bench.start(app), "completed")
    checked = bench.functions.calls.last("app", "action").checked
    assert [one.path for one in checked.remarks] == ["output.retry"]
    assert not bench.functions.clock.sleepers


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ('raise ValueError("the shop is closed")', "the shop is closed"),
        ('return {"output": {"status": "done"}}', "output.status"),
        ('return {"output": {"retry": {"delay": "60"}}}', "output.retry.delay"),
        ("return None", "output"),
        ('return {"error": {"title": "Closed", "description": "Come back."}}', "Closed"),
        ('return {"directive": {"type": "refresh_token"}}', "fresh token"),
    ],
)
async def test_one_that_fails_says_why(bench, action, sentence):
    app = await bench.app(said=AUTOMATION, action=action)
    run = await bench.become(await bench.start(app), "failed")
    assert sentence in run.message
    assert run.attempts == 1


async def test_one_that_takes_too_long_has_failed(bench):
    app = await bench.app(said=f"{AUTOMATION}\ntimeout = 0.05", action=NEVER)
    run = await bench.become(await bench.start(app), "failed")
    assert "0.05" in run.message


async def test_deprecated_context_is_passed_through_on_every_attempt(bench):
    context = {
        "resources": [{"name": "a.pdf", "url": "https://files.example/a.pdf"}],
        "transaction": {"id": 1},
        "signature": {"id": 2},
        "todo": {"id": 3},
    }
    app = await bench.app(said=AUTOMATION, action=THIRD_TIME)
    token = await bench.start(app, context=context)
    await bench.skip()
    await until(lambda: bench.run(token).attempts == 2)
    for given in bench.calls():
        assert context.items() <= given["context"].items()


async def test_the_next_attempt_runs_the_code_that_was_saved_meanwhile(bench):
    app = await bench.app(said=AUTOMATION, action=AGAIN)
    token = await bench.start(app)
    await bench.become(token, "retrying")
    await bench.app(said=AUTOMATION, action=COMPLETED)
    await bench.skip()
    run = await bench.become(token, "completed")
    assert run.attempts == 2


async def test_one_whose_app_is_gone_at_the_next_attempt_has_failed(bench):
    app = await bench.app(said=AUTOMATION, action=AGAIN)
    token = await bench.start(app)
    await bench.become(token, "retrying")
    await bench.functions.apps.unload("app")
    await bench.skip()
    run = await bench.become(token, "failed")
    assert "app" in run.message


async def test_it_runs_for_the_account_that_it_was_built_with(bench):
    identity = """
    key = p["credential"]["custom"]["key"]
    return {"output": {"display_id": key, "unique_id": key[-3:]}}
    """
    action = """
    assert p["credential"]["custom"]["key"] == "secret of ada", "somebody else's"
    return {"output": {"retry": {"delay": 1}}}
    """
    app = await bench.app(said=WITH_KEY, action=action, identity=identity)
    ada, _bob = [
        await bench.functions.connections.connect(
            app, ask=Person({"key": key}), open_url=None, identify=bench.functions.identify
        )
        for key in ("secret of ada", "secret of bob")
    ]
    token = await bench.start(app, connection=ada)
    await bench.skip()
    await until(lambda: bench.run(token).attempts == 2)
    await bench.become(token, "retrying")
    assert [one["identity"] for one in bench.calls()] == [{"unique_id": "ada"}] * 2


async def test_one_that_is_not_connected_says_so(bench):
    app = await bench.app(said=WITH_KEY, action=COMPLETED)
    run = await bench.become(await bench.start(app), "failed")
    assert "is not connected with an account" in run.message


async def test_an_action_is_not_started_without_its_card(bench):
    app = await bench.app(said='title = "Tea"', action=COMPLETED)
    with pytest.raises(FunctionError, match="Tea is an action: post its card"):
        await bench.start(app)
    assert not list(bench.functions.runs)


# -- what a person can do ------------------------------------------------------------------------


async def test_a_run_that_waits_for_its_next_attempt_can_be_called_now(bench):
    app = await bench.app(said=AUTOMATION, action=THIRD_TIME)
    token = await bench.start(app)
    await bench.become(token, "retrying")
    bench.processes.run_now(token)
    await until(lambda: len(bench.calls()) == 2)
    assert bench.functions.clock.skipped == 0
    assert (await bench.become(token, "retrying")).attempts == 2


async def test_only_a_run_that_waits_for_its_next_attempt_can_be_called_now(bench):
    app = await bench.app(said=AUTOMATION, action=COMPLETED)
    token = await bench.start(app)
    await bench.become(token, "completed")
    with pytest.raises(FunctionError, match="waits for no next time: it is completed"):
        bench.processes.run_now(token)
    with pytest.raises(FunctionError, match="no run of the token 'FR0'"):
        bench.processes.run_now("FR0")


@pytest.mark.parametrize(
    ("action", "status"),
    [(NEVER, "running"), (AGAIN, "retrying"), ("return {'output': {}}", "waiting")],
)
async def test_a_run_can_be_stopped_wherever_it_is(bench, action, status):
    app = await bench.app(said=AWAIT, action=action)
    token = await bench.start(app)
    await until(bench.calls)
    await bench.become(token, status)
    run = await bench.processes.stop(token)
    assert (run.status, run.message, run.next_at) == ("cancelled", "A person has stopped it.", None)
    assert not bench.functions.clock.sleepers
    assert [one.outcome for one in bench.functions.calls if one.outcome == "running"] == []
    assert await bench.processes.stop(token) == run


async def test_the_program_ends_while_something_runs_and_something_waits(bench):
    never = await bench.app("never", said=AUTOMATION, action=NEVER)
    again = await bench.app("again", said=AUTOMATION, action=AGAIN)
    await bench.start(never)
    await bench.become(await bench.start(again), "retrying")
    await until(lambda: bench.calls("never"))  # the fixture sees that no task is left


async def test_nothing_is_started_once_the_program_ends(bench):
    app = await bench.app(said=AUTOMATION, action=COMPLETED)
    await bench.processes.aclose()
    with pytest.raises(FunctionError, match="about to end"):
        await bench.start(app)
    assert bench.calls() == []
