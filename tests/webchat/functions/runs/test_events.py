"""What a function wants to happen, carried out through the action layer."""

import asyncio

from tests.support.cards import (
    RecordingBrowser,
    answering,
    card_of,
    completing,
    failed_click,
    invocations,
    opened,
    said,
)
from tests.support.simulation import notices, simulation


async def test_events_are_carried_out_in_order_by_the_side_in_the_apps_name():
    given = [said("First."), opened("https://example.com/sign"), said("Last.")]
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        card = await card_of(sim, {"action": answering(completing(*given))})
        await card.click()
        done = invocations(sim.webchat, "RunActionFunction", "SendMessage", "OpenUrl")[-4:]
        assert [one.action for one in done] == [
            "RunActionFunction",
            "SendMessage",
            "OpenUrl",
            "SendMessage",
        ]
        run, *others = done
        assert {(one.origin, one.owner, one.parent_id) for one in others} == {
            ("function", "contract", run.id)
        }
        assert card.bodies() == ["First.", "Last."]
        assert browser.opened == [("https://example.com/sign", "redirect")]
        assert sim.webchat.store.state.chat.channels[card.sid].messages[-1].is_from_me


async def test_two_runs_may_say_and_open_the_same_at_the_same_time():
    url, both = "https://example.com/sign", asyncio.Barrier(2)

    async def hold(_payload):
        await both.wait()

    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        given = completing(said("Done."), opened(url))
        first = await card_of(sim, {"action": answering(given)})
        second = await card_of(sim, sid=first.sid)
        sim.webchat.actions.add_listener("beforeSendMessage", hold)
        sim.webchat.actions.add_listener("beforeOpenUrl", hold)
        async with asyncio.timeout(5):
            done = await asyncio.gather(first.click(), second.click())
        assert [one["status"] for one in done] == ["completed", "completed"]
        assert second.bodies() == ["Done.", "Done."]
        assert browser.opened == [(url, "redirect")] * 2
        tokens = {one.payload["token"] for one in invocations(sim.webchat, "OpenUrl")}
        assert tokens == {one["token"] for one in done}


async def test_a_message_that_a_plugin_forbids_ends_the_run_and_what_follows_is_not_done(tmp_path):
    (tmp_path / "no_promises.py").write_text(
        "def init(app):\n"
        "    @app.webchat.actions.before('SendMessage')\n"
        "    def refuse(payload, cancel):\n"
        "        if 'promise' in payload['body']:\n"
        "            cancel()\n"
    )
    given = completing(said("Hello."), said("I promise."), said("Bye."))
    async with simulation() as sim:
        await sim.plugins.load(tmp_path / "no_promises.py")
        card = await card_of(sim, {"action": answering(given)})
        why = await failed_click(card)
        assert str(why) == (
            "The message was not sent: no_promises has forbidden it. "
            "Before that, 1 of its 3 events was carried out."
        )
        assert card.bodies() == ["Hello."]
        assert (card.run.status, card.run.message) == ("failed", str(why))
        assert card.card().steps == ("open",)
        assert card.shown().phase == "failed"
        assert card.shown().error_description == str(why)
        assert notices(sim.webchat) == []


async def test_a_plugin_forbids_an_address():
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        card = await card_of(sim, {"action": answering(completing(opened("https://example.com")))})
        sim.webchat.actions.add_listener("beforeOpenUrl", lambda _payload, cancel: cancel())
        why = await failed_click(card)
        assert str(why).startswith("The address was not opened: ")
        assert (browser.opened, card.run.status) == ([], "failed")


async def test_what_a_browser_does_otherwise_is_said_to_the_person_and_noted():
    given = completing(opened("https://example.com", open_type="webview"))
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser("Pages open in your browser here.")
        card = await card_of(sim, {"action": answering(given)})
        await card.click()
        assert browser.opened == [("https://example.com", "webview")]
        assert notices(sim.webchat) == ["Pages open in your browser here."]
        assert "Pages open in your browser here." in card.notes()
