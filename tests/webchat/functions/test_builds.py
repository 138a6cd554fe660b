"""Build, form, build again: until a step exists, and without losing what was answered."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.support.function_bench import Person, function_bench
from tests.support.oauth_server import oauth_server, said, templates
from webchat.errors import (
    FunctionCancelledError,
    FunctionContractError,
    FunctionError,
    HandlerError,
)
from webchat.functions.builds import Builds, Built
from webchat.functions.contract.forms import file_answer
from webchat.functions.contract.records import BuildResult, Button, Card, FormInput, Step, Variable

TWO_FORMS = """
given = p["input"]
    shop = {"type": "string", "key": "shop", "label": "Shop"}
    count = {"type": "number", "key": "count", "label": "How many", "default": 2}
    if "shop" not in given:
        return {"output": {"form": [shop]}}
    if "count" not in given:
        return {"output": {"form": [{**shop, "default": "B"}, count], "no_more_forms": True}}
    button = {"title": given["shop"], "style": "branding", "input": given}
    steps = [{"order_number": 1, "buttons": [button]}]
    return {"output": {"action": {"title": "T", "description": "D", "steps": steps}}}
"""
FAILS_ONCE = """
import pathlib
MARK = pathlib.Path(__file__).with_name("mark")

async def handler(p):
    if not p["input"]:
        asked = [{"type": "string", "key": "a", "label": "A"}]
        asked += [{"type": "string", "key": "b", "label": "B", "required": False}]
        return {"output": {"form": asked}}
    if not MARK.exists():
        MARK.touch()
        raise ValueError("the shop is closed")
    return {"output": {"automation": {"description": "Done."}}}
