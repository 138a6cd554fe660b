"""What stands in for a function in the chat: a pinned answer, or a failure that is forced."""

import pytest
from PySide6.QtCore import Qt

from tests.support.cards import failed_click
from tests.support.waiting import until
from webchat.actions import ActionFailedError

SAYS = """
async def handler(p):
    print("called")
    return {"output": {"status": "completed", "events": [
        {"type": "send_message", "options": {"text": "Hello"}}]}}
"""
SECRET = (
    'async def handler(p):\n    return {"output": {"message": p["credential"]["custom"]["key"]}}'
)


def press_pin(developer):
    developer.click("Bench.Result.PinEditor.Pin")


async def pinned(developer, text):
    """Pin an answer that is written by hand."""
    developer.click("Bench.Result.Pin")
    developer.type("Bench.Result.PinEditor.Answer.Text", text)
    press_pin(developer)


async def test_a_pinned_answer_is_what_a_click_gets_and_the_status_says_so(developer):
    await developer.app(action=SAYS)
    await developer.run()
    developer.click("Bench.Result.Pin")
    press_pin(developer)
    assert developer.part("Bench.InUse").currentText() == "returns the pinned answer"
    assert developer.detail == "1 app · 1 stub"
    developer.functions.log.clear()

    card = await developer.card()
    assert (await card.click())["status"] == "completed"
    assert card.bodies() == ["Hello"]
    assert [line.text for line in developer.functions.log] == []
    assert developer.said[-1] == (
        "A stub answered for the action function of app: it returns the pinned answer."
    )
    assert developer.text("Bench.Result.Particulars").endswith("a stub answered")


async def test_an_answer_is_edited_before_it_is_pinned_and_checked_meanwhile(developer):
    await developer.app(action=SAYS)
    await developer.run()
    developer.click("Bench.Result.Pin")
    assert developer.outcome == "The answer to pin"
    developer.type("Bench.Result.PinEditor.Answer.Text", '{"output": {"status": "done"}}')
    await until(lambda: "output.status" in "".join(developer.sentences))
    developer.type("Bench.Result.PinEditor.Answer.Text", '{"output": {"status": "cancelled"}}')
    await until(lambda: developer.sentences == ["The step is cancelled."])
    press_pin(developer)

    card = await developer.card()
    assert (await card.click())["status"] == "cancelled"


async def test_an_answer_is_pinned_without_any_call_before(developer):
    await developer.app(action=SAYS)
    await pinned(developer, '{"output": {"status": "completed"}}')
    card = await developer.card()
    await card.click()
    assert card.bodies() == []


async def test_what_is_no_json_cannot_be_pinned(developer):
    await developer.app(action=SAYS)
    developer.click("Bench.Result.Pin")
    developer.type("Bench.Result.PinEditor.Answer.Text", "{")
    assert not developer.part("Bench.Result.PinEditor.Pin").isEnabled()
    assert "no JSON" in developer.text("Bench.Result.PinEditor.Answer.Problem")
    assert developer.sentences == []


async def test_escape_leaves_the_editor_and_what_came_is_shown_again(developer):
    await developer.app(action=SAYS)
    await developer.run()
    before = developer.sentences
    developer.click("Bench.Result.Pin")
    area = developer.part("Bench.Result.PinEditor.Answer.Text")
    developer.qtbot.keyClick(area, Qt.Key.Key_Escape)
    assert developer.outcome == "Fits the contract"
    assert developer.sentences == before
    assert len(developer.functions.stubs) == 0
    assert developer.part("Bench.Result.Pin").hasFocus()


async def test_a_call_that_comes_while_one_writes_disturbs_nothing(developer):
    await developer.app(action=SAYS)
    developer.click("Bench.Result.Pin")
    developer.type("Bench.Result.PinEditor.Answer.Text", '{"output": {"status": "cancelled"}}')
    card = await developer.card()
    await card.click()
    assert developer.bench.result.pin_editor.answer == {"output": {"status": "cancelled"}}
    press_pin(developer)
    assert developer.outcome == "Fits the contract"


async def test_unpin_lets_the_function_run_itself_again(developer):
    await developer.app(action=SAYS)
    await pinned(developer, '{"output": {"status": "completed"}}')
    developer.click("Bench.Result.Unpin")
    assert developer.part("Bench.InUse").currentText() == "runs itself"
    card = await developer.card()
    await card.click()
    assert card.bodies() == ["Hello"]


