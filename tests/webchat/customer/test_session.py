import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.clock import START, ManualClock
from tests.support.waiting import until
from webchat.config import Config
from webchat.customer.draft import NO_DRAFT, Draft, encode_draft
from webchat.customer.session import (
    DamagedSessionError,
    SessionFile,
    SessionKeeper,
    StoredSession,
    stored_session,
    token_payload,
)
from webchat.state import State, Store, changes
from webchat.tasks import TaskBag

KEPT = StoredSession("ada", "CH1", "token", START + timedelta(hours=1))
DRAFTED = replace(KEPT, draft=Draft("Häß\n", 1, 2, (Path("/pictures/a b.txt"),)))


@pytest.fixture
def file(tmp_path):
    return SessionFile(tmp_path / "data" / "session.json")


@pytest.fixture
def store():
    return Store(State(Config()))


@pytest.fixture
async def tasks():
    bag = TaskBag("test")
    yield bag
    assert await bag.aclose() == ()


@pytest.mark.parametrize("session", [KEPT, StoredSession("ada", "CH1", "token"), DRAFTED])
def test_what_is_written_is_read_again(file, session):
    file.write(session)
    assert file.read() == session


def test_nothing_was_kept_where_there_is_no_file(file):
    assert file.read() is None
    file.write(KEPT)
    file.write(None)
    assert file.read() is None


def test_only_the_person_may_read_the_token(file):
    file.write(KEPT)
    assert file.path.stat().st_mode & 0o077 == 0
    assert [one.name for one in file.path.parent.iterdir()] == ["session.json"]


GOOD = {
    "version": 2,
    "identity": "a",
    "channelSid": "C",
    "token": "t",
    "expiration": None,
    "draft": encode_draft(NO_DRAFT),
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "\udcff",
        json.dumps(GOOD | {"version": 3}),
        json.dumps(GOOD | {"draft": "text"}),
        json.dumps(GOOD | {"draft": {}}),
        json.dumps(GOOD | {"token": 5}),
        json.dumps(GOOD | {"identity": ""}),
        json.dumps(GOOD | {"expiration": "soon"}),
        json.dumps(GOOD | {"expiration": 1e300}),
        json.dumps({"version": 1}),
        json.dumps({"version": 2}),
    ],
)
def test_a_damaged_file_is_no_session(file, text):
    file.path.parent.mkdir()
    file.path.write_text(text, errors="surrogateescape")
    with pytest.raises(DamagedSessionError):
        file.read()


def test_files_set_aside_at_the_same_time_are_all_kept(file):
    names = []
    for _ in range(2):
        file.write(KEPT)
        names.append(file.set_aside(START).name)
    assert names == [
        "session-set-aside-20240301-120000.json",
        "session-set-aside-20240301-120000-2.json",
    ]
    assert file.read() is None


def test_a_token_counts_until_its_expiration():
    assert KEPT.is_valid(START)
    assert not KEPT.is_valid(START + timedelta(hours=1))
    assert StoredSession("a", "C", "t").is_valid(datetime.max.replace(tzinfo=UTC))


def test_nothing_is_kept_outside_an_engagement():
    assert stored_session(State(Config())) is None


def opened(identity="ada") -> changes.SessionOpened:
    return changes.SessionOpened(identity, "CH1", token_payload("token", identity, KEPT.expiration))


async def test_a_session_is_kept_at_once_and_forgotten_when_it_is_closed(file, store, tasks):
    clock = ManualClock()
    keeper = SessionKeeper(file, store, clock=clock, tasks=tasks)
    store.dispatch(opened())
    await until(lambda: clock.sleepers)
    assert file.read() == KEPT
    store.dispatch(changes.SessionClosed())
    assert file.read() == KEPT
    await clock.advance(1)
    await until(lambda: file.read() is None)
    await keeper.aclose()


async def test_closing_writes_what_was_not_written_yet(file, store, tasks):
    clock = ManualClock()
    keeper = SessionKeeper(file, store, clock=clock, tasks=tasks)
    store.dispatch(opened("bob"))
    await until(lambda: clock.sleepers)
    store.dispatch(opened())
    await keeper.aclose()
    assert file.read() == KEPT


async def test_a_folder_that_cannot_be_written_to_is_only_logged(tmp_path, store, tasks, caplog):
    (tmp_path / "taken").write_text("")
    file = SessionFile(tmp_path / "taken" / "session.json")
    keeper = SessionKeeper(file, store, clock=ManualClock(), tasks=tasks)
    store.dispatch(opened())
    await keeper.aclose()
    assert "could not be kept" in caplog.text
