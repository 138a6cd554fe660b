"""Function apps of plugins: they come, change and go with the plugin that registered them."""

import asyncio
import sys

import pytest

from tests.support.plugins import app_of
from tests.support.waiting import until
from tests.webchat.functions.apps.support import HANDLER, make_app
from webchat.errors import FunctionAppError, PluginError

ONE = """
async def action(parameters):
    return {{"output": {{"message": "{message}"}}}}

def init(app):
    app.functions.register({{"action": action}}, name="hello")
    {more}
"""


def text(message="one", more=""):
    return ONE.format(message=message, more=more)


@pytest.fixture
async def library(sim):
    return sim.functions.apps


def names(library):
    return [entry.name for entry in library]


async def call(library, name="hello"):
    answer = await library[name].sources["action"].handler({})
    return answer["output"]["message"]


async def test_an_app_comes_and_goes_with_its_plugin(host, files, library):
    plugin = await host.load(files.write("greet.py", text()))
    assert names(library) == ["hello"]
    assert library["hello"].owner == "greet"
    assert ("function", "hello") in plugin.registrations
    assert await call(library) == "one"
    await host.unload("greet")
    assert names(library) == []


async def test_a_plugin_without_an_app_needs_no_list_of_them(host, files, sim):
    await host.load(files.copy("good.py"))
    await host.reload("good")
    await host.unload("good")
    assert "apps" not in vars(sim.functions)


async def test_an_undo_takes_the_app_away(host, files, library):
    app = await app_of(host, files)
    undo = app.functions.register({"action": print})
    assert names(library) == ["probe"]
    assert list(app.functions) == ["probe"]
    assert "probe" in app.functions
    assert app.functions["probe"].title == "probe"
    undo()
    undo()
    assert names(library) == []
    assert host["probe"].registrations == ()
    with pytest.raises(FunctionAppError, match="none is loaded"):
        _ = app.functions["probe"]


async def test_a_reload_puts_the_new_app_in_the_old_ones_place_in_one_step(host, files, library):
    await host.load(files.write("greet.py", text()))
    await host.load(files.write("other.py", text("other")))
    assert names(library) == ["hello", "hello-2"]
    seen = []
    library.subscribe(lambda: seen.append(names(library)))
    files.write("greet.py", text("two"))
    await host.reload("greet")
    assert await call(library) == "two"
    assert await call(library, "hello-2") == "other"
    assert seen == [["hello", "hello-2"]]


async def test_a_version_that_registers_something_else_leaves_nothing_of_the_old(
    host, files, library
):
    await host.load(files.write("greet.py", text()))
    files.write("greet.py", text().replace('name="hello"', 'name="bye"'))
    await host.reload("greet")
    assert names(library) == ["bye"]
    files.write("greet.py", "def init(app):\n    pass\n")
    await host.reload("greet")
    assert names(library) == []


@pytest.mark.parametrize("more", ["1 / 0", "app.functions.register('gone')"])
async def test_a_version_that_does_not_load_leaves_the_old_app(host, files, library, more):
    await host.load(files.write("greet.py", text()))
    files.write("greet.py", text("two", more))
    plugin = await host.reload("greet")
    assert plugin.error.line == 7
    assert names(library) == ["hello"]
    assert await call(library) == "one"


async def test_what_init_registers_counts_only_once_it_has_returned(host, files, library):
    waiting = "import asyncio\ngo = asyncio.Event()\n" + text(more="await go.wait()")
    path = files.write("greet.py", waiting.replace("def init", "async def init"))
    loading = asyncio.ensure_future(host.load(path))
    await until(lambda: "greet" in host and host._roster["greet"]._starting)
    assert names(library) == []
    next(one for name, one in sys.modules.items() if "plugin_greet" in name).go.set()
    await loading
    assert names(library) == ["hello"]


async def test_disabling_takes_it_away_and_enabling_brings_it_back(host, files, library):
    await host.load(files.write("greet.py", text()))
    await host.disable("greet")
    assert names(library) == []
    await host.enable("greet")
    assert names(library) == ["hello"]


async def test_an_unload_that_is_cut_short_takes_the_app_away(host, files, library):
    app = await app_of(host, files)
    app.functions.register({"action": print})
    app.on_unload(asyncio.Event().wait)
    unloading = asyncio.ensure_future(host.unload("probe"))
    await asyncio.sleep(0.01)
    unloading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unloading
    assert names(library) == []


async def test_a_folder_is_found_beside_the_plugin_and_watched(host, files, library):
    make_app(files.folder / "orders", title="One")
    await host.load(
        files.write("greet.py", "def init(app):\n    app.functions.register('orders')\n")
    )
    assert library["orders"].folder == files.folder / "orders"
    make_app(files.folder / "orders", title="Two")
    await until(lambda: library["orders"].title == "Two")
    assert library["orders"].owner == "greet"


async def test_a_folder_inside_a_folder_plugin_is_found(host, files, library):
    files.write("pack/__init__.py", "def init(app):\n    app.functions.register('orders')\n")
    make_app(files.folder / "pack" / "orders")
    await host.load(files.folder / "pack")
    assert library["orders"].folder == files.folder / "pack" / "orders"


async def test_saving_the_plugin_does_not_end_the_process_of_a_folder_that_is_the_same(
    host, files, library
):
    let_go = []

    async def on_change(name):
        let_go.append(name)

    library.on_change = on_change
    files.write("orders/action.py", HANDLER)
    register = "def init(app):\n    app.functions.register('orders')\n"
    await host.load(files.write("greet.py", register))
    files.write("greet.py", f"# saved\n{register}")
    await host.reload("greet")
    files.write("orders/action.py", f"# saved\n{HANDLER}")
    await until(lambda: let_go == ["orders"])
    assert names(library) == ["orders"]


# -- handlers that fail ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("raise ValueError('odd')", "odd"),
        ("raise SystemExit(3)", "a plugin cannot do"),
        ("raise BaseException", "ends nothing here"),
    ],
)
@pytest.mark.parametrize("kind", ["async ", ""])
async def test_a_handler_that_fails_is_the_plugins_fault(sim, files, kind, line, words):
    handler = f"{kind}def action(parameters):\n    {line}\n"
    register = "def init(app):\n    app.functions.register({'action': action}, name='hello')\n"
    plugin = await sim.plugins.load(files.write("greet.py", handler + register))
    with pytest.raises(Exception, match=words):
        await call(sim.functions.apps)
    assert (plugin.state, plugin.error.line) == ("active", 2)


async def test_a_handler_that_waits_is_given_up_when_its_plugin_goes(host, files, library):
    waiting = "import asyncio\n" + text().replace(
        "return", "await asyncio.Event().wait()\n    return"
    )
    await host.load(files.write("greet.py", waiting))
    calling = asyncio.ensure_future(call(library))
    await asyncio.sleep(0)
    await host.unload("greet")
    with pytest.raises(PluginError, match="unloaded while its handler of the function action"):
        await calling


async def test_what_is_registered_wrongly_is_told_with_the_line(host, files):
    for register, words in (
        ("register({'actoin': print})", "There is no function 'actoin'"),
        ("register({'action': 5})", "the handler of action must be callable"),
        ("register({'action': print}, name='a b')", "The name of an app is letters"),
        ("register({'action': print}, kind='x')", "The kind of an app is one of"),
        ("register('greet.py')", "is neither"),
    ):
        path = files.write("greet.py", f"def init(app):\n    app.functions.{register}\n")
        plugin = await host.load(path)
        assert words in plugin.error.message
        assert plugin.error.line == 2
        await host.unload("greet")
