"""A file that a person picks in a card's form, fetched by the function that asked for it."""

import shutil
import textwrap

import aiohttp
import pytest

from tests.support.cards import (
    COMPLETED,
    SIGN,
    WAITING,
    answering,
    card_of,
    failed_click,
    invocations,
)
from tests.support.simulation import simulation
from tests.webchat.functions.apps.support import write
from webchat.errors import FunctionContractError, FunctionError
from webchat.functions.contract.forms import file_answer
from webchat.functions.contract.records import Button, Step

PYTHON = """
    from urllib.request import urlopen

    async def handler(parameters):
        given = parameters["input"].get("paper")
        if given is None:
            return {"output": {"form": [{"type": "file", "key": "paper", "label": "Paper"}]}}
        file = given["@moxo.file"]["files"][0]
        with urlopen(file["url"]) as answer:
            size = len(answer.read())
            kind, name = answer.headers.get_content_type(), answer.headers.get_filename()
        text = f"{file['name']}: {size} bytes of {kind}, named {name}"
        event = {"type": "send_message", "options": {"text": text}}
        return {"output": {"status": "completed", "events": [event]}}
"""
NODE = """
    exports.handler = async (parameters) => {
        const given = parameters.input.paper;
        if (!given) {
            return {output: {form: [{type: "file", key: "paper", label: "Paper"}]}};
        }
        const file = given["@moxo.file"].files[0];
        const answer = await fetch(file.url);
        const size = (await answer.arrayBuffer()).byteLength;
        const kind = answer.headers.get("content-type");
        const name = /filename="(.*?)"/.exec(answer.headers.get("content-disposition"))[1];
        const text = `${file.name}: ${size} bytes of ${kind}, named ${name}`;
        const event = {type: "send_message", options: {text}};
        return {output: {status: "completed", events: [event]}};
    };
"""
ASKS = {
    "output": {
        "form": [
            {"type": "file", "key": "paper", "label": "Paper", "required": False},
            {"type": "string", "key": "note", "label": "Note", "required": False},
        ]
    }
}


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "my paper.pdf"
    path.write_bytes(b"%PDF-" + bytes(5_000_000))
    return path


def picked(*paths, name=""):
    return {"paper": file_answer((name or one.name, one.as_uri()) for one in paths)}


def urls(given):
    return [one["url"] for one in given["paper"]["@moxo.file"]["files"]]


async def fetched(url):
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.read()


@pytest.mark.parametrize(("file", "code"), [("action.py", PYTHON), ("index.js", NODE)])
async def test_a_child_process_fetches_what_was_picked(tmp_path, paper, file, code):
    if file == "index.js" and shutil.which("node") is None:
        pytest.fail("These tests need node; the README's second command installs it.")
    stem, suffix = file.split(".")
    folder = write(tmp_path / "sign", **{f"{stem}_{suffix}": textwrap.dedent(code)})
    async with simulation() as sim:
        await sim.functions.apps.load(folder)
        card = await card_of(sim, name="sign")
        await card.click()
        result = await card.click(token=card.run.token, answers=picked(paper))
        assert result["status"] == "completed"
        assert card.bodies() == [
            "my paper.pdf: 5000005 bytes of application/pdf, named my paper.pdf"
        ]


async def test_the_payload_keeps_where_the_file_lies_and_the_run_where_it_is_fetched(paper):
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(ASKS, ASKS, COMPLETED, seen=seen)})
        await card.click()
        answers = {**picked(paper), "note": f"{paper.as_uri()} it is"}
        payloads = []
        sim.webchat.actions.add_listener("afterRunActionFunction", payloads.append)
        await card.click(token="FR0001", answers=answers)
        assert invocations(sim.webchat, "RunActionFunction")[-1].payload["answers"] == answers
        (payload,) = payloads
        assert payload["answers"] == answers
        assert urls(payload["input"]) == [paper.as_uri()]
        assert card.run.input == seen[1]["input"]
        assert card.run.input["note"] == f"{paper.as_uri()} it is"
        (url,) = urls(card.run.input)
        assert url.startswith("http://127.0.0.1:")
        assert await fetched(url) == (200, paper.read_bytes())
        await card.click(token="FR0001", answers={"note": "More"})
        assert urls(seen[2]["input"]) == [url]


