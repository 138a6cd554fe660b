"""In a plugin's own code, asking for the end is an ordinary error."""

import os
import subprocess
import sys

import pytest

from webchat.plugins.exits import PLUGIN_SYS, PluginExitError, rewritten
from webchat.plugins.loader import LoadedModule, read_source

WAYS = {
    "sys.exit": "import sys\n\ndef leave(*a):\n    sys.exit(7)\n",
    "from sys": "from sys import exit as bye\n\ndef leave(*a):\n    bye(7)\n",
    "exit": "\n\ndef leave(*a):\n    exit(7)\n",
    "quit": "\n\ndef leave(*a):\n    quit(7)\n",
    "raise": "\n\ndef leave(*a):\n    raise SystemExit(7)\n",
}


@pytest.fixture
def module(files):
    loaded = []

    def load(text):
        loaded.append(LoadedModule(read_source(files.write("one.py", text))))
        return loaded[-1].module

    yield load
    for one in reversed(loaded):
        one.forget()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_is_an_exception_with_its_line(module, way):
    with pytest.raises(PluginExitError, match=r"end the program \(SystemExit: 7\)") as error:
        module(WAYS[way]).leave()
    assert error.value.code == 7
    assert error.traceback[1].lineno + 1 == 4


def test_a_bare_raise_has_no_status(module):
    with pytest.raises(PluginExitError, match=r"\(SystemExit\)"):
        module("def leave():\n    raise SystemExit\n").leave()


@pytest.mark.parametrize("caught", ["SystemExit", "(ValueError, SystemExit)", "SystemExit as e"])
@pytest.mark.parametrize("raised", ["sys.exit()", "raise SystemExit", "real()"])
def test_a_plugin_can_catch_what_it_or_a_library_raised(module, caught, raised):
    body = f"    try:\n        {raised}\n    except {caught}:\n        return 1\n"
    loaded = module(f"import sys\ndef go():\n{body}")
    loaded.real = sys.exit
    assert loaded.go() == 1


def test_the_rest_of_sys_is_the_real_one(module):
    loaded = module("import sys\nsys.made_here = 1\nargv, modules = sys.argv, sys.modules\n")
    assert loaded.argv is sys.argv
    assert loaded.modules is sys.modules
    assert vars(sys)["made_here"] == PLUGIN_SYS.made_here == 1
    del PLUGIN_SYS.made_here
    assert not hasattr(sys, "made_here")
    assert "argv" in dir(PLUGIN_SYS)


def test_the_rest_of_the_program_can_still_end():
    with pytest.raises(SystemExit):
        sys.exit()


def test_a_file_that_does_not_speak_of_it_is_compiled_as_it_is():
    assert rewritten(b"x = 1\n", "one.py") == b"x = 1\n"


def test_a_slot_that_exits_ends_nothing_and_is_named(files):
    pytest.importorskip("PySide6")
    for way, text in WAYS.items():
        name = f"{way.replace('.', '_').replace(' ', '_')}.py"
        files.write(
            name,
            text + "def init(app):\n"
            "    def make(side, parent):\n"
            "        from PySide6.QtWidgets import QPushButton\n"
            "        button = QPushButton(parent)\n"
            "        button.clicked.connect(leave)\n"
            "        return button\n"
            "    app.webchat.components.add('MainHeader', make, key=app.name)\n",
        )
    program = (
        "import asyncio, pathlib, sys, webchat\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "async def main():\n"
        "    async with webchat.Simulator(webchat.Config(agent='none')) as sim:\n"
        "        for path in sorted(pathlib.Path(sys.argv[1]).glob('*.py')):\n"
        "            await sim.plugins.load(path)\n"
        "        for part in sim.kinds['webchat'].components.parts('MainHeader'):\n"
        "            part.factory(sim.webchat, None).click()\n"
        "        print([(plugin.state, plugin.error.line) for plugin in sim.plugins])\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(files.folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str([("active", 4)] * len(WAYS))