"""


@pytest.fixture
async def bench(tmp_path):
    async with function_bench(tmp_path / "apps") as bench:
        yield bench


@pytest.mark.parametrize(
    ("kind", "built"),
    [
        ("action", Built(Card("Tea", "Hot.", (Step(1, (Button("Tea", "branding"),)),)))),
        ("automation", Built(process="Hot.")),
        ("await", Built(process="Hot.")),
        ("trigger", Built()),
    ],
)
async def test_an_app_without_build_has_a_step_all_the_same(bench, kind, built):
    said = f'kind = "{kind}"\ntitle = "Tea"\ndescription = "Hot."'
    app = await bench.app(said=said, action="return {}")
    assert await bench.functions.builds.build(app, Person()) == built


async def test_forms_come_until_the_step_exists(bench):
    app = await bench.app(said='title = "Tea"', action="return {}", build=TWO_FORMS)
    person = Person({"shop": "A"}, {"shop": "B", "count": "3"})
    built = await bench.functions.builds.build(app, person)
    assert bench.calls(function="build")[0]["input"] == {}
    assert bench.calls(function="build")[1]["input"] == {"shop": "A"}
    assert built.answers == {"shop": "B", "count": "3"}
    assert built.card is not None
    assert built.card.steps[0].buttons[0].input == {"shop": "B", "count": "3"}
    assert [one.is_last for one in person.asked] == [False, True]
    assert {one.title for one in person.asked} == {"Tea"}


async def test_a_later_form_begins_with_what_was_answered_before_and_with_defaults(bench):
    app = await bench.app(action="return {}", build=TWO_FORMS)
    person = Person({"shop": "A"}, {"shop": "A", "count": "3"})
    await bench.functions.builds.build(app, person)
    assert person.asked[0].values == {}
    assert person.asked[1].values == {"shop": "A", "count": "2"}


async def test_answers_that_do_not_fit_are_asked_for_again_as_they_were_typed(bench):
    app = await bench.app(action="return {}", build=TWO_FORMS)
    wrong = {"shop": "", "count": "three"}
    person = Person({"shop": "A"}, wrong, {"shop": "A", "count": "3"})
    await bench.functions.builds.build(app, person)
    again = person.asked[2]
    assert again.values == wrong
    assert {key: error.kind for key, error in again.errors.items()} == {
        "shop": "required",
        "count": "number",
    }
    assert len(bench.calls(function="build")) == 3


async def test_a_person_may_give_up(bench):
    app = await bench.app(said='title = "Tea"', action="return {}", build=TWO_FORMS)
    with pytest.raises(FunctionCancelledError, match="Setting up Tea was given up"):
        await bench.functions.builds.build(app, Person({"shop": "A"}, None))
    assert len(bench.calls(function="build")) == 2


async def test_answers_survive_a_build_function_that_fails(bench):
    app = await bench.app(said='kind = "automation"', action="return {}", build=FAILS_ONCE)
    person = Person({"a": "1", "b": "2"}, {"a": "1"})
    built = await bench.functions.builds.build(app, person)
    assert "the shop is closed" in str(person.asked[1].problem)
    assert person.asked[1].values == {"a": "1", "b": "2"}
    assert built == Built(process="Done.", answers={"a": "1"})


async def test_who_gives_up_after_a_failure_is_told_of_it(bench):
    app = await bench.app(said='kind = "automation"', action="return {}", build=FAILS_ONCE)
    with pytest.raises(HandlerError, match="the shop is closed"):
        await bench.functions.builds.build(app, Person({"a": "1"}, None))


async def test_a_build_function_that_fails_at_once_asks_nothing(bench):
    app = await bench.app(action="return {}", build='raise ValueError("no")')
    with pytest.raises(HandlerError, match="no"):
        await bench.functions.builds.build(app, Person())


class StoppedCaller:
    """Shows a form; a person stops the call after it."""

    async def call(self, app, function, *, connection=None, input=None):  # noqa: A002  its name
        if input:
            raise FunctionCancelledError("It was stopped.")
        return BuildResult(form=(FormInput("string", "a", "A"),))


async def test_a_person_who_stops_the_function_is_not_asked_again(bench):
    app = await bench.app(action="return {}", build="return {}")
    person = Person({"a": "1"})
    with pytest.raises(FunctionCancelledError, match="It was stopped"):
        await Builds(StoppedCaller(), bench.functions.picked_files).build(app, person)
    assert len(person.asked) == 1


async def test_what_breaks_the_contract_is_named_by_its_field(bench):
    app = await bench.app(action="return {}", build='return {"output": {"action": {"title": 3}}}')
    with pytest.raises(FunctionContractError, match=r"output\.action\.title"):
        await bench.functions.builds.build(app, Person())


async def test_an_automation_says_what_it_does_and_gives(bench):
    build = """
    variables = [{"key": "n", "label": "Number", "type": "string"}]
    return {"output": {"automation": {"description": "Ships."}, "variables": variables}}
    """
    app = await bench.app(said='kind = "automation"', action="return {}", build=build)
    built = await bench.functions.builds.build(app, Person())
    assert built == Built(process="Ships.", variables=(Variable("n", "Number"),))


async def test_a_trigger_declares_variables_alone(bench):
    build = """
    one = {"id": "1", "key": "n", "label": "N", "type": "string", "sample_value": "A-1"}
    return {"output": {"variables": [one]}}
    """
    app = await bench.app(said='kind = "trigger"', action="return {}", build=build)
    built = await bench.functions.builds.build(app, Person())
    assert built == Built(variables=(Variable("n", "N", "string", "1", "A-1"),))


async def test_build_is_told_of_the_step_that_it_makes(bench):
    app = await bench.app(action="return {}", build='raise ValueError(p["context"])')
    with pytest.raises(FunctionError):
        await bench.functions.builds.build(app, Person())
    [given] = bench.calls("app", "build")
    assert given["context"] == {
        "action_key": "app",
        "title": app.title,
        "assignees": [{"role": {"id": "assignee"}}],
    }


async def agreed(url):
    """Do what a browser does once the person has agreed: go back with a code."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    back = {"code": "c0de", "state": query["state"]}
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(query["redirect_uri"], params=back) as page,
    ):
        assert page.status == 200