async def test_a_file_is_given_until_its_run_has_ended(paper):
    async with simulation() as sim:
        card = await card_of(
            sim, {"action": answering(ASKS, WAITING, ASKS, COMPLETED), "webhook": answering({})}
        )
        await card.click()
        await card.click(token="FR0001", answers=picked(paper))
        (url,) = urls(card.run.input)
        assert (card.run.status, (await fetched(url))[0]) == ("waiting", 200)
        await card.click()  # takes its place
        assert (await fetched(url))[0] == 404
        await card.click(token="FR0002", answers=picked(paper))
        (other,) = urls(card.run.input)
        assert other != url
        status, why = await fetched(other)
        assert (card.run.status, status) == ("completed", 404)
        assert b"Pick it again." in why


async def test_the_function_may_send_what_was_picked(tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    async def handler(parameters):
        if "paper" not in parameters["input"]:
            return ASKS
        options = {"file_name": "photo.png", "mime_type": "image/png"}
        options["url"] = urls(parameters["input"])[0]
        event = {"type": "upload_attachment", "options": options}
        return {"output": {"status": "completed", "events": [event]}}

    async with simulation() as sim:
        card = await card_of(sim, {"action": handler})
        await card.click()
        await card.click(token="FR0001", answers=picked(photo))
        (media,) = sim.webchat.store.state.chat.channels[card.sid].messages[-1].media
        assert (media.filename, media.size) == ("photo.png", 108)


async def test_a_link_that_was_picked_stays_what_it_was(tmp_path, paper):
    link = tmp_path / "link.pdf"
    link.symlink_to(paper)
    other = tmp_path / "other.pdf"
    other.write_bytes(b"other")
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(ASKS)})
        await card.click()
        await card.click(token="FR0001", answers=picked(link))
        (url,) = urls(card.run.input)
        link.unlink()
        link.symlink_to(other)
        assert await fetched(url) == (200, paper.read_bytes())


async def test_a_form_stays_open_when_a_file_has_vanished(tmp_path, paper):
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(ASKS, COMPLETED, seen=seen)})
        await card.click()
        missing = [tmp_path / "gone.pdf", tmp_path]
        for path in missing:
            why = await failed_click(card, token="FR0001", answers=picked(path))
            assert isinstance(why, FunctionError)
            assert str(why) == (
                f"“{path.name}” is not there any more, or is no file. Choose it again."
            )
            assert (card.shown().phase, card.run.status, len(seen)) == ("form", "form", 1)
        for url in (
            "file://elsewhere.example/a.pdf",
            "file:///a%00b.pdf",
            "file://[",
            "file:a.pdf",
        ):
            answers = {"paper": file_answer([("a.pdf", url)])}
            await failed_click(card, token="FR0001", answers=answers)
            assert card.shown().phase == "form"
        await card.click(token="FR0001", answers=picked(paper))
        assert card.card().status == "completed"


@pytest.mark.parametrize("scheme", ["file://", "FILE://", " file://", "\tfile:", "file:"])
async def test_a_button_cannot_name_a_file_of_this_machine(paper, scheme):
    seen = []
    given = {"deep": [picked(paper)]}
    given["deep"][0]["paper"]["@moxo.file"]["files"][0]["url"] = f"{scheme}{paper}"
    step = Step(1, (Button("Sign", input=given), *SIGN.buttons))
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)}, steps=[step])
        why = await failed_click(card)
        assert isinstance(why, FunctionContractError)
        assert str(why).startswith(
            "“input.deep[0].paper.@moxo.file.files[0].url” should be an http or https address, but"
        )
        assert (card.shown().phase, card.run.status, seen) == ("failed", "failed", [])
        await card.click(1)
        assert card.card().status == "completed"


async def test_nobody_but_the_one_who_answers_names_a_file(tmp_path, paper):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"other")
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(ASKS, seen=seen)})
        await card.click()

        def slip_in(payload):
            payload["input"] = {**payload["input"], "more": picked(other)["paper"]}

        undo = sim.webchat.actions.add_listener("beforeRunActionFunction", slip_in)
        why = await failed_click(card, token="FR0001", answers=picked(paper))
        assert "“input.more.@moxo.file.files[0].url”" in str(why)
        assert len(seen) == 1
        undo()
        await card.click()
        # In a text input the same object is no file.
        as_text = {"note": picked(other)["paper"]}
        assert "“Note”" in str(await failed_click(card, token="FR0002", answers=as_text))
        # An input that was merged elsewhere is nobody's answer.
        why = await failed_click(card, token="FR0002", input=picked(paper))
        assert isinstance(why, FunctionContractError)
        assert len(seen) == 2
