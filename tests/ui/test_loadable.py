"""Telling plugins from function apps before either is read."""

import pytest

from ui.loadable import can_be_app, can_be_plugin


def made(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return folder


@pytest.mark.parametrize(
    "names",
    [
        ("action.py",),
        ("index.js", "package.json"),
        ("action/index.js", "build/index.js"),
        ("app.toml",),
        ("app.json", "__init__.py"),
        ("webhook.js",),
    ],
)
def test_a_folder_with_functions_or_settings_is_an_app(tmp_path, names):
    folder = made(tmp_path / "app", *names)
    assert (can_be_app(folder), can_be_plugin(folder)) == (True, False)


@pytest.mark.parametrize("names", [("__init__.py",), ("__init__.py", "action.py")])
def test_a_package_is_a_plugin(tmp_path, names):
    folder = made(tmp_path / "plugin", *names)
    assert (can_be_app(folder), can_be_plugin(folder)) == (False, True)


@pytest.mark.parametrize("names", [("notes.txt",), ("package.json",), ("src/action.py",)])
def test_any_other_folder_is_neither(tmp_path, names):
    folder = made(tmp_path / "plain", *names)
    assert (can_be_app(folder), can_be_plugin(folder)) == (False, False)


@pytest.mark.parametrize(
    ("name", "beside", "expected"),
    [
        ("greet.py", "app.toml", "plugin"),
        ("action.py", "notes.txt", "plugin"),
        ("action.py", "app.toml", "app"),
        ("index.js", "notes.txt", "app"),
        ("app.toml", "notes.txt", "app"),
        ("ORDERS.ZIP", "notes.txt", "app"),
        ("notes.txt", "app.toml", "neither"),
        ("lib.js", "app.toml", "neither"),
    ],
)
def test_a_file_stands_for_itself_or_for_its_folder(tmp_path, name, beside, expected):
    path = made(tmp_path / "folder", name, beside) / name
    found = {"plugin": can_be_plugin(path), "app": can_be_app(path)}
    assert [kind for kind, fits in found.items() if fits] == [expected] * (expected != "neither")


def test_what_is_not_there_is_neither(tmp_path):
    missing = tmp_path / "missing"
    assert (can_be_app(missing), can_be_plugin(missing)) == (False, False)
