"""Files go with messages, are kept once, and come back as they were."""

import asyncio
import hashlib
from dataclasses import replace

import pytest

from tests.webchat.centre.files import chosen, contents, written
from webchat.centre.events import MessageAdded
from webchat.errors import (
    ChannelClosedError,
    MediaError,
    MessageRefusedError,
    NotAMemberError,
    UnknownChannelError,
)
from webchat.model import MAX_BODY_LENGTH


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "a.txt")


@pytest.fixture
def stored(centre):
    """What the centre keeps now."""
    return lambda: contents(centre._media.folder) if centre._media.folder else []


async def test_a_file_comes_back_as_it_was_sent(centre, chat, file):
    kept = await centre.upload(chat, "ada", file)
    assert kept == replace(
        file, sid=kept.sid, digest=hashlib.sha256(b"hello").hexdigest(), path=None
    )
    sent = await centre.send_message(chat, "ada", "look", media=[kept])
    assert sent.media == (kept,)
    assert await centre.messages(chat) == (sent,)
    assert (await centre.media_file(chat, kept)).read_bytes() == b"hello"


async def test_a_message_may_be_files_alone_and_keeps_their_order(centre, chat, tmp_path):
    files = [written(tmp_path / f"{n}.txt", b"%d" % n) for n in range(12)]
    kept = await asyncio.gather(*(centre.upload(chat, "ada", one) for one in files))
    await centre.send_message(chat, "ada", "", media=list(reversed(kept)))
    (message,) = await centre.messages(chat)
    assert [one.filename for one in message.media] == [f"{n}.txt" for n in range(11, -1, -1)]


async def test_a_page_reads_its_files_with_one_query(centre, chat, tmp_path):
    for n in range(30):
        kept = [
            await centre.upload(chat, "ada", written(tmp_path / "a", b"%d%d" % (n, m)))
            for m in range(n % 3)
        ]
        await centre.send_message(chat, "ada", f"n {n}", media=kept)
    asked = []
    session = centre._reader or centre._writer

    def traced(job):
        def run(one):
            archive = getattr(one, "archive", one)
            archive.connection.set_trace_callback(asked.append)
            try:
                return job(one)
            finally:
                archive.connection.set_trace_callback(None)

        return run

    submit = session.submit
    session.submit = lambda job: submit(traced(job))
    page = await centre.messages(chat, before=25, limit=20)
    assert [len(one.media) for one in page] == [n % 3 for n in range(5, 25)]
    assert len([one for one in asked if one.startswith("SELECT")]) == 3


async def test_files_are_told_with_their_message(centre, chat, file):
    heard = []
    centre.subscribe(heard.append)
    kept = await centre.upload(chat, "ada", file)
    assert heard == []
    message = await centre.send_message(chat, "ada", "", media=[kept])
    assert heard == [MessageAdded(chat, message)]


async def test_equal_contents_are_kept_once(centre, chat, tmp_path, stored):
    files = [written(tmp_path / name, b"the same") for name in ("a.txt", "b.png")]
    kept = await asyncio.gather(*(centre.upload(chat, "ada", one) for one in files * 3))
    for one in kept:
        await centre.send_message(chat, "ada", "", media=[one])
    assert stored() == [b"the same"]
    assert len({one.sid for one in kept}) == 6
    paths = {await centre.media_file(chat, one) for one in kept}
    assert len(paths) == 1


async def test_progress_is_told_on_the_loop_and_ends_with_the_size(centre, chat, tmp_path):
    file = written(tmp_path / "big", b"x" * 1_000_000)
    told = []
    loop = asyncio.get_running_loop()

    def progress(taken):
        assert asyncio.get_running_loop() is loop
        told.append(taken)

    await centre.upload(chat, "ada", file, progress=progress)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 1_000_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\nb.txt", "a\ufffdb.txt"),
        ("x" * 300 + ".txt", "x" * 250 + "….txt"),
        ("gpj.\u202eexe", "gpj.\ufffdexe"),
        ("half \udc80.txt", "half \ufffd.txt"),
        ("", "file"),
    ],
)
async def test_a_name_is_only_ever_shown(centre, chat, file, name, shown):
    kept = await centre.upload(chat, "ada", replace(file, filename=name))
    await centre.send_message(chat, "ada", "", media=[kept])
    (message,) = await centre.messages(chat)
    assert message.media[0].filename == shown
    assert contents(centre._media.folder) == [b"hello"]


