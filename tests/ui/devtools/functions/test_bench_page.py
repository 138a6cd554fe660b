"""The bench runs one function alone, and shows what it returned against the contract."""

import json

import pytest
from PySide6.QtCore import Qt

from tests.support.waiting import until

GREETS = """
async def handler(p):
    print("Hello", p["input"].get("name", "nobody"))
    return {"output": {"events": [{"type": "send_message", "options": {"text": "Hello"}}],
                       "status": "completed"}}
"""
RAISES = """
def number_of(order):
    return order["number"]

async def handler(p):
    return {"output": {"status": number_of(p["input"])}}
"""
WRONG = """
async def handler(p):
    return {"output": {"status": "done", "events": [
        {"type": "open_url", "options": {"url": "javascript:alert(1)"}},
        {"type": "send_message", "options": {}}]}}
"""
SLEEPS = "import asyncio\n\nasync def handler(p):\n    await asyncio.sleep(60)\n"


async def test_what_fits_is_shown_with_what_would_follow_from_it(developer):
    await developer.app(action=GREETS)
    developer.give('{"input": {"name": "Ada"}}')
    await developer.run()
    assert developer.outcome == "Fits the contract"
    assert ("/output/events/[0]/options/text", '"Hello"', "") in developer.rows()
    assert developer.sentences == ["The message “Hello” is sent.", "The step is completed."]
    assert developer.checks() == {}
    assert "ms" in developer.text("Bench.Result.Particulars")


async def test_nothing_follows_from_it_in_the_chat(developer):
    await developer.app(action=GREETS)
    await developer.run()
    assert developer.sim.webchat.store.state.chat.channels == {}
    assert list(developer.functions.runs) == []


async def test_what_breaks_the_contract_is_marked_at_its_field_even_where_that_is_missing(
    developer,
):
    await developer.app(action=WRONG)
    await developer.run()
    assert developer.outcome == "Breaks the contract"
    checks = developer.checks()
    assert set(checks) == {
        "/output/status",
        "/output/events/[0]/options/url",
        "/output/events/[1]/options/text",
    }
    assert "http or https" in checks["/output/events/[0]/options/url"]
    assert ("/output/events/[1]/options/text", "missing") in [row[:2] for row in developer.rows()]
    assert len(developer.sentences) == 3


