"""A saved file is a new version at once; a bad one changes nothing."""

import functools
import os
import shutil

import pytest

from tests.support.waiting import until
from tests.webchat.functions.apps.support import HANDLER, NODE_HANDLER, make_app, write


@pytest.fixture
async def folder(library, apps):
    folder = make_app(apps / "orders", title="One")
    await library.load(folder)
    return folder


def is_titled(library, text):
    return library["orders"].title == text


def title(library, name="orders"):
    return library[name].title


async def test_saved_settings_count_at_once(library, folder, make):
    for text in ("Two", "Three"):
        make_app(folder, title=text)
        await until(functools.partial(is_titled, library, text))
    await until(lambda: make.let_go == ["orders"] * 2)


async def test_saved_code_lets_go_of_the_process_and_is_told(library, folder, make):
    saved = []
    forget = library.subscribe_to_saves(saved.append)
    write(folder, action_py=f"# new\n{HANDLER}")
    await until(lambda: saved == ["orders"])
    assert make.let_go == ["orders"]
    forget()
    write(folder, helper_py="x = 1")
    await until(lambda: make.let_go == ["orders"] * 2)
    assert saved == ["orders"]


async def test_a_file_saved_by_renaming_is_seen(library, folder):
    (folder / ".app.toml.swp").write_text("title = 'Two'")
    (folder / ".app.toml.swp").replace(folder / "app.toml")
    await until(lambda: title(library) == "Two")


async def test_a_new_function_in_a_new_folder_is_seen(library, folder):
    write(folder, build__index_js=NODE_HANDLER)
    await until(lambda: library["orders"].has("build"))


async def test_bad_settings_are_told_and_the_old_ones_count(library, folder, make):
    saved = []
    library.subscribe_to_saves(saved.append)
    write(folder, app_toml="timeout = -1")
    await until(lambda: library.entry("orders").error)
    assert title(library) == "One"
    assert (make.let_go, saved) == ([], [])
    make_app(folder, title="Two")
    await until(lambda: title(library) == "Two")
    assert library.entry("orders").error is None


async def test_going_back_to_what_counts_takes_the_error_back_and_disturbs_nobody(
    library, folder, make
):
    write(folder, index_js=NODE_HANDLER)
    await until(lambda: "two files" in (library.entry("orders").error or ""))
    (folder / "index.js").unlink()
    await until(lambda: library.entry("orders").error is None)
    assert make.let_go == []


async def test_what_was_only_touched_disturbs_nobody(library, folder, apps, make):
    await library.load(make_app(apps / "other"))
    (folder / "action.py").touch()
    make_app(apps / "other", title="Other")
    await until(lambda: title(library, "other") == "Other")
    assert make.let_go == ["other"]


async def test_what_functions_write_beside_their_code_disturbs_nobody(library, folder, apps, make):
    await library.load(make_app(apps / "other"))
    (folder / "orders.json").write_text("[]")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "action.py").write_text("")
    (folder / "note.txt").write_text("x")
    make_app(apps / "other", title="Other")
    await until(lambda: title(library, "other") == "Other")
    assert make.let_go == ["other"]


async def test_a_folder_that_vanishes_is_named_and_comes_back(library, folder):
    shutil.rmtree(folder)
    await until(lambda: library.entry("orders").error == "There is no such folder or file.")
    assert title(library) == "One"
    make_app(folder, title="Two")
    await until(lambda: library.entry("orders").error is None)
    await until(lambda: title(library) == "Two")


async def test_an_app_that_was_absent_is_loaded_when_it_appears(library, apps):
    await library.load(apps / "later" / "orders")
    make_app(apps / "later" / "orders", title="Here")
    await until(lambda: "orders" in library and title(library) == "Here")


async def test_settings_written_in_pieces_end_up_live_without_an_error_shown(library, folder):
    seen = []
    library.subscribe(lambda: seen.append(library.entry("orders").error))
    with (folder / "app.toml").open("w") as file:
        for piece in ("title = ", "'Two", "'\ntimeout", " = 5\n"):
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    await until(lambda: title(library) == "Two" and library["orders"].settings.timeout == 5)
    assert set(seen) == {None}


async def test_nothing_is_read_while_unwatched(library, folder):
    library.unwatch()
    assert not library.is_watching
    make_app(folder, title="Two")
    await library.reload("orders")
    assert title(library) == "Two"
    library.watch()
    assert library.is_watching
    make_app(folder, title="Three")
    await until(lambda: title(library) == "Three")


async def test_an_app_that_was_unloaded_is_no_longer_looked_at(library, folder, apps):
    await library.load(make_app(apps / "other"))
    await library.unload("orders")
    make_app(folder, title="Two")
    make_app(apps / "other", title="Other")
    await until(lambda: title(library, "other") == "Other")
    assert "orders" not in library