async def test_who_cannot_send_cannot_upload(centre, chat, file, stored):
    with pytest.raises(UnknownChannelError):
        await centre.upload("CHx", "ada", file)
    with pytest.raises(NotAMemberError):
        await centre.upload(chat, "eve", file)
    await centre.close_channel(chat)
    with pytest.raises(ChannelClosedError):
        await centre.upload(chat, "ada", file)
    assert stored() == []


async def test_a_file_goes_with_the_message_of_who_uploaded_it(centre, chat, ada, file):
    kept = await centre.upload(chat, "ada", file)
    with pytest.raises(MediaError, match=r"“a\.txt” is not kept here for a message to this chat"):
        await centre.send_message(chat, "bob", "mine", media=[kept])
    other = (await centre.open_channel(ada)).sid
    with pytest.raises(MediaError):
        await centre.send_message(other, "ada", "elsewhere", media=[kept])
    with pytest.raises(MediaError):
        await centre.send_message(chat, "ada", "twice", media=[kept, kept])
    assert (await centre.send_message(chat, "ada", "", media=[kept])).media == (kept,)
    with pytest.raises(MediaError):
        await centre.send_message(chat, "ada", "again", media=[kept])


async def test_a_file_that_was_never_uploaded_is_refused(centre, chat, file):
    with pytest.raises(MediaError):
        await centre.send_message(chat, "ada", "hi", media=[file])
    assert await centre.messages(chat) == ()


@pytest.mark.parametrize("body", ["x" * (MAX_BODY_LENGTH + 1), "half \ud83d", None])
async def test_files_do_not_excuse_a_body_that_is_no_text(centre, chat, file, body, stored):
    kept = await centre.upload(chat, "ada", file)
    with pytest.raises(MessageRefusedError):
        await centre.send_message(chat, "ada", body, media=[kept])
    assert (await centre.send_message(chat, "ada", "", media=[kept])).media == (kept,)


async def test_a_file_of_another_channel_is_not_given(centre, chat, ada, file):
    kept = await centre.upload(chat, "ada", file)
    with pytest.raises(MediaError, match="is no file of channel"):
        await centre.media_file(chat, kept)
    await centre.send_message(chat, "ada", "", media=[kept])
    other = (await centre.open_channel(ada)).sid
    with pytest.raises(MediaError, match="is no file of channel"):
        await centre.media_file(other, kept)
    with pytest.raises(UnknownChannelError):
        await centre.media_file("CHx", kept)


async def test_what_an_attachment_claims_does_not_lead_to_another_file(centre, chat, file):
    kept = await centre.upload(chat, "ada", file)
    await centre.send_message(chat, "ada", "", media=[kept])
    forged = replace(kept, digest="../../../../etc/passwd", size=1, path=None)
    assert (await centre.media_file(chat, forged)).read_bytes() == b"hello"


async def test_a_discarded_upload_leaves_nothing(centre, chat, file, stored):
    kept = await centre.upload(chat, "ada", file)
    await centre.discard_upload("CHx", kept)
    assert stored() == [b"hello"]
    for _ in range(2):
        await centre.discard_upload(chat, kept)
    assert stored() == []
    with pytest.raises(MediaError):
        await centre.send_message(chat, "ada", "", media=[kept])


async def test_a_content_stays_while_a_message_or_another_upload_needs_it(
    centre, chat, file, stored
):
    first, second, third = [await centre.upload(chat, "ada", file) for _ in range(3)]
    await centre.discard_upload(chat, first)
    assert stored() == [b"hello"]
    await centre.send_message(chat, "ada", "", media=[second])
    await centre.discard_upload(chat, third)
    await centre.discard_upload(chat, second)
    assert (await centre.media_file(chat, second)).read_bytes() == b"hello"


async def test_a_message_that_is_refused_lets_go_of_its_files(centre, chat, file, stored):
    kept = await centre.upload(chat, "ada", file)
    await centre.close_channel(chat)
    with pytest.raises(ChannelClosedError):
        await centre.send_message(chat, "ada", "", media=[kept])
    await centre.typing(chat, "ada")  # has waited for what was queued before
    assert stored() == []


async def test_a_message_nobody_waits_for_still_has_its_files(centre, chat, file, stored):
    kept = await centre.upload(chat, "ada", file)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await centre.send_message(chat, "ada", "", media=[kept])
    await centre.typing(chat, "ada")
    (message,) = await centre.messages(chat)
    assert (message.media, stored()) == ((kept,), [b"hello"])


async def test_a_link_is_as_good_as_its_file(centre, chat, file, tmp_path):
    (tmp_path / "link.txt").symlink_to(file.path)
    kept = await centre.upload(chat, "ada", chosen(tmp_path / "link.txt"))
    assert (kept.filename, kept.size) == ("link.txt", 5)
