"""The list of apps: what comes, what goes, what is kept, and what is said about it."""

import asyncio
import os
import shutil

import pytest

from tests.webchat.functions.apps.support import HANDLER, make_app, make_zip, write
from webchat.errors import FunctionAppError
from webchat.functions.apps.library import AppLibrary
from webchat.functions.apps.roster import NoSuchAppError
from webchat.functions.apps.trust import UntrustedAppError
from webchat.plugins.memory import PluginMemory
from webchat.side.dialogs import SilentDialogs
from webchat.tasks import TaskBag
from webchat.trust import Trust


def names(library):
    return [entry.name for entry in library]


async def test_an_app_that_is_loaded_is_on_the_list(library, apps):
    entry = await library.load(make_app(apps / "orders", title="Orders"))
    assert (entry.name, entry.path, entry.error) == ("orders", apps / "orders", None)
    assert list(library) == [entry]
    assert "orders" in library
    assert library["orders"] == entry.app
    assert library["orders"].title == "Orders"
    assert len(library) == 1


async def test_an_app_may_be_named_by_one_of_its_files(library, apps):
    make_app(apps / "orders", title="Orders")
    assert (await library.load(apps / "orders" / "app.toml")).path == apps / "orders"
    await library.load(apps / "orders" / "action.py")
    await library.load(str(apps / "orders"))
    assert names(library) == ["orders"]


async def test_a_folder_that_is_no_app_is_an_entry_with_a_sentence(library, apps):
    entry = await library.load(apps / "gone")
    assert (entry.name, entry.app) == ("gone", None)
    assert entry.error == "There is no such folder or file."
    assert "gone" not in library
    with pytest.raises(FunctionAppError, match=r"gone is not loaded\. There is no"):
        _ = library["gone"]


async def test_a_name_that_nobody_has_names_those_that_there_are(library, apps):
    with pytest.raises(NoSuchAppError, match=r"is called 'x'; none is loaded\."):
        _ = library["x"]
    await library.load(make_app(apps / "one"))
    await library.load(make_app(apps / "two"))
    for asked in (library.unload("x"), library.reload("x")):
        with pytest.raises(NoSuchAppError, match=r"'x'; there are: one, two\."):
            await asked
    with pytest.raises(FunctionAppError):
        library.entry("x")


async def test_equal_names_are_numbered(library, apps):
    for where in ("a", "b", "c"):
        await library.load(make_app(apps / where / "orders"))
    assert names(library) == ["orders", "orders-2", "orders-3"]
    assert library["orders-2"].name == "orders-2"
    assert library["orders-2"].folder == apps / "b" / "orders"


async def test_loading_again_reads_again_and_lets_go_of_the_process(library, apps, make):
    folder = make_app(apps / "orders", title="Old")
    await library.load(folder)
    assert make.let_go == []
    make_app(folder, title="New")
    await library.load(folder)
    assert library["orders"].title == "New"
    assert names(library) == ["orders"]
    assert make.let_go == ["orders"]


async def test_reloading_what_is_broken_keeps_the_old_one_and_names_the_error(library, apps, make):
    folder = make_app(apps / "orders", timeout=5)
    await library.load(folder)
    library.unwatch()
    write(folder, app_toml="timeout = -1\n")
    entry = await library.reload("orders")
    assert entry.error == "app.toml: timeout: Input should be greater than 0, but -1 came."
    assert entry.app is not None
    assert library["orders"].settings.timeout == 5
    assert make.let_go == []
    write(folder, app_toml="timeout = 7\n")
    assert (await library.reload("orders")).error is None
    assert library["orders"].settings.timeout == 7
    assert make.let_go == ["orders"]


async def test_a_folder_that_is_deleted_while_loaded_leaves_the_old_one(library, apps):
    folder = make_app(apps / "orders")
    await library.load(folder)
    library.unwatch()
    shutil.rmtree(folder)
    assert (await library.reload("orders")).error == "There is no such folder or file."
    assert library["orders"].has("action")


