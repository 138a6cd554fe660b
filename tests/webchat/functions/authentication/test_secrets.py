"""Secrets are kept where they are safest, and whatever fails, they are kept."""

import json
import os
import stat
import subprocess
import sys

import pytest
from keyring.backends.fail import Keyring as FailKeyring

from tests.support.keyrings import HangingRing, RefusingRing, Ring
from tests.support.waiting import until
from webchat.functions.authentication.keyring_secrets import SERVICE
from webchat.functions.authentication.secrets import secrets_in

VALUE = {"custom": {"key": "geheim-ü"}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "functions" / "secrets.json"


def make(path, keyring, limit=5.0):
    return secrets_in(path.parent, keyring=keyring, limit=limit)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


async def test_secrets_are_kept_in_the_keyring_where_there_is_one(path):
    ring = Ring()
    secrets = make(path, ring)
    assert await secrets.get("CN1") is None
    await secrets.set("CN1", VALUE)
    assert json.loads(ring.entries[SERVICE, "CN1"]) == VALUE
    assert not path.exists()
    assert await make(path, ring).get("CN1") == VALUE
    assert set(ring.threads) == {"webchat: keyring"}
    assert secrets.description == "Secrets are kept in the keyring of this system."
    await secrets.delete("CN1")
    await secrets.delete("CN1")
    assert ring.entries == {}
    assert secrets.notes == ()


@pytest.mark.parametrize("entry", ["no JSON", "[1]"])
async def test_an_entry_of_somebody_else_is_none(path, entry):
    ring = Ring()
    ring.entries[SERVICE, "CN1"] = entry
    assert await make(path, ring).get("CN1") is None


async def test_without_a_keyring_they_are_kept_in_a_file_of_the_owner_alone(path):
    secrets = make(path, FailKeyring())
    await secrets.set("CN1", VALUE)
    await secrets.set("CN2", {"a": 1})
    assert mode(path) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secrets.json"]
    assert secrets.description == f"Secrets are kept in {path}, which only you can read."
    reason = "since there is no keyring on this system."
    assert secrets.notes == (f"{secrets.description[:-1]}, {reason}",)
    again = make(path, FailKeyring())
    assert await again.get("CN1") == VALUE
    await again.delete("CN1")
    assert await again.get("CN1") is None
    assert await again.get("CN2") == {"a": 1}


async def test_the_keyring_of_a_machine_without_one_is_asked_for_and_not_used(path):
    secrets = make(path, None)
    await secrets.set("CN1", VALUE)
    assert await make(path, None).get("CN1") == VALUE
    assert path.exists()


async def test_the_file_is_closed_to_others_from_its_first_byte(path, monkeypatch):
    seen = []
    sync = os.fsync

    def look_and_sync(number):
        seen.append(os.fstat(number))
        sync(number)

    monkeypatch.setattr(os, "fsync", look_and_sync)
    before = os.umask(0)
    try:
        await make(path, FailKeyring()).set("CN1", VALUE)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(one.st_mode) for one in seen] == [0o600]


async def test_a_keyring_that_refuses_is_told_and_asked_no_more(path):
    ring = RefusingRing()
    secrets = make(path, ring)
    await secrets.set("CN1", VALUE)
    assert await secrets.get("CN1") == VALUE
    (note,) = secrets.notes
    assert note.endswith("the keyring of this system refused: Failed to unlock the collection!.")


async def test_a_keyring_that_hangs_is_given_up(path):
    ring = HangingRing()
    secrets = make(path, ring, limit=0.05)
    try:
        await secrets.set("CN1", VALUE)
        assert await secrets.get("CN1") == VALUE
        assert secrets.notes[0].endswith("did not answer within 0.05 s.")
        assert path.exists()
    finally:
        ring.woken.set()


async def test_what_a_keyring_does_too_late_does_not_count(path):
    ring = HangingRing()
    await make(path, ring, limit=0.05).set("CN1", {"token": "old"})
    await make(path, FailKeyring()).set("CN1", {"token": "new"})
    ring.woken.set()
    await until(lambda: ring.entries)
    later = make(path, ring)
    assert await later.get("CN1") == {"token": "new"}
    await later.set("CN1", {"token": "newest"})
    assert await make(path, FailKeyring()).get("CN1") is None
    assert await make(path, ring).get("CN1") == {"token": "newest"}


