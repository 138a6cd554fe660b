"""Build's forms: answered, wrong, failing, gone back from, stopped and given up."""

import asyncio

import aiohttp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from tests.support.waiting import until
from tests.ui.functions.conftest import card, form
from ui.functions import busy_line
from webchat.errors import FunctionError

COLOUR = {
    "type": "select",
    "key": "colour",
    "label": "Colour",
    "props": {"options": [{"label": "Red", "value": "r"}, {"label": "Green", "value": "g"}]},
}
COUNT = {"type": "number", "key": "count", "label": "How many"}


class Steps:
    """A build function with a form for the shop, one for the count, and then the card."""

    def __init__(self):
        self.inputs = []
        self.error = None
        self.gate = None

    async def __call__(self, parameters):
        given = parameters["input"]
        self.inputs.append(given)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        if "shop" not in given:
            return form()
        if "count" not in given:
            return form(COUNT, no_more_forms=True)
        return card()


@pytest.fixture
def build():
    return Steps()


@pytest.fixture
async def set_up(person, build):
    """An app whose set-up has come to its first form."""
    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card(app="lookup")
    await person.comes_to("Setup.Form")
    return person


def field(person, key):
    return person.part(f"Setup.Field.{key}")


def has_field(person, key):
    return person.sees(f"Setup.Field.{key}")


async def to_count(person):
    person.type("shop", "Ada's")
    person.next()
    await until(lambda: has_field(person, "count"))
    await person.comes_to("Setup.Form")


async def pick(person, key, *paths):
    person.click(f"Setup.Field.{key}")
    dialog = person.dialog.findChild(QFileDialog, "FunctionFormFilesDialog")
    dialog.filesSelected.emit([str(one) for one in paths])
    dialog.reject()


