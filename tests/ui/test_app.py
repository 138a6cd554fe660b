"""One run of the program, in this process: opened, used, ended."""

import asyncio
import contextlib
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.support.waiting import until
from tests.webchat.functions.apps.support import make_app
from ui.app import Run, fetched_later, make_application, painted
from ui.ending import Ending
from ui.faults import Faults
from ui.instance import Instance
from ui.options import Files, Options
from webchat.config import Config
from webchat.state import EngagementStage
from webchat.tasks import TaskBag

PLUGIN = "def init(app):\n    app.webchat.actions.register_action('Mine', lambda payload: 5)\n"


@pytest.fixture
async def bag():
    owned = TaskBag("test")
    yield owned
    await owned.aclose()


@pytest.fixture
def plugin(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(PLUGIN)
    return file


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path / "apps" / "orders")


def set_(event):
    """Return a scenario that tells when the start has come to its end."""

    async def scenario(_run):
        event.set()

    return scenario


@pytest.fixture
async def start(tmp_path, bag):
    """Start runs; each is ended with the test."""
    runs = []

    async def begin(scenario=None, *, config=None, **options):
        config = replace(config or Config(), data_dir=tmp_path)
        instance = Instance(tmp_path)
        assert instance.claim()
        run = Run(Options(config, **options), instance, Ending(print), Faults())
        task = bag.spawn(run.main(scenario), name="run")
        runs.append((run, task))
        await until(lambda: task.done() or (hasattr(run, "window") and run.window.isVisible()))
        return run, task

    yield begin
    for run, task in runs:
        run.ending.request()
        with contextlib.suppress(Exception):
            await task
        run.ending._over.set()  # the threads of the loop that the tests share are still there


async def test_the_window_opens_over_a_simulation_that_runs(start):
    run, _ = await start()
    assert run.window.isVisible()
    stage = run.sim.webchat.store.state.session.engagement_stage
    assert stage is EngagementStage.PRE_ENGAGEMENT


def test_the_http_client_is_fetched_only_for_a_run_that_will_need_it():
    assert "aiohttp" not in fetched_later(Config())
    assert "aiohttp" in fetched_later(Config(start_engagement_url="http://127.0.0.1:1/start"))


async def test_closing_the_window_ends_the_run_well(start):
    run, task = await start()
    run.window.close()
    assert await task == 0


async def test_quit_ends_the_run_well(start):
    run, task = await start()
    run.window.findChild(QAction, "Menu.Quit").trigger()
    assert await task == 0


async def test_the_end_closes_the_simulation_and_deletes_the_window(start):
    run, task = await start()
    gone = asyncio.Event()
    run.window.destroyed.connect(gone.set)
    run.ending.request()
    await task
    assert gone.is_set()
    assert "ended" in repr(run.sim)


async def test_a_run_can_follow_another_on_the_same_folder(start):
    for _ in range(2):
        run, task = await start()
        run.ending.request()
        assert await task == 0


async def test_plugins_of_the_command_line_are_there_for_this_run_only(start, plugin):
    run, task = await start(files=Files((plugin,)))
    await until(lambda: "mine" in run.sim.plugins)
    await until(lambda: run.sim.plugins["mine"].state == "active")
    run.ending.request()
    await task
    again, _ = await start()
    await again.sim.plugins.restore()
    assert "mine" not in again.sim.plugins


async def test_plugins_that_were_loaded_by_hand_come_back(start, plugin):
    run, task = await start()
    await run.sim.plugins.load(plugin)
    run.ending.request()
    await task
    again, _ = await start()
    await until(lambda: "mine" in again.sim.plugins)


async def test_safe_brings_back_no_plugin_and_says_what_it_left_out(start, plugin):
    run, task = await start()
    await run.sim.plugins.load(plugin)
    run.ending.request()
    await task
    safe, _ = await start(is_safe=True, files=Files((plugin,)))
    assert any("--safe" in sentence for sentence in safe.window.notices.notices)
    assert list(safe.sim.plugins) == []


async def test_what_a_second_start_brings_is_loaded(start, plugin):
    run, _ = await start()
    run._instance.handed_over.emit(Files((plugin,)))
    await until(lambda: "mine" in run.sim.plugins)


async def test_function_apps_of_the_command_line_are_there_for_this_run_only(start, app):
    run, task = await start(files=Files(functions=(app,)))
    await until(lambda: "orders" in run.sim.functions.apps)
    run.ending.request()
    await task
    again, _ = await start()
    await again.sim.functions.restore()
    assert "orders" not in again.sim.functions.apps


async def test_function_apps_come_after_plugins(start, plugin, app):
    register = f"def init(app):\n    app.functions.register({str(app)!r})\n"
    plugin.write_text(register)
    run, _ = await start(files=Files((plugin,), (app,)))
    await until(lambda: "orders-2" in run.sim.functions.apps)
    assert run.sim.functions.apps["orders"].owner == "mine"


async def test_function_apps_that_were_loaded_by_hand_come_back(start, app):
    run, task = await start()
    await run.sim.functions.apps.load(app)
    run.ending.request()
    await task
    again, _ = await start()
    await until(lambda: "orders" in again.sim.functions.apps)


async def test_safe_brings_back_no_function_app_and_says_what_it_left_out(start, app):
    run, task = await start()
    await run.sim.functions.apps.load(app)
    run.ending.request()
    await task
    ready = asyncio.Event()
    safe, _ = await start(set_(ready), is_safe=True, files=Files(functions=(app,)))
    await ready.wait()
    assert any("--function" in sentence for sentence in safe.window.notices.notices)
    assert list(safe.sim.functions.apps) == []


async def test_a_function_app_that_cannot_be_used_is_told(start, tmp_path):
    run, _ = await start(files=Files(functions=(tmp_path / "gone",)))
    await until(lambda: run.window.notices.notices)
    assert run.window.notices.notices == (
        "The function app gone cannot be used. There is no such folder or file.",
    )


async def test_a_function_app_that_a_second_start_brings_is_loaded(start, app):
    run, _ = await start()
    run._instance.handed_over.emit(Files(functions=(app,)))
    await until(lambda: "orders" in run.sim.functions.apps)


async def test_notices_of_the_start_are_shown(start):
    run, _ = await start(notices=("Something was odd.",))
    assert run.window.notices.notices == ("Something was odd.",)


async def test_a_scenario_may_end_the_run_with_a_code(start):
    async def scenario(run):
        assert run.window.isVisible()
        return 7

    _, task = await start(scenario)
    assert await task == 7


async def test_a_failure_of_the_loop_is_shown_in_the_window(start, caplog):
    run, _ = await start()
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "lost", "exception": ValueError("on the way")})
    assert "ValueError: on the way" in run.window.notices.notices[-1]


async def test_the_first_paint_is_waited_for_but_not_for_ever(qtbot, monkeypatch):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    await painted(window)
    monkeypatch.setattr("ui.app._FIRST_PAINT_LIMIT", 0.01)
    window.hide()
    await painted(window)


def test_the_application_has_a_name_and_an_icon(qapp):
    app = make_application()
    assert app is QApplication.instance()
    assert app.applicationName() == "webchat"
    assert not app.windowIcon().isNull()