async def test_a_second_wish_for_a_fresh_token_is_ignored_and_the_form_is_there_again(bench):
    def handler(parameters):
        if not parameters["input"]:
            return {"output": {"form": [{"type": "string", "key": "a", "label": "A"}]}}
        return {"directive": {"type": "refresh_token"}}

    handlers = {"build": handler, "action": lambda: None}
    async with oauth_server() as server:
        server.answer("/token", said(access_token="first", refresh_token="renews"))
        server.answer("/refresh", said(access_token="second", refresh_token="renews"))
        server.answer("/me", said(id=1))
        functions = bench.functions
        functions.apps.register(handlers, name="tea", authentication=templates(server.url))
        app = functions.apps["tea"]
        connection = await functions.connections.connect(
            app, ask=Person(), open_url=agreed, identify=functions.identify
        )
        person = Person({"a": "1"}, None)
        with pytest.raises(FunctionError, match="asked for a fresh token again"):
            await functions.builds.build(app, person, connection=connection)
        assert server.paths().count("/refresh") == 1
    first, again = person.asked
    assert (first.problem, again.values) == (None, {"a": "1"})
    assert "That is ignored" in str(again.problem)
    assert len(bench.calls("tea", "build")) == 3


PAPER = """
async def handler(p):
    given = p["input"]
    if "paper" not in given:
        return {"output": {"form": [{"type": "file", "key": "paper", "label": "Paper"}]}}
    return {"output": {"automation": {"description": "Done."}}}
"""


async def test_a_picked_file_can_be_fetched_by_build_and_by_the_process(bench, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("Dear Ada,", encoding="utf-8")
    app = await bench.app(
        action='return {"output": {}}',
        build=PAPER,
        webhook="return {}",
        said='kind = "automation"',
    )
    built = await bench.functions.builds.build(app, Person(picked(paper)))
    (file,) = built.answers["paper"]["@moxo.file"]["files"]
    assert file["name"] == "paper.txt"
    assert file["url"].startswith("http://127.0.0.1:")
    assert bench.calls(function="build")[1]["input"] == built.answers
    token = await bench.start_built(app, built)
    await bench.become(token, "waiting")
    (call,) = bench.calls()
    assert call["input"] == built.answers
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
        assert await answer.text() == "Dear Ada,"


async def test_a_file_that_has_vanished_is_asked_for_again(bench, tmp_path):
    paper = tmp_path / "paper.txt"
    app = await bench.app(action="return {}", build=PAPER, said='kind = "automation"')
    person = Person(picked(paper), picked(paper), None)
    with pytest.raises(FunctionError, match="not there any more"):
        await bench.functions.builds.build(app, person)
    assert [one.problem is None for one in person.asked] == [True, False, False]
    assert person.asked[1].values == picked(paper)
    assert len(bench.calls(function="build")) == 1
    paper.touch()
    built = await bench.functions.builds.build(app, Person(picked(paper)))
    assert built.process == "Done."


async def test_a_file_can_be_fetched_when_its_form_is_shown_again(bench, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.touch()
    code = PAPER.replace('"automation": {"description": "Done."}', '"automation": 3')
    app = await bench.app(action="return {}", build=code, said='kind = "automation"')
    person = Person(picked(paper), None)
    with pytest.raises(FunctionContractError):
        await bench.functions.builds.build(app, person)
    (file,) = person.asked[1].values["paper"]["@moxo.file"]["files"]
    assert file["url"].startswith("http://127.0.0.1:")


def picked(path):
    return {"paper": file_answer([(path.name, path.as_uri())])}


async def test_an_error_of_build_is_told_and_the_form_can_be_filled_in_again(bench):
    build = """
    if not p["input"]:
        return {"output": {"form": [{"type": "string", "key": "shop", "label": "Shop"}]}}
    return {"error": {"title": "No such shop", "description": "Try another one."}}
    """
    person = Person({"shop": "A"}, None)
    sentence = "The build function of app returned an error. No such shop: Try another one."
    with pytest.raises(FunctionError) as caught:
        await bench.functions.builds.build(await bench.app(build=build, action="pass"), person)
    assert str(caught.value) == sentence
    again = person.asked[-1]
    assert (again.values, str(again.problem)) == ({"shop": "A"}, sentence)
