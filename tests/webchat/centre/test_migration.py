"""A database that version 1 has written goes on, whole."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.support.clock import START
from webchat.centre.schema import MIGRATIONS, SCHEMA_VERSION, open_database
from webchat.model import Attachment, Channel, Member, Message

CREATED = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)
WRITTEN_BY_VERSION_1 = """
CREATE TABLE channels (
    number INTEGER PRIMARY KEY,
    sid TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'inactive')),
    created TEXT NOT NULL,
    attributes TEXT NOT NULL
) STRICT;
CREATE TABLE members (
    channel INTEGER NOT NULL,
    identity TEXT NOT NULL,
    place INTEGER NOT NULL,
    friendly_name TEXT NOT NULL,
    avatar TEXT,
    online INTEGER NOT NULL,
    last_read_index INTEGER NOT NULL,
    PRIMARY KEY (channel, identity)
) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
    channel INTEGER NOT NULL,
    place INTEGER NOT NULL,
    sid TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    attributes TEXT NOT NULL,
    PRIMARY KEY (channel, place)
) STRICT, WITHOUT ROWID;
INSERT INTO channels VALUES (1, 'CH1', 'ada', 'active', '2023-05-06T07:08:09+00:00', '{"n": 1}');
INSERT INTO members VALUES (1, 'ada', 0, 'Ada', NULL, 1, 0);
INSERT INTO members VALUES (1, 'bob', 1, 'Bob', 'bob.png', 0, -1);
INSERT INTO messages VALUES (1, 0, 'IM1', 'ada', 'Grüße', '2023-05-06T07:08:09+00:00', '{}');
PRAGMA application_id = 1464027220;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
"""


@pytest.fixture
def old(tmp_path):
    """A file as version 1 left it."""
    path = tmp_path / "centre.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(WRITTEN_BY_VERSION_1)
    return path


async def test_nothing_of_an_old_file_is_lost(open_centre, old):
    async with open_centre(old) as centre:
        assert centre.notices == ()
        assert await centre.channel("CH1") == Channel("CH1", "active", CREATED, {"n": 1})
        assert await centre.members("CH1") == (
            Member("ada", "Ada", last_read_index=0),
            Member("bob", "Bob", "bob.png", online=False),
        )
        assert await centre.messages("CH1") == (Message("IM1", "CH1", 0, "ada", "Grüße", CREATED),)


async def test_an_old_chat_that_goes_on_is_a_task(open_centre, old):
    for _ in range(2):
        async with open_centre(old) as centre:
            (task,) = await centre.tasks()
            assert (task.status, task.channel_sid) == ("pending", "CH1")
            assert task.attributes["customerName"] == "Ada"


async def test_an_old_file_takes_what_is_new(open_centre, old, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    file = Attachment("", "a.txt", "text/plain", 5, path=tmp_path / "a.txt")
    async with open_centre(old) as centre:
        assert (await centre.join("CH1", Member("bob", "Bob"))).joined == START
        kept = await centre.upload("CH1", "ada", file)
        sent = await centre.send_message("CH1", "ada", "look", media=[kept])
        ended = await centre.close_channel("CH1")
    async with open_centre(old) as again:
        assert (await again.messages("CH1"))[1] == sent
        assert (await again.channel("CH1")) == ended
        assert (await again.members("CH1"))[1].joined == START


def test_a_migration_that_fails_leaves_the_old_file_as_it_was(old, monkeypatch):
    broken = (MIGRATIONS[0], MIGRATIONS[1] + "; CREATE TABLE media (x)")
    monkeypatch.setattr("webchat.centre.schema.MIGRATIONS", broken)
    with pytest.raises(Exception, match="cannot be opened"):
        open_database(old, START)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        assert "media" not in tables
        assert len(connection.execute("PRAGMA table_info(members)").fetchall()) == 7


def test_an_old_file_that_lacks_a_table_is_set_aside(old, tmp_path):
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP TABLE members")
    with closing(open_database(old, START)) as database:
        assert "tables are missing" in database.notices[0]
        version = database.connection.execute("PRAGMA user_version").fetchone()
    assert version == (SCHEMA_VERSION,)
    assert len(list(tmp_path.glob("centre-set-aside-*.db"))) == 1
