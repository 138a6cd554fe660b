"""A zip is an app like a folder: unpacked once, and anew when it has changed."""

import functools
import shutil

import pytest

from tests.support.waiting import until
from tests.webchat.functions.apps.support import HANDLER, make_app, make_zip, write
from webchat.functions.apps.archive import UNFINISHED


@pytest.fixture
def pack(apps):
    """Make a zip of an app of this title."""

    def pack(title, *, name="orders.zip", top=None):
        folder = make_app(apps / "to pack", title=title)
        path = make_zip(apps / "new.zip", folder, top=top)
        shutil.rmtree(folder)
        path.replace(apps / name)
        return apps / name

    return pack


@pytest.fixture
def unpacked(tmp_path):
    def unpacked():
        return sorted((tmp_path / "data" / "functions" / "unpacked").iterdir())

    return unpacked


def is_titled(library, title):
    return library["orders"].title == title


async def test_a_zip_is_unpacked_in_the_data_folder(library, pack, unpacked):
    entry = await library.load(pack("One"))
    app = library["orders"]
    assert (entry.path, app.path) == (entry.path, entry.path)
    assert unpacked() == [app.folder]
    assert (app.folder / "action.py").read_text() == HANDLER


@pytest.mark.parametrize(
    ("file", "top", "name"),
    [
        ("Order look-up.zip", None, "Order_look-up"),
        ("x.ZIP", None, "x"),
        ("download (1).zip", "orders-main", "orders-main"),
        ("..zip", None, "app_"),
    ],
)
async def test_it_is_called_like_its_folder_else_like_itself(library, pack, file, top, name):
    app = write(pack("x", name="plain.zip").parent / "app", action_py=HANDLER)
    entry = await library.load(
        make_zip(app.parent / "new.zip", app, top=top).rename(app.parent / file)
    )
    assert entry.error is None
    assert entry.name.startswith(name)
    assert entry.app.title == (top or file.rpartition(".")[0])


async def test_a_zip_that_was_changed_is_read_again(library, pack, make):
    await library.load(pack("One"))
    before = library["orders"].folder
    pack("Two")
    await until(lambda: library["orders"].title == "Two")
    assert library["orders"].folder != before
    assert before.is_dir()  # its process may still be at work there
    await until(lambda: make.let_go == ["orders"])


async def test_old_versions_do_not_pile_up(library, pack, unpacked):
    await library.load(pack("0"))
    for title in "1234":
        pack(title)
        await until(functools.partial(is_titled, library, title))
    assert len(unpacked()) <= 2
    assert library["orders"].folder in unpacked()


async def test_a_zip_that_is_spoilt_leaves_the_old_version(library, pack):
    path = pack("One")
    await library.load(path)
    path.write_bytes(b"nonsense")
    await until(lambda: "no zip that can be read" in (library.entry("orders").error or ""))
    assert (library["orders"].folder / "action.py").exists()
    path.unlink()
    await until(lambda: library.entry("orders").error == "There is no such folder or file.")
    pack("Two")
    await until(lambda: library["orders"].title == "Two")


async def test_the_next_start_unpacks_nothing_again(library, pack, make):
    await library.load(pack("One"))
    mark = library["orders"].folder / "note"
    mark.touch()
    again = make()
    await again.restore()
    assert again["orders"].folder == mark.parent
    assert mark.exists()


async def test_what_nobody_needs_any_more_is_removed_at_the_next_start(
    library, pack, make, unpacked
):
    await library.load(pack("One"))
    await library.load(pack("Other", name="other.zip"))
    await library.unload("other")
    (unpacked()[0].parent / f"{UNFINISHED}x").mkdir()
    again = make()
    await again.restore()
    assert unpacked() == [library["orders"].folder]


async def test_two_zips_of_one_content_do_not_share_a_folder(library, pack):
    first = pack("One")
    second = first.with_name("second.zip")
    shutil.copyfile(first, second)
    await library.load(first)
    await library.load(second)
    assert library["orders"].folder != library["second"].folder


async def test_an_empty_zip_is_told(library, apps):
    (apps / "nothing").mkdir()
    entry = await library.load(make_zip(apps / "empty.zip", apps / "nothing"))
    assert "but the folder is empty" in entry.error
