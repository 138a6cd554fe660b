"""Webhooks end what waits: completed, cancelled, called again, repeated, late."""

import asyncio

import pytest

from tests.support.waiting import until

AWAIT = 'kind = "await"'
WAITS = 'return {"output": {}}'
WEBHOOK = """
import base64, json

async def handler(p):
    body = json.loads(base64.b64decode(p["input"]["body_base64"]))
    return {"callback": {"token": body["token"]}, **body["answer"]}
"""


@pytest.fixture
async def waiting(bench):
    app = await bench.app(said=AWAIT, action=WAITS, webhook=WEBHOOK)
    token = await bench.start(app)
    await bench.become(token, "waiting")
    return token


async def answer(bench, token, **answer):
    url = bench.calls()[0]["callback"]["webhook"]
    return await bench.post(url, {"token": token, "answer": answer})


@pytest.mark.parametrize("status", ["completed", "cancelled"])
async def test_a_webhook_ends_an_await(bench, waiting, status):
    output = {"status": status, "message": "So it is."}
    assert await answer(bench, waiting, output=output) == 200
    run = bench.run(waiting)
    assert (run.status, run.message, run.attempts) == (status, "So it is.", 1)
    assert bench.notes(waiting) == ["The webhook function was called."]


async def test_one_that_says_nothing_leaves_it_waiting(bench, waiting):
    assert await answer(bench, waiting, output={}) == 200
    assert bench.run(waiting).status == "waiting"


async def test_a_webhook_may_ask_for_another_attempt(bench, waiting):
    assert await answer(bench, waiting, output={"retry": {"delay": 30}}) == 200
    assert bench.run(waiting).status == "retrying"
    assert await bench.skip() == 30
    run = await bench.become(waiting, "waiting")
    assert run.attempts == 2


@pytest.fixture
async def retrying(bench):
    action = 'return {"output": {"retry": {"delay": 60}}}'
    app = await bench.app(said=AWAIT, action=action, webhook=WEBHOOK)
    token = await bench.start(app)
    await bench.become(token, "retrying")
    return token


async def test_a_webhook_ends_the_wait_for_a_retry(bench, retrying):
    assert await answer(bench, retrying, output={"status": "completed"}) == 200
    await until(lambda: not bench.functions.clock.sleepers)
    run = bench.run(retrying)
    assert (run.status, run.attempts, run.next_at) == ("completed", 1, None)


async def test_a_webhook_moves_a_retry_that_was_planned(bench, retrying):
    assert await answer(bench, retrying, output={"retry": {"delay": 5}}) == 200
    await until(lambda: bench.functions.clock.sleepers)
    assert await bench.skip() == 5
    await until(lambda: len(bench.calls()) == 2)


async def test_a_webhook_that_says_nothing_leaves_a_retry_as_it_was_planned(bench, retrying):
    await bench.clock.advance(20)
    assert await answer(bench, retrying, output={}) == 200
    assert bench.run(retrying).status == "retrying"
    assert await bench.skip() == 40


async def test_an_error_of_a_webhook_is_noted_and_the_run_waits_on(bench, waiting):
    error = {"title": "Not yet", "description": "Later."}
    assert await answer(bench, waiting, error=error) == 200
    assert bench.run(waiting).status == "waiting"
    assert bench.notes(waiting) == ["The webhook function returned an error: Not yet: Later."]


async def test_a_webhook_that_comes_twice_is_answered_as_if_it_came_once(bench, waiting):
    assert await answer(bench, waiting, output={"status": "completed"}) == 200
    assert await answer(bench, waiting, output={"status": "cancelled"}) == 200
    assert bench.run(waiting).status == "completed"
    assert bench.notes(waiting)[-1] == "A webhook came again; nothing was done."


async def test_a_webhook_that_comes_too_late_is_told_so(bench, waiting):
    await bench.processes.stop(waiting)
    assert await answer(bench, waiting, output={"status": "completed"}) == 410
    assert bench.run(waiting).status == "cancelled"


async def test_a_webhook_for_nobody_is_told_so(bench, waiting):
    assert await answer(bench, "FR0", output={"status": "completed"}) == 404
    assert bench.run(waiting).status == "waiting"


