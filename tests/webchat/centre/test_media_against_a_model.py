"""However uploads, messages and second thoughts follow each other, no content is lost or left."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import ManualClock
from tests.webchat.centre.files import contents, written
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import random_id
from webchat.errors import NotAMemberError
from webchat.model import Member

ADA = Member("ada", "Ada")
WHICH = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("upload"), st.integers(0, 2)),
        st.tuples(st.sampled_from(["send", "refuse", "discard"]), WHICH, WHICH),
    ),
    max_size=25,
)


class Run:
    """One channel of Ada's, what she has uploaded and what she has sent."""

    def __init__(self, folder, centre):
        self.folder, self.centre = folder, centre
        self.pending, self.sent = [], []

    async def upload(self, number):
        file = written(self.folder / "file", b"content %d" % number)
        kept = await self.centre.upload("CH1", "ada", file)
        self.pending.append((kept, b"content %d" % number))

    def taken(self, *which):
        """Take some of the pending ones out."""
        found = {number % len(self.pending) for number in which} if self.pending else set()
        chosen = [self.pending[at] for at in sorted(found)]
        self.pending = [one for at, one in enumerate(self.pending) if at not in found]
        return chosen

    async def send(self, *which):
        chosen = self.taken(*which)
        media = [kept for kept, _content in chosen]
        await self.centre.send_message("CH1", "ada", "files", media=media)
        self.sent += chosen

    async def refuse(self, *which):
        media = [kept for kept, _content in self.taken(*which)]
        await self.centre.leave("CH1", "ada")
        try:
            await self.centre.send_message("CH1", "ada", "files", media=media)
        except NotAMemberError:
            await self.centre.join("CH1", ADA)

    async def discard(self, *which):
        for kept, _content in self.taken(*which):
            await self.centre.discard_upload("CH1", kept)

    async def check(self):
        await self.centre.typing("CH1", "ada")  # waits for what was queued before
        wanted = {content for _kept, content in self.pending + self.sent}
        assert sorted(contents(self.folder / "media")) == sorted(wanted)
        for kept, content in self.sent:
            assert (await self.centre.media_file("CH1", kept)).read_bytes() == content


async def check(folder, steps):
    sent = []
    for part in (steps, []):
        centre = EmbeddedCentre(folder / "centre.db", clock=ManualClock(), ids=random_id)
        await centre.open()
        run = Run(folder, centre)
        run.sent = sent
        try:
            await centre.open_channel(ADA, sid="CH1")
            for name, *arguments in part:
                await getattr(run, name)(*arguments)
            await run.check()
        finally:
            await centre.aclose()


@given(STEPS)
@settings(deadline=None, max_examples=60)
def test_what_is_kept_is_what_messages_and_uploads_need(steps):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(check(Path(folder), steps))
