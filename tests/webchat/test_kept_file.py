"""A file that is kept: whole or not at all, and a damaged one is set aside and named."""

import os
import stat
from dataclasses import dataclass, field

import pytest

from webchat.kept_file import KeptFile


@dataclass
class Shelf:
    books: list[str] = field(default_factory=list)


def make(path):
    return KeptFile(path, Shelf, "The shelf")


def test_what_was_saved_is_there_at_the_next_start(tmp_path):
    path = tmp_path / "deep" / "shelf.json"
    kept = make(path)
    kept.contents.books.append("Émile")
    kept.save()
    assert make(path).contents == Shelf(["Émile"])
    assert [one.name for one in path.parent.iterdir()] == ["shelf.json"]


def test_a_path_of_bytes_that_are_no_text_is_kept(tmp_path):
    kept = make(tmp_path / "shelf.json")
    kept.contents.books.append(os.fsdecode(b"/books/\xff"))
    kept.save()
    assert make(tmp_path / "shelf.json").contents == kept.contents


def test_nobody_but_its_owner_can_read_it(tmp_path):
    path = tmp_path / "shelf.json"
    for _ in range(2):
        make(path).save()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_path_nothing_is_kept():
    kept = make(None)
    kept.contents.books.append("Émile")
    kept.save()
    assert kept.notes == []


@pytest.mark.parametrize("text", ["{", '{"books": 5}', "[]", "[" * 100_000])
def test_a_damaged_file_is_set_aside_and_named(tmp_path, text, caplog):
    path = tmp_path / "shelf.json"
    path.write_text(text)
    with caplog.at_level("WARNING"):
        kept = make(path)
    assert kept.contents == Shelf()
    aside = tmp_path / "shelf.damaged.json"
    assert aside.read_text() == text
    assert kept.notes == [f"The shelf was damaged and was set aside as {aside}."]


def test_what_prevents_keeping_is_noted_once(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    kept = make(tmp_path / "file" / "shelf.json")
    with caplog.at_level("WARNING"):
        kept.save()
        kept.save()
    assert len(kept.notes) == 1
    assert "cannot be kept in" in kept.notes[0]
