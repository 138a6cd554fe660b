"""The command line, mostly by the real command in a process of its own."""

import json
import signal
import subprocess
import sys

import pytest

from tests.support.program import Program, call, environment
from tests.webchat.functions.apps.support import make_app
from ui.command import SEEN_WAITING, Given, _options, main

MARKER = """
from pathlib import Path

def init(app):
    Path(__file__).with_suffix(".loaded").write_text(app.name)
"""
WAITING_FOR_AN_APP = """
import asyncio
from pathlib import Path

def init(app):
    async def wait():
        while "orders" not in app.functions:
            await asyncio.sleep(0.02)
        Path(__file__).with_suffix(".loaded").touch()
    app.spawn(wait())
"""
BLOCKER = """
import time
from pathlib import Path

def init(app):
    async def block():
        Path(__file__).with_suffix(".blocking").touch()
        time.sleep(600)  # what the end of the program must get past
    app.spawn(block())
"""
# A person is given more time, which a test would only wait for.
IMPATIENT = """
import sys
from ui import command, instance

instance._PATIENCE = 0.3
sys.exit(command.main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def start(folder):
    """Start programs on one data folder; none outlives the test."""
    running = []

    def begin(*arguments, **how):
        running.append(Program(folder, *arguments, **how))
        return running[-1]

    yield begin
    for one in running:
        one.kill()


@pytest.fixture
def marker(tmp_path):
    """A plugin that leaves a file when it is loaded."""
    file = tmp_path / "marker.py"
    file.write_text(MARKER)
    return file


# What the command line says


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("webchat ")


@pytest.mark.parametrize("arguments", [["--help"], ["demo", "--help"]])
def test_help_names_every_option(arguments, capsys):
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    options = ("plugin", "function", "config", "data-dir", "safe", "offscreen", "debug")
    assert [one for one in options if f"--{one}" not in shown] == []


def test_help_needs_neither_qt_nor_the_core():
    code = (
        "import sys; from ui.command import main; main(['--help']); "
        "sys.exit(any(name.split('.')[0] in {'PySide6', 'webchat'} for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["no-such-command"],
        ["--plugin"],
        ["--plugin", "no-such-file.py"],
        ["--function", "no-such-folder"],
        ["--config", "no-such-file.toml"],
        ["demo", "--plugin", "no-such-file.py"],
        ["--data-dir", __file__],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_a_2(arguments, capsys):
    assert main(arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("webchat: ")
    assert caught.err.count("\n") == 1


def test_options_after_the_subcommand_add_to_those_before_it(tmp_path):
    a, b = (tmp_path / "a",), (tmp_path / "b",)
    before = Given(a, b, data_dir=tmp_path / "one", safe=True)
    after = Given(b, a, data_dir=tmp_path / "two", debug=True)
    both = before.with_(after)
    assert (both.plugins, both.functions) == (a + b, b + a)
    assert (both.data_dir, both.safe, both.debug) == (tmp_path / "two", True, True)


def test_waiting_can_be_seen_unless_a_file_says_how_long_it_takes(tmp_path):
    written = tmp_path / "own.json"
    written.write_text('{"startEngagementDelay": 0}')
    assert _options(Given(), tmp_path).config.start_engagement_delay == SEEN_WAITING
    assert _options(Given(config=written), tmp_path).config.start_engagement_delay == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_without_a_display_the_way_out_is_named():
    done = call()
    assert (done.returncode, done.stdout) == (1, "")
    assert "--offscreen" in done.stderr
    assert "demo" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_display_that_does_not_answer_is_a_sentence():
    done = call(DISPLAY=":987", QT_QPA_PLATFORM="no-such-platform")
    assert done.returncode == 1
    assert "--offscreen" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_folder_that_cannot_be_used_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = call("--offscreen", "--data-dir", tmp_path / "file" / "below")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "--data-dir" in done.stderr


# The run


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program_in_order(start, number):
    code, errors, seconds = start().ready().end(number)
    assert (code, errors) == (0, "")
    assert seconds < 3


def test_nothing_is_warned_of_in_development_mode(start, marker):
    program = start("--plugin", marker, python=("-X", "dev"), PYTHONASYNCIODEBUG="1").ready()
    assert program.end()[:2] == (0, "")


def test_a_plugin_that_holds_up_the_loop_does_not_hold_up_the_end(start, tmp_path):
    (tmp_path / "blocker.py").write_text(BLOCKER)
    program = start("--plugin", tmp_path / "blocker.py")
    program.wait_for((tmp_path / "blocker.blocking").exists, "block")
    code, errors, seconds = program.end()
    assert code == 1
    assert "did not end within 3 s" in errors
    assert errors.count("\n") == 1
    assert seconds < 4


def test_a_plugin_of_the_command_line_is_loaded(start, marker):
    start("--plugin", marker).ready()
    assert marker.with_suffix(".loaded").read_text() == "marker"


def test_safe_loads_no_plugin(start, marker):
    start("--safe", "--plugin", marker).ready()
    assert not marker.with_suffix(".loaded").exists()


def test_a_second_start_hands_its_plugins_to_the_first(start, marker, folder):
    first = start().ready()
    done = call("--offscreen", "--data-dir", folder, "--plugin", marker)
    assert (done.returncode, done.stderr) == (0, "")
    first.wait_for(marker.with_suffix(".loaded").exists, "load what the second start brought")


@pytest.fixture
def orders(tmp_path, marker):
    """A function app, and a plugin that leaves a file once the app is there."""
    marker.write_text(WAITING_FOR_AN_APP)
    return make_app(tmp_path / "orders")


def test_a_function_app_of_the_command_line_is_loaded(start, marker, orders):
    program = start("--function", orders, "--plugin", marker).ready()
    program.wait_for(marker.with_suffix(".loaded").exists, "load the app")
    assert program.end()[:2] == (0, "")


def test_a_second_start_hands_its_function_apps_to_the_first(start, marker, orders, folder):
    first = start("--plugin", marker).ready()
    done = call("--offscreen", "--data-dir", folder, "--function", orders)
    assert (done.returncode, done.stderr) == (0, "")
    first.wait_for(marker.with_suffix(".loaded").exists, "load what the second start brought")


def test_a_killed_program_leaves_the_folder_free(start):
    start().ready().kill()
    assert start().ready().end()[0] == 0


def test_a_first_that_does_not_answer_is_named(start, folder):
    first = start().ready()
    first.process.send_signal(signal.SIGSTOP)
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "--offscreen", "--data-dir", folder],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    first.process.send_signal(signal.SIGCONT)
    assert done.returncode == 1
    assert str(first.process.pid) in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.toml", "agent = 7"), ("b.toml", "= ="), ("c.json", "[1"), ("d.json", "[1]")],
)
def test_a_damaged_configuration_is_set_aside(start, tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text)
    program = start("--config", file).ready()
    assert program.end()[:2] == (0, "")
    assert file.read_text() == text


# The demo


def test_the_demo_leaves_pictures_and_a_record(tmp_path):
    done = call("demo", "--offscreen", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    pictures = sorted(file.name for file in (tmp_path / "out").glob("*.png"))
    stages = [name[3:-4] for name in pictures]
    assert [int(name[:2]) for name in pictures] == list(range(1, len(pictures) + 1))
    for stage in ("launcher", "form", "waiting", "card-masked", "minimised-unread", "ended"):
        assert stage in stages
    _check_record((tmp_path / "out" / "actions.jsonl").read_text())


def _check_record(text):
    records = [json.loads(line) for line in text.splitlines()]
    documented = "id parent_id action payload origin owner outcome replaced_by cancelled_by error"
    assert {*documented.split(), "started", "seconds", "listeners"} <= set(records[0])
    names = [record["action"] for record in records]
    for action in ("ToggleChatVisibility", "StartEngagement", "SendMessage", "RestartEngagement"):
        assert action in names
    assert all(record["outcome"] == "completed" for record in records)
    changed = [call["verdict"] for record in records for call in record["listeners"]]
    assert "changed" in changed


def test_a_demo_that_cannot_write_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = call("demo", "--offscreen", "--out", tmp_path / "file" / "below")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
