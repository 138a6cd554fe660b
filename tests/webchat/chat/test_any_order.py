"""Whatever happens in whatever order, a client shows a gapless end of what the centre keeps."""

import asyncio
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from random import Random
from typing import Any, cast
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import ManualClock
from tests.support.slow_centre import SID, SlowCentre
from webchat.centre.line import CONNECTING_SECONDS, Line
from webchat.chat.client import ChatClient
from webchat.config import Config
from webchat.errors import CentreError
from webchat.model import Member
from webchat.state import State, Store
from webchat.tasks import TaskBag

BODIES = st.sampled_from(["yes", "no"])
BREAK = st.sampled_from([("cut",), ("back",), ("back",), ("restore",), ("pass_",)])
RARE = st.sampled_from([("load",), ("loaded",), ("read",)])
STEPS = st.one_of(
    st.tuples(st.just("older"), st.sampled_from([None, 0, 1, 3])),
    st.tuples(st.just("other"), BODIES),
    st.just(("send",)),
    st.tuples(st.just("deliver"), BODIES),
    st.tuples(st.just("interrupt"), BODIES, st.integers(1, 9)),
    BREAK,
    RARE,
    st.tuples(st.sampled_from(["mark", "mark", "set_"]), st.integers(0, 30), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.integers(0, 20)),
)
FIRST = st.sampled_from([[("load",)], [("load",), ("loaded",)]])


class Run:
    """One client on a line to a centre with its own sense of time."""

    def __init__(self, random, history, read):
        people = Member("ada", "Ada", last_read_index=min(read, history - 1)), Member("bob", "Bob")
        self.centre = SlowCentre(random, people)
        for index in range(history):
            self.centre.now("bob" if index % 3 else "ada", f"old {index}")
        self.clock, self.tasks, self.doing = ManualClock(), TaskBag("ada"), TaskBag("steps")
        self.store = Store(State(Config()))
        self.line = Line(cast("Any", self.centre), clock=self.clock, tasks=self.tasks)
        self.client = ChatClient(
            self.line, "ada", "Ada", store=self.store, clock=self.clock, tasks=self.tasks
        )
        self.delivered = Counter()
        self.wrong = []  # what a subscriber raises would only be logged
        self.store.subscribe(lambda state: state.chat, self.check_always)

    @property
    def channel(self):
        return self.store.state.chat.channels.get(SID)

    # what may happen

    def load(self):
        self.go(self.client.load(SID))

    def unload(self):
        self.client.unload(SID)

    def older(self, limit):
        self.go(self.client.channel(SID).load_older(limit))

    def other(self, body):
        self.centre.now("bob", body)

    def mark(self, index, value):
        if index < len(self.centre.said):
            self.centre.mark(index, {"n": value})

    def set_(self, index, value):
        channel = self.client.channel(SID)
        self.go(channel.set_message_attributes(f"IM{index}", {"n": value}))

    def send(self):
        self.go(self.client.channel(SID).send_message("unseen"))

    def deliver(self, body):
        if self.channel is not None:
            self.delivered[body] += 1
            self.go(self.client.deliver(SID, body))

    async def interrupt(self, body, turns):
        self.deliver(body)
        await self.wait(turns)
        self.line.cut()

    def cut(self):
        self.line.cut()

    def restore(self):
        self.line.restore()

    async def back(self):
        self.line.restore()
        await self.clock.advance(CONNECTING_SECONDS)

    async def pass_(self):
        await self.clock.advance(CONNECTING_SECONDS / 2)

    async def loaded(self):
        while self.doing:
            await asyncio.wait(tuple(self.doing))

    def read(self):
        if self.channel is not None and self.channel.messages:
            index = self.channel.messages[-1].index
            if index is not None:
                self.go(self.client.consume(SID, index))

    async def wait(self, turns):
        for _ in range(turns):
            await asyncio.sleep(0)

    async def settle(self):
        """Let the connection be back and everything be over."""
        self.line.restore()
        for _ in range(1000):
            await self.clock.advance(CONNECTING_SECONDS)
            if not (self.doing or self.centre.is_busy or self.tasks):
                return
        raise AssertionError(f"Something never ends: {self.doing} {self.tasks}")

    def go(self, coroutine):
        async def run():
            with suppress(CentreError):
                await coroutine

        self.doing.spawn(run(), name="step")

    # what must be so

    def check_always(self, chat):
        for channel in chat.channels.values():
            taken = [one for one in channel.messages if one.index is not None]
            indexes = [one.index for one in taken]
            if (
                list(channel.messages[: len(taken)]) != taken
                or indexes != sorted(set(indexes))
                or [one.sid for one in taken] != [self.centre.said[i].sid for i in indexes]
                or any(gap_before(one, after) for one, after in pairwise(taken))
            ):
                self.wrong.append(channel.messages)

    def check_settled(self):
        channel, said = self.channel, self.centre.said
        taken = [one for one in channel.messages if one.index is not None]
        waiting = channel.messages[len(taken) :]
        first = taken[0].index if taken else len(said)
        assert [one.sid for one in taken] == [one.sid for one in said[first:]]
        assert [one.attributes for one in taken] == [one.attributes for one in said[first:]]
        assert channel.has_older_messages == (first > 0)
        read = self.centre.people["ada"].last_read_index
        unread = [one for one in taken if one.author == "bob" and one.index > read]
        assert list(channel.unconsumed_messages) == unread
        assert {one.status for one in waiting} <= {"failed"}
        assert {name: one.last_read_index for name, one in channel.members.items()} == {
            name: one.last_read_index for name, one in self.centre.people.items()
        }


def gap_before(message, after):
    """Whether something is missing before *after* that is not still on its way to us."""
    return after.index != message.index + 1 and not after.is_from_me


async def run(random, history, read, steps):
    one = Run(random, history, read)
    await one.centre.settled()
    failures = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: failures.append(context)
    )
    for name, *arguments in steps:
        done = getattr(one, name)(*arguments)
        if done is not None:
            await done
    await one.settle()
    if one.channel is None:
        one.load()
        await one.settle()
    one.check_settled()
    await one.client.channel(SID).load_older(0)
    assert len([m for m in one.channel.messages if m.index is not None]) == len(one.centre.said)
    one.check_settled()
    if ("unload",) not in steps:
        check_sent(one)
    await one.client.aclose()
    assert await one.tasks.aclose() == await one.doing.aclose() == ()
    assert failures == one.wrong == []


def check_sent(one):
    """Each message that was delivered is shown once: as sent if the centre has it, else failed."""
    taken = Counter(
        m.body for m in one.centre.said if m.author == "ada" and m.body in ("yes", "no")
    )
    failed = Counter(m.body for m in one.channel.messages if m.status == "failed")
    assert taken + failed == one.delivered


@given(
    st.integers(0, 1 << 32),  # not a random that hypothesis draws: it ends tasks by an exception
    st.integers(0, 30),
    st.integers(-1, 30),
    FIRST,
    st.lists(STEPS, min_size=8, max_size=30)
    | st.lists(STEPS | st.just(("unload",)), min_size=8, max_size=30),
)
@settings(deadline=None, max_examples=200)
def test_a_client_shows_a_gapless_end_of_the_history_whatever_happens(
    seed, history, read, first, steps
):
    with (
        patch("webchat.chat.history.PAGE", 5),
        patch("webchat.chat.history._CHUNK", 4),
        patch("webchat.chat.client.MOST_UNREAD", 12),
    ):
        asyncio.run(run(Random(seed), history, read, [*first, *steps]))
