"""Setting up what runs by itself: the summary, and starting it."""

from tests.support.waiting import until
from tests.ui.functions.conftest import form
from ui.functions.process_page import ProcessPage

ORDER = {"type": "string", "key": "order", "label": "Order number"}


async def build(parameters):
    given = parameters["input"]
    if "order" not in given:
        return form(ORDER)
    variables = [{"key": "tracking", "label": "Tracking number", "type": "string"}]
    return {"output": {"automation": {"description": "Ships the order."}, "variables": variables}}


async def ship(parameters):
    number = parameters["input"]["order"]
    variables = [{"key": "tracking", "value": f"T-{number}"}]
    return {"output": {"status": "completed", "variables": variables}}


async def to_summary(person):
    """Set an automation up, as far as its last page."""
    person.register("shipping", build=build, action=ship, kind="automation")
    person.window.functions.dialogs.run_process(app="shipping")
    await person.comes_to("Setup.Form")
    person.type("order", "A-1001")
    person.next()
    return await person.comes_to("Setup.Process")


def told(person, name):
    return person.text(f"Setup.Process.{name}")


async def test_an_automation_is_summed_up_and_started(person):
    page = await to_summary(person)
    assert isinstance(page, ProcessPage)
    assert person.text("Setup.Title") == "Shipping is ready to run"
    assert told(person, "Description") == "Ships the order."
    assert told(person, "Order number") == "A-1001"
    assert told(person, "Gives") == "Tracking number (tracking, string)"
    assert len(person.functions.runs) == 0, "nothing runs before Start"
    person.next()
    await person.closed()
    await until(lambda: [one.status for one in person.functions.runs] == ["completed"])
    (run,) = person.functions.runs
    assert (run.input, run.variables[0].value) == ({"order": "A-1001"}, "T-A-1001")
    assert person.window.status.message == "Started Shipping."


async def test_what_was_started_is_shown_among_the_runs(person):
    await to_summary(person)
    person.next()
    await person.closed()
    dock = person.window.functions_dock
    assert dock.isVisible()
    (run,) = person.functions.runs
    assert dock.page("runs").current.token == run.token


async def test_a_trigger_says_how_often_it_looks_and_what_it_starts(person):
    async def poll(_parameters):
        return {"output": {"variable_groups": []}}

    person.register("orders", action=poll, kind="trigger")
    person.window.functions.dialogs.run_process(app="orders")
    await person.comes_to("Setup.Process")
    assert "every 60 seconds" in person.text("Setup.Advice")
    assert "only recorded" in told(person, "Starts")


async def test_cancel_on_the_last_page_starts_nothing(person):
    await to_summary(person)
    person.click("Setup.CancelButton")
    await until(lambda: not len(person.window.functions.dialogs._tasks))
    assert len(person.functions.runs) == 0
