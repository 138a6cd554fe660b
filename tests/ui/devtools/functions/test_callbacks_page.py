"""What comes from outside is listed with how it was answered, and addresses go to the clipboard."""

import aiohttp
import pytest
from PySide6.QtWidgets import QMenu

from tests.support.waiting import until

WAITS = 'async def handler(p):\n    return {"output": {}}\n'
ENDS = """
import base64, json

async def handler(p):
    token = json.loads(base64.b64decode(p["input"]["body_base64"]))["token"]
    return {"output": {"status": "completed"}, "callback": {"token": token}}
"""
RAISES = "async def handler(p):\n    raise ValueError('no money')\n"

_NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
pytestmark = _NO_GRAB


@pytest.fixture
async def at_callbacks(developer):
    developer.callbacks = developer.page("callbacks")
    return developer


def rows(developer):
    table = developer.callbacks.list
    items = (table.topLevelItem(number) for number in range(table.topLevelItemCount()))
    return [[item.text(column) for column in range(1, 5)] for item in items]


async def send(url, method="POST", **more):
    async with aiohttp.ClientSession() as session, session.request(method, url, **more) as answer:
        await answer.read()
        return answer.status


def entries(developer):
    developer.click("Callbacks.Addresses")
    menu = developer.dock.findChildren(QMenu, "FunctionsDock.Callbacks.AddressMenu")[-1]
    return {entry.text(): entry for entry in menu.actions()}, menu


async def copied(developer, qapp, text):
    """Choose an address from the menu; return what is on the clipboard then."""
    found, menu = entries(developer)
    said = len(developer.said)
    found[text].trigger()
    menu.close()
    await until(lambda: len(developer.said) > said)
    return qapp.clipboard().text()


async def test_a_webhook_is_shown_with_its_answer_and_settles_its_run(at_callbacks, qapp):
    await at_callbacks.app(action=WAITS, webhook=ENDS)
    card = await at_callbacks.card()
    await card.click()
    assert at_callbacks.text("Callbacks.Empty.Text").startswith("Nothing came yet.")
    url = await copied(at_callbacks, qapp, "app: webhook")
    assert at_callbacks.said[-1] == f"Copied {url}"

    assert await send(url, json={"token": card.run.token}) == 200
    await until(lambda: rows(at_callbacks))
    ((app, what, size, answer),) = rows(at_callbacks)
    assert (app, what) == ("app", "POST webhook")
    assert size.endswith(" B")
    assert answer.startswith("200 ")
    assert card.run.status == "completed"
    assert at_callbacks.detail == "1 came"


async def test_what_was_refused_is_shown_too_newest_first(at_callbacks, qapp):
    await at_callbacks.app(action=WAITS, webhook=RAISES)
    url = await copied(at_callbacks, qapp, "app: webhook")
    assert await send(f"{url}0") == 404
    assert await send(url, "GET") == 405
    assert await send(url, json={}) == 500
    await until(lambda: len(rows(at_callbacks)) == 3)
    first, second, third = rows(at_callbacks)
    assert "no money" in first[3]
    assert second[1:] == ["GET webhook", "", "405 Wrong method · This address takes POST only."]
    assert third[:2] == ["", "POST unknown address"]


async def test_what_came_is_copied_as_text(at_callbacks, qapp):
    await at_callbacks.app(action=WAITS, webhook=RAISES)
    url = await copied(at_callbacks, qapp, "app: webhook")
    await send(url, "GET")
    await until(lambda: rows(at_callbacks))
    assert not at_callbacks.part("Callbacks.Copy").isEnabled()
    table = at_callbacks.callbacks.list
    table.setCurrentItem(table.topLevelItem(0))
    at_callbacks.click("Callbacks.Copy")
    first, last = qapp.clipboard().text().splitlines()
    assert first.endswith(f"GET {url.partition('//')[2].partition('/')[1]}{url.split('/', 3)[3]}")
    assert last == "Answered 405 Wrong method: This address takes POST only."


async def test_clear_forgets_what_came(at_callbacks, qapp):
    await at_callbacks.app(action=WAITS, webhook=ENDS)
    url = await copied(at_callbacks, qapp, "app: webhook")
    await send(url, "GET")
    await until(lambda: rows(at_callbacks))
    at_callbacks.click("Callbacks.Clear")
    assert rows(at_callbacks) == []
    assert len(at_callbacks.functions.callbacks.history) == 0
    assert at_callbacks.detail == ""


async def test_only_apps_that_can_be_called_back_have_an_address(at_callbacks):
    await at_callbacks.app("plain")
    found, menu = entries(at_callbacks)
    menu.close()
    assert list(found) == ["No app has a redirect or webhook function."]
    assert not at_callbacks.functions.callbacks.is_running

    await at_callbacks.app("signs & waits", redirect=ENDS, webhook=ENDS)
    found, menu = entries(at_callbacks)
    menu.close()
    assert [text.split(": ")[1] for text in found] == ["redirect", "webhook"]


async def test_many_at_once_are_all_shown(at_callbacks, qapp):
    await at_callbacks.app(action=WAITS, webhook=ENDS)
    url = await copied(at_callbacks, qapp, "app: webhook")
    async with aiohttp.ClientSession() as session:
        for _ in range(60):
            async with session.get(url) as answer:
                assert answer.status == 405
    await until(lambda: len(rows(at_callbacks)) == 60)
    assert at_callbacks.detail == "60 came"
