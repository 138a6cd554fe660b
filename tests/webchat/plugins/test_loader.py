"""A file becomes a module, and nothing else changes."""

import dataclasses
import pickle
import sys

import pytest

from tests.support.plugins import DATA
from webchat.plugins.faults import LoadError
from webchat.plugins.loader import LoadedModule, read_source


@pytest.fixture
def load():
    loaded = []

    def load(path):
        loaded.append(LoadedModule(read_source(path)))
        return loaded[-1]

    yield load
    for one in reversed(loaded):
        one.forget()
    assert not [name for name in sys.modules if name.startswith("webchat_plugin_")]


def fault_of_loading(path):
    with pytest.raises(LoadError) as caught:
        LoadedModule(read_source(path))
    return caught.value.fault


def test_an_edit_in_the_same_second_and_of_the_same_size_is_seen(load, files, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = files.write("one.py", "X = 1\n")
    assert load(path).module.X == 1
    files.write("one.py", "X = 2\n")
    assert load(path).module.X == 2
    assert not (files.folder / "__pycache__").exists()


def test_a_module_is_registered_under_its_stem_and_path_before_it_runs(load, files):
    path = files.write("one.py", "import sys\nME = sys.modules[__name__]\n")
    module = load(path).module
    assert module.ME is module
    assert module.__name__.startswith("webchat_plugin_one_")
    assert len(module.__name__) == len("webchat_plugin_one_") + 8


def test_postponed_annotations_and_pickling_work(load, files):
    text = (
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "from typing import ClassVar\n"
        "@dataclass\nclass Point:\n    x: int\n    n: ClassVar[int] = 0\n"
    )
    point = load(files.write("points.py", text)).module.Point(3)
    assert dataclasses.asdict(point) == {"x": 3}
    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301  our own


def test_files_of_one_name_have_modules_of_their_own(load):
    first = load(DATA / "same_name" / "a" / "twin.py").module
    second = load(DATA / "same_name" / "b" / "twin.py").module
    assert (first.WHO, second.WHO) == ("a", "b")
    assert first.__name__ != second.__name__


def test_a_failed_load_puts_back_what_stood_there(load, files):
    path = files.write("one.py", "X = 1\n")
    module = load(path).module
    finders = list(sys.meta_path)
    files.write("one.py", "X = 2\nraise ValueError\n")
    assert fault_of_loading(path).line == 2
    assert sys.modules[module.__name__] is module
    assert sys.meta_path == finders


def test_an_older_version_that_is_forgotten_leaves_the_newer_one(load, files):
    path = files.write("one.py", "X = 1\n")
    old, new = load(path), load(path)
    old.forget()
    assert sys.modules[new.module.__name__] is new.module


def test_sys_path_is_as_it_was(load, files):
    before = list(sys.path)
    load(files.write("one.py", "import sys\nsys.path.insert(0, '/x')\nsys.path = []\n"))
    assert sys.path == before


def test_a_folder_is_a_plugin_and_its_modules_are_compiled_afresh(load, files):
    path = files.copy("package")
    first = load(path)
    assert first.module.helper.ANSWER == "helped"
    assert first.module.help_later(None) == "late"
    (path / "helper.py").write_text('ANSWER = "better"\n')
    assert load(path).module.helper.ANSWER == "better"
    assert not list(path.rglob("__pycache__"))


def test_the_modules_of_a_folder_are_forgotten_with_it(load, files):
    one = load(files.copy("package"))
    one.module.help_later(None)
    one.forget()
    assert not one.is_registered
    assert not [name for name in sys.modules if name.startswith(one.module.__name__)]


def test_the_digest_changes_with_any_module_of_a_folder(files):
    path = files.copy("package")
    before = read_source(path).digest
    assert read_source(path).digest == before
    (path / "inner" / "late.py").write_text("ANSWER = 1\n")
    assert read_source(path).digest != before


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("syntax_error.py", 5, "SyntaxError"),
        ("raises_at_import.py", 3, "no such luck"),
        ("sys_exit.py", 5, "SystemExit: I am leaving"),
        ("imports_ui.py", 3, "webchat only"),
        ("recursion.py", 5, "RecursionError"),
    ],
)
def test_what_does_not_load_is_told_with_its_line(files, name, line, words):
    path = files.copy(name)
    fault = fault_of_loading(path)
    assert (fault.path, fault.line) == (path, line)
    assert words in fault.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"x = 1\ny = '\xff'\n", 2),
        (b"# coding: nonsense\n", 1),
        (b"x = 1\n\ny = '\x00'\n", 3),
        (b"(" * 500, 1),
        (b"x = " + b"9" * 5000, 1),
        (b"from __future__ import nothing\n", 1),
        (b"await x\n", 1),
    ],
)
def test_bytes_that_are_no_python_are_told_with_their_line(files, text, line):
    fault = fault_of_loading(files.write("odd.py", text))
    assert fault.line == line
    assert fault.message


def test_a_fault_in_a_folders_module_names_that_module(files):
    path = files.copy("package")
    (path / "helper.py").write_text("x = 1\nx = = 2\n")
    fault = fault_of_loading(path)
    assert (fault.path, fault.line) == (path / "helper.py", 2)


@pytest.mark.parametrize("name", ["absent.py", "empty_folder", "text.txt", "folder.py"])
def test_what_is_no_plugin_file_is_told(files, name):
    (files.folder / "empty_folder").mkdir()
    (files.folder / "folder.py").mkdir()
    files.write("text.txt", "")
    with pytest.raises(LoadError) as caught:
        read_source(files.folder / name)
    assert caught.value.fault.path == files.folder / name
    assert caught.value.fault.line is None


def test_a_plugin_may_import_webchat_and_installed_packages(load, files):
    text = "import webchat.errors\nfrom webchat import Config\nimport aiohttp\n"
    assert load(files.write("one.py", text)).module.Config is not None


def test_ui_is_refused_also_in_a_function_that_runs_later(load, files):
    module = load(files.write("one.py", "def later():\n    from ui.chat import x\n")).module
    with pytest.raises(ImportError, match="webchat only"):
        module.later()


def test_what_the_compiler_warns_of_goes_to_the_log(load, files, caplog):
    load(files.write("one.py", "x = 1\ny = x is 1\n"))
    assert "one.py:2" in caplog.text