async def test_an_app_that_is_unloaded_is_gone(library, apps, make):
    await library.load(make_app(apps / "orders"))
    await library.unload("orders")
    assert list(library) == []
    assert make.let_go == ["orders"]
    again = make()
    await again.restore()
    assert list(again) == []


async def test_another_name_in_the_settings_is_another_name_in_the_list(library, apps, make):
    folder = make_app(apps / "orders", name="first")
    await library.load(folder)
    make_app(folder, name="second")
    await library.reload("first")
    assert names(library) == ["second"]
    assert make.let_go == ["first"]
    again = make()
    await again.restore()
    assert names(again) == ["second"]


# -- from one start to the next ----------------------------------------------------------------


async def test_the_next_start_has_the_same_apps_in_the_same_order(library, apps, make):
    for name in ("b", "a", "c"):
        await library.load(make_app(apps / name))
    again = make()
    assert list(again) == []
    await again.restore()
    assert list(again) == list(library)
    assert make.dialogs.questions == []


async def test_what_was_loaded_for_one_run_is_not_kept(library, apps, make):
    await library.load(make_app(apps / "orders"), keep=False)
    again = make()
    await again.restore()
    assert list(again) == []
    assert again.recent == ()


async def test_what_cannot_be_loaded_now_is_kept_with_its_name(library, apps, make):
    await library.load(make_app(apps / "x", name="orders"))
    shutil.rmtree(apps / "x")
    again = make()
    await again.restore()
    assert names(again) == ["orders"]
    assert again.entry("orders").error == "There is no such folder or file."
    make_app(apps / "x", name="orders")
    assert (await again.reload("orders")).error is None
    assert names(again) == ["orders"]


async def test_names_stay_whichever_app_comes_first(library, apps, make):
    await library.load(make_app(apps / "a" / "orders"))
    await library.load(make_app(apps / "b" / "orders"))
    again = make()
    await again.load(apps / "b" / "orders", keep=False)
    await again.load(make_app(apps / "c" / "orders"), keep=False)
    await again.restore()
    found = {entry.path.parent.name: entry.name for entry in again}
    assert found == {"a": "orders", "b": "orders-2", "c": "orders-3"}


async def test_lately_loaded_ones_are_remembered_the_latest_first(library, apps, make):
    for number in range(12):
        await library.load(make_app(apps / str(number)))
    await library.load(apps / "5")
    await library.load(apps / "gone")
    expected = [apps / str(number) for number in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]
    assert list(library.recent) == expected
    assert list(make().recent) == expected
    library.clear_recent()
    assert make().recent == ()


async def test_a_folder_of_odd_bytes_is_kept(library, apps, make):
    folder = os.fsdecode(os.fsencode(apps) + b"/\xff")
    os.mkdir(folder)  # noqa: PTH102  bytes that are no text
    write(apps / os.path.basename(folder), action_py=HANDLER)  # noqa: PTH119  as above
    entry = await library.load(folder)
    assert entry.error is None
    again = make()
    await again.restore()
    assert list(again) == [entry]


async def test_a_damaged_list_is_set_aside_and_noted(library, apps, make, tmp_path):
    await library.load(make_app(apps / "orders"))
    (tmp_path / "data" / "functions" / "apps.json").write_text('{"apps": 5}')
    again = make()
    await again.restore()
    assert list(again) == []
    assert "The list of function apps was damaged and was set aside as" in again.notes[0]


async def test_without_a_data_folder_nothing_is_kept(apps, tmp_path):
    tasks = TaskBag("functions")
    library = AppLibrary(None, dialogs=SilentDialogs, tasks=tasks, trust=Trust(PluginMemory(None)))
    await library.load(make_zip(apps / "orders.zip", make_app(apps / "x")))
    folder = library["orders"].folder
    assert folder
    assert folder.is_dir()
    assert not folder.is_relative_to(tmp_path)
    await library.aclose()
    await tasks.aclose()
    assert not folder.exists()


# -- who is asked and told -----------------------------------------------------------------------


