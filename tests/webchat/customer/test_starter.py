import asyncio
import socket
from datetime import UTC, datetime

import pytest
from aiohttp import web

from tests.support.starts import json_answer, start_server, text_answer
from webchat.customer.starter import (
    MAX_ANSWER_BYTES,
    StartAnswer,
    parse_answer,
    parse_time,
    post_start,
)
from webchat.errors import EngagementError


async def refusal(answer, limit=5.0) -> str:
    async with start_server(answer) as server:
        with pytest.raises(EngagementError) as caught:
            await post_start(server.url, {}, {}, timeout=limit)
        return str(caught.value).replace(server.url, "URL")


async def test_form_and_context_are_posted_as_json():
    async with start_server(json_answer({"token": "t", "channelSid": "CH1"})) as server:
        answer = await post_start(server.url, {"friendlyName": "Ada"}, {"a": [1]}, timeout=5)
    assert server.requests == [{"formData": {"friendlyName": "Ada"}, "context": {"a": [1]}}]
    assert answer == StartAnswer("t", "CH1")


async def test_every_documented_field_of_the_answer_is_read():
    data = {"token": "t", "conversationSid": "CH2", "identity": "ada", "expiration": "2030-01-02"}
    async with start_server(json_answer(data)) as server:
        answer = await post_start(server.url, {}, {}, timeout=5)
    assert answer == StartAnswer("t", "CH2", "ada", datetime(2030, 1, 2, tzinfo=UTC))


async def test_a_blank_channel_sid_leaves_the_word_to_the_conversation_sid():
    data = {"token": "t", "channelSid": "", "conversationSid": "CH2"}
    async with start_server(json_answer(data)) as server:
        assert (await post_start(server.url, {}, {}, timeout=5)).channel_sid == "CH2"


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
async def test_a_refusal_names_its_status(status):
    sentence = await refusal(text_answer("no", status=status))
    assert sentence.startswith(f"URL answered {status} ")


async def test_a_redirect_is_not_followed_but_named():
    sentence = await refusal(text_answer("", status=302, Location="https://u:p@x.org/a?b=c"))
    assert "answered 302 Found and points to https://x.org/a." in sentence


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("<html>", "text that begins '<html>'"),
        ("", "nothing"),
        ("[" * 100_000, "text that begins '[[["),
    ],
)
async def test_what_is_not_json_is_shown(text, came):
    assert f"URL must answer JSON, but {came}" in await refusal(text_answer(text))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "a JSON object, but a list came."),
        ({"channelSid": "CH1"}, "“token” must be a text, but is missing."),
        ({"channelSid": "CH1", "token": " "}, "“token” must be a text, but is ' '."),
        ({"token": "t"}, "lacks the channel: “channelSid” or “conversationSid” must be a text."),
        ({"token": "t", "channelSid": 7}, "“channelSid” must be a text, but is 7."),
        ({"token": "t", "channelSid": "C", "identity": 1}, "“identity” must be a text, but is 1."),
        ({"token": "t", "channelSid": "C", "expiration": "soon"}, "“expiration” must be a time"),
    ],
)
async def test_a_field_that_does_not_fit_is_named(data, says):
    assert says in await refusal(json_answer(data))


async def test_an_endless_answer_is_cut_off():
    sentence = await refusal(text_answer("x" * (MAX_ANSWER_BYTES + 1)))
    assert sentence.startswith("URL answered more than 1000 kB")


async def test_a_server_that_does_not_answer_is_given_up():
    async def never(_request):
        await asyncio.Event().wait()

    assert await refusal(never, limit=0.05) == "URL did not answer within 0.05 s."


async def test_an_answer_that_stops_halfway_is_given_up():
    async def half(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"token":')
        await asyncio.Event().wait()
        return response

    assert await refusal(half, limit=0.1) == "URL did not answer within 0.1 s."


async def test_a_broken_connection_is_named():
    async def hang_up(request):
        request.transport.abort()
        return web.Response()

    assert (await refusal(hang_up)).startswith("The exchange with URL broke off: ")


async def test_a_refused_connection_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/start"
        with pytest.raises(
            EngagementError,
            match=r"cannot be reached: connection refused\. Is the server running\?",
        ):
            await post_start(url, {}, {}, timeout=5)


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://x.org/", "http://"])
async def test_an_address_that_is_none_is_named(url):
    with pytest.raises(EngagementError, match="must be an http or https address"):
        await post_start(url, {}, {}, timeout=5)


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}])
async def test_what_json_cannot_hold_is_refused_before_anything_is_sent(value):
    with pytest.raises(EngagementError, match="data that JSON can hold"):
        await post_start("http://127.0.0.1:1/", {"x": value}, {}, timeout=5)


async def test_secrets_in_the_address_are_not_shown():
    async with start_server(text_answer("", status=500)) as server:
        url = server.url.replace("//", "//me:secret@") + "?key=secret"
        with pytest.raises(EngagementError) as caught:
            await post_start(url, {}, {}, timeout=5)
    assert "secret" not in str(caught.value)


def test_an_answer_that_is_not_utf8_is_not_json():
    with pytest.raises(EngagementError, match="must answer JSON"):
        parse_answer(b"\xff\xfe{", "URL")


def test_times_come_as_iso_or_as_seconds():
    noon = datetime(2030, 1, 31, 12, tzinfo=UTC)
    assert parse_time("2030-01-31T12:00:00Z") == noon
    assert parse_time("2030-01-31T13:00:00+01:00") == noon
    assert parse_time(noon.timestamp()) == noon
    assert parse_time(noon.timestamp() * 1000) == noon
    assert parse_time(str(int(noon.timestamp()))) == noon
    assert parse_time("Thu, 31 Jan 2030 12:00:00 GMT") == noon
