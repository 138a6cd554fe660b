"""What a list of function apps shows of each of them."""

import pytest
from PySide6.QtCore import Qt

from tests.support.simulation import simulation
from ui.models.apps import AppsModel
from ui.models.plugins import Role


@pytest.fixture
async def library():
    async with simulation() as sim:
        sim.functions.apps.unwatch()
        yield sim.functions.apps


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "lookup"
    folder.mkdir()
    (folder / "action.py").write_text("async def handler(p):\n    return {'output': {}}\n")
    (folder / "app.toml").write_text('title = "Look-up"\nkind = "trigger"\n')
    return folder


def shown(model, row=0):
    index = model.index(row)
    return [index.data(role) for role in (Role.MARK, Role.NUMBER, Role.SUMMARY, Role.ERROR)]


async def test_an_app_shows_title_kind_and_where_it_comes_from(library, folder, qapp):
    model = AppsModel(library, lambda _entry: True)
    await library.load(folder, keep=False)
    assert model.index(0).data() == "Look-up"
    assert shown(model) == ["active", "trigger", str(folder), ""]
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == f"Look-up, trigger, {folder}"


async def test_texts_of_others_are_shown_as_they_stand(library, folder, qapp):
    (folder / "app.toml").write_text(
        'title = "<b>Bold</b>"\ndescription = "Finds <i>orders</i>."\n'
    )
    await library.load(folder, keep=False)
    model = AppsModel(library, lambda _entry: True)
    assert (model.index(0).data(), shown(model)[2]) == ("<b>Bold</b>", "Finds <i>orders</i>.")
    assert "&lt;b&gt;Bold" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


async def test_what_was_never_an_app_is_marked_as_failed(library, tmp_path, qapp):
    (tmp_path / "empty").mkdir()
    await library.load(tmp_path / "empty", keep=False)
    mark, kind, summary, error = shown(AppsModel(library, lambda _entry: True))
    assert (mark, kind, summary) == ("failed", "", str(tmp_path / "empty"))
    assert "no action function" in error


async def test_an_app_whose_new_version_is_none_shows_that_the_old_one_counts(
    library, folder, qapp
):
    await library.load(folder, keep=False)
    model = AppsModel(library, lambda _entry: True)
    (folder / "app.toml").write_text("kind = 3\n")
    await library.reload("lookup")
    mark, kind, _summary, error = shown(model)
    assert (mark, kind) == ("replaced", "trigger")
    assert error.endswith("The version before counts.")


async def test_only_what_fits_is_listed_and_the_list_follows(library, folder, qapp):
    model = AppsModel(library, lambda entry: entry.app is not None)
    renewed = []
    model.renewed.connect(lambda: renewed.append(model.rowCount()))
    await library.load(folder.parent / "nothing", keep=False)
    await library.load(folder, keep=False)
    assert (renewed[-1], model.row_of("lookup"), model.row_of("nothing")) == (1, 0, -1)
    await library.unload("lookup")
    assert (renewed[-1], model.entry(0)) == (0, None)
