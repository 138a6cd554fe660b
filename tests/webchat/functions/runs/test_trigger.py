"""Triggers: polls, state, flows, and polls that fail."""

import pytest

from tests.support.clock import START
from tests.support.waiting import until

TRIGGER = 'kind = "trigger"\npoll_interval = 30'
COUNTS = 'return {"output": {"state": p["context"].get("state", "") + "x"}}'
BUILD = """
    one = {"id": "1", "key": "order", "label": "Order", "type": "string"}
    return {"output": {"variables": [one]}}
"""
ORDERS = """
    seen = int(p["context"].get("state") or 0)
    groups = [
        {"variables": [
            {"id": "1", "key": "order", "label": "Order", "type": "string", "value": f"A-{n}"}
        ]}
        for n in range(seen, 2)
    ]
    return {"output": {"state": "2", "variable_groups": groups}}
"""
SHIP = 'return {"output": {"status": "completed"}}'


def flows(bench, trigger):
    return [run for run in bench.functions.runs if run.token != trigger]


async def polled(bench, token, times):
    await until(lambda: bench.run(token).attempts == times)
    return await bench.become(token, "retrying")


async def test_the_first_poll_comes_at_once_and_the_next_ones_by_the_interval(bench):
    app = await bench.app(said=TRIGGER, action=COUNTS)
    token = await bench.start(app)
    run = await polled(bench, token, 1)
    assert run.next_at == bench.clock.timestamp() + 30
    assert [one.who for one in bench.functions.clock.sleepers] == ["app: the next poll"]
    await bench.clock.advance(29)
    assert len(bench.calls()) == 1
    await bench.clock.advance(1)
    await polled(bench, token, 2)
    assert await bench.skip() == 30
    await polled(bench, token, 3)


async def test_each_poll_gets_the_state_of_the_last_one_and_when_it_was_activated(bench):
    app = await bench.app(said=TRIGGER, action=COUNTS)
    token = await bench.start(app)
    for times in (1, 2):
        await polled(bench, token, times)
        await bench.skip()
    await polled(bench, token, 3)
    contexts = [one["context"] for one in bench.calls()]
    assert [one.get("state", "") for one in contexts] == ["", "x", "xx"]
    activated = round(START.timestamp() * 1000)
    assert [one["trigger_activation_time"] for one in contexts] == [activated] * 3
    assert bench.run(token).state == "xxx"


async def test_a_poll_without_a_state_keeps_the_one_before(bench):
    action = 'return {"output": {} if p["context"].get("state") else {"state": "first"}}'
    app = await bench.app(said=TRIGGER, action=action)
    token = await bench.start(app)
    await polled(bench, token, 1)
    await bench.skip()
    await polled(bench, token, 2)
    assert bench.run(token).state == "first"


@pytest.mark.parametrize(("asked", "comes"), [(5, 5), (0, 1), (0.25, 1), (120, 120)])
async def test_a_poll_may_say_when_the_next_one_is_but_never_without_a_pause(bench, asked, comes):
    action = f'return {{"output": {{"retry": {{"delay": {asked}}}}}}}'
    app = await bench.app(said=TRIGGER, action=action)
    token = await bench.start(app)
    await polled(bench, token, 1)
    assert await bench.skip() == pytest.approx(comes)


async def test_a_poll_that_fails_is_noted_and_the_next_one_comes(bench):
    action = """
    if p["context"]["trigger_activation_time"] and not p["context"].get("state"):
        raise OSError("the shop is down")
    return {"output": {}}
    """
    app = await bench.app(said=TRIGGER, action=action)
    token = await bench.start(app)
    run = await polled(bench, token, 1)
    assert "the shop is down" in run.message
    assert "the shop is down" in bench.notes(token)[0]
    await bench.app(said=TRIGGER, action=COUNTS)
    assert await bench.skip() == 30
    run = await polled(bench, token, 2)
    assert (run.message, run.state) == ("", "x")


