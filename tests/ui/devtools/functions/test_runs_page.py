"""Every run is listed with how far it is; waiting is skipped, and processes are run and stopped."""

import pytest
from aiohttp import web
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from tests.support.cards import failed_click
from tests.support.function_bench import Person
from tests.support.waiting import until
from ui.models.function_runs import Column
from webchat.functions.runs.records import Run

DESCRIBES = 'async def handler(p):\n    return {"output": {"%s": {"description": "Ships"}}}\n'
RETRIES = """
async def handler(p):
    if p["context"]["attempts"] < 3:
        return {"output": {"retry": {"delay": 3600}}}
    return {"output": {"status": "completed"}}
"""
POLLS = 'async def handler(p):\n    return {"output": {"state": "s1"}}\n'
WAITS = 'async def handler(p):\n    return {"output": {}}\n'
DECLARES = """
async def handler(p):
    variables = [{"key": "label", "label": "Shipping label", "type": "file"},
                 {"key": "number", "label": "Tracking number", "type": "string"}]
    return {"output": {"automation": {"description": "Ships"}, "variables": variables}}
"""
GIVES = """
async def handler(p):
    file = {"url": "%s/label", "file_name": "label.txt", "mime_type": "text/plain"}
    return {"output": {"status": "completed", "variables": [
        {"key": "number", "value": "1Z"}, {"key": "label", "files": [file]}]}}
"""


@pytest.fixture
async def at_runs(developer):
    """The page, with its list."""
    developer.runs = developer.page("runs")
    return developer


@pytest.fixture
async def file_server():
    async def give(_request):
        return web.Response(body=b"to Ada")

    app = web.Application()
    app.router.add_get("/label", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def start(developer, name, kind, action, build=None):
    build = build or DESCRIBES % kind
    if kind == "trigger":
        build = 'async def handler(p):\n    return {"output": {"variables": []}}\n'
    entry = await developer.app(name, app_toml=f'kind = "{kind}"', action=action, build=build)
    built = await developer.functions.builds.build(entry.app, Person({}))
    return (await developer.functions.processes.start(entry.app, built)).token


def cells(developer, row=0):
    model = developer.runs.model
    return [model.index(row, column).data() for column in Column]


def cell(developer, column, row=0):
    return developer.runs.model.index(row, column).data()


def select(developer, row):
    view = developer.runs.view
    place = view.visualRect(developer.runs.model.index(row, Column.APP)).center()
    developer.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


async def status_becomes(developer, wanted, row=0):
    await until(lambda: cell(developer, Column.STATUS, row) == wanted, 15)


async def test_an_empty_list_says_what_fills_it(at_runs):
    assert "Functions > Run…" in at_runs.text("Runs.Empty.Text")
    assert not at_runs.sees("Runs.Details")
    assert not at_runs.part("Runs.Skip").isEnabled()


async def test_an_automation_waits_and_its_waiting_is_skipped(at_runs):
    await start(at_runs, "ship", "automation", RETRIES)
    await status_becomes(at_runs, "retrying")
    _started, app, kind, status, attempts, planned, _last = cells(at_runs)
    assert (app, kind, status, attempts, planned) == (
        "ship", "automation", "retrying", "1", "in 1 h"
    )  # fmt: skip
    assert at_runs.detail == "1 of 1 open"

    at_runs.click("Runs.Skip")
    await until(lambda: cell(at_runs, Column.ATTEMPTS) == "2")
    assert at_runs.said == ["Skipped 3,600 s of waiting."]
    await status_becomes(at_runs, "retrying")
    at_runs.click("Runs.Skip")
    await status_becomes(at_runs, "completed")
    assert cell(at_runs, Column.NEXT) == ""
    assert at_runs.detail == "0 of 1 open"
    assert not at_runs.part("Runs.Skip").isEnabled()


async def test_the_time_until_the_next_attempt_is_counted_down_while_somebody_looks(at_runs, clock):
    await start(at_runs, "ship", "automation", RETRIES)
    await status_becomes(at_runs, "retrying")
    heard = []
    at_runs.runs.model.dataChanged.connect(lambda first, last: heard.append(first.column()))
    await clock.advance(90)
    await until(lambda: Column.NEXT in heard)
    assert cell(at_runs, Column.NEXT) == "in 58 min 30 s"
    at_runs.page("log")
    await until(lambda: not at_runs.runs.is_watched)
    assert not at_runs.runs._second.isActive()


async def test_run_now_does_what_is_planned_for_later(at_runs):
    await start(at_runs, "ship", "automation", RETRIES)
    await status_becomes(at_runs, "retrying")
    at_runs.click("Runs.Now")
    await until(lambda: cell(at_runs, Column.ATTEMPTS) == "2")


async def test_a_trigger_is_stopped(at_runs):
    await start(at_runs, "poll", "trigger", POLLS)
    await status_becomes(at_runs, "retrying")
    assert "The next poll gets the state s1" in at_runs.runs.details.list.texts
    at_runs.click("Runs.Stop")
    await status_becomes(at_runs, "cancelled")
    assert at_runs.runs.details.list.texts[0] == "Cancelled: A person has stopped it."
    assert not at_runs.part("Runs.Stop").isEnabled()
    assert not at_runs.part("Runs.Now").isEnabled()


async def test_the_run_of_a_card_ends_with_its_card_alone(at_runs):
    await at_runs.app(action=WAITS)
    card = await at_runs.card()
    await card.click()
    await status_becomes(at_runs, "waiting")
    assert not at_runs.part("Runs.Stop").isEnabled()


async def test_why_a_run_failed_stands_in_its_row_and_in_its_story(at_runs):
    await at_runs.app(action="async def handler(p):\n    return {}['order']\n")
    card = await at_runs.card()
    await failed_click(card)
    assert cell(at_runs, Column.STATUS) == "failed"
    assert "KeyError: 'order'" in cell(at_runs, Column.MESSAGE)
    assert at_runs.runs.details.list.texts[0].startswith("Failed: ")


async def test_nothing_secret_is_shown_of_a_run(at_runs):
    at_runs.functions.masks.learn("hunter2")
    run = Run("T", "app", "automation", "key", input={"password": "hunter2"}, message="hunter2!")
    at_runs.functions.runs.put(run.noted(1.0, "It had hunter2."))
    assert "hunter2" not in str([*cells(at_runs), *at_runs.runs.details.list.texts])
    assert cell(at_runs, Column.MESSAGE) == "••••••!"


async def test_what_a_run_gave_is_listed_and_its_file_saved(
    at_runs, file_server, tmp_path, monkeypatch
):
    await start(at_runs, "ship", "automation", GIVES % file_server, DECLARES)
    await status_becomes(at_runs, "completed")
    assert {"Tracking number: 1Z", "Shipping label: label.txt"} <= {
        *at_runs.runs.details.list.texts
    }
    assert not at_runs.sees("Runs.Details.Save")
    lines = at_runs.runs.details.list
    row = lines.texts.index("Shipping label: label.txt")
    place = lines.visualItemRect(lines.item(row)).center()
    at_runs.qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)

    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    at_runs.click("Runs.Details.Folder")
    (run,) = at_runs.functions.runs
    assert len(shown) == 1
    assert run.variables[-1].files[0].startswith(shown[0])

    at_runs.click("Runs.Details.Save")
    dialog = at_runs.dock.findChild(QFileDialog, "SaveVariableDialog")
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(tmp_path / "mine.txt"))
    dialog.reject()
    await until(lambda: at_runs.said)
    assert at_runs.said == [f"Saved {tmp_path / 'mine.txt'}."]
    assert (tmp_path / "mine.txt").read_text() == "to Ada"


