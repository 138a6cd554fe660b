"""A saved file is live at once, however it is saved; a bad one changes nothing."""

import functools
import os
import shutil

import pytest

from tests.support.waiting import until

BEFORE, AFTER = "beforeSendMessage", "afterSendMessage"


@pytest.fixture
async def plugin(host, files):
    plugin = await host.load(files.listening("one.py", BEFORE))
    assert listens_to(plugin, BEFORE)
    return plugin


def listens_to(plugin, event):
    return plugin.registrations == (("listener", event),)


async def test_a_saved_file_is_live(plugin, files):
    for event in (AFTER, BEFORE, AFTER):
        files.listening("one.py", event)
        await until(functools.partial(listens_to, plugin, event))
    assert plugin.error is None


async def test_a_file_saved_by_renaming_is_live(plugin, files):
    files.listening(".one.py.swp", AFTER).replace(plugin.path)
    await until(lambda: listens_to(plugin, AFTER))


async def test_a_file_saved_by_moving_the_old_one_away_is_live(plugin, files):
    plugin.path.rename(files.folder / "one.py~")
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))


async def test_a_bad_file_is_told_and_the_old_version_runs_on(plugin, files):
    files.write("one.py", "def init(app):\n    oh no\n")
    await until(lambda: plugin.error)
    assert (plugin.state, plugin.error.line) == ("active", 2)
    assert listens_to(plugin, BEFORE)
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))
    assert plugin.error is None


async def test_going_back_to_the_running_text_takes_the_error_back_without_a_reload(
    plugin, host, files
):
    version = host._roster["one"].version
    files.write("one.py", "(")
    await until(lambda: plugin.error)
    files.listening("one.py", BEFORE)
    await until(lambda: plugin.error is None)
    assert host._roster["one"].version is version


async def test_a_file_that_was_only_touched_is_not_loaded_again(plugin, host, files):
    version = host._roster["one"].version
    plugin.path.touch()
    other = await host.load(files.listening("two.py", BEFORE))
    files.listening("two.py", AFTER)
    await until(lambda: listens_to(other, AFTER))
    assert host._roster["one"].version is version


async def test_a_file_that_vanishes_is_named_and_comes_back(plugin, files):
    plugin.path.unlink()
    await until(lambda: plugin.error)
    assert plugin.state == "active"
    assert "no such file" in plugin.error.message
    assert listens_to(plugin, BEFORE)
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))
    assert plugin.error is None


async def test_a_folder_that_vanishes_and_comes_back_is_watched_again(plugin, files):
    shutil.rmtree(files.folder)
    await until(lambda: plugin.error)
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))
    files.listening("one.py", BEFORE)
    await until(lambda: listens_to(plugin, BEFORE))


async def test_a_file_that_was_absent_is_loaded_when_it_appears(host, files):
    plugin = await host.load(files.folder / "later" / "one.py")
    assert plugin.state == "failed"
    files.listening("later/one.py", AFTER)
    await until(lambda: plugin.state == "active")


async def test_a_file_written_in_pieces_ends_up_live_without_an_error_shown(plugin, host, files):
    seen = []
    host.subscribe(lambda: seen.append(plugin.error))
    text = files.listening("other.py", AFTER).read_text()
    with plugin.path.open("w") as file:
        for piece in (text[:10], text[10:30], text[30:]):
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    await until(lambda: listens_to(plugin, AFTER))
    assert set(seen) == {None}


async def test_a_module_of_a_folder_plugin_is_watched(host, files, sim):
    path = files.copy("package")
    await host.load(path)
    (path / "helper.py").write_text("ANSWER = 'new'\n")

    def is_new():
        result = sim.webchat.actions.invoke_action("Help")
        return result.result() == "new"

    await until(is_new)


async def test_a_disabled_plugin_is_left_alone(plugin, host, files):
    await host.disable("one")
    files.listening("one.py", AFTER)
    other = await host.load(files.listening("two.py", BEFORE))
    files.listening("two.py", AFTER)
    await until(lambda: listens_to(other, AFTER))
    assert plugin.state == "disabled"


async def test_nothing_is_reloaded_while_unwatched(plugin, host, files):
    host.unwatch()
    assert not host.is_watching
    files.listening("one.py", AFTER)
    await host.reload("one")
    assert listens_to(plugin, AFTER)
    host.watch()
    files.listening("one.py", BEFORE)
    await until(lambda: listens_to(plugin, BEFORE))


async def test_where_nothing_can_be_watched_files_are_looked_at(host, files, monkeypatch, caplog):
    def unwatchable(*_folders, **_options):
        raise OSError("the system's limit of watches is reached")

    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", unwatchable)
    plugin = await host.load(files.listening("one.py", BEFORE))
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))
    assert "looked at twice a second" in caplog.text


async def test_the_conversation_goes_on_over_a_reload(plugin, files, sim):
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    state = sim.webchat.store.state
    files.listening("one.py", AFTER)
    await until(lambda: listens_to(plugin, AFTER))
    assert sim.webchat.store.state is state
    assert len(sim.webchat.actions.history) == 1
