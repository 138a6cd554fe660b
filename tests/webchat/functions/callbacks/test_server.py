import asyncio
import json
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.support.callbacks import Got, desk, listening
from tests.support.waiting import until
from webchat.clock import SystemClock
from webchat.errors import FunctionError
from webchat.functions.callbacks.records import Callback, CallbackAnswer
from webchat.functions.callbacks.server import CallbackServer
from webchat.tasks import TaskBag


def port_of(url):
    return urlsplit(url).port


async def test_it_listens_from_the_first_address_on_and_no_longer_than_it_is_open(callbacks):
    assert listening() == []
    url = await callbacks.webhook()
    assert listening() == [port_of(url)]
    await callbacks.server.aclose()
    assert listening() == []
    with pytest.raises(ConnectionRefusedError), socket.socket() as caller:
        caller.connect(("127.0.0.1", port_of(url)))


async def test_it_listens_on_this_machine_alone(callbacks):
    url = await callbacks.webhook()
    with pytest.raises(ConnectionRefusedError), socket.socket() as caller:
        caller.connect(("127.0.0.2", port_of(url)))
    assert url.startswith("http://127.0.0.1:")


async def test_an_address_differs_by_function_app_and_account_and_is_the_same_ever_after(callbacks):
    address = callbacks.server.address
    asked = [
        ("webhook", "orders", ""),
        ("redirect", "orders", ""),
        ("webhook", "orders", "ada"),
        ("webhook", "orders", "bob"),
        ("webhook", "signing", "ada"),
    ]
    first = [await address(*one) for one in asked]
    first.append(await callbacks.server.oauth_address("orders"))
    assert len(set(first)) == len(first)
    assert len({port_of(url) for url in first}) == 1
    assert [await address(*one) for one in asked] == first[:-1]


async def test_addresses_are_the_same_after_a_restart(tmp_path):
    async with desk(tmp_path) as before:
        urls = [await before.webhook(), await before.redirect(account="ada")]
    async with desk(tmp_path) as after:
        assert [await after.webhook(), await after.redirect(account="ada")] == urls
        assert (await after.post(urls[0])).status == 200
        assert after.server.notes == ()


async def test_addresses_cannot_be_guessed_from_one_another(callbacks):
    one, two = await callbacks.webhook(account="a"), await callbacks.webhook(account="b")
    secrets = [url.rpartition("/")[2] for url in (one, two)]
    assert all(len(secret) >= 32 for secret in secrets)
    assert secrets[0][:8] != secrets[1][:8]


async def test_an_app_that_is_asked_for_by_many_at_once_starts_one_server(callbacks):
    urls = await asyncio.gather(*(callbacks.webhook() for _ in range(20)))
    assert len(set(urls)) == 1
    assert len(listening()) == 1


async def test_a_port_that_another_program_has_taken_is_replaced_and_that_is_said(tmp_path, caplog):
    async with desk(tmp_path) as before:
        old = await before.webhook()
    with socket.create_server(("127.0.0.1", port_of(old))) as taken:
        async with desk(tmp_path) as now:
            new = await now.webhook()
            assert (await now.post(new)).status == 200
            (note,) = now.server.notes
            taken.close()
    assert str(port_of(old)) in note
    assert str(port_of(new)) in note
    assert note in caplog.text
    assert urlsplit(new).path == urlsplit(old).path
    async with desk(tmp_path) as later:
        assert await later.webhook() == new
        assert later.server.notes == ()


async def test_a_list_of_addresses_that_is_damaged_is_set_aside_and_that_is_said(tmp_path):
    async with desk(tmp_path) as before:
        old = await before.webhook()
    kept = tmp_path / "functions" / "callbacks.json"
    kept.write_text('{"port": "many"}')
    async with desk(tmp_path) as now:
        assert await now.webhook() != old
        assert "damaged" in now.server.notes[0]
    assert (tmp_path / "functions" / "callbacks.damaged.json").exists()


@pytest.mark.parametrize("port", [-1, 0, 70_000])
async def test_a_port_that_is_none_is_passed_over(tmp_path, port):
    kept = tmp_path / "functions" / "callbacks.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"port": port, "places": []}))
    async with desk(tmp_path) as now:
        assert (await now.post(await now.webhook())).status == 200