async def test_build_fetches_what_was_picked_also_after_going_back(person, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("Dear Ada,", encoding="utf-8")
    read = []

    async def build(parameters):
        given = parameters["input"]
        if "paper" not in given:
            return form({"type": "file", "key": "paper", "label": "Paper"})
        (file,) = given["paper"]["@moxo.file"]["files"]
        async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
            read.append((file["name"], await answer.text()))
        return card() if "count" in given else form(COUNT)

    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card(app="lookup")
    await person.comes_to("Setup.Form")
    await pick(person, "paper", paper)
    person.next()
    await until(lambda: has_field(person, "count"))
    person.back()
    await until(lambda: has_field(person, "paper"))
    assert person.text("Setup.Field.paper.File.0") == "paper.txt"
    await person.comes_to("Setup.Form")
    person.next()
    await until(lambda: has_field(person, "count"))
    await person.comes_to("Setup.Form")
    person.type("count", "3")
    person.next()
    await person.comes_to("Setup.Preview")
    assert read == [("paper.txt", "Dear Ada,")] * 3


async def test_a_file_that_has_vanished_is_picked_anew(person, tmp_path):
    async def build(parameters):
        if "paper" not in parameters["input"]:
            return form({"type": "file", "key": "paper", "label": "Paper"})
        return card()

    paper = tmp_path / "paper.txt"
    paper.touch()
    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card(app="lookup")
    await person.comes_to("Setup.Form")
    await pick(person, "paper", paper)
    paper.unlink()
    person.next()
    await until(lambda: person.problem)
    assert "“paper.txt” is not there any more" in person.problem
    assert person.text("Setup.Field.paper.File.0") == "paper.txt"
    paper.touch()
    person.next()
    await person.comes_to("Setup.Preview")


async def test_each_form_follows_the_answers_to_the_one_before(set_up, build):
    assert not has_field(set_up, "count")
    assert not set_up.sees("Setup.Advice"), "this is not the last form"
    await to_count(set_up)
    assert "last form" in set_up.text("Setup.Advice")
    assert set_up.text("Setup.NextButton") == "Finish"
    set_up.type("count", "3")
    set_up.press(Qt.Key.Key_Return)
    await set_up.comes_to("Setup.Preview")
    assert build.inputs == [{}, {"shop": "Ada's"}, {"shop": "Ada's", "count": "3"}]


async def test_the_first_field_has_the_focus(set_up):
    await until(field(set_up, "shop").hasFocus)


async def test_what_is_wrong_is_named_at_its_field_and_nothing_is_called(set_up, build):
    await to_count(set_up)
    set_up.type("count", "many")
    set_up.next()
    await until(lambda: set_up.sees("Setup.Field.count.Error"))
    assert "number" in set_up.text("Setup.Field.count.Error")
    await until(field(set_up, "count").hasFocus)
    assert len(build.inputs) == 2
    set_up.type("count", "3")
    await until(lambda: not set_up.sees("Setup.Field.count.Error"))


async def test_the_first_thing_that_is_wrong_comes_into_sight(person):
    texts = [
        {"type": "text", "key": f"t{n}", "label": f"Text {n}", "default": "x"} for n in range(9)
    ]

    async def build(parameters):
        return form(*texts, COUNT) if "count" not in parameters["input"] else card()

    person.register("long", build=build)
    person.window.functions.dialogs.post_card(app="long")
    await person.comes_to("Setup.Form")
    assert field(person, "count").visibleRegion().isEmpty()
    person.next()
    await until(field(person, "count").hasFocus)
    assert not field(person, "count").visibleRegion().isEmpty()


async def test_back_leads_to_the_form_before_with_its_answers(set_up, build):
    await to_count(set_up)
    set_up.type("count", "7")
    set_up.back()
    await until(lambda: has_field(set_up, "shop"))
    assert field(set_up, "shop").text() == "Ada's"
    assert len(build.inputs) == 2, "going back calls nothing"
    set_up.next()
    await until(lambda: has_field(set_up, "count"))
    assert field(set_up, "count").text() == "7", "what was typed there is kept"
    assert build.inputs[-1] == {"shop": "Ada's"}


async def test_a_changed_answer_counts_from_there_on(set_up, build):
    await to_count(set_up)
    set_up.back()
    await until(lambda: has_field(set_up, "shop"))
    set_up.type("shop", "Grace's")
    set_up.next()
    await until(lambda: has_field(set_up, "count"))
    set_up.type("count", "1")
    set_up.next()
    await set_up.comes_to("Setup.Preview")
    assert build.inputs[-1] == {"shop": "Grace's", "count": "1"}


async def test_back_from_the_card_leads_to_the_last_form(set_up, build):
    await to_count(set_up)
    set_up.type("count", "3")
    set_up.next()
    await set_up.comes_to("Setup.Preview")
    set_up.back()
    await set_up.comes_to("Setup.Form")
    assert field(set_up, "count").text() == "3"
    set_up.back()
    await until(lambda: has_field(set_up, "shop"))
    set_up.back()
    await set_up.comes_to("Setup.Choose")
    assert len(build.inputs) == 3


async def test_the_answers_outlive_a_look_at_the_other_apps(set_up):
    set_up.type("shop", "Ada's")
    set_up.back()
    await set_up.comes_to("Setup.Choose")
    set_up.next()
    await set_up.comes_to("Setup.Form")
    assert field(set_up, "shop").text() == "Ada's"


async def test_a_build_that_fails_at_once_is_told_where_it_was_begun(person, build):
    build.error = FunctionError("no luck today")
    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.next()
    await until(lambda: person.problem)
    assert "no luck today" in person.problem
    await person.comes_to("Setup.Choose")
    build.error = None
    person.next()
    await person.comes_to("Setup.Form")
    assert person.problem == ""


async def test_a_build_that_fails_after_a_form_shows_the_form_again_with_all_answers(set_up, build):
    build.error = ValueError("the shop is closed")
    set_up.type("shop", "Ada's")
    set_up.next()
    await until(lambda: set_up.problem)
    assert "the shop is closed" in set_up.problem
    assert field(set_up, "shop").text() == "Ada's"
    build.error = None
    set_up.next()
    await until(lambda: has_field(set_up, "count"))
    assert set_up.problem == ""


async def test_where_a_handler_raised_is_shown_on_demand(person, app_folder):
    code = "async def handler(p):\n    raise ValueError('far too early')\n"
    name = await person.load(app_folder("early", build=code))
    person.window.functions.dialogs.post_card(app=name)
    await until(lambda: person.problem, 15)
    assert not person.sees("Setup.Problem.Trace")
    person.click("Setup.Problem.DetailsButton")
    trace = person.part("Setup.Problem.Trace")
    assert isinstance(trace, QPlainTextEdit)
    assert "build.py" in trace.toPlainText()
    assert "far too early" in trace.toPlainText()


async def test_every_breach_of_the_contract_is_listed(person):
    async def build(_parameters):
        return {"output": {"action": {"title": 3, "steps": [{"buttons": [{"title": "A"}]}]}}}

    person.register("odd", build=build)
    person.window.functions.dialogs.post_card(app="odd")
    await until(lambda: person.problem)
    assert "breaks the contract" in person.problem
    listed = person.text("Setup.Problem.Findings")
    assert "output.action.title" in listed
    assert "output.action.steps[0].order_number" in listed


async def test_the_bench_is_a_click_away_from_a_failure(person, build):
    build.error = ValueError("no luck")
    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card(app="lookup")
    await until(lambda: person.problem)
    opened = []
    person.window.functions.dialogs.open_bench = lambda *names: opened.append(names)
    person.click("Setup.Problem.BenchButton")
    assert opened == [("lookup", "build")]
    assert person.dialogs == []


async def test_a_build_that_takes_a_second_says_so_and_can_be_stopped(set_up, build):
    set_up.dialog._busy._patience.setInterval(1)
    build.gate = asyncio.Event()
    set_up.type("shop", "Ada's")
    set_up.press(Qt.Key.Key_Return)
    await until(lambda: set_up.sees("Setup.Busy"))
    assert set_up.text("Setup.Busy.Text") == "The build function of Lookup runs …"
    assert not field(set_up, "shop").isEnabled()
    assert not set_up.part("Setup.NextButton").isEnabled()
    set_up.click("Setup.Busy.StopButton")
    await set_up.comes_to("Setup.Form")
    assert not set_up.sees("Setup.Busy")
    assert set_up.problem == "", "it was the person who stopped it"
    assert field(set_up, "shop").text() == "Ada's"
    assert field(set_up, "shop").isEnabled()
    assert field(set_up, "shop").hasFocus(), "the keyboard is where it was"
    assert set_up.functions.calls.last("lookup", "build").outcome == "cancelled"
    build.gate.set()
    set_up.next()
    await until(lambda: has_field(set_up, "count"))


def test_people_wait_for_a_second_before_they_are_told():
    assert busy_line.PATIENCE_MS == 1000


async def test_a_first_build_that_is_stopped_leads_back_to_the_apps(person, build):
    build.gate = asyncio.Event()
    person.register("lookup", build=build)
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.next()
    await until(lambda: build.inputs)
    person.back()
    await person.comes_to("Setup.Choose")
    assert person.problem == ""


async def test_closing_the_dialog_ends_the_call(set_up, build):
    build.gate = asyncio.Event()
    set_up.type("shop", "Ada's")
    set_up.next()
    await until(lambda: len(build.inputs) == 2)
    set_up.press(Qt.Key.Key_Escape)
    assert set_up.dialogs == []
    await until(lambda: set_up.functions.calls.last("lookup", "build").outcome == "cancelled")


async def test_cancel_on_a_form_leaves_nothing_behind(set_up):
    set_up.click("Setup.CancelButton")
    assert set_up.dialogs == []
    await until(lambda: not len(set_up.window.functions.dialogs._tasks))
    assert set_up.window.notices.notices == ()


async def test_a_saved_app_counts_at_the_next_try(person, app_folder):
    name = await person.load(app_folder("lookup", build="async def handler(p):\n    return 3\n"))
    person.window.functions.dialogs.post_card()
    await person.comes_to("Setup.Choose")
    person.next()
    await until(lambda: person.problem, 15)
    assert "breaks the contract" in person.problem
    app_folder("lookup", build=f"async def handler(p):\n    return {card()!r}\n")
    await person.functions.apps.reload(name)
    person.next()
    page = await person.comes_to("Setup.Preview")
    assert page.card.card.title == "Your order"


async def test_an_app_that_is_gone_is_told_of_and_leads_back_to_the_others(person, build):
    unload = person.register("lookup", build=build)
    person.register("other")
    person.window.functions.dialogs.post_card(app="lookup")
    await person.comes_to("Setup.Form")
    unload()
    person.back()
    page = await person.comes_to("Setup.Choose")
    assert page.app.title == "Other"


async def test_a_choice_is_kept_when_going_back(person):
    async def build(parameters):
        given = parameters["input"]
        return form(COLOUR) if "colour" not in given else card()

    person.register("paint", build=build)
    person.window.functions.dialogs.post_card(app="paint")
    await person.comes_to("Setup.Form")
    field(person, "colour").setCurrentIndex(1)
    person.next()
    await person.comes_to("Setup.Preview")
    person.back()
    await person.comes_to("Setup.Form")
    assert field(person, "colour").currentData() == "g"


async def test_an_app_without_build_has_one_button(person):
    person.register("plain")
    person.window.functions.dialogs.post_card(app="plain")
    page = await person.comes_to("Setup.Preview")
    (step,) = page.card.card.steps
    assert [one.title for one in step.buttons] == ["Plain"]


async def test_errors_are_announced(set_up, build, announcements):
    build.error = ValueError("no luck")
    set_up.type("shop", "Ada's")
    set_up.next()
    await until(lambda: set_up.problem)
    assert (f"Error: {set_up.problem}", True) in announcements
