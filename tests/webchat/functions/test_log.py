"""The log of functions: bounded, masked, and told once in a turn."""

import asyncio

import pytest

from tests.support.clock import ManualClock
from webchat.functions.log import LONGEST_LINE, FunctionLog, LogLine


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def log(clock):
    return FunctionLog(clock, lambda text: text.replace("secret", "••••••"), limit=5)


async def test_a_line_says_when_it_came_and_whose_it_is(log, clock):
    log.add("orders", "stdout", "one")
    await clock.advance(2)
    log.add("upload", "host", "two")
    start = clock.timestamp() - 2
    assert list(log) == [
        LogLine(start, "orders", "stdout", "one"),
        LogLine(start + 2, "upload", "host", "two"),
    ]


def test_a_text_of_several_lines_is_several_lines(log):
    log.add("a", "stdout", "one\n\ntwo")
    assert [one.text for one in log] == ["one", "", "two"]


def test_secrets_are_masked_before_anything_is_kept(log):
    log.add("a", "stderr", "a secret")
    assert [one.text for one in log] == ["a ••••••"]
    assert log.masked("secret") == "••••••"


def test_old_lines_make_room(log):
    for n in range(12):
        log.add("a", "stdout", str(n))
    assert [one.text for one in log] == ["7", "8", "9", "10", "11"]
    assert len(log) == 5


def test_a_long_line_is_cut_after_it_was_masked(log):
    log.add("a", "stdout", "x" * (LONGEST_LINE - 3) + "secret")
    (line,) = log
    assert line.text == "x" * (LONGEST_LINE - 3) + "•••" + " … (cut)"


def test_long_lines_are_kept_as_long_as_they_are_few(clock):
    log = FunctionLog(clock, str)
    for _ in range(5000):
        log.add("a", "stdout", "x" * LONGEST_LINE)
    assert sum(len(one.text) for one in log) <= 4_000_000


async def test_who_watches_is_told_once_in_a_turn(log):
    seen = []
    undo = log.subscribe(seen.append)
    for n in range(3):
        log.add("a", "stdout", str(n))
    assert seen == []
    await asyncio.sleep(0)
    assert [[one.text for one in news] for news in seen] == [["0", "1", "2"]]
    log.add("a", "stdout", "3")
    await asyncio.sleep(0)
    assert [one.text for one in seen[-1]] == ["3"]
    undo()
    undo()
    log.add("a", "stdout", "4")
    await asyncio.sleep(0)
    assert len(seen) == 2


async def test_news_are_no_more_than_what_is_kept(log):
    seen = []
    log.subscribe(seen.append)
    for n in range(100):
        log.add("a", "stdout", str(n))
    await asyncio.sleep(0)
    assert seen == [tuple(log)]


async def test_clearing_is_told_before_what_came_afterwards(log):
    seen = []
    log.subscribe(seen.append)
    log.add("a", "stdout", "before")
    log.clear()
    assert list(log) == []
    log.add("a", "stdout", "after")
    await asyncio.sleep(0)
    assert [[one.text for one in news] for news in seen] == [[], ["after"]]


async def test_one_bad_listener_keeps_nothing_from_the_others(log, caplog):
    seen = []
    log.subscribe(lambda _news: 1 / 0)
    log.subscribe(seen.append)
    log.add("a", "stdout", "one")
    await asyncio.sleep(0)
    assert len(seen) == 1
    assert "A listener of the functions' log failed" in caplog.text


def test_a_log_that_nobody_watches_needs_no_loop(log):
    log.add("a", "stdout", "one")
    log.clear()
    assert len(log) == 0
