"""What everybody shares is as it was, whatever a plugin's top level does to it."""

import asyncio
import builtins
import gc
import logging
import os
import signal
import sys
import threading
import warnings

import pytest

import webchat
from webchat.plugins.guard import Guard
from webchat.state import Store


def changes_of(text):
    guard = Guard()
    with guard:
        exec(text, {})  # noqa: S102  as a plugin's file is run
    return guard.changes


def test_nothing_is_reported_of_code_that_changes_nothing():
    assert changes_of("import json, webchat.errors\nx = 1\n") == ()


@pytest.mark.parametrize(
    ("owner", "name", "text"),
    [
        (sys, "excepthook", "import sys; sys.excepthook = print"),
        (sys, "unraisablehook", "import sys; sys.unraisablehook = print"),
        (sys, "stdout", "import sys; sys.stdout = None"),
        (sys, "stderr", "import sys; del sys.stderr"),
        (threading, "excepthook", "import threading; threading.excepthook = print"),
        (builtins, "print", "import builtins; builtins.print = None"),
        (builtins, "open", "import builtins; del builtins.open"),
        (asyncio, "sleep", "import asyncio; asyncio.sleep = None"),
        (webchat, "Simulator", "import webchat; webchat.Simulator = None"),
        (Store, "dispatch", "from webchat.state import Store; del Store.dispatch"),
    ],
)
def test_a_shared_name_is_put_back_and_named(owner, name, text):
    before = getattr(owner, name)
    changed = changes_of(text)
    assert getattr(owner, name) is before
    assert [one.rpartition(".")[2] for one in changed] == [name]


def test_names_added_to_the_builtins_are_taken_out():
    assert changes_of("import builtins; builtins._ = str") == ("builtins._",)
    assert not hasattr(builtins, "_")


def test_a_module_of_ours_that_was_exchanged_comes_back():
    before = sys.modules["webchat.state"]
    changed = changes_of("import sys; sys.modules['webchat.state'] = sys")
    assert sys.modules["webchat.state"] is before
    assert changed == ("the module webchat.state",)


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stdout.buffer", "sys.__stderr__"])
def test_the_standard_streams_cannot_be_closed(stream):
    changes_of(f"import sys\nprint('said')\n{stream}.close()\n")
    assert not sys.stdout.closed
    assert sys.__stderr__ is not None
    assert not sys.__stderr__.closed


def test_what_a_file_prints_is_printed(capsys):
    changes_of("print('said')")
    assert capsys.readouterr().out == "said\n"


def test_signal_handlers_are_put_back():
    before = signal.getsignal(signal.SIGTERM)
    text = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    assert changes_of(text) == ("the handler of SIGTERM",)
    assert signal.getsignal(signal.SIGTERM) is before


async def test_the_loops_exception_handler_is_put_back():
    text = "import asyncio; asyncio.get_running_loop().set_exception_handler(print)"
    assert len(changes_of(text)) == 1
    assert asyncio.get_running_loop().get_exception_handler() is None


def test_what_scripts_often_change_is_put_back_without_a_word():
    root, folder, limit = logging.getLogger(), os.getcwd(), sys.getrecursionlimit()  # noqa: PTH109
    handlers, filters = list(root.handlers), list(warnings.filters)
    text = (
        "import logging, os, sys, gc, warnings\n"
        "logging.basicConfig(force=True, level=1)\nlogging.disable(50)\n"
        "os.chdir('/')\nsys.setrecursionlimit(9999)\ngc.disable()\n"
        "sys.path.append('/x')\nwarnings.simplefilter('ignore')\n"
    )
    assert changes_of(text) == ()
    assert (root.handlers, list(warnings.filters)) == (handlers, filters)
    assert (os.getcwd(), sys.getrecursionlimit()) == (folder, limit)  # noqa: PTH109
    assert gc.isenabled()
    assert "/x" not in sys.path


def test_all_is_put_back_when_the_code_raises():
    before, guard = sys.excepthook, Guard()
    with pytest.raises(SystemExit), guard:
        exec("import sys\nsys.excepthook = None\nsys.exit()", {})  # noqa: S102
    assert sys.excepthook is before
    assert guard.changes == ("sys.excepthook",)


async def test_an_init_that_uses_the_program_is_not_taken_for_one_that_redefines_it(host, files):
    text = (
        "import asyncio\n"
        "async def start(payload):\n    await asyncio.sleep(0)\n"
        "def init(app):\n"
        "    app.webchat.actions.invoke_action('ToggleChatVisibility')\n"
        "    app.webchat.actions.on('beforeToggleChatVisibility', start)\n"
        "    app.webchat.strings['MainHeaderTitle'] = app.webchat.strings.render('Today')\n"
        "    app.notifications.show('x')\n"
        "    app.spawn(start(None))\n"
    )
    plugin = await host.load(files.write("one.py", text))
    assert (plugin.state, plugin.error) == ("active", None)


async def test_a_plugin_that_redefines_things_runs_and_is_named_with_its_line(host, files, sim):
    plugin = await host.load(files.copy("redefines.py"))
    assert plugin.state == "active"
    assert plugin.error.line == 13
    for name in ("sys.excepthook", "builtins.len", "webchat.Simulator", "asyncio.sleep"):
        assert name in plugin.error.message
    assert len([1, 2]) == 2
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
