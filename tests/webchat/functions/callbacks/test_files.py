"""Files that are given out on loopback: to whom, how, and until when."""

import asyncio
import hashlib
import os
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.support.callbacks import connection, desk, ours, raw, status_of
from tests.support.waiting import until
from webchat.errors import FunctionError
from webchat.functions.callbacks.records import CallbackLimits

MEGABYTE = 1 << 20


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("All is well.\n", encoding="utf-8")
    return path


async def give(callbacks, path, name=""):
    return await callbacks.server.serve(path, name or path.name, "orders")


async def test_a_file_comes_with_its_name_type_and_size(callbacks, report):
    url = await give(callbacks, report)
    assert url.startswith("http://127.0.0.1:")
    assert len(urlsplit(url).path.removeprefix("/file/")) >= 32
    got = await callbacks.get(url)
    assert (got.status, got.body) == (200, "All is well.\n")
    assert got.headers["Content-Type"] == "text/plain"
    assert got.headers["Content-Length"] == "13"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in got.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in got.headers
    assert "aiohttp" not in got.headers["Server"]
    assert callbacks.came == []
    (received,) = callbacks.server.history
    assert (received.place.kind, received.place.app) == ("file", "orders")
    assert received.answer.text == "“report.txt” was given out."


@pytest.mark.parametrize(
    "name",
    [
        "report.txt",
        "Größe 漢字 😀.pdf",
        'a"b\\c%41;d=.txt',
        "x\r\nSet-Cookie: a=1.txt",
        "\udcff.txt",
    ],
)
async def test_any_name_is_told_as_a_name_and_nothing_else(callbacks, report, name):
    url = await give(callbacks, report, name)
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        told = response.content_disposition
        assert "Set-Cookie" not in response.headers
    assert told is not None
    shown = name.replace("\r\n", "\ufffd\ufffd").replace("\udcff", "\ufffd").rpartition("\\")[2]
    assert (told.type, told.filename) == ("attachment", shown)
    plain = told.parameters["filename"]
    assert plain.isascii()
    assert plain.isprintable()


