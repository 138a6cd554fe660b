import shutil

import pytest

from tests.support.raw_server import raw_server, sends
from tests.support.remote_files import (
    LIMITS,
    Heads,
    Names,
    answer,
    file,
    redirect,
    refusal,
    refusal_of,
)
from webchat.functions.downloads.download import download


async def test_headers_are_sent_as_given_and_in_order(folder):
    given = (
        ("X-Second", "2"),
        ("Authorization", "Bearer t"),
        ("x-first", "a  b"),
        ("X-FIRST", "again"),
        ("User-Agent", "mine"),
        ("Accept", "application/pdf"),
        ("Cookie", "a=1; b=2"),
    )
    asked = Heads(answer())
    async with raw_server(asked) as at:
        await download(file(f"http://{at}/x", headers=given), folder, limits=LIMITS)
    sent = asked.headers(0)
    assert sent[0][0] == "Host"
    assert [(name.lower(), value) for name, value in sent[1:8]] == [
        (name.lower(), value) for name, value in given
    ]
    assert len({name.lower() for name, _ in sent[1:8]}) == 6
    assert ("Accept-Encoding", "identity") in sent


async def test_an_address_is_asked_for_as_it_is_written(folder):
    asked = Heads(answer())
    async with raw_server(asked) as at:
        await download(
            file(f"http://{at}/a%2Fb%7e/+;=?sig=a%2Bb+c%3d&x#part"), folder, limits=LIMITS
        )
        await download(file(f"http://{at}/größe"), folder, limits=LIMITS)
    paths = [one.split(b" ")[1] for one in asked.asked]
    assert paths == [b"/a%2Fb%7e/+;=?sig=a%2Bb+c%3d&x", b"/gr%C3%B6%C3%9Fe"]


async def test_user_and_password_of_an_address_are_sent_as_such(folder):
    asked = Heads(answer())
    async with raw_server(asked) as at:
        await download(file(f"http://ada:se%20cret@{at}/x"), folder, limits=LIMITS)
        own = (("Authorization", "Bearer t"),)
        await download(file(f"http://ada:b@{at}/x", headers=own), folder, limits=LIMITS)
    assert ("Authorization", "Basic YWRhOnNlIGNyZXQ=") in asked.headers(0)
    assert [value for name, value in asked.headers(1) if name == "Authorization"] == ["Bearer t"]


@pytest.mark.parametrize(
    "status",
    ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"],
)
async def test_a_redirect_is_followed_with_the_headers_at_the_same_origin(folder, status):
    asked = Heads(redirect("/y?b=2", status), answer())
    async with raw_server(asked) as at:
        secret = (("Authorization", "Bearer t"), ("X-Key", "k"))
        path = await download(file(f"http://{at}/x", headers=secret), folder, limits=LIMITS)
    assert path.read_bytes() == b"contents"
    assert asked.asked[1].startswith(b"GET /y?b=2 HTTP/1.1")
    assert set(secret) <= set(asked.headers(1))


async def test_headers_do_not_leave_their_origin_and_do_not_come_back(folder):
    first, other = Heads(redirect("tbd"), answer()), Heads(redirect("tbd"))
    async with raw_server(first) as at, raw_server(other) as elsewhere:
        first.answers[0] = redirect(f"http://you:too@{elsewhere}/y")
        other.answers[0] = redirect(f"http://{at}/back")
        secret = (("Authorization", "Bearer t"), ("X-Key", "k"), ("Cookie", "c=1"))
        url = f"http://me:too@{at}/x"
        await download(file(url, headers=secret), folder, limits=LIMITS)
    assert set(secret) <= set(first.headers(0))
    for sent in (other.headers(0), first.headers(1)):
        names = {name.lower() for name, _ in sent}
        assert not names & {"authorization", "x-key", "cookie"}


async def test_a_chain_of_five_redirects_is_followed_and_no_longer_one(folder):
    five = Heads(*(redirect(f"/{number}") for number in range(5)), answer())
    async with raw_server(five) as at:
        await download(file(f"http://{at}/x"), folder, limits=LIMITS)
    assert len(five.asked) == 6
    shutil.rmtree(folder)
    endless = Heads(redirect("/x"))
    async with raw_server(endless) as at:
        assert "redirected more than 5 times" in await refusal(file(f"http://{at}/x"), folder)
    assert len(endless.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://x.example/a",
        "javascript:alert(1)",
        "data:text/plain,a",
        "gopher://127.0.0.1:70/_",
        "http://x:99999/",
        "http://[::1/",
        "",
    ],
)
async def test_a_redirect_to_what_is_no_web_address_is_not_followed(folder, location):
    said = await refusal_of(folder, redirect(location))
    assert said.startswith("“invoice.pdf” was not downloaded. URL redirects to '")
    assert said.endswith("which is no http or https address.")


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://127.0.0.2:{port}/",
        "http://localhost:{port}/",
        "//0.0.0.0:{port}/",
        "http://LOCALHOST:{port}/",
        "http://user@localhost:{port}/",
    ],
)
async def test_a_redirect_into_this_machine_or_its_network_is_not_followed(folder, target):
    async with raw_server(inner := Heads(answer()), host="127.0.0.2") as hidden:
        location = target.format(port=hidden.rpartition(":")[2])
        said = await refusal_of(folder, redirect(location))
    assert "which is on this machine or in its network" in said
    assert inner.asked == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "012.0.0.1", "0x7f.0.0.1", "127.0.0.1."])
async def test_no_way_of_writing_an_address_is_a_way_around(folder, host):
    async with raw_server(inner := Heads(answer())) as hidden:
        port = hidden.rpartition(":")[2]
        names = Names(**{"files_example": ["127.0.0.2"], host.replace(".", "_"): ["127.0.0.1"]})
        async with raw_server(sends(redirect(f"http://{host}:{port}/")), "127.0.0.2") as at:
            url = f"http://files.example:{at.rpartition(':')[2]}/x"
            said = await refusal(file(url), folder, resolver=names)
    assert "in its network" in said or "no address to ask at" in said
    assert inner.asked == []


async def test_a_redirect_to_the_very_host_is_followed_even_on_this_machine(folder):
    other = Heads(answer(b"other"))
    async with raw_server(other) as elsewhere:
        names = Names(files_example=["127.0.0.1"])
        location = f"http://FILES.example:{elsewhere.rpartition(':')[2]}/y"
        async with raw_server(sends(redirect(location))) as at:
            url = f"http://files.example:{at.rpartition(':')[2]}/x"
            path = await download(file(url), folder, limits=LIMITS, resolver=names)
    assert path.read_bytes() == b"other"


async def test_a_name_that_leads_elsewhere_a_moment_later_is_no_way_around(folder):
    async with raw_server(inner := Heads(answer()), host="127.0.0.2") as hidden:
        names = Names(files_example=["127.0.0.1", "127.0.0.2"])
        location = f"http://files.example:{hidden.rpartition(':')[2]}/y"
        async with raw_server(sends(redirect(location))) as at:
            url = f"http://files.example:{at.rpartition(':')[2]}/x"
            said = await refusal(file(url), folder, resolver=names)
    assert "in its network" in said
    assert inner.asked == []


async def test_a_name_that_leads_into_the_network_is_no_way_around(folder):
    names = Names(files_example=["127.0.0.1"], inner_example=["192.168.0.1"])
    async with raw_server(sends(redirect("http://inner.example/"))) as at:
        url = f"http://files.example:{at.rpartition(':')[2]}/x"
        assert "in its network" in await refusal(file(url), folder, resolver=names)
