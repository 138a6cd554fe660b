"""What the README says is so."""

import ast
import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import webchat
from webchat.side.dialogs import SilentDialogs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def packages(command):
    return re.findall(r'packages="(.*?)"', command, re.DOTALL)


def test_the_first_command_installs_and_shows_the_program():
    first = blocks("sh")[0]
    assert "apt-get install" in first
    assert first.rstrip("'\n").endswith(".venv/bin/webchat demo")


def test_the_second_command_installs_the_same_and_passes_the_tests():
    first, second, *_ = blocks("sh")
    assert packages(first) == packages(second) != []
    assert "--group dev" in second
    assert second.rstrip("'\n").endswith(".venv/bin/python -m pytest")


def test_a_third_line_starts_it_again():
    assert blocks("sh")[2] == ".venv/bin/webchat\n"


@pytest.mark.parametrize("command", blocks("sh"))
def test_the_commands_are_what_a_shell_understands(command):
    inner = re.fullmatch(r"sh -ec '\n([^']*)'\n", command)
    assert inner or "\n" not in command.strip()
    subprocess.run(["/bin/sh", "-n", "-c", inner[1] if inner else command], check=True)


def test_the_check_runs_the_commands_of_the_readme():
    run = ROOT / ".ci" / "run"
    printed = subprocess.run([run, "--commands"], check=True, capture_output=True, text=True)
    assert printed.stdout == "".join(blocks("sh")[:2])
    for n in (1, 2):
        assert f'bash -c "$(command_of_readme {n})"' in run.read_text(encoding="utf-8")


def test_what_is_linked_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [one for one in links if not (ROOT / one).exists()] == []


def test_the_map_names_every_package_and_only_what_is_there():
    named = set(re.findall(r"^\| `([\w/]+)` \|", README, re.MULTILINE))
    there = {
        f"{package.name}/{path.stem}"
        for package in (ROOT / "webchat", ROOT / "ui")
        for path in package.iterdir()
        if (path / "__init__.py").exists()
    }
    assert there <= named
    assert [
        one for one in named if not (ROOT / one).exists() and not (ROOT / f"{one}.py").exists()
    ] == []


@pytest.mark.parametrize("folder", ["assets/plugins", "assets/plugins/desk"])
def test_every_sample_is_listed_with_the_first_line_of_its_docstring(folder):
    listed = re.findall(rf"^\| \[`([\w.]+)`\]\({folder}/\1\) \| (.*) \|$", README, re.MULTILINE)
    samples = [
        (path.name, (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "?"))
        for path in sorted((ROOT / folder).glob("*.py"))
    ]
    assert listed == [(name, docstring.splitlines()[0]) for name, docstring in samples]


class Person(SilentDialogs):
    """Answers every question alike, and remembers what was asked."""

    def __init__(self, *, agrees):
        self.agrees = agrees
        self.asked = []

    async def confirm(self, text):
        self.asked.append(text)
        return self.agrees


@pytest.fixture
def plugin(tmp_path):
    path = tmp_path / "ask_first.py"
    path.write_text(blocks("python")[0], encoding="utf-8")
    return path


@pytest.mark.parametrize("agrees", [True, False])
async def test_the_plugin_does_what_is_said_of_it(plugin, agrees):
    person = Person(agrees=agrees)
    async with webchat.Simulator(webchat.Config(agent="none"), dialogs=person) as sim:
        assert (await sim.plugins.load(plugin)).error is None
        sent = await said(sim, "Hello", "I promise")
        assert sent == (["Hello", "I promise"] if agrees else ["Hello"])
        await sim.plugins.unload("ask_first")
        assert (await said(sim, "I promise again"))[-1] == "I promise again"
    assert person.asked == ["Really promise that?"]


async def said(sim, *bodies):
    """Send *bodies* as the customer and return what then stands in the channel."""
    actions, store = sim.webchat.actions, sim.webchat.store
    if store.state.session.channel_sid is None:
        form = {"friendlyName": "Ada"}
        await actions.invoke_action("StartEngagement", {"formData": form})
    sid = store.state.session.channel_sid
    for body in bodies:
        try:
            await actions.invoke_action("SendMessage", {"body": body, "channelSid": sid})
        except webchat.ActionCancelledError:
            continue
    return [one.body for one in store.state.chat.channels[sid].messages]


def test_the_plugin_has_ten_lines():
    assert len([one for one in blocks("python")[0].splitlines() if one.strip()]) <= 10


async def test_the_library_example_runs(tmp_path):
    path = tmp_path / "example.py"
    path.write_text(blocks("python")[1], encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        path,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert (process.returncode, printed) == (0, b"['Hello']\n")