def test_a_program_ends_though_its_keyring_hangs(path):
    code = """
import asyncio, sys
from pathlib import Path
from tests.support.keyrings import HangingRing
from webchat.functions.authentication.secrets import secrets_in

secrets = secrets_in(Path(sys.argv[1]), keyring=HangingRing(), limit=0.1)
asyncio.run(secrets.set("CN1", {"a": 1}))
"""
    done = subprocess.run([sys.executable, "-c", code, str(path.parent)], timeout=20, check=True)
    assert done.returncode == 0
    assert path.exists()


async def test_a_link_is_neither_read_nor_written(path, tmp_path):
    target = tmp_path / "target.json"
    target.write_text(json.dumps({"secrets": {"CN1": {"from": "the link"}}}))
    path.parent.mkdir()
    path.symlink_to(target)
    secrets = make(path, FailKeyring())
    assert await secrets.get("CN1") is None
    await secrets.set("CN1", VALUE)
    assert await secrets.get("CN1") == VALUE
    assert "the link" in target.read_text()
    assert "geheim" not in target.read_text()
    assert any("is a link to somewhere else" in note for note in secrets.notes)
    assert any("kept in memory, until the program ends" in note for note in secrets.notes)
    await secrets.delete("CN1")
    assert await secrets.get("CN1") is None


async def test_what_lies_where_the_next_version_is_written_is_not_written_through(path, tmp_path):
    path.parent.mkdir()
    target = tmp_path / "target"
    path.with_suffix(".new").symlink_to(target)
    await make(path, FailKeyring()).set("CN1", VALUE)
    assert not target.exists()
    assert await make(path, FailKeyring()).get("CN1") == VALUE


async def test_a_file_that_others_can_read_is_closed_to_them(path):
    await make(path, FailKeyring()).set("CN1", VALUE)
    path.chmod(0o644)
    secrets = make(path, FailKeyring())
    assert await secrets.get("CN1") == VALUE
    assert mode(path) == 0o600
    assert "could be read by others; now only you can" in secrets.notes[0]


async def test_a_folder_or_a_pipe_in_its_place_is_named(path):
    path.parent.mkdir()
    os.mkfifo(path)
    secrets = make(path, FailKeyring())
    assert await secrets.get("CN1") is None
    await secrets.set("CN1", VALUE)
    assert await secrets.get("CN1") == VALUE
    assert "is no file" in secrets.notes[0]
    path.unlink()
    path.mkdir()
    assert await make(path, FailKeyring()).get("CN1") is None


@pytest.mark.parametrize("text", ["{", '{"secrets": {"CN1": "geheim"}}', "[" * 100_000])
async def test_a_damaged_file_is_set_aside_and_nothing_of_it_is_logged(path, text, caplog):
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(0o600)
    secrets = make(path, FailKeyring())
    with caplog.at_level("DEBUG"):
        await secrets.set("CN2", VALUE)
    assert path.with_suffix(".damaged.json").read_text() == text
    assert await secrets.get("CN2") == VALUE
    assert "geheim" not in caplog.text


async def test_where_nothing_can_be_written_they_are_kept_until_the_end(tmp_path):
    (tmp_path / "functions").write_text("")
    secrets = make(tmp_path / "functions" / "secrets.json", FailKeyring())
    await secrets.set("CN1", VALUE)
    assert await secrets.get("CN1") == VALUE
    assert "cannot be kept in" in secrets.notes[1]


async def test_without_a_folder_nothing_outlives_the_program():
    ring = Ring()
    secrets = secrets_in(None, keyring=ring)
    await secrets.set("CN1", VALUE)
    assert await secrets.get("CN1") == VALUE
    await secrets.delete("CN1")
    assert await secrets.get("CN1") is None
    assert secrets.description == "Secrets are kept in memory, until the program ends."
    assert (ring.threads, list(secrets.notes)) == ([], [])
