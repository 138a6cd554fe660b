"""Files that cannot be gone on with are kept beside the fresh one, and named."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from webchat.centre.schema import MIGRATIONS, SCHEMA_VERSION, open_database

NOW = datetime(2024, 3, 1, 12, 30, 15, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path):
    """Open ``tmp_path/centre.db`` and return what was said about it and what it holds."""

    def opened():
        database = open_database(tmp_path / "centre.db", NOW)
        with closing(database):
            count = database.connection.execute("SELECT count(*) FROM channels").fetchone()[0]
        return database.notices, count

    return opened


def written(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


CHANNEL = (
    "INSERT INTO channels (number, sid, owner, status, created, attributes)"
    " VALUES (1, 'CH1', 'ada', 'active', '2024-03-01', '{}')"
)


def test_what_is_ours_is_gone_on_with(opened, tmp_path):
    assert opened() == ((), 0)
    written(tmp_path / "centre.db", CHANNEL)
    assert opened() == ((), 1)


def test_an_empty_file_is_begun(opened, tmp_path):
    (tmp_path / "centre.db").touch()
    assert opened() == ((), 0)


def test_a_start_that_was_interrupted_is_gone_on_with(opened, tmp_path):
    written(tmp_path / "centre.db", "PRAGMA journal_mode = WAL")
    assert opened() == ((), 0)


@pytest.mark.parametrize("content", [b"x", b"not a database at all" * 400])
def test_a_file_that_is_no_database_is_set_aside(opened, tmp_path, content):
    (tmp_path / "centre.db").write_bytes(content)
    notices, count = opened()
    kept = tmp_path / "centre-set-aside-20240301-123015.db"
    assert (kept.read_bytes(), count) == (content, 0)
    assert "is damaged" in notices[0]
    assert kept.name in notices[0]


def test_a_damaged_page_is_noticed(opened, tmp_path):
    opened()
    path = tmp_path / "centre.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    notices, _ = opened()
    assert "is damaged" in notices[0]
    assert (tmp_path / "centre-set-aside-20240301-123015.db").read_bytes() == content


def test_the_log_of_a_damaged_file_goes_with_it(opened, tmp_path):
    (tmp_path / "centre.db").write_bytes(b"damaged")
    (tmp_path / "centre.db-wal").write_bytes(b"its log")
    (tmp_path / "centre.db-shm").write_bytes(b"its index")
    opened()
    kept = tmp_path / "centre-set-aside-20240301-123015.db-wal"
    assert kept.read_bytes() == b"its log"
    assert not (tmp_path / "centre.db-wal").exists()
    assert opened() == ((), 0)


def test_a_database_of_another_program_is_set_aside(opened, tmp_path):
    written(tmp_path / "centre.db", "CREATE TABLE theirs (x)")
    notices, _ = opened()
    assert "belongs to another program" in notices[0]
    assert len(list(tmp_path.glob("centre-set-aside-*.db"))) == 1


def test_a_database_of_a_newer_version_is_set_aside_whole(opened, tmp_path):
    opened()
    path = tmp_path / "centre.db"
    written(path, CHANNEL, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    notices, count = opened()
    assert "newer version (schema 4; this one knows 3)" in notices[0]
    assert count == 0
    with closing(sqlite3.connect(tmp_path / "centre-set-aside-20240301-123015.db")) as kept:
        assert kept.execute("SELECT sid FROM channels").fetchall() == [("CH1",)]


def test_a_database_that_lacks_a_table_is_set_aside(opened, tmp_path):
    opened()
    written(tmp_path / "centre.db", "DROP TABLE members")
    notices, _ = opened()
    assert "tables are missing" in notices[0]


def test_two_files_set_aside_in_one_second_are_both_kept(opened, tmp_path):
    for content in (b"first", b"second"):
        (tmp_path / "centre.db").write_bytes(content)
        opened()
    kept = sorted(tmp_path.glob("centre-set-aside-*.db"))
    assert sorted(one.read_bytes() for one in kept) == [b"first", b"second"]


def test_every_commit_is_synced_and_logged_ahead(tmp_path):
    database = open_database(tmp_path / "centre.db", NOW)
    with closing(database):
        assert database.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert database.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_failed_opening_lets_go_of_the_lock(tmp_path):
    (tmp_path / "centre.db").mkdir()
    for _ in range(2):
        with pytest.raises(Exception, match="cannot be opened"):
            open_database(tmp_path / "centre.db", NOW)


def test_the_version_is_the_number_of_migrations():
    assert len(MIGRATIONS) == SCHEMA_VERSION == 3