async def test_the_bench_itself_passes_stubs_over(developer):
    await developer.app(action=SAYS)
    developer.select("Bench.InUse", "returns an error")
    await developer.run()
    assert developer.outcome == "Fits the contract"


async def test_a_forced_error_is_shown_on_the_card(developer):
    await developer.app(action=SAYS)
    developer.select("Bench.InUse", "returns an error")
    card = await developer.card()
    assert "Forced error" in str(await failed_click(card))
    assert card.shown().phase == "failed"


async def test_a_forced_wrong_shape_breaks_the_contract(developer):
    await developer.app(action=SAYS)
    developer.select("Bench.InUse", "returns a wrong shape")
    card = await developer.card()
    assert "breaks the contract" in str(await failed_click(card))
    assert list(developer.checks()) == [
        "/output/events/[0]/options/txt",
        "/output/events/[0]/options/text",
    ]


@pytest.mark.parametrize(
    ("how", "seconds", "outcome"), [("times out", 2.0, "failed"), ("is slow", 5.0, "completed")]
)
async def test_what_takes_long_takes_its_time(developer, clock, how, seconds, outcome):
    await developer.app(action=SAYS)
    developer.select("Bench.InUse", how)
    card = await developer.card()
    clicked = card.click()
    await until(lambda: developer.functions.clock.sleepers)
    assert developer.outcome == "Running …"
    await clock.advance(seconds)
    await until(lambda: card.call.outcome == outcome)
    if outcome == "failed":
        with pytest.raises(ActionFailedError, match="forces this time-out"):
            await clicked
    else:
        assert (await clicked)["status"] == "completed"


async def test_a_pin_comes_back_after_something_else_was_forced(developer):
    await developer.app(action=SAYS)
    await pinned(developer, '{"output": {"status": "cancelled"}}')
    developer.select("Bench.InUse", "is slow")
    developer.select("Bench.InUse", "returns the pinned answer")
    assert developer.functions.stubs.find("app", "action").answer == {
        "output": {"status": "cancelled"}
    }


async def test_to_choose_the_pinned_answer_while_there_is_none_is_to_write_one(developer):
    await developer.app(action=SAYS)
    developer.select("Bench.InUse", "returns the pinned answer")
    assert developer.sees("Bench.Result.PinEditor")
    assert developer.part("Bench.InUse").currentText() == "runs itself"


async def test_functions_with_a_stub_carry_a_pin(developer):
    await developer.app(action=SAYS, build=SAYS)
    developer.select("Bench.InUse", "is slow")
    functions = developer.part("Bench.Function")
    icons = {functions.itemText(n): functions.itemIcon(n).isNull() for n in range(2)}
    assert icons == {"build": True, "action": False}
    developer.select("Bench.Function", "build")
    assert developer.part("Bench.InUse").currentText() == "runs itself"


async def test_a_stub_set_elsewhere_is_shown(developer):
    await developer.app(action=SAYS)
    developer.functions.stubs.pin("app", "action", {"output": {}})
    assert developer.part("Bench.InUse").currentText() == "returns the pinned answer"
    developer.click("Bench.Result.Pin")
    assert developer.bench.result.pin_editor.answer == {"output": {}}


async def test_nothing_secret_is_said_of_an_answer(developer):
    developer.functions.masks.learn("hunter2")
    code = SAYS.replace("Hello", "Your key is hunter2")
    await developer.app(action=code)
    await developer.run()
    assert developer.sentences[0] == "The message “Your key is ••••••” is sent."
    assert "hunter2" not in str(developer.rows())


async def test_what_is_masked_in_an_answer_is_pointed_out_before_it_is_pinned(developer):
    await developer.app(action=SECRET)
    developer.functions.masks.learn("hunter2")
    developer.give('{"credential": {"custom": {"key": "hunter2"}}}')
    await developer.run()
    developer.click("Bench.Result.Pin")
    assert "••••••" in developer.bench.result.pin_editor.editor.text
    assert "hunter2" not in developer.bench.result.pin_editor.editor.text
    assert "write the value in its place" in developer.text("Bench.Result.PinEditor.Hint")