LINGERS = """
    import asyncio, pathlib
    while not pathlib.Path(__file__).with_name("go").exists():
        await asyncio.sleep(0.001)
    return {"output": ANSWER}
"""


async def called_meanwhile(bench, app, **said):
    """Start, have the webhook called while the function runs, and then let that return."""
    token = await bench.start(app)
    await until(bench.calls)
    async with asyncio.TaskGroup() as group:
        coming = group.create_task(answer(bench, token, **said))
        await until(lambda: bench.calls(function="webhook"))
        await asyncio.sleep(0)
        assert bench.run(token).status == "running"
        (bench.folder / "app" / "go").touch()
    assert coming.result() == 200
    return bench.run(token)


async def test_a_webhook_that_comes_while_the_function_runs_waits_for_it(bench):
    action = LINGERS.replace("ANSWER", '{"variables": [{"key": "n", "value": "1"}]}')
    build = """
    variables = [{"key": "n", "label": "N", "type": "string"}]
    return {"output": {"await": {"description": ""}, "variables": variables}}
    """
    app = await bench.app(said=AWAIT, action=action, build=build, webhook=WEBHOOK)
    run = await called_meanwhile(bench, app, output={"status": "completed"})
    assert (run.status, [one.value for one in run.variables]) == ("completed", ["1"])


async def test_a_webhook_changes_nothing_where_the_function_has_ended_the_run(bench):
    action = LINGERS.replace("ANSWER", '{"status": "completed"}')
    app = await bench.app(said=AWAIT, action=action, webhook=WEBHOOK)
    run = await called_meanwhile(bench, app, output={"status": "cancelled"})
    assert run.status == "completed"
    assert bench.notes(run.token) == ["An answer came after the end, and was passed over."]


# -- triggers ------------------------------------------------------------------------------------

TRIGGER = 'kind = "trigger"\npoll_interval = 30\nstarts = "ship"'
ORDER = {"id": "1", "key": "order", "label": "Order", "type": "string", "value": "A-1"}
FOUND = {"state": "1", "variable_groups": [{"variables": [ORDER]}]}


@pytest.fixture
async def polled(bench):
    app = await bench.app(said=TRIGGER, action=WAITS, webhook=WEBHOOK)
    token = await bench.start(app)
    await bench.become(token, "retrying")
    return token


async def test_a_webhook_of_a_trigger_starts_flows_and_the_next_poll_comes_as_planned(
    bench, polled
):
    await bench.app("ship", said='kind = "automation"', action=WAITS)
    await bench.clock.advance(20)
    assert await answer(bench, polled, output=FOUND) == 200
    (flow,) = [one for one in bench.functions.runs if one.app == "ship"]
    assert (flow.input, bench.run(polled).state) == ({"order": "A-1"}, "1")
    assert await bench.skip() == 10
    await until(lambda: len(bench.calls()) == 2)
    assert bench.calls()[1]["context"]["state"] == "1"


async def test_a_webhook_of_a_trigger_may_bring_the_next_poll_forward(bench, polled):
    assert await answer(bench, polled, output={"retry": {"delay": 2}}) == 200
    await until(lambda: bench.functions.clock.sleepers)
    assert await bench.skip() == 2


async def test_a_trigger_that_is_stopped_while_its_flows_are_built_starts_none(bench, polled):
    build = LINGERS.replace("ANSWER", '{"automation": {"description": ""}}')
    await bench.app("ship", said='kind = "automation"', action=WAITS, build=build)
    async with asyncio.TaskGroup() as group:
        group.create_task(answer(bench, polled, output=FOUND))
        await until(lambda: bench.calls("ship", "build"))
        await bench.processes.stop(polled)
        (bench.folder / "ship" / "go").touch()
    (trigger,) = bench.functions.runs
    assert (trigger.status, trigger.state) == ("cancelled", "")


async def test_who_waits_for_a_webhook_that_cannot_come_is_told_so(bench):
    app = await bench.app(said=AWAIT, action=WAITS)
    token = await bench.start(app)
    await bench.become(token, "waiting")
    (note,) = bench.notes(token)
    assert "no webhook function" in note