async def test_a_trigger_whose_app_is_gone_is_polled_again_when_it_is_back(bench):
    app = await bench.app(said=TRIGGER, action=COUNTS)
    token = await bench.start(app)
    await polled(bench, token, 1)
    await bench.functions.apps.unload("app")
    await bench.skip()
    assert (await polled(bench, token, 2)).message
    await bench.app(said=TRIGGER, action=COUNTS)
    await bench.skip()
    assert (await polled(bench, token, 3)).state == "xx"


async def test_a_trigger_can_be_polled_now_and_stopped(bench):
    app = await bench.app(said=TRIGGER, action=COUNTS)
    token = await bench.start(app)
    await polled(bench, token, 1)
    bench.processes.run_now(token)
    await polled(bench, token, 2)
    run = await bench.processes.stop(token)
    assert run.status == "cancelled"
    await bench.clock.advance(1000)
    assert len(bench.calls()) == 2


# -- flows ---------------------------------------------------------------------------------------


async def test_each_group_starts_a_run_of_the_app_that_it_names(bench):
    await bench.app("ship", said='kind = "automation"', action=SHIP)
    app = await bench.app(said=f'{TRIGGER}\nstarts = "ship"', action=ORDERS, build=BUILD)
    token = await bench.start(app)
    await polled(bench, token, 1)
    await until(lambda: all(one.is_over for one in flows(bench, token)))
    first, second = flows(bench, token)
    assert [one.input for one in (first, second)] == [{"order": "A-0"}, {"order": "A-1"}]
    assert {(one.app, one.status) for one in (first, second)} == {("ship", "completed")}
    assert bench.notes(first.token) == ["app has started this."]
    assert [one["input"] for one in bench.calls("ship")] == [{"order": "A-0"}, {"order": "A-1"}]
    await bench.skip()
    await polled(bench, token, 2)
    assert len(flows(bench, token)) == 2


async def test_what_a_group_holds_can_be_used_by_later_runs(bench):
    app = await bench.app(said=TRIGGER, action=ORDERS, build=BUILD)
    token = await bench.start(app)
    run = await polled(bench, token, 1)
    assert [(one.key, one.value) for one in run.variables] == [("order", "A-1")]


async def test_without_an_app_to_start_a_flow_is_only_recorded(bench):
    app = await bench.app(said=TRIGGER, action=ORDERS, build=BUILD)
    token = await bench.start(app)
    await polled(bench, token, 1)
    first, _second = flows(bench, token)
    assert (first.app, first.status, first.input) == ("app", "completed", {"order": "A-0"})
    assert "names no app in “starts”" in first.message


async def test_the_form_of_what_is_started_is_answered_by_the_variables(bench):
    build = """
    if "order" not in p["input"]:
        asked = [{"type": "string", "key": "order", "label": "Order"}]
        asked += [{"type": "number", "key": "boxes", "label": "Boxes"}]
        asked += [{"type": "string", "key": "gift", "label": "Gift", "default": "no"}]
        return {"output": {"form": asked}}
    variables = [{"key": "n", "label": "N", "type": "string"}]
    return {"output": {"automation": {"description": ""}, "variables": variables}}
    """
    boxes = {"id": "2", "key": "boxes", "label": "", "type": "string", "value": " 2"}
    orders = ORDERS.replace('"value": f"A-{n}"}', f'"value": f"A-{{n}}"}}, {boxes!r}')
    action = """
    n = [{"key": "n", "value": p["input"]["order"]}]
    return {"output": {"status": "completed", "variables": n}}
    """
    await bench.app("ship", said='kind = "automation"', action=action, build=build)
    app = await bench.app(said=f'{TRIGGER}\nstarts = "ship"', action=orders, build=BUILD)
    token = await bench.start(app)
    await polled(bench, token, 1)
    await until(lambda: all(one.is_over for one in flows(bench, token)))
    first, _second = flows(bench, token)
    assert first.input == {"order": "A-0", "boxes": "2", "gift": "no"}
    assert [one.value for one in first.variables] == ["A-0"]


