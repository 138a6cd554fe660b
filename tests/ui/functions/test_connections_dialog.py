"""The list of connected accounts: made, renewed, ended."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.support.function_samples import copied, service_of
from tests.support.waiting import until
from tests.ui.functions.test_connecting import KEY, Browser, account
from tests.ui.support.gestures import click, part, parts
from ui.dialogs import Question
from ui.functions.connections_dialog import ConnectionsDialog


@pytest.fixture
def shown(person):
    """A person who looks at the accounts of an app that needs one."""
    person.register("invoice", identity=account, authentication=KEY)
    return person


def dialog(person):
    found = person.window.findChildren(ConnectionsDialog)
    (one,) = [one for one in found if one.isVisible()]
    return one


async def connected(person, key="demo"):
    async def ask(_request):
        return {"api_key": key}

    functions = person.functions
    app = functions.apps["invoice"]
    return await functions.connections.connect(
        app, ask=ask, open_url=None, identify=functions.identify
    )


async def answer(person, which, qtbot):
    await until(lambda: [one for one in person.window.findChildren(Question) if one.isVisible()])
    (question,) = [one for one in person.window.findChildren(Question) if one.isVisible()]
    button = question.findChild(QPushButton, f"Dialog.{which}Button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_without_accounts_it_says_how_one_comes(shown, qtbot):
    shown.shell.part("Functions.Connections").trigger()
    assert (
        "No account is connected yet" in part(dialog(shown), "ConnectionsDialog.Empty.Text").text()
    )
    click(qtbot, dialog(shown), "ConnectionsDialog.Empty.Button")
    await shown.comes_to("Setup.Choose")
    shown.next()
    await shown.comes_to("Setup.Form")
    shown.type("api_key", "demo")
    shown.next()
    await shown.closed()
    assert part(dialog(shown), "ConnectionsDialog.Row.0.Account").text() == "Account of demo"
    assert shown.window.status.message == "Connected Invoice with Account of demo."


async def test_each_account_has_a_row_the_latest_first(shown):
    await connected(shown, "one")
    await connected(shown, "two")
    shown.window.functions.dialogs.show_connections()
    rows = dialog(shown).rows
    assert [one.connection.account for one in rows] == ["two", "one"]
    assert part(dialog(shown), "ConnectionsDialog.Row.0.Title").text() == "Invoice"
    assert "by answers · connected" in part(dialog(shown), "ConnectionsDialog.Row.0.State").text()
    assert "memory" in part(dialog(shown), "ConnectionsDialog.Where").text()


async def test_an_account_is_disconnected_after_a_question(shown, qtbot):
    await connected(shown)
    shown.window.functions.dialogs.show_connections()
    click(qtbot, dialog(shown), "ConnectionsDialog.Row.0.DisconnectButton")
    await answer(shown, "Reject", qtbot)
    assert len(shown.functions.connections) == 1
    click(qtbot, dialog(shown), "ConnectionsDialog.Row.0.DisconnectButton")
    await answer(shown, "Accept", qtbot)
    await until(lambda: len(shown.functions.connections) == 0)
    assert parts(dialog(shown), "ConnectionsDialog.Empty")


async def test_an_account_of_an_app_that_is_not_loaded_can_still_go(person, qtbot):
    unload = person.register("invoice", identity=account, authentication=KEY)
    await connected(person)
    unload()
    person.window.functions.dialogs.show_connections()
    state = part(dialog(person), "ConnectionsDialog.Row.0.State").text()
    assert "the app is not loaded" in state
    click(qtbot, dialog(person), "ConnectionsDialog.Row.0.DisconnectButton")
    await answer(person, "Accept", qtbot)
    await until(lambda: len(person.functions.connections) == 0)


async def test_a_token_is_renewed_on_request_and_a_refusal_is_told(person, qtbot, tmp_path):
    async with service_of("oauth_profile") as address:
        folder = copied("oauth_profile", tmp_path)
        settings = folder / "app.toml"
        settings.write_text(settings.read_text().replace("http://127.0.0.1:8474", address))
        await person.load(folder)
        browser = person.sim.browser = Browser()
        person.window.functions.dialogs.connect_account(app="oauth_profile")
        await person.comes_to("Setup.Account")
        person.next()
        await person.closed()
        person.window.functions.dialogs.show_connections()
        click(qtbot, dialog(person), "ConnectionsDialog.Row.0.RenewButton")
        state = "ConnectionsDialog.Row.0.State"
        await until(lambda: part(dialog(person), state).text() == "The token is fresh.", 15)
        await browser.aclose()
    click(qtbot, dialog(person), "ConnectionsDialog.Row.0.RenewButton")
    await until(lambda: part(dialog(person), state).property("role") == "error", 15)
    assert "fresh" not in part(dialog(person), state).text()