async def test_a_file_that_cannot_be_saved_says_why(at_runs, file_server, tmp_path):
    await start(at_runs, "ship", "automation", GIVES % file_server, DECLARES)
    await status_becomes(at_runs, "completed")
    details = at_runs.runs.details
    details.list.setCurrentRow(details.list.texts.index("Shipping label: label.txt"))
    at_runs.click("Runs.Details.Save")
    dialog = at_runs.dock.findChild(QFileDialog, "SaveVariableDialog")
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "mine.txt"))
    dialog.reject()
    await until(lambda: at_runs.said)
    assert at_runs.said == ["label.txt was not saved: No such file or directory."]


async def test_a_double_click_shows_the_function_in_the_bench_with_what_that_run_gave_it(at_runs):
    await at_runs.app(action=WAITS)
    await at_runs.app("other")
    card = await at_runs.card()
    await card.click(0)
    await card.click(1)
    view = at_runs.runs.view
    assert at_runs.runs.model.rowCount() == 2
    select(at_runs, 1)
    place = view.visualRect(at_runs.runs.model.index(1, Column.APP)).center()
    at_runs.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert at_runs.part("Bench.App").currentText() == "app"
    assert at_runs.parameters["input"] == {"page": 1}


async def test_a_run_whose_app_is_gone_cannot_be_tried(at_runs):
    await at_runs.app(action=WAITS)
    card = await at_runs.card()
    await card.click()
    select(at_runs, 0)
    assert at_runs.part("Runs.Bench").isEnabled()
    await at_runs.functions.apps.unload("app")
    assert not at_runs.part("Runs.Bench").isEnabled()
    assert cell(at_runs, Column.APP) == "app"


async def test_a_new_run_comes_first_and_the_selected_one_stays_selected(at_runs):
    runs = at_runs.functions.runs
    for number in range(3):
        runs.put(Run(f"T{number}", "app", "automation", "key"))
    assert at_runs.runs.current.token == "T0"
    assert [at_runs.runs.model.run(row).token for row in range(3)] == ["T2", "T1", "T0"]
    at_runs.runs.select("T1")
    runs.put(Run("T3", "app", "automation", "key"))
    assert at_runs.runs.current.token == "T1"


async def test_a_run_is_shown_from_elsewhere(developer):
    runs = developer.functions.runs
    for number in range(50):
        runs.put(Run(f"T{number}", "app", "automation", "key"))
    developer.dock.show_run("T7")
    page = developer.dock.page("runs")
    assert page.current.token == "T7"
    assert page.view.visualRect(page.view.currentIndex()).top() >= 0
    developer.dock.show_run("nobody")
    assert page.current.token == "T7"


async def test_a_long_story_stays_where_it_is_read_while_it_goes_on(at_runs):
    run = Run("T1", "app", "automation", "key")
    for number in range(80):
        run = run.noted(float(number), f"Note {number}")
    at_runs.functions.runs.put(run)
    bar = at_runs.runs.details.list.verticalScrollBar()
    await until(lambda: bar.maximum() > 0)
    bar.setValue(200)
    at_runs.functions.runs.put(run.noted(81.0, "Another note"))
    assert "Another note" in at_runs.runs.details.list.texts[-2]
    assert bar.value() == 200