@pytest.mark.parametrize(
    ("said", "build", "sentence"),
    [
        ('kind = "action"', "", "A trigger can start an automation or an await"),
        ('kind = "trigger"', "", "of the kind “trigger”"),
        (
            'kind = "automation"\ntitle = "Ship"',
            'return {"output": {"form": [{"type": "string", "key": "who", "label": "Who"}]}}',
            "The build function of Ship asks for “Who”, and no variable of the trigger answers",
        ),
        ('kind = "automation"', 'raise ValueError("no build today")', "no build today"),
    ],
)
async def test_a_flow_that_cannot_be_started_has_failed_and_polling_goes_on(
    bench, said, build, sentence
):
    code = {"build": build} if build else {}
    await bench.app("ship", said=said, action=SHIP, **code)
    app = await bench.app(said=f'{TRIGGER}\nstarts = "ship"', action=ORDERS, build=BUILD)
    token = await bench.start(app)
    await polled(bench, token, 1)
    first, second = flows(bench, token)
    assert (first.status, second.status) == ("failed", "failed")
    assert sentence in first.message
    assert first.input == {"order": "A-0"}


async def test_a_flow_of_an_app_that_is_not_loaded_has_failed(bench):
    app = await bench.app(said=f'{TRIGGER}\nstarts = "nobody"', action=ORDERS, build=BUILD)
    token = await bench.start(app)
    await polled(bench, token, 1)
    first, _second = flows(bench, token)
    assert (first.app, first.status) == ("nobody", "failed")
    assert "nobody" in first.message


async def test_a_group_that_is_not_as_build_said_is_noted(bench):
    build = """
    one = {"id": "9", "key": "order", "label": "Order", "type": "string"}
    two = {"id": "2", "key": "address", "label": "Address", "type": "string"}
    return {"output": {"variables": [one, two]}}
    """
    app = await bench.app(said=TRIGGER, action=ORDERS, build=build)
    token = await bench.start(app)
    await polled(bench, token, 1)
    first, _second = flows(bench, token)
    assert bench.notes(first.token) == [
        "app has started this.",
        "The variable “order” was declared with the id “9”, but “1” came.",
        "Build declared the variable “address”, but a group came without it.",
    ]


async def test_hundreds_of_groups_are_run_some_at_a_time(bench):
    many = ORDERS.replace("range(seen, 2)", "range(seen, 300)").replace('"2"', '"300"')
    slow = "import asyncio\n    await asyncio.sleep(0)\n    " + SHIP
    await bench.app("ship", said='kind = "automation"', action=slow)
    app = await bench.app(said=f'{TRIGGER}\nstarts = "ship"', action=many, build=BUILD)
    most = 0

    def count(_call):
        nonlocal most
        most = max(most, sum(one.outcome == "running" for one in bench.functions.calls))

    bench.functions.calls.subscribe(count)
    token = await bench.start(app)
    await polled(bench, token, 1)
    await until(lambda: all(one.is_over for one in flows(bench, token)), limit=20)
    assert 1 < most <= 8
    assert len(bench.calls("ship")) == 300


async def test_a_trigger_cannot_name_files_of_this_machine_for_the_app_that_it_starts(bench):
    await bench.app("ship", said='kind = "automation"', action=SHIP)
    poll = """
    held = {"@moxo.file": {"files": [{"url": "file:///etc/passwd"}]}}
    paper = {"id": "1", "key": "order", "label": "Order", "type": "file", "value": held}
    return {"output": {"variable_groups": [{"variables": [paper]}]}}
    """
    app = await bench.app(said=f'{TRIGGER}\nstarts = "ship"', action=poll)
    token = await bench.start(app)
    await polled(bench, token, 1)
    (flow,) = flows(bench, token)
    assert flow.status == "failed"
    assert "“input.order.@moxo.file.files[0].url” should be an http" in flow.message
    assert bench.calls("ship") == []