async def test_without_a_data_folder_addresses_live_as_long_as_the_server():
    async with desk() as one:
        url = await one.webhook()
        assert await one.webhook() == url
    async with desk() as two:
        assert await two.webhook() != url


async def test_what_cannot_be_kept_is_noted_and_served_all_the_same(tmp_path):
    (tmp_path / "functions").write_text("in the way")
    async with desk(tmp_path) as made:
        assert (await made.post(await made.webhook())).status == 200
        assert "cannot be kept" in made.server.notes[0]


async def test_there_are_no_addresses_once_it_is_closed(callbacks):
    await callbacks.webhook()
    await callbacks.server.aclose()
    await callbacks.server.aclose()
    with pytest.raises(FunctionError, match="about to end"):
        await callbacks.webhook()


async def test_closing_while_it_starts_leaves_nothing(tmp_path):
    async with desk(tmp_path) as made:
        starting = made.tasks.spawn(made.webhook(), name="start")
        await asyncio.sleep(0)
        await made.server.aclose()
        assert port_of(await starting)
        assert listening() == []


async def test_giving_up_while_it_starts_leaves_nothing(tmp_path):
    async with desk(tmp_path) as made:
        for turns in range(12):
            starting = made.tasks.spawn(made.webhook(), name="start")
            for _ in range(turns):
                await asyncio.sleep(0)
            starting.cancel()
            await asyncio.wait({starting})
            assert len(listening()) <= int(made.server.is_running)


async def test_before_anybody_takes_callbacks_the_sender_is_asked_to_come_again(tmp_path):
    async with desk(tmp_path) as made:
        server = CallbackServer(None, SystemClock(), made.tasks)
        got: Got = await made.post(await server.address("webhook", "orders", ""))
        await server.aclose()
    assert got.status == 503


async def test_what_came_is_on_record_without_its_secrets(callbacks):
    told = []
    undo = callbacks.server.history.subscribe(told.append)
    await callbacks.get(f"{await callbacks.redirect(account='ada')}?code=secret")
    await callbacks.post(await callbacks.webhook(), data=b"12345")
    undo()
    await callbacks.get((await callbacks.webhook()).rpartition("/")[0] + "/../x" * 200)
    redirect, webhook, wrong = callbacks.server.history
    assert told == [redirect, webhook]
    assert (redirect.place.kind, redirect.place.account, redirect.method) == (
        "redirect",
        "ada",
        "GET",
    )
    assert (webhook.place.kind, webhook.size, webhook.answer.status) == ("webhook", 5, 200)
    assert (wrong.place, wrong.answer.status) == (None, 404)
    assert len(wrong.path) <= 200
    assert not any("secret" in repr(one) for one in callbacks.server.history)
    callbacks.server.history.clear()
    assert len(callbacks.server.history) == 0


def test_nothing_slow_is_imported_and_nothing_read_before_an_address_is_asked_for(tmp_path):
    code = (
        "import asyncio, sys; from pathlib import Path\n"
        "from webchat.clock import SystemClock; from webchat.tasks import TaskBag\n"
        "from webchat.functions.callbacks.server import CallbackServer\n"
        "server = CallbackServer(Path(sys.argv[1]), SystemClock(), TaskBag('t'))\n"
        "asyncio.run(server.aclose())\n"
        "print('aiohttp' in sys.modules, list(Path(sys.argv[1]).iterdir()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False []"


async def test_a_bag_that_is_closed_first_is_no_trouble(tmp_path):
    """The order of the program's end: tasks, then the callbacks."""
    async with desk(tmp_path) as made:

        async def never(_callback: Callback) -> CallbackAnswer:
            await asyncio.Event().wait()
            raise AssertionError

        made.take = never
        url = await made.webhook()
        waiting = TaskBag("caller").spawn(made.post(url), name="post")
        await until(lambda: made.came)
        await made.tasks.aclose()
        assert (await waiting).status == 503
        await made.server.aclose()
