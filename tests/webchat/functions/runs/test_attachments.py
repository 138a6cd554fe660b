"""Files of an outside service: fetched with their headers, sent as messages, gone afterwards."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from tests.support.cards import answering, card_of, completing, failed_click, invocations, said
from tests.support.simulation import simulation
from tests.support.waiting import until
from webchat.actions import ActionFailedError
from webchat.chat.actions import send_again
from webchat.clock import SystemClock
from webchat.config import FileAttachment
from webchat.errors import FunctionError

PDF = b"%PDF-1.7\n" + b"x" * 600_000
SECRET = "Bearer s3cr3t-of-the-service"


class Service:
    """Gives files to who knows the secret.

    Attributes:
        came: The headers of each request.
        release: Lets the files that are never ready come.
    """

    def __init__(self):
        self.came = []
        self.release = asyncio.Event()
        self.port = 0

    def url(self, path="/invoice"):
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, request):
        self.came.append(request.headers)
        if request.headers.get("Authorization") != SECRET:
            return web.Response(status=403)
        if request.path == "/stuck":
            response = web.StreamResponse()
            response.content_length = len(PDF)
            await response.prepare(request)
            await response.write(PDF[:300_000])
            await self.release.wait()
            await response.write(PDF[300_000:])
            return response
        return web.Response(body=PDF, content_type="application/pdf")


@pytest.fixture
async def service():
    made = Service()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    yield made
    made.release.set()
    await runner.cleanup()


def attached(url, file_name="invoice.pdf", secret=SECRET, mime_type="application/pdf"):
    headers = [{"name": "Authorization", "value": secret}]
    options = {"file_name": file_name, "mime_type": mime_type, "url": url, "headers": headers}
    return {"type": "upload_attachment", "options": options}


async def sending(sim, *events):
    return await card_of(sim, {"action": answering(completing(*events))})


def messages(card):
    return card.sim.webchat.store.state.chat.channels[card.sid].messages[1:]


def left(tmp_path):
    """Return the files that are on their way now."""
    return [one.name for one in (tmp_path / "functions").rglob("*.pdf")]


async def test_a_file_is_fetched_with_its_headers_and_sent_by_the_side(service, tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        card = await sending(sim, said("Here it is."), attached(service.url()))
        await card.click()
        text, message = messages(card)
        assert (text.body, message.body, message.is_from_me) == ("Here it is.", "", True)
        (file,) = message.media
        assert (file.filename, file.size) == ("invoice.pdf", len(PDF))
        kept = await sim.webchat.actions.invoke_action(
            "DownloadMedia", {"channelSid": card.sid, "message": message}
        )
        assert kept[0].read_bytes() == PDF
        (sent,) = invocations(sim.webchat, "SendMediaMessage")
        assert (sent.origin, sent.owner, sent.parent_id) == ("function", "contract", 3)
        assert card.notes()[1:3] == ["A message was sent.", "The file invoice.pdf was sent."]
        await until(lambda: left(tmp_path) == [])
    assert service.came[0]["Authorization"] == SECRET


async def test_the_secret_of_a_file_is_in_no_record(service):
    async with simulation() as sim:
        card = await sending(sim, attached(service.url()))
        await card.click()
        shown = [repr(one.as_json()) for one in sim.webchat.actions.history]
        shown += [repr(one.parameters) + repr(one.answer) for one in sim.functions.calls]
        shown += [repr(run) for run in sim.functions.runs]
    assert "s3cr3t-of-the-service" not in "".join(shown)
    assert "invoice.pdf" in "".join(shown)


async def test_progress_is_shown_while_it_comes(service):
    seen = []
    async with simulation() as sim:
        card = await sending(sim, attached(service.url()))
        sim.webchat.store.subscribe(
            lambda state: state.chat.card_runs.get(card.message_sid),
            lambda run: seen.append(None if run is None else (run.phase, run.progress)),
        )
        await card.click()
    assert seen[0] == ("running", None)
    assert ("running", 1.0) in seen
    assert seen[-1] is None


async def test_a_name_without_an_ending_gets_that_of_its_media_type(service):
    async with simulation() as sim:
        card = await sending(sim, attached(service.url(), "Invoice 7"))
        await card.click()
        assert [one.filename for one in messages(card)[0].media] == ["Invoice 7.pdf"]


@pytest.mark.parametrize(
    ("options", "rules", "words"),
    [
        ({"secret": "x"}, {}, "403"),
        ({}, {"max_file_size": 1000}, "larger than"),
        ({"file_name": "run.exe"}, {}, "Its name should end in"),
        ({}, {"read_only": True}, "The file invoice.pdf was not sent: "),
        ({}, {"enabled": False}, "The file invoice.pdf was not sent: "),
        ({"file_name": "invoice.png"}, {}, "The file invoice.png was not sent: "),
    ],
)
async def test_a_file_that_may_not_be_sent_fails_the_run(service, options, rules, words, tmp_path):
    rules = FileAttachment(**rules)
    async with simulation(file_attachment=rules, data_dir=tmp_path) as sim:
        card = await sending(sim, said("Hello."), attached(service.url(), **options), said("Bye."))
        why = await failed_click(card)
        assert isinstance(why, FunctionError)
        assert words in str(why)
        assert str(why).endswith("Before that, 1 of its 3 events was carried out.")
        assert (card.run.status, card.card().steps) == ("failed", ("open",))
        assert [one.body for one in messages(card) if not one.media] == ["Hello."]


async def test_what_a_plugin_forbids_leaves_no_file(service, tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        card = await sending(sim, attached(service.url()))
        sim.webchat.actions.add_listener("beforeSendMediaMessage", lambda _p, cancel: cancel())
        assert "has forbidden it" in str(await failed_click(card))
        assert messages(card) == ()
        await until(lambda: left(tmp_path) == [])


async def test_a_message_that_failed_keeps_its_file_until_it_is_sent_again(service, tmp_path):
    async with simulation(data_dir=tmp_path, clock=SystemClock()) as sim:
        card = await sending(sim, attached(service.url()))

        @sim.webchat.actions.before("SendMediaMessage")
        def cut(_payload):
            sim.webchat.line.cut()

        await failed_click(card)
        (message,) = messages(card)
        assert (message.status, left(tmp_path)) == ("failed", ["invoice.pdf"])
        sim.webchat.actions.remove_all_listeners()
        sim.webchat.line.restore()
        await until(lambda: sim.webchat.line.state == "connected")
        again = send_again(card.sid, message)
        await sim.webchat.actions.invoke_action(again.action, again.payload)
        (message,) = messages(card)
        assert (message.status, message.media[0].size) == ("sent", len(PDF))
        await until(lambda: left(tmp_path) == [])


async def test_a_failed_message_that_is_discarded_lets_its_file_go(service, tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        card = await sending(sim, attached(service.url(), "invoice.png"))
        await failed_click(card)
        (message,) = messages(card)
        folder = Path(message.media[0].path).parent
        assert folder.exists()
        await sim.webchat.actions.invoke_action(
            "DiscardMessage", {"channelSid": card.sid, "messageSid": message.sid}
        )
        await until(lambda: not folder.exists())


async def test_a_download_is_stopped_and_leaves_nothing(service, tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        card = await sending(sim, attached(service.url("/stuck")))
        clicked = card.click()
        await until(lambda: card.shown().progress is not None)
        await card.cancel()
        with pytest.raises(ActionFailedError, match="was stopped"):
            await clicked
        assert (card.run.status, card.shown(), messages(card)) == ("cancelled", None, ())
        await until(lambda: not list((tmp_path / "functions" / "attachments").iterdir()))


async def test_what_a_killed_program_has_left_is_removed_and_so_is_everything_at_the_end(
    service, tmp_path
):
    stale = tmp_path / "functions" / "attachments" / "old"
    stale.mkdir(parents=True)
    (stale / "secret.pdf").write_bytes(PDF)
    async with simulation(data_dir=tmp_path) as sim:
        card = await sending(sim, attached(service.url(), "invoice.png"))
        await failed_click(card)
        assert not stale.exists()
    assert not (tmp_path / "functions" / "attachments").exists()