async def test_a_folder_is_asked_about_once(library, apps, make):
    make_app(apps / "orders")
    await library.load(apps / "orders", ask=True)
    await library.load(apps / "orders", ask=True)
    assert len(make.dialogs.questions) == 1
    assert make.dialogs.questions[0].startswith(f"Load functions from {apps / 'orders'}?\n")
    assert "A function app is a program" in make.dialogs.questions[0]


async def test_a_no_loads_and_keeps_nothing(library, apps, make):
    make.dialogs.answer = False
    make_app(apps / "orders")
    with pytest.raises(UntrustedAppError, match="orders was not loaded, since the folder"):
        await library.load(apps / "orders", ask=True)
    assert list(library) == []
    assert library.recent == ()


async def test_the_question_is_about_where_a_link_leads(library, apps, make):
    make_app(apps / "elsewhere" / "orders")
    (apps / "orders").symlink_to("elsewhere/orders")
    await library.load(apps / "orders", ask=True)
    assert str(apps / "elsewhere" / "orders") in make.dialogs.questions[0]


async def test_whoever_subscribed_is_told_of_every_change(library, apps):
    seen = []
    forget = library.subscribe(lambda: seen.append([(one.name, one.error) for one in library]))
    folder = make_app(apps / "orders")
    await library.load(folder)
    library.unwatch()
    shutil.rmtree(folder)
    await library.reload("orders")
    await library.unload("orders")
    assert seen == [[("orders", None)], [("orders", "There is no such folder or file.")], []]
    forget()
    await library.load(folder)
    assert len(seen) == 3


async def test_a_listener_that_fails_holds_up_nobody(library, apps, caplog):
    seen = []
    library.subscribe(lambda: 1 / 0)
    library.subscribe(lambda: seen.append(1))
    await library.load(make_app(apps / "orders"))
    assert seen == [1]
    assert "A listener of the function apps failed" in caplog.text


async def test_a_host_that_fails_to_let_go_holds_up_nobody(library, apps, caplog):
    async def fail(name):
        raise RuntimeError(name)

    library.on_change = fail
    await library.load(make_app(apps / "orders"))
    await library.unload("orders")
    assert list(library) == []
    assert "Letting go of the function app orders failed" in caplog.text


# -- at the same time ----------------------------------------------------------------------------


async def test_loading_one_path_twice_at_once_is_one_app(library, apps):
    folder = make_app(apps / "orders")
    first, second = await asyncio.gather(library.load(folder), library.load(folder))
    assert first == second
    assert names(library) == ["orders"]


async def test_loading_many_at_once_loads_all(library, apps):
    folders = [make_app(apps / str(number) / "orders") for number in range(8)]
    await asyncio.gather(*(library.load(folder) for folder in folders))
    assert len(set(names(library))) == 8
    assert {entry.path for entry in library} == set(folders)


async def test_unloading_while_it_is_read_again_leaves_nothing(library, apps):
    await library.load(make_app(apps / "orders"))
    reloading = asyncio.ensure_future(library.reload("orders"))
    await asyncio.sleep(0)
    await library.unload("orders")
    await reloading
    assert list(library) == []


async def test_loading_while_it_is_unloaded_loads_it(library, apps):
    folder = make_app(apps / "orders")
    await library.load(folder)
    loading = asyncio.ensure_future(library.load(folder))
    await asyncio.sleep(0)
    await library.unload("orders")
    assert (await loading).error is None
    assert names(library) == ["orders"]


async def test_a_load_that_is_cancelled_leaves_nothing_and_holds_up_nobody(library, apps):
    loading = asyncio.ensure_future(library.load(make_app(apps / "one")))
    await asyncio.sleep(0)
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert list(library) == []
    await library.load(make_app(apps / "two"))
    assert names(library) == ["two"]


async def test_nothing_is_loaded_after_the_end(library, apps):
    make_app(apps / "orders")
    await library.aclose()
    with pytest.raises(FunctionAppError, match="has ended"):
        await library.load(apps / "orders")
    with pytest.raises(FunctionAppError, match="has ended"):
        library.register(apps / "orders")
