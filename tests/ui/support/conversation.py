"""A conversation at one side, told in changes of a real store.

The side has what a widget reads: store, strings, clock, tasks and chat client. Nothing is sent
anywhere; what would come back from a contact centre is dispatched by the test.
"""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.clock import ManualClock
from webchat.config import Config
from webchat.errors import CentreError
from webchat.side.components import Components
from webchat.side.notifications import Notifications
from webchat.side.strings import Strings
from webchat.state import ChannelState, MemberState, MessageState, State, Store, changes
from webchat.tasks import TaskBag

ME = "ada"
OTHER = "grace"
SID = "CH1"
NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
NAMES = {ME: "Ada Lovelace", OTHER: "Grace H.", "bot": "Concierge"}


def member(identity, **more):
    return MemberState(identity, NAMES.get(identity, identity), **more)


class Horizon:
    """The channel's handle: remembers what was consumed and tells the store, as a client does."""

    def __init__(self, side):
        self._side = side
        self.consumed = []
        self.is_refusing = False
        self.kept: Any = ()
        self.gate = None
        self.asked = []

    async def consume(self, index):
        self.consumed.append(index)
        if self.is_refusing:
            raise CentreError("The centre is away.")
        self._side.store.dispatch(changes.Consumed(SID, index))

    async def load_older(self, limit=None):
        """Give a page of what the centre still keeps; wait at the gate if there is one."""
        self.asked.append(limit)
        if self.gate is not None:
            await self.gate.wait()
        if self.is_refusing:
            raise CentreError("The centre is away.")
        count = min(limit or 100, len(self.kept))
        self.kept, page = self.kept[: len(self.kept) - count], self.kept[-count:]
        self._side.store.dispatch(changes.OlderMessagesAdded(SID, page, bool(self.kept)))
        return count

    def channel(self, sid):
        assert sid == SID
        return self


class Conversation:
    """One side and its only channel."""

    def __init__(self, *messages, **more):
        self.store = Store(State(Config()))
        self.strings = Strings()
        self.components = Components()
        self.notifications = Notifications()
        self.clock = ManualClock(NOON)
        self.tasks = TaskBag("side")
        self.chat_client = Horizon(self)
        self._numbers = itertools.count(len(messages))
        members = {one: member(one) for one in (ME, OTHER)}
        state = ChannelState(SID, messages=messages, members=more.pop("members", members), **more)
        self.store.dispatch(changes.SessionOpened(ME, SID))
        self.store.dispatch(changes.ChannelLoaded(state))

    @property
    def channel(self):
        return self.store.state.chat.channels[SID]

    def message(self, author=OTHER, body="Hello", *, number=None, **more):
        number = next(self._numbers) if number is None else number
        values = {
            "sid": f"IM{number}",
            "index": number,
            "author": author,
            "author_name": NAMES.get(author, author),
            "body": body,
            "timestamp": NOON + timedelta(minutes=number / 10),
            "is_from_me": author == ME,
        }
        return MessageState(**{**values, **more})

    def say(self, author=OTHER, body="Hello", **more):
        message = self.message(author, body, **more)
        self.store.dispatch(changes.MessageAdded(SID, message))
        return message

    def send(self, body="Hi"):
        """Begin to send, as the SendMessage action does."""
        return self.say(ME, body, index=None, sid=f"local-{body}", status="sending", number=0)

    def settle(self, sending, **more):
        """Let the centre take a message, or refuse it with ``status="failed"``."""
        number = next(self._numbers) if "status" not in more else None
        taken = {"sid": f"IM{number}", "index": number, "status": "sent"} if number else {}
        message = replace(sending, **{**taken, **more})
        self.store.dispatch(changes.MessageAdded(SID, message, replaces=sending.sid))
        return message

    def carry(self, index, **attributes):
        """Let a message carry other attributes."""
        self.store.dispatch(changes.MessageAttributesSet(SID, {index: attributes}))

    def discard(self, message):
        self.store.dispatch(changes.MessageRemoved(SID, message.sid))

    def joins(self, identity, **more):
        is_me = identity == ME
        self.store.dispatch(changes.MemberSet(SID, member(identity, **more), is_me=is_me))

    def ends(self):
        self.store.dispatch(changes.ChannelStatusSet(SID, "inactive"))

    def types(self, *identities):
        self.store.dispatch(changes.TypersSet(SID, identities))


def history(count, *, start=NOON, step=timedelta(minutes=1), authors=(OTHER, ME), body="Hello"):
    """Return *count* taken messages, the authors in turn."""
    turn = itertools.cycle(authors)
    return tuple(
        MessageState(
            f"IM{number}",
            number,
            author := next(turn),
            NAMES.get(author, author),
            f"{body} {number}",
            start + number * step,
            is_from_me=author == ME,
        )
        for number in range(count)
    )
