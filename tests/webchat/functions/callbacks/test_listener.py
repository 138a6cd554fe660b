import asyncio
import contextlib
import time

import pytest

from tests.support.callbacks import connection, desk, ours, raw, status_of
from tests.support.waiting import until
from webchat.functions.callbacks.records import CallbackLimits

SCRIPT = b"<script>alert(1)</script>"


async def test_a_connection_serves_one_request(callbacks):
    url = await callbacks.redirect()
    request = b"GET PATH HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    answer = await raw(url, request * 50)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answer
    assert len(callbacks.came) == 1


async def test_a_sender_that_waits_to_be_asked_is_asked(callbacks):
    async with connection(await callbacks.webhook()) as (reader, writer, path):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert status_of(await reader.readuntil(b"\r\n\r\n")) == 100
        writer.write(b"{}")
        assert status_of(await reader.readuntil(b"\r\n\r\n")) == 200
    assert callbacks.came[0].body == b"{}"


async def test_a_sender_that_waits_to_be_asked_is_not_asked_for_what_is_too_large(callbacks):
    async with connection(await callbacks.webhook()) as (reader, writer, path):
        writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n")
        writer.write(b"Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n")
        assert status_of(await reader.readuntil(b"\r\n\r\n")) == 413


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /%b HTTP/1.1" % SCRIPT,
        b"GET PATH/%b?%b HTTP/1.1" % (SCRIPT, SCRIPT),
        b"%b / HTTP/1.1" % SCRIPT,
        b"GET %b HTTP/1.1" % SCRIPT,
        b"GET http://%b/ HTTP/1.1" % SCRIPT,
        b"GET / %b" % SCRIPT,
        b"%b" % SCRIPT,
        b"OPTIONS * HTTP/1.1",
        b"CONNECT localhost:80 HTTP/1.1",
        b"GET / HTTP/1.1\r\nX%b: 1" % SCRIPT,
        b"GET / HTTP/1.1\r\nHost: %b" % SCRIPT,
        b"GET / HTTP/1.1\r\nContent-Length: %b" % SCRIPT,
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000,
        b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 5000,
        b"PRI * HTTP/2.0",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0\0\0\0",
    ],
)
async def test_what_is_wrong_is_refused_and_never_repeated(callbacks, request_line):
    url = await callbacks.redirect()
    head = b"\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"
    answer = await raw(url, request_line + head)
    assert status_of(answer) in {400, 404, 405, 421}
    assert b"alert" not in answer
    assert b"aiohttp" not in answer
    assert callbacks.came == []


async def test_a_query_is_never_repeated(callbacks):
    url = await callbacks.redirect()
    answer = await raw(url, b"GET PATH?a=%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % SCRIPT)
    assert status_of(answer) == 200
    assert b"alert" not in answer
    assert callbacks.came[0].query == {"a": SCRIPT.decode()}


async def test_an_upgrade_is_no_way_around(callbacks):
    head = b"Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    answer = await raw(await callbacks.redirect(), b"GET PATH HTTP/1.1\r\n" + head)
    assert status_of(answer) == 200


async def test_a_chunked_body_that_is_not_one_is_incomplete(callbacks):
    head = b"POST PATH HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert status_of(await raw(await callbacks.webhook(), head + b"5\r\nabc\r\nzz\r\n")) == 400
    assert callbacks.came == []


async def test_who_says_nothing_or_only_half_a_head_is_hung_up_on(tmp_path):
    async with desk(tmp_path, CallbackLimits(head_seconds=0.1)) as callbacks:
        url = await callbacks.webhook()
        assert await raw(url, b"", limit=2) == b""
        assert await raw(url, b"POST PATH HTTP/1.1\r\nHost: loc", limit=2) == b""
        assert (await callbacks.post(url)).status == 200


async def test_who_sends_a_head_byte_by_byte_is_hung_up_on(tmp_path):
    async with (
        desk(tmp_path, CallbackLimits(head_seconds=0.2)) as callbacks,
        connection(await callbacks.webhook()) as (reader, writer, _path),
    ):

        async def drip():
            with contextlib.suppress(ConnectionError):
                while True:
                    writer.write(b"X")
                    await writer.drain()
                    await asyncio.sleep(0.02)

        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        began = time.monotonic()
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionError):
                await asyncio.gather(reader.read(), drip())
        assert 0.1 < time.monotonic() - began < 2


async def test_too_many_connections_are_hung_up_on_and_the_others_served(tmp_path):
    async with (
        desk(tmp_path, CallbackLimits(connections=4)) as callbacks,
        contextlib.AsyncExitStack() as stack,
    ):
        url, before = await callbacks.webhook(), asyncio.all_tasks()
        idle = [await stack.enter_async_context(connection(url)) for _ in range(4)]
        await until(lambda: len(ours(before)) == 4)
        with contextlib.suppress(ConnectionError):
            assert await raw(url, b"POST PATH HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""
        assert callbacks.came == []
        idle[0][1].transport.abort()
        await until(lambda: len(ours(before)) == 3)
        assert (await callbacks.post(url)).status == 200