async def test_a_sentence_leads_to_its_field(developer):
    await developer.app(action=WRONG)
    await developer.run()
    sentences = developer.bench.result.sentences
    item = sentences.item(2)
    place = sentences.visualItemRect(item).center()
    developer.qtbot.mouseClick(sentences.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert developer.bench.result.tree.currentItem().text(0) == "text"


async def test_what_was_raised_is_shown_with_its_lines(developer):
    await developer.app(action=RAISES)
    developer.give('{"input": {}}')
    await developer.run()
    assert developer.outcome == "Raised an exception"
    assert "KeyError: 'number'" in developer.sentences[0]
    trace = developer.part("Bench.Result.Trace").toPlainText()
    assert 'return order["number"]' in trace
    assert trace.rstrip().endswith("KeyError: 'number'")
    assert not developer.sees("Bench.Result.Answer")


async def test_a_function_that_takes_too_long_fails(developer):
    await developer.app(action=SLEEPS, app_toml="timeout = 0.3")
    await developer.run()
    assert developer.outcome == "Failed"
    assert "within 0.3 s" in developer.sentences[0]
    assert developer.text("Bench.Result.Empty.Text") == "There is no answer."


async def test_run_becomes_cancel_and_stops_it(developer):
    await developer.app(action=SLEEPS)
    developer.click("Bench.Run")
    await until(lambda: developer.outcome == "Running …")
    assert developer.text("Bench.Run") == "Cancel"
    await developer.run()
    assert developer.outcome == "Cancelled"


async def test_one_that_returns_nothing_breaks_the_contract_as_a_whole(developer):
    await developer.app(action="async def handler(p):\n    pass\n")
    await developer.run()
    ((where, value, check),) = developer.rows()
    assert (where, value) == ("/answer", "null")
    assert "object" in check


async def test_what_it_remarks_is_said_at_the_field_too(developer):
    await developer.app(
        action='async def handler(p):\n    return {"output": {"statut": "completed"}}'
    )
    await developer.run()
    assert developer.outcome == "Fits the contract"
    assert list(developer.checks()) == ["/output/statut"]


# What it gets


async def test_an_example_of_the_contract_is_filled_in_at_first(developer):
    await developer.app("waits", app_toml='kind = "await"', build=GREETS)
    assert developer.parameters["context"] == {"action_key": "example", "attempts": 1}
    assert "credential" not in developer.parameters
    developer.select("Bench.Function", "build")
    assert developer.parameters["input"] == {}


async def test_what_it_got_last_can_be_filled_in_and_that_can_be_undone(developer):
    await developer.app(action=GREETS)
    developer.give('{"input": {"name": "Ada"}}')
    await developer.run()
    developer.give('{"input": {"name": "Grace"}}')
    developer.click("Bench.Refill")
    assert developer.parameters == {"input": {"name": "Ada"}}
    area = developer.part("Bench.Parameters.Text")
    developer.qtbot.keyClick(area, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert developer.parameters == {"input": {"name": "Grace"}}


async def test_each_function_keeps_what_was_edited_for_it(developer):
    await developer.app("one")
    await developer.app("two")
    developer.select("Bench.App", "one")
    developer.give('{"input": {"number": 1}')  # not even JSON yet
    developer.select("Bench.App", "two")
    developer.give('{"input": {"number": 2}}')
    developer.select("Bench.App", "one")
    assert developer.bench.editor.text == '{"input": {"number": 1}'
    developer.select("Bench.App", "two")
    assert developer.parameters == {"input": {"number": 2}}


async def test_ctrl_enter_runs_it(developer):
    await developer.app(action=GREETS)
    area = developer.part("Bench.Parameters.Text")
    developer.qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await developer.over()
    assert developer.outcome == "Fits the contract"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"input": ', "no JSON"),
        ("[1]", "in braces"),
        ('{"input": NaN}', "NaN is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("", "no JSON"),
    ],
)
async def test_what_is_no_object_cannot_be_run_and_says_why(developer, text, why):
    await developer.app()
    developer.give(text)
    assert why in developer.text("Bench.Parameters.Problem")
    assert not developer.part("Bench.Run").isEnabled()
    developer.give("{}")
    assert not developer.sees("Bench.Parameters.Problem")
    assert developer.part("Bench.Run").isEnabled()


# Apps


async def test_without_an_app_it_offers_to_load_one(developer):
    assert not developer.part("Bench.Run").isEnabled()
    developer.click("Bench.Result.Empty.Button")
    assert developer.loads == 1
    await developer.app()
    assert not developer.sees("Bench.Result.Empty.Button")
    assert developer.detail == "1 app"


async def test_an_app_that_cannot_be_read_says_why_and_is_read_again(developer):
    await developer.app("broken", app_toml='kind = "nonsense"')
    assert developer.detail == "1 app · 1 in trouble"
    assert "nonsense" in developer.text("Bench.Trouble.Text")
    assert not developer.part("Bench.Run").isEnabled()
    developer.functions.apps.unwatch()
    (developer.folder / "broken" / "app.toml").write_text("")
    developer.click("Bench.Trouble.Reload")
    await until(lambda: not developer.sees("Bench.Trouble"))
    assert developer.said == ["Reloaded broken."]
    await developer.run()
    assert developer.outcome == "Fits the contract"


async def test_while_a_new_version_cannot_be_read_the_one_before_can_be_run(developer):
    await developer.app()
    await developer.app(app_toml="timeout = -1")
    assert developer.text("Bench.Trouble.Text").endswith("The version before counts.")
    await developer.run()
    assert developer.outcome == "Fits the contract"


async def test_what_is_odd_about_an_app_is_said(developer):
    await developer.app(app_toml='colour = "red"')
    assert "colour" in developer.text("Bench.Trouble.Text")
    assert not developer.sees("Bench.Trouble.Reload")


async def test_an_app_that_goes_takes_its_call_along(developer):
    await developer.app()
    await developer.run()
    await developer.functions.apps.unload("app")
    assert developer.outcome == "Answer"
    assert developer.bench.editor.text == ""


# Saving


async def test_saving_runs_it_again_with_what_is_being_edited(developer):
    entry = await developer.app(action=GREETS)
    developer.click("Bench.Again")
    developer.give('{"input": {"name": "Ada"}}')
    await until(lambda: developer.functions.apps.is_watching)
    code = GREETS.replace('"Hello"}', "f\"Bye {p['input']['name']}\"}")
    (entry.path / "action.py").write_text(code)
    await until(lambda: developer.sentences[:1] == ["The message “Bye Ada” is sent."], 20)
    assert developer.parameters == {"input": {"name": "Ada"}}
    assert developer.part("Bench.Again").isChecked()


async def test_saving_while_it_runs_runs_the_new_version_alone(developer):
    entry = await developer.app(action=SLEEPS)
    developer.click("Bench.Again")
    developer.click("Bench.Run")
    await until(lambda: developer.outcome == "Running …")
    (entry.path / "action.py").write_text(GREETS)
    await until(lambda: developer.outcome == "Fits the contract", 20)
    assert [one.outcome for one in developer.functions.calls] == ["cancelled", "completed"]


async def test_saving_runs_nothing_unless_asked_for(developer):
    entry = await developer.app(action=GREETS)
    saved = []
    developer.functions.apps.subscribe_to_saves(saved.append)
    (entry.path / "action.py").write_text(GREETS.replace("Hello", "Bye"))
    await until(lambda: saved == ["app"], 20)
    assert list(developer.functions.calls) == []


# Calls of others


async def test_the_call_of_a_click_in_the_chat_is_followed(developer):
    await developer.app(action=GREETS)
    card = await developer.card()
    await card.click()
    await until(lambda: developer.outcome == "Fits the contract")
    assert developer.text("Bench.Result.Particulars").split(" · ")[1].startswith("called at")
    assert developer.parameters["input"] == {"page": 1}
    assert developer.parameters["callback"]["token"] == card.run.token


async def test_a_click_leaves_alone_what_is_being_edited(developer):
    await developer.app(action=GREETS)
    card = await developer.card()
    developer.give('{"input": {"name": "Ada"}}')
    await card.click()
    await until(lambda: developer.outcome == "Fits the contract")
    assert developer.parameters == {"input": {"name": "Ada"}}
    developer.click("Bench.Refill")
    assert developer.parameters["input"] == {"page": 1}


async def test_a_call_that_comes_while_nobody_looks_is_there_later(developer):
    await developer.app(action=GREETS)
    developer.page("runs")
    await until(lambda: not developer.bench.is_watched)
    card = await developer.card()
    await card.click()
    assert developer.bench.result.sentences.texts == []
    developer.page("bench")
    await until(lambda: developer.sentences)
    assert developer.outcome == "Fits the contract"
    assert developer.parameters["input"] == {"page": 1}


async def test_a_function_is_shown_from_elsewhere_by_its_name(developer):
    await developer.app("one")
    await developer.app("two", build=GREETS)
    developer.page("log")
    developer.dock.show_in_bench("two", "build")
    assert developer.part("Bench.App").currentText() == "two"
    assert developer.part("Bench.Function").currentText() == "build"
    developer.dock.show_in_bench("three", "action")
    assert developer.part("Bench.App").currentText() == "two"


async def test_a_screen_reader_is_told_how_it_went(developer, announcements):
    await developer.app(action=WRONG)
    await developer.run()
    assert announcements[-1][0].startswith("Breaks the contract. “output.status” should be")


async def test_an_answer_of_many_fields_is_cut_but_not_its_findings(developer):
    many = [{"type": "send_message", "options": {"text": str(number)}} for number in range(3000)]
    many[-1] = {"type": "send_message", "options": {"text": 7}}
    code = "import json\nasync def handler(p):\n    return json.loads(%r)\n"
    await developer.app(action=code % json.dumps({"output": {"events": many}}))
    await developer.run()
    assert 2000 < len(developer.rows()) < 2010
    (check,) = developer.checks()
    assert check.endswith("[2999].options.text")