async def test_head_tells_the_same_without_the_file(callbacks, report):
    url = await give(callbacks, report)
    answer = await raw(url, b"HEAD PATH HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status_of(answer) == 200
    assert b"Content-Length: 13\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_a_file_can_only_be_fetched(callbacks, report, method):
    got = await callbacks.call(method, await give(callbacks, report))
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")
    assert got.json["text"] == "This address takes GET and HEAD only."
    assert report.read_text(encoding="utf-8") == "All is well.\n"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
async def test_a_page_that_took_our_address_gets_no_file(callbacks, report, host):
    got = await callbacks.get(await give(callbacks, report), headers={"Host": host})
    assert got.status in {400, 421}
    assert "All is well" not in got.body


async def test_a_guess_and_a_way_up_lead_to_no_file(callbacks, report):
    url = await give(callbacks, report)
    base, _slash, secret = url.rpartition("/")
    for path in ("", "x", secret[:-1], f"{secret}/", f"../file/{secret}x", f"{secret}/../../etc"):
        answer = await raw(
            url,
            f"GET {urlsplit(base).path}/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
        )
        assert status_of(answer) == 404
        assert b"All is well" not in answer
    whole = str(report).encode()
    answer = await raw(url, b"GET /file/%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % whole)
    assert status_of(answer) == 404


async def test_what_is_forgotten_is_gone_and_says_what_to_do(callbacks, report, tmp_path):
    url, other = await give(callbacks, report), await give(callbacks, report)
    assert url != other
    callbacks.server.forget(url)
    callbacks.server.forget(url)
    got = await callbacks.get(url)
    assert got.status == 404
    assert got.json["text"].endswith("the program was started anew. Pick it again.")
    assert (await callbacks.get(other)).status == 200
    await callbacks.server.aclose()
    async with desk(tmp_path) as again:  # on the same port, with the addresses kept
        await again.webhook()
        assert (await again.get(other)).status == 404
    with pytest.raises(FunctionError, match="about to end"):
        await give(callbacks, report)


async def test_a_file_that_has_vanished_is_named(callbacks, report):
    url = await give(callbacks, report)
    report.unlink()
    got = await callbacks.get(url)
    assert got.status == 404
    assert got.json["text"].startswith("“report.txt” is not where it was when it was picked")
    report.write_text("Back.", encoding="utf-8")
    assert (await callbacks.get(url)).body == "Back."


async def test_what_was_put_in_its_place_is_not_followed(callbacks, report, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    inner = folder / "secret.txt"
    inner.write_text("harmless", encoding="utf-8")
    url, deep = await give(callbacks, report), await give(callbacks, inner)
    assert (await callbacks.get(deep)).body == "harmless"
    report.unlink()
    for put in (
        lambda: report.symlink_to(secret),
        report.mkdir,
        lambda: os.mkfifo(report),
    ):
        put()
        async with asyncio.timeout(5):
            assert (await callbacks.get(url)).status == 404
        report.rmdir() if report.is_dir() else report.unlink()
    inner.unlink()
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert (await callbacks.get(deep)).status == 404


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_that_nobody_may_read_is_not_there(callbacks, report):
    url = await give(callbacks, report)
    report.chmod(0)
    assert (await callbacks.get(url)).status == 404


async def test_a_large_file_comes_whole_in_pieces(callbacks, tmp_path):
    path = tmp_path / "large.bin"
    content = os.urandom(3 * MEGABYTE + 17)
    path.write_bytes(content)
    url = await give(callbacks, path)
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.content_length == len(content)
        got = await response.read()
    assert hashlib.sha256(got).digest() == hashlib.sha256(content).digest()


async def test_an_empty_file_is_a_file(callbacks, tmp_path):
    path = tmp_path / "empty"
    path.touch()
    got = await callbacks.get(await give(callbacks, path))
    assert (got.status, got.body, got.headers["Content-Type"]) == (
        200,
        "",
        "application/octet-stream",
    )


@pytest.mark.parametrize("change", ["cut", "replaced", "gone"])
async def test_a_file_that_changes_meanwhile_breaks_off(callbacks, tmp_path, change):
    path = tmp_path / "large.bin"
    path.write_bytes(b"a" * (64 * MEGABYTE))
    url = await give(callbacks, path)
    async with connection(url) as (reader, writer, at):
        writer.write(b"GET " + at + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert status_of(await reader.readuntil(b"\r\n\r\n")) == 200
        if change == "cut":
            os.truncate(path, MEGABYTE)
        elif change == "replaced":
            other = tmp_path / "other"
            other.write_bytes(b"b" * (64 * MEGABYTE))
            other.replace(path)
        else:
            path.unlink()
        async with asyncio.timeout(20):
            rest = await reader.read(-1)
    assert len(rest) < 64 * MEGABYTE
    assert b"b" not in rest


async def test_who_does_not_take_a_file_is_hung_up_on(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(64 * MEGABYTE))
    async with desk(tmp_path, CallbackLimits(piece_seconds=0.1)) as callbacks:
        before = asyncio.all_tasks()
        async with connection(await give(callbacks, path)) as (reader, writer, at):
            writer.write(b"GET " + at + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            await until(lambda: not ours(before))
            async with asyncio.timeout(20):
                assert len(await reader.read(-1)) < 64 * MEGABYTE
        assert (await callbacks.get(await callbacks.redirect())).status == 200


async def test_closing_does_not_wait_for_who_fetches(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(64 * MEGABYTE))
    async with (
        desk(tmp_path) as callbacks,
        connection(await give(callbacks, path)) as (reader, writer, at),
    ):
        writer.write(b"GET " + at + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(5):
            await callbacks.server.aclose(0.1)
