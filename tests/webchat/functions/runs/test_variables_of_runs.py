"""Variables of running processes: declared, given, fetched, and used by the next run."""

from pathlib import Path

import pytest
from aiohttp import web

from tests.support.cards import COMPLETED, answering, card_of
from webchat.functions.builds import Built
from webchat.functions.contract.records import Button, Step

AUTOMATION = 'kind = "automation"'
DECLARES = """
    variables = [
        {"key": "number", "label": "Number", "type": "string"},
        {"key": "label", "label": "Label", "type": "file"},
    ]
    return {"output": {"automation": {"description": ""}, "variables": variables}}
"""


@pytest.fixture
async def files():
    """A server that gives a file to whoever has the header, and what it was asked for."""
    asked = []

    async def give(request):
        asked.append(dict(request.headers))
        if request.headers.get("X-Key") != "s3cr3t":
            return web.Response(status=403)
        return web.Response(body=request.path.encode())

    app = web.Application()
    app.router.add_get("/{name}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
    assert asked


def gives(*variables):
    output = {"status": "completed", "variables": list(variables)}
    return f"return {{'output': {output!r}}}"


def file_at(url, name="label.pdf", key="s3cr3t"):
    headers = [{"name": "X-Key", "value": key}]
    return {"url": url, "file_name": name, "mime_type": "application/pdf", "headers": headers}


def read(variable):
    return [Path(one).read_text() for one in variable.files]


async def test_a_text_and_files_are_received(bench, files):
    given = [
        {"key": "number", "value": "1Z"},
        {"key": "label", "files": [file_at(f"{files}/a"), file_at(f"{files}/b", "../b.txt")]},
    ]
    app = await bench.app(said=AUTOMATION, build=DECLARES, action=gives(*given))
    token = await bench.start(app)
    run = await bench.become(token, "completed")
    number, label = run.variables
    assert (number.label, number.type, number.value, number.files) == ("Number", "string", "1Z", [])
    assert (label.label, label.type, label.value) == ("Label", "file", "")
    assert read(label) == ["/a", "/b"]
    assert {Path(one).parent.name for one in label.files} == {token}
    assert bench.notes(token) == []


async def test_files_of_a_program_that_keeps_nothing_are_gone_at_its_end(bench, files):
    given = {"key": "label", "files": [file_at(f"{files}/a")]}
    app = await bench.app(said=AUTOMATION, build=DECLARES, action=gives(given))
    run = await bench.become(await bench.start(app), "completed")
    (label,) = run.variables
    assert read(label) == ["/a"]
    await bench.sim.aclose()
    with pytest.raises(FileNotFoundError):
        read(label)


async def test_what_does_not_fit_is_left_out_and_the_rest_counts(bench):
    given = [{"key": "number", "value": "1Z"}, {"key": "colour", "value": "red"}]
    app = await bench.app(said=AUTOMATION, build=DECLARES, action=gives(*given))
    token = await bench.start(app)
    run = await bench.become(token, "completed")
    assert [one.key for one in run.variables] == ["number"]
    assert bench.notes(token) == [
        "Build declared no variable “colour”, only “number”, “label”. It was left out.",
        "Build declared the variable “label”, but no value came for it.",
    ]


async def test_nothing_is_missing_before_the_end(bench):
    app = await bench.app(
        said='kind = "await"', action="return {'output': {}}", webhook="return {}"
    )
    built = Built(process="", variables=(await bench_variable(bench),))
    token = await bench.start_built(app, built)
    await bench.become(token, "waiting")
    assert bench.notes(token) == []
    await bench.processes.stop(token)
    assert bench.notes(token) == []


async def bench_variable(bench):
    app = await bench.app("other", said=AUTOMATION, build=DECLARES, action="return {}")
    return (await bench.functions.builds.build(app, None)).variables[0]


async def test_nothing_is_missing_where_a_run_was_cancelled(bench):
    action = 'return {"output": {"status": "cancelled"}}'
    app = await bench.app(said=AUTOMATION, build=DECLARES, action=action)
    token = await bench.start(app)
    await bench.become(token, "cancelled")
    assert bench.notes(token) == []


async def test_values_of_several_attempts_are_put_together(bench):
    action = """
    n = p["context"]["attempts"]
    key = "number" if n == 1 else "second"
    output = {"variables": [{"key": key, "value": str(n)}]}
    end = {"retry": {"delay": 1}} if n == 1 else {"status": "completed"}
    return {"output": {**output, **end}}
    """
    build = DECLARES.replace(
        '"label", "label": "Label", "type": "file"', '"second", "label": "", "type": "string"'
    )
    app = await bench.app(said=AUTOMATION, build=build, action=action)
    token = await bench.start(app)
    await bench.skip()
    run = await bench.become(token, "completed")
    assert [(one.key, one.value) for one in run.variables] == [("number", "1"), ("second", "2")]
    assert bench.notes(token) == ["Attempt 1 asks for another in 1 s."]


@pytest.mark.parametrize("status", ["'status': 'completed'", "'retry': {'delay': 5}"])
async def test_a_run_whose_file_cannot_be_fetched_has_failed(bench, files, status):
    given = {"key": "label", "files": [file_at(f"{files}/a", key="wrong")]}
    action = f"return {{'output': {{{status}, 'variables': [{given!r}]}}}}"
    app = await bench.app(said=AUTOMATION, build=DECLARES, action=action)
    run = await bench.become(await bench.start(app), "failed")
    assert "label.pdf" in run.message
    assert "403" in run.message
    assert "wrong" not in run.message
    assert run.variables == []


async def test_a_later_run_uses_what_an_earlier_one_gave(bench):
    await given_a_number(bench)
    other = await bench.app("other", said=AUTOMATION, action=gives())
    answers = {"text": "Parcel {{variables.number}}", "more": ["{{variables.colour}}"]}
    token = await bench.start_built(other, Built(process="", answers=answers))
    await bench.become(token, "completed")
    (given,) = bench.calls("other")
    assert given["input"] == {"text": "Parcel 1Z", "more": ["{{variables.colour}}"]}
    assert bench.notes(token) == [
        "No run has given the variable “colour” yet, so its place was left as it is."
    ]


async def given_a_number(bench):
    app = await bench.app(
        said=AUTOMATION, build=DECLARES, action=gives({"key": "number", "value": "1Z"})
    )
    await bench.become(await bench.start(app), "completed")


async def test_a_button_uses_what_an_earlier_run_gave(bench):
    await given_a_number(bench)
    track = Step(1, (Button("Track", input={"n": "{{variables.number}}", "m": "{{variables.m}}"}),))
    card = await card_of(bench.sim, {"action": answering(COMPLETED)}, steps=[track])
    await card.click()
    assert card.call.parameters["input"] == {"n": "1Z", "m": "{{variables.m}}"}
    assert card.notes()[:2] == [
        "“Track” was clicked.",
        "No run has given the variable “m” yet, so its place was left as it is.",
    ]


async def test_what_a_customer_types_into_a_form_is_no_place_for_a_variable(bench):
    await given_a_number(bench)
    form = {"output": {"form": [{"type": "string", "key": "text", "label": "Text"}]}}
    card = await card_of(bench.sim, {"action": answering(form, COMPLETED)})
    await card.click()
    await card.click(token=card.run.token, answers={"text": "{{variables.number}}"})
    assert card.call.parameters["input"]["text"] == "{{variables.number}}"


FETCHES = """
    import aiohttp
    said = []
    for file in p["input"]["label"]["@moxo.file"]["files"]:
        async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
            said.append(file["name"] + " " + await answer.text())
    return {"output": {"status": "completed", "message": "; ".join(said)}}
"""


async def given_files(bench, files):
    given = {"key": "label", "files": [file_at(f"{files}/a"), file_at(f"{files}/b", "b.txt")]}
    app = await bench.app("gives", said=AUTOMATION, build=DECLARES, action=gives(given))
    await bench.become(await bench.start(app), "completed")


async def test_a_later_run_can_fetch_the_files_that_an_earlier_one_gave(bench, files):
    await given_files(bench, files)
    app = await bench.app(said=AUTOMATION, action=FETCHES)
    answers = {"label": "{{variables.label}}"}
    token = await bench.start_built(app, Built(process="", answers=answers))
    run = await bench.become(token, "completed", "failed")
    assert run.message == "label.pdf /a; b.txt /b"


async def test_a_button_hands_on_the_files_that_an_earlier_run_gave(bench, files):
    await given_files(bench, files)
    step = Step(1, (Button("Print", input={"label": "{{variables.label}}"}),))
    card = await card_of(bench.sim, {"action": answering(COMPLETED)}, steps=[step])
    await card.click()
    (first, _second) = card.call.parameters["input"]["label"]["@moxo.file"]["files"]
    assert first["name"] == "label.pdf"
    assert first["url"].startswith("http://127.0.0.1:")


async def test_no_other_file_of_this_machine_is_handed_on(bench, files):
    await given_files(bench, files)
    app = await bench.app(said=AUTOMATION, action=FETCHES)
    stolen = {"@moxo.file": {"files": [{"name": "passwd", "url": "file:///etc/passwd"}]}}
    token = await bench.start_built(app, Built(process="", answers={"label": stolen}))
    run = await bench.become(token, "failed")
    assert "input.label" in run.message
    assert bench.calls() == []
