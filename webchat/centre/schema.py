"""The database file: its tables, its version, and what is done with one that is not ours.

A file that is damaged, belongs to another program, or was written by a newer version is never
written to and never deleted: it is set aside under a name with a time in it, and a fresh one is
begun. The sentences about it are for the person at the screen.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from webchat.centre.lock import FileLock
from webchat.errors import CentreError

APPLICATION_ID = 0x57434854
"""``WCHT``: tells a database of ours from any other SQLite file."""

MIGRATIONS: tuple[str, ...] = (
    """
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
    """,
    """
    ALTER TABLE channels ADD COLUMN ended TEXT;
    ALTER TABLE members ADD COLUMN joined TEXT;
    ALTER TABLE members ADD COLUMN "left" TEXT;
    CREATE TABLE media (
        channel INTEGER NOT NULL,
        place INTEGER NOT NULL,
        number INTEGER NOT NULL,
        sid TEXT NOT NULL,
        filename TEXT NOT NULL,
        content_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (channel, place, number)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX media_by_sid ON media (sid);
    CREATE INDEX media_by_digest ON media (digest);
    """,
    """
    CREATE TABLE workers (
        number INTEGER PRIMARY KEY,
        sid TEXT NOT NULL UNIQUE,
        identity TEXT NOT NULL UNIQUE,
        friendly_name TEXT NOT NULL,
        avatar TEXT,
        activity TEXT NOT NULL CHECK (activity IN ('available', 'busy', 'offline')),
        is_bot INTEGER NOT NULL,
        is_logged_in INTEGER NOT NULL,
        idle_since TEXT NOT NULL
    ) STRICT;
    CREATE TABLE tasks (
        number INTEGER PRIMARY KEY,
        sid TEXT NOT NULL UNIQUE,
        task_sid TEXT NOT NULL,
        status TEXT NOT NULL,
        task_channel_unique_name TEXT NOT NULL,
        channel_sid TEXT NOT NULL,
        attributes TEXT NOT NULL,
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        worker_sid TEXT,
        excluded TEXT NOT NULL,
        reserved_until TEXT,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX tasks_by_work ON tasks (task_sid);
    CREATE INDEX tasks_by_channel ON tasks (channel_sid);
    CREATE INDEX live_tasks ON tasks (worker_sid)
        WHERE status IN ('pending', 'reserved', 'accepted', 'wrapping');
    """,
)
"""Entry *n* leads from version *n* to *n* + 1; an entry is never altered once it was released."""

SCHEMA_VERSION = len(MIGRATIONS)
_MAGIC = b"SQLite format 3\0"
_TABLES = (  # by the version that brought them
    {"channels", "members", "messages"},
    {"media"},
    {"workers", "tasks"},
)
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database(NamedTuple):
    """A database that is ready for writing.

    Attributes:
        connection: In autocommit mode, to be used by this thread only.
        lock: Held as long as the database is in use; None for one in memory.
        notices: Sentences about files that were set aside.
    """

    connection: sqlite3.Connection
    lock: FileLock | None
    notices: tuple[str, ...]

    def close(self) -> None:
        """Close the connection and let go of the lock."""
        self.connection.close()
        if self.lock is not None:
            self.lock.release()


def open_database(path: Path | None, now: datetime) -> Database:
    """Open the database for writing, beginning a fresh one where there is none to go on with.

    Args:
        path: The file; its folder is made when missing. None for a database in memory.
        now: The moment that stands in the name of a file set aside.

    Raises:
        CentreError: Another process uses the file, or it cannot be opened or made.
    """
    if path is None:
        connection = connect(":memory:")
        _migrate(connection)
        return Database(connection, None, ())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(path.name + ".lock"), f"The database {path}")
    except OSError as error:
        raise CentreError(_cannot_open(path, error)) from error
    try:
        return _open_file(path, now, lock)
    except BaseException as error:
        lock.release()
        if isinstance(error, (OSError, sqlite3.Error)):
            raise CentreError(_cannot_open(path, error)) from error
        raise


def _cannot_open(path: Path, error: Exception) -> str:
    return (
        f"The database {path} cannot be opened: {error}. "
        "Check that the folder can be written to, or choose another data folder."
    )


def _open_file(path: Path, now: datetime, lock: FileLock) -> Database:
    if not path.exists() or not path.stat().st_size:
        return Database(_begin(path), lock, ())
    fault = _fault(path)
    if fault is None:
        return Database(_begin(path), lock, ())
    kept = _set_aside(path, now)
    notice = f"The database {path} {fault}. It was kept as {kept.name} and a fresh one was begun."
    return Database(_begin(path), lock, (notice,))


def _begin(path: Path) -> sqlite3.Connection:
    connection = connect(str(path))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(database: str, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection without implicit transactions, every commit of which is durable.

    Args:
        database: A path, or ``:memory:``.
        read_only: Refuse every statement that would change something.
    """
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    version = _pragma(connection, "user_version")
    if version == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    for script in MIGRATIONS[version:]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _fault(path: Path) -> str | None:
    """Say why the file cannot be gone on with, or None; opened so that it is not altered."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:  # SQLite takes a very short file for an empty one
            return "is damaged (it does not begin as a database does)"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return next((why for look in _LOOKS if (why := look(connection)) is not None), None)
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in _DAMAGE:
            raise
        return f"is damaged ({error})"


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's result code without its extension, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _owner_fault(connection: sqlite3.Connection) -> str | None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    if not tables:  # a start that was interrupted before its first commit
        return None
    if _pragma(connection, "application_id") != APPLICATION_ID:
        return "belongs to another program"
    wanted = set[str]().union(*_TABLES[: max(_pragma(connection, "user_version"), 1)])
    return None if tables >= wanted else "is damaged (tables are missing)"


def _version_fault(connection: sqlite3.Connection) -> str | None:
    version = _pragma(connection, "user_version")
    if version <= SCHEMA_VERSION:
        return None
    return f"was written by a newer version (schema {version}; this one knows {SCHEMA_VERSION})"


def _content_fault(connection: sqlite3.Connection) -> str | None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    return None if found == "ok" else f"is damaged ({found})"


_LOOKS: tuple[Callable[[sqlite3.Connection], str | None], ...] = (
    _owner_fault,
    _version_fault,
    _content_fault,
)


def media_folder(path: Path) -> Path:
    """Return where the contents of the files are that the messages of a database hold."""
    return path.with_name("media")


def _set_aside(path: Path, now: datetime) -> Path:
    """Rename the database; its log goes first, lest it be played into the fresh file.

    So do the contents of its files, which the fresh one would take for nobody's.
    """
    stem = f"{path.stem}-set-aside-{now:%Y%m%d-%H%M%S}"
    kept = path.with_name(stem + path.suffix)
    count = 1
    while kept.exists():
        count += 1
        kept = path.with_name(f"{stem}-{count}{path.suffix}")
    media = media_folder(path)
    if media.exists():
        media.rename(kept.with_name(f"{kept.stem}-media"))
    for tail in ("-wal", "-shm", ""):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.rename(kept.with_name(kept.name + tail))
    return kept
