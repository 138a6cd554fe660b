"""Rules of the whole tree that no linter knows."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

import webchat
from webchat import errors
from webchat.actions import errors as action_errors

ROOT = Path(__file__).parent.parent
SOURCES = sorted(chain.from_iterable((ROOT / name).rglob("*.py") for name in ("webchat", "ui")))
CORE = [path for path in SOURCES if path.is_relative_to(ROOT / "webchat")]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def read(path):
    text = path.read_text(encoding="utf-8")
    return text.splitlines(), ast.parse(text)


def nodes(path, *types):
    return [node for node in ast.walk(read(path)[1]) if isinstance(node, types)]


def calls(paths, pattern):
    """Where *paths* call what *pattern* matches, such as ``app.exec``, as ``file:line code``."""
    return [
        f"{name_of(path)}:{node.lineno} {called}"
        for path in paths
        for node in nodes(path, ast.Call)
        if re.search(pattern, called := ast.unparse(node.func))
    ]


def except_in(paths, *names):
    return [path for path in paths if name_of(path) not in names]


def test_the_core_names_no_qt():
    imported = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in CORE
        for node in nodes(path, ast.Import, ast.ImportFrom)
        for name in (getattr(node, "module", None) or "", *(one.name for one in node.names))
        if re.match(r"(PySide6|shiboken6|qasync|ui)\b", name)
    ]
    assert imported == []


def test_the_core_works_where_there_is_no_qt():
    code = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "qasync", "ui"}:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)

sys.meta_path.insert(0, Blocker())
import webchat
for module in pkgutil.walk_packages(webchat.__path__, "webchat."):
    importlib.import_module(module.name)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_nested_loop_is_run():
    """A nested Qt loop hangs the tasks of the outer one for good; a bare exec() is Python's."""
    assert calls(SOURCES, r"\.exec_?$|\bexec_$|\bprocessEvents$") == []


def test_tasks_are_started_by_their_owner_only():
    child = "webchat/functions/hosts/python_child.py"  # a program of its own, without our modules
    others = except_in(SOURCES, "webchat/tasks.py", "ui/loop.py", child)
    assert calls(others, r"\b(create_task|ensure_future)$") == []


def test_time_and_ids_are_injected():
    others = except_in(CORE, "webchat/clock.py")
    assert calls(others, r"datetime\.(now|utcnow|today)$|^time\.time$|\buuid[14]$") == []


def test_a_file_is_one_thing():
    assert [name_of(path) for path in SOURCES if len(read(path)[0]) > 400] == []


PACKAGES = [
    importlib.import_module(one.name)
    for one in pkgutil.iter_modules(webchat.__path__, "webchat.")
    if one.ispkg
]


@pytest.mark.parametrize("package", [webchat, *PACKAGES], ids=lambda one: one.__name__)
def test_public_names_are_complete_and_sorted(package):
    path = Path(package.__file__)
    imported = {
        alias.asname or alias.name for node in nodes(path, ast.ImportFrom) for alias in node.names
    }
    named = list(getattr(package, "__all__", []))
    assert named == sorted(named, key=order_of_names)
    assert set(named) >= {name for name in imported if not name.startswith("_")}
    assert all(hasattr(package, name) for name in named)


def order_of_names(name):
    """The order of ``isort``: CONSTANTS, Classes, functions."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name


def outline():
    """The classes in the docstring of ``webchat.errors`` and what each stands below."""
    above = []
    lines = (errors.__doc__ or "").partition("::")[2].splitlines()
    for line in lines:
        if found := re.search(r"\w*Error\b", line):
            above = [one for one in above if one[0] < found.start()]
            yield found.group(), above[-1][1] if above else "Exception"
            above.append((found.start(), found.group()))


def test_the_outline_of_the_exceptions_is_true():
    known = vars(action_errors) | vars(errors)
    true = {name: known[name].__base__.__name__ for name, _parent in outline()}
    assert dict(outline()) == true
    here = {one.__name__ for one in vars(errors).values() if isinstance(one, type)}
    assert here <= set(true)
