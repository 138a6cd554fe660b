import asyncio
import gzip
import os
import shutil
import socket
import stat
import time
import tracemalloc

import pytest

from tests.support.raw_server import raw_server, sends
from tests.support.remote_files import (
    LIMITS,
    MEGABYTE,
    Heads,
    answer,
    file,
    left_in,
    refusal,
    refusal_of,
)
from webchat.functions.downloads.download import Limits, download


async def test_a_file_is_fetched_whole_under_its_name(folder):
    body, progress = os.urandom(3 * MEGABYTE), []
    async with raw_server(sends(answer(body))) as at:
        path = await download(
            file(f"http://{at}/x"),
            folder,
            limits=LIMITS,
            progress=lambda done, total: progress.append((done, total)),
        )
    assert path == folder / "invoice.pdf"
    assert path.read_bytes() == body
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert left_in(folder) == ["invoice.pdf"]
    assert progress[0] == (0, len(body))
    assert progress[-1] == (len(body), len(body))
    assert len(progress) > 5
    assert progress == sorted(progress)


async def test_what_comes_slowly_is_told_as_it_comes(folder):
    told, has_begun = [], asyncio.Event()

    def tell(done, _total):
        told.append(done)
        if done:
            has_begun.set()

    async def halves(_head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n" + b"half")
        await writer.drain()
        await has_begun.wait()
        writer.write(b"half")
        await writer.drain()

    async with raw_server(halves) as at:
        await download(file(f"http://{at}/x"), folder, limits=LIMITS, progress=tell)
    assert told == [0, 4, 8]


async def test_how_much_there_will_be_is_not_known_where_the_server_does_not_say(folder):
    progress, body = [], b"4\r\nabcd\r\n0\r\n\r\n"
    async with raw_server(sends(answer(body, Transfer_Encoding="chunked"))) as at:
        await download(
            file(f"http://{at}/x"),
            folder,
            limits=LIMITS,
            progress=lambda done, total: progress.append((done, total)),
        )
    assert progress == [(0, None), (4, None)]


async def test_an_empty_file_is_a_file(folder):
    async with raw_server(sends(answer(b""))) as at:
        path = await download(file(f"http://{at}/x"), folder, limits=LIMITS)
    assert path.read_bytes() == b""
    assert left_in(folder) == ["invoice.pdf"]


async def test_what_says_that_it_is_too_large_is_not_even_begun(folder):
    limits, size = Limits(max_size=2 * MEGABYTE), str(3 * MEGABYTE)
    said = await refusal_of(folder, answer(b"abc", Content_Length=size), limits=limits)
    assert said.endswith("It is larger than 2 MB, which is the most that is taken.")
    assert not folder.exists()


async def test_a_file_may_be_as_large_as_the_limit(folder):
    async with raw_server(sends(answer(b"x" * 1000))) as at:
        await download(file(f"http://{at}/x"), folder, limits=Limits(max_size=1000))
        shutil.rmtree(folder)
        await refusal(file(f"http://{at}/x"), folder, Limits(max_size=999))


async def test_a_body_without_an_end_is_cut_off_in_time_and_memory(folder):
    sent = 0

    async def endless(_head, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(1 << 16))
            sent += 1 << 16
            await writer.drain()

    async with raw_server(endless) as at:
        tracemalloc.start()
        said = await refusal(file(f"http://{at}/x"), folder, Limits(max_size=20 * MEGABYTE))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert "It is larger than 20 MB" in said
    assert sent < 40 * MEGABYTE  # with what lies in the buffers on the way
    assert peak < 4 * MEGABYTE


async def test_a_small_answer_that_would_be_a_large_file_is_cut_off(folder):
    bomb = gzip.compress(bytes(300 * MEGABYTE))
    async with raw_server(sends(answer(bomb, Content_Encoding="gzip"))) as at:
        tracemalloc.start()
        said = await refusal(file(f"http://{at}/x"), folder)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert "It is larger than 10 MB" in said
    assert peak < 4 * MEGABYTE + 2 * len(bomb)


async def test_a_compressed_answer_is_written_as_what_it_is(folder):
    packed, progress = gzip.compress(b"contents"), []
    async with raw_server(sends(answer(packed, Content_Encoding="gzip"))) as at:
        path = await download(
            file(f"http://{at}/x"),
            folder,
            limits=LIMITS,
            progress=lambda done, total: progress.append((done, total)),
        )
    assert path.read_bytes() == b"contents"
    assert progress == [(0, None), (8, None)]


async def test_a_body_that_comes_drop_by_drop_is_given_up(folder):
    async def drip(_head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with raw_server(drip) as at:
        began = time.monotonic()
        said = await refusal(
            file(f"http://{at}/x?key=secret"), folder, Limits(1 << 30, timeout=0.2)
        )
    assert time.monotonic() - began < 2
    assert said == f"“invoice.pdf” was not downloaded. http://{at}/x took longer than 0.2 s."


async def test_a_server_that_says_nothing_is_given_up(folder):
    async def silent(_head, _writer):
        await asyncio.Event().wait()

    async with raw_server(silent) as at:
        said = await refusal(file(f"http://{at}/x"), folder, Limits(1 << 30, timeout=0.1))
    assert "took longer than 0.1 s" in said


async def test_a_body_that_ends_too_early_is_none(folder):
    said = await refusal_of(folder, answer(b"x" * MEGABYTE, Content_Length="2000000"))
    assert "The exchange with URL broke off: the answer ended too early" in said
    said = await refusal_of(folder, answer(b"ff\r\nabc", Transfer_Encoding="chunked"))
    assert "the answer ended too early" in said


async def test_a_body_that_is_longer_than_it_says_is_no_answer(folder):
    said = await refusal_of(folder, answer(b"contents and more", Content_Length="8"))
    assert "The exchange with URL broke off: the answer is no valid HTTP" in said


@pytest.mark.parametrize(
    "status",
    ["404 Not Found", "500 Oh no", "401 Unauthorized", "204 No Content", "206 Partial", "304 Same"],
)
async def test_a_status_that_is_not_good_is_named(folder, status):
    body = b"" if status[:3] in {"204", "304"} else b"<h1>secret</h1>" * 1000
    said = await refusal_of(folder, answer(body, status=status))
    assert said == f"“invoice.pdf” was not downloaded. URL answered {status}."


@pytest.mark.parametrize(
    ("sent", "mime_type", "is_taken"),
    [
        ("application/pdf", "", True),
        ("Application/PDF; charset=x", "text/html", True),
        ("image/png", "", True),
        ("text/html", "application/pdf", False),
        ("imagepng", "", False),
        ("application/octet-stream", "application/pdf", True),
        ("application/octet-stream", "text/html", False),
        (None, "image/gif", True),
        (None, "text/plain", False),
    ],
)
async def test_of_other_types_than_those_that_are_taken_nothing_is(
    folder, sent, mime_type, is_taken
):
    limits = Limits(MEGABYTE, content_types=("image/*", "application/pdf"))
    reply = answer() if sent is None else answer(Content_Type=sent)
    if is_taken:
        async with raw_server(sends(reply)) as at:
            wanted = file(f"http://{at}/x", mime_type=mime_type)
            assert (await download(wanted, folder, limits=limits)).exists()
    else:
        said = await refusal_of(folder, reply, limits=limits, mime_type=mime_type)
        assert "URL should send application/pdf or image/*, but sent '" in said


async def test_of_other_endings_than_those_that_are_taken_nobody_is_asked(folder):
    limits = Limits(MEGABYTE, extensions=("pdf", ".PNG"))
    async with raw_server(asked := Heads(answer())) as at:
        url = f"http://{at}/x"
        for name in ("a.exe", "pdf", "a.pdf.exe", "a.pdf/../b", "a.exe\n"):
            assert "should end in .pdf or .png." in await refusal(file(url, name), folder, limits)
        assert asked.asked == []
        for name in ("a.pdf", "b.PDF", "c.png", "d.pdf "):
            await download(file(url, name), folder, limits=limits)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "file:///etc/passwd",
        "ftp://x.example/",
        "http://",
        "javascript:alert(1)",
        "http://x.example/ a",
        "http://x.example:99999/",
        "http://[zz]/",
        "http://127.1/",
        "http://x..example/",
        "http://" + "a" * 70 + ".example/",
        "http://x.example/\ud800",
    ],
)
async def test_an_address_that_is_none_is_named(folder, url):
    said = await refusal(file(url), folder)
    assert "should be an http or https address" in said or "no address to ask at" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("", "x"),
        ("a b", "x"),
        ("a:", "x"),
        ("a", "x\r\nHost: y"),
        ("a", "\0"),
        ("a\n", "x"),
        ("ä", "x"),
        ("a", "\ud800"),
        ("Content-Length", "5"),
        ("transfer-encoding", "chunked"),
    ],
)
async def test_a_header_that_is_none_is_named_but_not_its_value(folder, name, value):
    async with raw_server(asked := Heads(answer())) as at:
        said = await refusal(file(f"http://{at}/x", headers=((name, value),)), folder)
    assert "header" in said.lower()
    assert asked.asked == []


async def test_who_cannot_be_reached_is_named(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        said = await refusal(file(f"http://u:secret@127.0.0.1:{port}/x?key=secret"), folder)
    assert said == (
        f"“invoice.pdf” was not downloaded. http://127.0.0.1:{port}/x cannot be reached: "
        "connection refused. Is the server running?"
    )
