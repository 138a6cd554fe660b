"""What may go wrong with a click: the run fails with a sentence, and the button comes back."""

import pytest

from tests.support.cards import (
    COMPLETED,
    answering,
    card_of,
    completing,
    failed_click,
    opened,
    said,
)
from tests.support.simulation import notices, simulation
from webchat.errors import (
    FunctionAppError,
    FunctionContractError,
    FunctionError,
    FunctionTimeoutError,
    HandlerError,
)


async def test_an_error_is_shown_on_the_card_and_the_button_comes_back():
    error = {"error": {"title": "No stock", "description": "Order again on Monday."}}
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(error, COMPLETED)})
        why = await failed_click(card)
        assert str(why) == "No stock: Order again on Monday."
        shown = card.shown()
        assert (shown.phase, shown.error_title) == ("failed", "No stock")
        assert shown.error_description == "Order again on Monday."
        assert (card.run.status, card.card().steps) == ("failed", ("open",))
        assert notices(sim.webchat) == []
        await card.click()
        assert card.shown() is None
        assert [run.status for run in sim.functions.runs] == ["failed", "completed"]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (None, FunctionContractError, "breaks the contract"),
        ({"output": {"status": "done"}}, FunctionContractError, "output.status"),
        (
            completing(said("Hello."), opened("javascript:alert(1)")),
            FunctionContractError,
            "output.events[1].options.url",
        ),
        (ValueError("no such order"), HandlerError, "no such order"),
        (SystemExit(3), FunctionError, ""),
    ],
)
async def test_what_a_function_does_wrong_fails_the_run_with_a_sentence(answer, kind, words):
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(answer)})
        why = await failed_click(card)
        assert isinstance(why, kind)
        assert words in str(why)
        assert (card.run.status, card.run.message) == ("failed", str(why))
        assert card.shown().error_description == str(why)
        assert card.shown().error_title == "“Sign” did not work"
        assert (card.bodies(), card.card().steps) == ([], ("open",))
        call = card.call
        assert (call.outcome, call.error) == ("failed", str(why))


async def test_a_function_that_takes_too_long_fails(tmp_path):
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "action.py").write_text(
        "import asyncio\n\nasync def handler(parameters):\n    await asyncio.sleep(60)\n"
    )
    (tmp_path / "slow" / "app.toml").write_text("timeout = 0.3\n")
    async with simulation() as sim:
        sim.functions.apps.register(tmp_path / "slow")
        card = await card_of(sim, name="slow")
        why = await failed_click(card)
        assert isinstance(why, FunctionTimeoutError)
        assert card.card().steps == ("open",)


async def test_a_card_whose_app_is_not_loaded_says_how_to_load_it():
    async with simulation() as sim:
        card = await card_of(sim, name="orders")
        why = await failed_click(card)
        assert isinstance(why, FunctionAppError)
        assert "'orders'" in str(why)
        assert "Load it with Functions > Load…" in str(why)
        assert card.shown().error_description == str(why)
        sim.functions.apps.register({"action": answering(COMPLETED)}, name="orders")
        await card.click()
        assert card.card().status == "completed"


async def test_an_app_that_runs_by_itself_has_no_buttons():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED)}, kind="automation")
        assert "“automation”, which runs by itself" in str(await failed_click(card))
