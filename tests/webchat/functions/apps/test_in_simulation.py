"""Apps in a simulation: what is saved is what runs, whoever loaded it."""

import shutil

import pytest

from tests.support.plugins import Files
from tests.support.simulation import simulation
from tests.support.waiting import until
from tests.webchat.functions.apps.support import Asked, make_zip, write
from webchat.errors import FunctionAppError, FunctionError

ANSWER = "async def handler(parameters):\n    return {{'output': {{'message': '{}'}}}}\n"
NODE_ANSWER = "exports.handler = async () => ({{output: {{message: '{}'}}}});\n"


@pytest.fixture
async def sim(tmp_path):
    async with simulation(data_dir=tmp_path / "data", dialogs=Asked(answer=True)) as sim:
        yield sim


async def message(sim, name="orders"):
    functions = sim.functions
    return (await functions.hosts.call(functions.apps[name], "action", {}))["output"]["message"]


@pytest.mark.parametrize(("file", "code"), [("action_py", ANSWER), ("index_js", NODE_ANSWER)])
async def test_saved_code_is_what_runs_next(sim, apps, file, code):
    folder = write(apps / "orders", **{file: code.format("one")})
    await sim.functions.apps.load(folder)
    assert await message(sim) == "one"
    before = sim.functions.hosts.processes["orders"].pid
    saved = []
    sim.functions.apps.subscribe_to_saves(saved.append)
    write(folder, **{file: code.format("two")})
    await until(lambda: saved)
    assert await message(sim) == "two"
    assert sim.functions.hosts.processes["orders"].pid != before


async def test_an_app_whose_folder_is_gone_goes_on_with_what_was_started(sim, apps):
    folder = write(apps / "orders", action_py=ANSWER.format("one"))
    await sim.functions.apps.load(folder)
    await message(sim)
    shutil.rmtree(folder)
    await until(lambda: sim.functions.apps.entry("orders").error)
    assert await message(sim) == "one"


async def test_a_new_zip_is_what_runs_next(sim, apps):
    folder = write(apps / "to pack", action_py=ANSWER.format("one"))
    await sim.functions.apps.load(make_zip(apps / "orders.zip", folder))
    assert await message(sim) == "one"
    write(folder, action_py=ANSWER.format("two"))
    make_zip(apps / "new.zip", folder).replace(apps / "orders.zip")
    before = sim.functions.apps["orders"].folder
    await until(lambda: sim.functions.apps["orders"].folder != before)
    assert await message(sim) == "two"


async def test_an_app_that_is_unloaded_runs_no_more(sim, apps):
    await sim.functions.apps.load(write(apps / "orders", action_py=ANSWER.format("one")))
    await message(sim)
    await sim.functions.apps.unload("orders")
    assert "orders" not in sim.functions.hosts.processes
    with pytest.raises(FunctionAppError, match="none is loaded"):
        await message(sim)


async def test_the_handler_of_a_plugin_runs_and_its_failure_is_the_plugins(sim, tmp_path):
    (tmp_path / "plugins").mkdir()
    files = Files(tmp_path / "plugins")
    register = "def init(app):\n    app.functions.register({'action': handler}, name='orders')\n"
    plugin = await sim.plugins.load(files.write("greet.py", ANSWER.format("one") + register))
    assert await message(sim) == "one"
    fails = "async def handler(parameters):\n    raise SystemExit\n"
    files.write("greet.py", fails + register)
    await sim.plugins.reload("greet")
    with pytest.raises(FunctionError, match="cannot do"):
        await message(sim)
    assert plugin.error.line == 2
    await sim.plugins.unload("greet")
    assert list(sim.functions.apps) == []


async def test_a_folder_that_is_trusted_for_plugins_is_not_asked_about_again(sim, tmp_path):
    files = Files(tmp_path)
    await sim.plugins.load(files.write("one.py", "def init(app):\n    pass\n"), ask=True)
    folder = write(tmp_path / "to pack", action_py=ANSWER.format("one"))
    await sim.functions.apps.load(make_zip(tmp_path / "orders.zip", folder), ask=True)
    assert len(sim.dialogs.questions) == 1
    await sim.functions.apps.load(folder, ask=True)
    assert len(sim.dialogs.questions) == 2


async def test_without_anybody_to_ask_nothing_is_loaded(apps):
    async with simulation() as sim:
        with pytest.raises(FunctionAppError, match="is not trusted"):
            await sim.functions.apps.load(write(apps / "orders", action_py=""), ask=True)


async def test_the_next_simulation_has_the_same_apps(sim, apps, tmp_path):
    await sim.functions.apps.load(write(apps / "orders", action_py=ANSWER.format("one")))
    entries = list(sim.functions.apps)
    await sim.aclose()
    async with simulation(data_dir=tmp_path / "data") as again:
        await again.functions.restore()
        assert list(again.functions.apps) == entries
        assert await message(again) == "one"
