import asyncio
import contextlib
import gzip
import http.client
import logging
import tracemalloc
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.support.callbacks import TAKEN, connection, desk, ours, raw, status_of
from tests.support.waiting import until
from webchat.clock import SystemClock
from webchat.errors import FunctionError
from webchat.functions.callbacks.files import ServedFiles
from webchat.functions.callbacks.places import Places
from webchat.functions.callbacks.reception import Reception
from webchat.functions.callbacks.records import CallbackAnswer, CallbackLimits, Incoming
from webchat.functions.callbacks.sign_ins import SignIns
from webchat.tasks import TaskBag

MEGABYTE = 1 << 20


class Gate:
    """Works on callbacks only when it is open, and counts how many at a time."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.working = self.most = 0

    async def take(self, callback):
        self.working += 1
        self.most = max(self.most, self.working)
        try:
            await self.opened.wait()
        finally:
            self.working -= 1
        return CallbackAnswer(200, "Taken", callback.app)


async def test_a_redirect_comes_with_its_query(callbacks):
    url = await callbacks.redirect(account="ada")
    got = await callbacks.get(f"{url}?token=t%2F1&name=J%C3%BCrgen+B&a=1&a=2&empty=")
    (came,) = callbacks.came
    assert (came.kind, came.app, came.account, came.body) == ("redirect", "orders", "ada", b"")
    assert came.query == {"token": "t/1", "name": "Jürgen B", "a": "2", "empty": ""}
    assert got.status == 200


async def test_a_webhook_comes_with_its_body_and_type(callbacks):
    body, kind = bytes(range(256)), {"Content-Type": "application/x-thing; v=1"}
    got = await callbacks.post(f"{await callbacks.webhook()}?hook=7", data=body, headers=kind)
    (came,) = callbacks.came
    assert (came.kind, came.body, came.content_type) == ("webhook", body, kind["Content-Type"])
    assert came.query == {"hook": "7"}
    assert got.json == {"title": "Taken", "text": "That is all."}


async def test_what_is_no_utf8_arrives_as_text_that_can_be_written(callbacks):
    url = await callbacks.redirect()
    await raw(url, b"GET PATH?a=%FF%C3 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: \xff\r\n\r\n")
    (came,) = callbacks.came
    assert came.query["a"].encode()
    assert came.content_type.encode()


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_another_method_is_refused(callbacks, method):
    webhook = await callbacks.call(method, await callbacks.webhook())
    assert (webhook.status, webhook.headers["Allow"]) == (405, "POST")
    redirect = await callbacks.call(method, await callbacks.redirect())
    assert (redirect.status, redirect.headers["Allow"]) == (405, "GET")
    assert (await callbacks.get(await callbacks.webhook())).status == 405
    assert (await callbacks.post(await callbacks.redirect())).status == 405
    assert callbacks.came == []


async def test_an_address_that_is_nobodys_is_not_found(callbacks):
    url = await callbacks.webhook()
    base, _slash, secret = url.rpartition("/")
    root = base.rpartition("/")[0]
    wrong = [
        root,
        f"{root}/",
        base,
        f"{base}/",
        url + "x",
        f"{url}/",
        url[:-1],
        f"{base}/{secret.swapcase()}",
        url.replace("/webhook/", "/redirect/"),
        f"{root}/favicon.ico",
        f"{root}/%2e%2e/{secret}",
    ]
    for one in wrong:
        assert (await callbacks.post(one)).status == 404, one
    assert callbacks.came == []


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "[::1]",
        "127.0.0.1:80:80",
        "127.0.0.1:x",
        "localhost.evil.example",
        "",
    ],
)
async def test_a_host_that_is_not_this_machine_is_refused(callbacks, host):
    url = await callbacks.webhook()
    assert (await callbacks.post(url, headers={"Host": host})).status in {400, 421}
    assert callbacks.came == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LocalHost:8080"])
async def test_names_of_this_machine_are_good_hosts(callbacks, host):
    assert (await callbacks.post(await callbacks.webhook(), headers={"Host": host})).status == 200


async def test_a_request_without_a_host_is_refused(callbacks):
    url = await callbacks.webhook()
    assert status_of(await raw(url, b"POST PATH HTTP/1.0\r\n\r\n")) in {400, 421}
    assert callbacks.came == []


async def test_a_body_of_fifty_megabytes_is_refused_without_being_read_into_memory(callbacks):
    url, sent = await callbacks.webhook(), 0
    await callbacks.post(url)

    async def pieces():
        nonlocal sent
        piece = bytes(MEGABYTE)
        for _ in range(50):
            sent += len(piece)
            yield piece

    tracemalloc.start()
    said = await callbacks.post(url, data=pieces())
    told = await callbacks.post(url, data=pieces(), headers={"Content-Length": str(50 * MEGABYTE)})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (said.status, told.status) == (413, 413)
    assert "1048 kB" in said.json["text"]
    assert peak < 6 * MEGABYTE  # the sender's piece, one body to its limit, and what is on its way
    assert len(callbacks.came) == 1


async def test_a_sender_that_listens_only_when_it_has_sent_everything_is_answered(callbacks):
    """As http.client does, or curl with an HTTP/1.0 proxy between."""
    url = urlsplit(await callbacks.webhook())

    def send() -> int:
        sending = http.client.HTTPConnection(url.hostname or "", url.port, timeout=10)
        sending.request("POST", url.path, body=bytes(50 * MEGABYTE))
        with contextlib.closing(sending), sending.getresponse() as response:
            return response.status

    assert await asyncio.to_thread(send) == 413


async def test_the_largest_body_that_may_be_is_taken(callbacks):
    url = await callbacks.webhook()
    assert (await callbacks.post(url, data=bytes(MEGABYTE))).status == 200
    assert (await callbacks.post(url, data=bytes(MEGABYTE + 1))).status == 413
    assert [len(one.body) for one in callbacks.came] == [MEGABYTE]


async def test_a_body_without_an_end_is_cut_off(callbacks):
    async with connection(await callbacks.webhook()) as (reader, writer, path):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Transfer-Encoding: chunked\r\n\r\n")

        async def endless():
            with contextlib.suppress(ConnectionError):
                while True:
                    writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
                    await writer.drain()

        async with asyncio.timeout(5):
            head, _ended = await asyncio.gather(reader.readuntil(b"\r\n\r\n"), endless())
    assert status_of(head) == 413
    assert callbacks.came == []


async def test_a_small_body_that_would_be_a_large_one_is_refused(callbacks):
    bomb = gzip.compress(bytes(200 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    got = await callbacks.post(
        await callbacks.webhook(), data=bomb, headers={"Content-Encoding": "gzip"}
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got.status == 413
    assert peak < 6 * MEGABYTE


async def test_a_compressed_body_arrives_as_what_it_is(callbacks):
    small = gzip.compress(b"{}")
    url, zipped = await callbacks.webhook(), {"Content-Encoding": "gzip"}
    assert (await callbacks.post(url, data=small, headers=zipped)).status == 200
    assert callbacks.came[0].body == b"{}"
    assert (await callbacks.post(url, data=b"no gzip", headers=zipped)).status == 400


async def test_a_slow_sender_is_given_up(tmp_path):
    async with (
        desk(tmp_path, CallbackLimits(body_seconds=0.1)) as callbacks,
        connection(await callbacks.webhook()) as (reader, writer, path),
    ):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Content-Length: 9\r\n\r\nabc")
        assert status_of(await reader.readuntil(b"\r\n\r\n")) == 408
        assert callbacks.came == []


async def test_a_sender_that_hangs_up_halfway_calls_nothing(callbacks):
    async with connection(await callbacks.webhook()) as (_reader, writer, path):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Content-Length: 9\r\n\r\nabc")
        await writer.drain()
    await until(lambda: len(callbacks.server.history))
    assert [one.answer.status for one in callbacks.server.history] == [400]
    assert callbacks.came == []


async def test_bodies_of_many_senders_together_are_bounded(tmp_path):
    limits = CallbackLimits(held_size=4 * MEGABYTE)
    async with desk(tmp_path, limits) as callbacks:
        gate = Gate()
        callbacks.take = gate.take
        url, tasks = await callbacks.webhook(), TaskBag("senders")
        sending = [
            tasks.spawn(callbacks.post(url, data=bytes(MEGABYTE)), name="send") for _ in range(6)
        ]
        await until(lambda: sum(one.done() for one in sending) == 2)
        gate.opened.set()
        statuses = sorted([(await one).status for one in sending])
        assert statuses == [200] * 4 + [503] * 2
        assert (
            await callbacks.post(url, data=bytes(MEGABYTE))
        ).status == 200  # there is room again


async def test_of_two_hundred_at_once_eight_are_worked_on_and_all_are_answered(callbacks):
    gate, url = Gate(), await callbacks.webhook()
    callbacks.take = gate.take
    tasks = TaskBag("senders")
    sending = [
        tasks.spawn(callbacks.post(url, data=f"{n}".encode()), name="send") for n in range(200)
    ]
    await until(lambda: gate.working == 8)
    gate.opened.set()
    assert {(await one).status for one in sending} == {200}
    assert gate.most == 8
    assert sorted(int(one.body) for one in callbacks.came) == list(range(200))


async def test_one_app_does_not_keep_another_waiting(callbacks):
    gate = Gate()
    callbacks.take = gate.take
    url, tasks = await callbacks.webhook("orders"), TaskBag("senders")
    sending = [tasks.spawn(callbacks.post(url), name="send") for _ in range(20)]
    await until(lambda: gate.working == 8)
    callbacks.take = None
    assert (await callbacks.post(await callbacks.webhook("signing"))).status == 200
    gate.opened.set()
    callbacks.take = gate.take
    assert {(await one).status for one in sending} == {200}


async def test_who_would_be_one_too_many_to_wait_is_asked_to_come_again(tmp_path):
    async with desk(tmp_path, CallbackLimits(at_once=2, waiting=3)) as callbacks:
        gate = Gate()
        callbacks.take = gate.take
        url, tasks = await callbacks.webhook(), TaskBag("senders")
        sending = [tasks.spawn(callbacks.post(url), name="send") for _ in range(9)]
        await until(lambda: sum(one.done() for one in sending) == 4)
        gate.opened.set()
        got = [await one for one in sending]
        assert sorted(one.status for one in got) == [200] * 5 + [503] * 4
        assert {one.headers["Retry-After"] for one in got if one.status == 503} == {"10"}
        assert (await callbacks.post(url)).status == 200


async def test_a_sender_that_hangs_up_while_it_waits_is_heard_all_the_same(callbacks):
    gate, url = Gate(), await callbacks.webhook()
    callbacks.take = gate.take
    with pytest.raises(TimeoutError):
        await callbacks.post(url, timeout=aiohttp.ClientTimeout(0.1))
    assert gate.working == 1
    gate.opened.set()
    await until(lambda: len(callbacks.server.history))
    assert [one.answer.status for one in callbacks.server.history] == [200]


async def test_what_takes_long_goes_on_though_its_sender_is_told(tmp_path):
    async with desk(tmp_path, CallbackLimits(answer_seconds=0.05)) as callbacks:
        gate = Gate()
        callbacks.take = gate.take
        assert (await callbacks.post(await callbacks.webhook())).status == 504
        assert gate.working == 1
        gate.opened.set()
        await until(lambda: gate.working == 0 and not len(callbacks.tasks))


async def test_what_never_answers_is_given_up_in_the_end(tmp_path, caplog):
    limits = CallbackLimits(answer_seconds=0.05, work_seconds=0.1, at_once=1)
    async with desk(tmp_path, limits) as callbacks:
        gate, url = Gate(), await callbacks.webhook()
        callbacks.take = gate.take
        assert (await callbacks.post(url)).status == 504
        await until(lambda: gate.working == 0)
        callbacks.take = None
        assert (await callbacks.post(url)).status == 200
    assert "was not taken" in caplog.text


@pytest.mark.parametrize("error", [FunctionError("secret"), ValueError("secret"), TimeoutError()])
async def test_a_failure_is_told_to_the_log_and_not_to_the_sender(callbacks, caplog, error):
    async def fail(_callback):
        raise error

    callbacks.take = fail
    caplog.set_level(logging.WARNING)
    got = await callbacks.post(await callbacks.webhook())
    page = await callbacks.get(await callbacks.redirect())
    assert (got.status, page.status) == (500, 500)
    assert "secret" not in got.body + page.body
    assert "A webhook of orders was not taken" in caplog.text
    callbacks.take = None
    assert (await callbacks.post(await callbacks.webhook())).status == 200


async def test_whoever_waits_when_it_is_closed_is_told_so(callbacks):
    gate, url = Gate(), await callbacks.webhook()
    callbacks.take = gate.take
    tasks = TaskBag("senders")
    sending = [tasks.spawn(callbacks.post(url), name="send") for _ in range(20)]
    await until(lambda: gate.working == 8)
    async with asyncio.timeout(2):
        await callbacks.server.aclose()
    assert {(await one).status for one in sending} == {503}
    assert gate.working == 0
    assert len(callbacks.tasks) == 0


async def test_closing_waits_neither_for_a_slow_sender_nor_for_idle_connections(callbacks):
    before = asyncio.all_tasks()
    url = await callbacks.webhook()
    async with connection(url) as (idle, _, _), connection(url) as (slow, writer, path):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Content-Length: 9\r\n\r\nabc")
        await until(lambda: len(ours(before)) > 1)
        async with asyncio.timeout(2):
            await callbacks.server.aclose(0.1)
            assert await idle.read() == b""
            assert await slow.read() == b""
    await until(lambda: not ours(before))


async def test_what_has_just_arrived_when_it_is_closed_calls_nothing():
    places, tasks, came = Places(None), TaskBag("test"), []

    async def receive(callback):
        came.append(callback)
        return TAKEN

    reception = Reception(
        places,
        SignIns(),
        receive,
        files=ServedFiles(),
        clock=SystemClock(),
        tasks=tasks,
        limits=CallbackLimits(),
    )

    async def chunks():
        reception.close()
        yield b"{}"

    path = places.path_of("webhook", "orders", "")
    reply: Any = await reception.answer(Incoming("POST", path, "localhost", {}, "", None, chunks))
    assert (reply.status, came) == (503, [])
