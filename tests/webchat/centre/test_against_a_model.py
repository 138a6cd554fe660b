"""Whatever is asked in whatever order, the centre answers as a few lines of plain Python do."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import START, ManualClock
from webchat.centre.embedded import EmbeddedCentre
from webchat.centre.events import MessageAdded
from webchat.clock import random_id
from webchat.errors import (
    CentreError,
    ChannelClosedError,
    MessageRefusedError,
    NotAMemberError,
    UnknownChannelError,
)
from webchat.model import Member

SIDS = st.sampled_from(["CHa", "CHb"])
PEOPLE = st.sampled_from(["ada", "bob", "eve"])
BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
OPERATIONS = st.one_of(
    st.tuples(st.just("open"), SIDS, PEOPLE),
    st.tuples(st.just("join"), SIDS, PEOPLE),
    st.tuples(st.just("leave"), SIDS, PEOPLE),
    st.tuples(st.just("send"), SIDS, PEOPLE, BODIES),
    st.tuples(st.just("send"), SIDS, PEOPLE, BODIES),
    st.tuples(st.just("read"), SIDS, PEOPLE, st.integers(-2, 9)),
    st.tuples(st.just("close"), SIDS),
    st.tuples(st.just("page"), SIDS, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)),
)


class Chat:
    def __init__(self, owner):
        self.owner, self.active, self.members, self.bodies = owner, True, {}, []


class Model:
    """The protocol, in memory, without a care for speed or crashes."""

    def __init__(self):
        self.chats = {}

    def chat(self, sid):
        if sid not in self.chats:
            raise UnknownChannelError
        return self.chats[sid]

    def active(self, sid):
        if not self.chat(sid).active:
            raise ChannelClosedError
        return self.chats[sid]

    def member(self, sid, who):
        if who not in self.chats[sid].members:
            raise NotAMemberError
        return self.chats[sid].members[who]

    def open(self, sid, who):
        chat = self.chats.setdefault(sid, Chat(who))
        if chat.owner != who:
            raise CentreError
        if chat.active:
            self.join(sid, who)

    def join(self, sid, who):
        members = self.active(sid).members
        before = members.get(who, Member(who, who))
        members[who] = replace(before, online=True, joined=START, left=None)

    def leave(self, sid, who):
        members = self.chat(sid).members
        if who in members:
            members[who] = replace(members[who], online=False, left=START)

    def send(self, sid, who, body):
        if not body.strip():
            raise MessageRefusedError
        chat = self.active(sid)
        if not self.member(sid, who).online:
            raise NotAMemberError
        chat.bodies.append((who, body))
        return len(chat.bodies) - 1

    def read(self, sid, who, index):
        chat = self.chat(sid)
        before = self.member(sid, who)
        index = max(before.last_read_index, min(index, len(chat.bodies) - 1))
        chat.members[who] = replace(before, last_read_index=index)

    def close(self, sid):
        self.chat(sid).active = False

    def page(self, sid, before, limit):
        bodies = self.chat(sid).bodies[:before]
        return bodies if limit is None else bodies[max(0, len(bodies) - limit) :]


class Real:
    """The same methods on a centre."""

    def __init__(self, centre):
        self.centre = centre

    async def open(self, sid, who):
        await self.centre.open_channel(Member(who, who), sid=sid)

    async def join(self, sid, who):
        await self.centre.join(sid, Member(who, who))

    async def leave(self, sid, who):
        await self.centre.leave(sid, who)

    async def send(self, sid, who, body):
        return (await self.centre.send_message(sid, who, body)).index

    async def read(self, sid, who, index):
        await self.centre.set_read_horizon(sid, who, index)

    async def close(self, sid):
        await self.centre.close_channel(sid)

    async def page(self, sid, before, limit):
        page = await self.centre.messages(sid, before=before, limit=limit)
        return [(one.author, one.body) for one in page]


async def check(path, model, steps):
    """Do *steps* with both, then compare everything that is kept."""
    centre = EmbeddedCentre(path, clock=ManualClock(), ids=random_id)
    await centre.open()
    told = []
    centre.subscribe(told.append)
    try:
        for name, *arguments in steps:
            try:
                expected = getattr(model, name)(*arguments)
            except CentreError as error:
                expected = type(error)
            try:
                came = await getattr(Real(centre), name)(*arguments)
            except CentreError as error:
                came = type(error)
            assert came == expected, (name, arguments)
        for sid, chat in model.chats.items():
            assert {one.identity: one for one in await centre.members(sid)} == chat.members
            assert (await centre.channel(sid)).status == ("active" if chat.active else "inactive")
            kept = await centre.messages(sid)
            assert [(one.author, one.body) for one in kept] == chat.bodies
            heard = [e.message for e in told if isinstance(e, MessageAdded) if e.channel_sid == sid]
            assert list(kept)[len(kept) - len(heard) :] == heard
    finally:
        await centre.aclose()


@given(st.lists(OPERATIONS, max_size=25), st.lists(OPERATIONS, max_size=10))
@settings(deadline=None, max_examples=60)
def test_two_runs_on_one_file_answer_as_the_model_does(first, second):
    model = Model()
    with tempfile.TemporaryDirectory() as folder:
        for steps in (first, second):
            asyncio.run(check(Path(folder) / "centre.db", model, steps))


@given(st.lists(OPERATIONS, max_size=40))
@settings(deadline=None, max_examples=60)
def test_a_run_in_memory_answers_as_the_model_does(steps):
    asyncio.run(check(None, Model(), steps))
