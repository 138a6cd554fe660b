"""Whatever is asked in whatever order, the centre answers as a few lines of plain Python do."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import START, ManualClock
from webchat.centre.embedded import EmbeddedCentre
from webchat.centre.events import MessageAdded, MessageUpdated
from webchat.clock import random_id
from webchat.errors import (
    CentreError,
    ChannelClosedError,
    MessageRefusedError,
    NotAMemberError,
    UnknownChannelError,
    UnknownMessageError,
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
    st.tuples(st.just("mark"), SIDS, PEOPLE, st.integers(0, 4), st.integers(0, 2)),
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
        chat.bodies.append((who, body, {}))
        return len(chat.bodies) - 1

    def mark(self, sid, who, index, value):
        bodies = self.chat(sid).bodies
        self.member(sid, who)
        if index >= len(bodies):
            raise UnknownMessageError
        bodies[index] = (*bodies[index][:2], {"n": value} if value else {})
        return bodies[index]

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

    async def mark(self, sid, who, index, value):
        kept = await self.centre.messages(sid)
        message_sid = kept[index].sid if index < len(kept) else "IMx"
        attributes = {"n": value} if value else None
        return said(await self.centre.set_message_attributes(sid, message_sid, who, attributes))

    async def read(self, sid, who, index):
        await self.centre.set_read_horizon(sid, who, index)

    async def close(self, sid):
        await self.centre.close_channel(sid)

    async def page(self, sid, before, limit):
        page = await self.centre.messages(sid, before=before, limit=limit)
        return [said(one) for one in page]


def said(message):
    return message.author, message.body, message.attributes


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
            assert [said(one) for one in kept] == chat.bodies
            check_heard(kept, [one for one in told if getattr(one, "channel_sid", None) == sid])
    finally:
        await centre.aclose()


def check_heard(kept, told):
    """Who listened from the beginning knows what is kept."""
    added = [one.message for one in told if isinstance(one, MessageAdded)]
    known = {one.sid: one for one in added}
    known |= {one.message.sid: one.message for one in told if isinstance(one, MessageUpdated)}
    assert [one.sid for one in kept][len(kept) - len(added) :] == [one.sid for one in added]
    assert known.items() <= {one.sid: one for one in kept}.items()


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
