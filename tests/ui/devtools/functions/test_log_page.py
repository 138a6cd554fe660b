"""The log shows what functions print: filtered, cleared, and in bursts that hold nothing up."""

import time
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tests.support.waiting import until
from ui.theme import Theme

PRINTS = """
import sys

async def handler(p):
    print("first line")
    print("a warning", file=sys.stderr)
    return {"output": {"status": "completed"}}
"""


@pytest.fixture
async def at_log(developer):
    developer.log = developer.page("log")
    await until(lambda: developer.log.is_watched)
    return developer


def lines(developer):
    assert developer.log.is_settled
    return developer.log.area.toPlainText().splitlines()


async def settled(developer, count):
    await until(lambda: developer.log.is_settled and len(lines(developer)) == count)


def add(developer, *texts, app="app", stream="stdout"):
    for text in texts:
        developer.functions.log.add(app, stream, text)


def colour_of(developer, number):
    block = developer.log.area.document().findBlockByNumber(number)
    return block.begin().fragment().charFormat().foreground().color()


async def test_what_a_function_prints_is_shown_and_errors_are_marked(at_log):
    await at_log.app(action=PRINTS)
    at_log.page("bench")
    await at_log.run()
    at_log.page("log")
    await until(lambda: at_log.log.is_watched and "a warning" in at_log.log.area.toPlainText())
    host, first, warning = lines(at_log)
    assert "runs as process" in host
    assert first.endswith("app              first line")
    assert "! app" in warning
    assert colour_of(at_log, 2) == QColor(Theme.instance().tokens.failed)
    assert colour_of(at_log, 1) == QColor(Theme.instance().tokens.text)


async def test_the_filter_finds_words_and_can_be_taken_back(at_log):
    add(at_log, "apples", "pears", "more apples")
    await settled(at_log, 3)
    at_log.qtbot.keyClicks(at_log.part("Log.Filter"), "APPLES")
    await settled(at_log, 2)
    assert at_log.detail == "2 of 3 lines · keeps 5,000"
    add(at_log, "plums", "apples again")
    await settled(at_log, 3)

    at_log.qtbot.keyClicks(at_log.part("Log.Filter"), " and cherries")
    await until(lambda: at_log.sees("Log.Empty"))
    assert at_log.text("Log.Empty.Text") == "No line matches."
    at_log.click("Log.Empty.Button")
    await settled(at_log, 5)


async def test_one_app_alone_can_be_looked_at(at_log):
    add(at_log, "mine")
    add(at_log, "theirs", app="a_very_long_name_of_an_app")
    await settled(at_log, 2)
    assert "a_very_long_nam… theirs" in lines(at_log)[1]
    at_log.select("Log.App", "a_very_long_name_of_an_app")
    await settled(at_log, 1)
    assert lines(at_log)[0].endswith("   theirs")
    assert "a_very" not in lines(at_log)[0]


async def test_clear_forgets_every_line_and_every_app(at_log):
    add(at_log, "one", "two")
    await settled(at_log, 2)
    at_log.click("Log.Clear")
    await until(lambda: at_log.sees("Log.Empty"))
    assert len(at_log.functions.log) == 0
    assert at_log.part("Log.App").count() == 1
    assert not at_log.part("Log.Clear").isEnabled()
    assert at_log.text("Log.Empty.Text").startswith("Nothing yet.")


async def test_a_burst_is_shown_whole_in_turns_that_are_short(at_log):
    longest, before = 0.0, time.perf_counter()
    for number in range(5000):
        add(at_log, f"line {number}", stream="stderr" if number % 7 == 0 else "stdout")

    def is_over():
        nonlocal longest, before
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
        return at_log.log.is_settled and at_log.log.area.blockCount() == 5000

    before = time.perf_counter()
    await until(is_over)
    assert longest < 0.25  # some 15 ms, where nothing else runs
    assert lines(at_log)[-1].endswith("line 4999")
    assert Counter("!" in line for line in lines(at_log)) == {True: 715, False: 4285}
    assert at_log.detail == "5,000 lines · keeps 5,000"


async def test_the_newest_lines_are_kept(at_log):
    for number in range(7000):
        add(at_log, f"line {number}")
    await settled(at_log, 5000)
    assert lines(at_log)[0].endswith("line 2000")


async def test_it_follows_the_end_until_somebody_reads_further_up(at_log):
    add(at_log, *(f"line {number}" for number in range(300)))
    await settled(at_log, 300)
    bar = at_log.log.area.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(20)
    top = at_log.log.area.firstVisibleBlock().text()
    add(at_log, *(f"more {number}" for number in range(300)))
    await settled(at_log, 600)
    assert bar.value() == 20
    assert at_log.log.area.firstVisibleBlock().text() == top
    bar.setValue(bar.maximum())
    add(at_log, "last")
    await settled(at_log, 601)
    assert bar.value() == bar.maximum()


async def test_what_is_read_stays_in_its_place_while_old_lines_go(at_log):
    add(at_log, *(f"line {number}" for number in range(5000)))
    await settled(at_log, 5000)
    bar = at_log.log.area.verticalScrollBar()
    bar.setValue(3000)
    add(at_log, *(f"more {number}" for number in range(700)))
    await until(lambda: at_log.log.is_settled and lines(at_log)[-1].endswith("more 699"))
    assert bar.value() == 2300


async def test_lines_that_come_while_nobody_looks_are_there_later(at_log):
    at_log.page("runs")
    await until(lambda: not at_log.log.is_watched)
    add(at_log, "meanwhile")
    assert at_log.log.area.toPlainText() == ""
    at_log.page("log")
    await settled(at_log, 1)


async def test_nothing_printed_can_pass_for_another_line_or_for_markup(at_log):
    add(at_log, "one\rtwo\u2028three\u2029four\x0bfive\x0csix<b>bold</b>")
    await settled(at_log, 1)
    assert lines(at_log)[0].endswith("one two three four five six<b>bold</b>")


async def test_what_is_selected_is_copied(at_log, qapp):
    add(at_log, "one", "two")
    await settled(at_log, 2)
    area = at_log.part("Log.Lines")
    area.setFocus()
    at_log.qtbot.keyClick(area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    at_log.qtbot.keyClick(area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text().splitlines()[1].endswith("two")


async def test_another_look_has_other_colours(at_log):
    add(at_log, "wrong", stream="stderr")
    await settled(at_log, 1)
    light = colour_of(at_log, 0)
    Theme.instance().set_scheme("dark")
    await settled(at_log, 1)
    assert colour_of(at_log, 0) == QColor(Theme.instance().tokens.failed) != light
