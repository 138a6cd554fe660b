"""Which files are taken, and the sentence where one is not."""

import os

import pytest

from tests.support.found import found
from webchat.chat.media_checks import (
    content_fault,
    content_type,
    extension,
    file_fault,
    policy_fault,
    size_text,
)
from webchat.chat.media_files import examine
from webchat.config import FileAttachment
from webchat.model import Attachment
from webchat.side.strings import Strings

RULES = FileAttachment()
PNG = b"\x89PNG\r\n\x1a\n"
TEXTS = Strings().render


def file(name, size=1):
    return Attachment("", name, content_type(name), size)


def key(fault):
    return None if fault is None else fault.key


@pytest.mark.parametrize(
    "name", ["a.png", "A.PNG", "a.b.Jpeg", ".gif", "x.txt", "Grüße 👋.pdf", "a..txt"]
)
def test_an_accepted_ending_is_taken_whatever_its_case(name):
    assert file_fault(file(name), RULES, "AttachFile") is None


@pytest.mark.parametrize("name", ["png", "a.exe", "a.png.exe", "a.png ", "a.", "", "a.pn\ufffdg"])
def test_any_other_ending_is_refused(name):
    assert key(file_fault(file(name), RULES, "AttachFile")) == "AttachFileInvalidType"


def test_the_list_of_endings_may_be_written_in_any_way():
    rules = FileAttachment(accepted_extensions=(".PNG", "Md"))
    assert file_fault(file("a.png"), rules, "AttachFile") is None
    assert file_fault(file("a.MD"), rules, "AttachFile") is None


@pytest.mark.parametrize(("over", "expected"), [(0, None), (1, "SendMediaMessageInvalidSize")])
def test_the_limit_is_inclusive(over, expected):
    fault = file_fault(file("a.txt", RULES.max_file_size + over), RULES, "SendMediaMessage")
    assert key(fault) == expected


def test_an_empty_file_is_refused():
    assert key(file_fault(file("a.txt", 0), RULES, "AttachFile")) == "FileEmpty"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.png", PNG),
        ("a.JPG", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("a.jpeg", b"\xff\xd8\xff\xdb"),
        ("a.gif", b"GIF87a"),
        ("a.gif", b"GIF89a\1"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.pdf", b"\r\n%PDF-1.4"),
        ("a.txt", b"MZ whatever"),
    ],
)
def test_a_content_that_is_what_its_name_says_is_taken(name, head):
    assert content_fault(file(name), head) is None


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.jpeg", "a.gif", "a.pdf", "A.PNG"])
@pytest.mark.parametrize("head", [b"", b"MZ\x90\0", b"<svg onload=alert(1)>", b"\x89PN"])
def test_a_forged_picture_or_document_is_refused(name, head):
    assert key(content_fault(file(name), head)) == "FileNotOfItsType"


def test_a_picture_of_another_kind_is_refused():
    assert content_fault(file("a.jpg"), PNG) is not None


@pytest.mark.parametrize(
    ("settings", "sending", "expected"),
    [
        ({}, True, None),
        ({"enabled": False}, True, "FileAttachmentDisabled"),
        ({"enabled": False}, False, "MediaMessageError"),
        ({"read_only": True}, True, "FileAttachmentReadOnly"),
        ({"read_only": True}, False, None),
    ],
)
def test_the_config_may_forbid_files(settings, sending, expected):
    assert key(policy_fault(FileAttachment(**settings), sending=sending)) == expected


@pytest.mark.parametrize("occasion", ["AttachFile", "SendMediaMessage", "DownloadFile"])
def test_every_refusal_has_a_sentence(occasion):
    for one in (file("a.exe"), file("a.txt", 10**9), file("a.txt", 0)):
        sentence = str(found(file_fault(one, RULES, occasion)).error(TEXTS))
        assert sentence.startswith(one.filename)
        assert "{{" not in sentence


def test_the_limit_is_told_as_a_person_says_it():
    sentence = str(found(file_fault(file("a.txt", 10**9), RULES, "AttachFile")).error(TEXTS))
    assert sentence == "a.txt is too large to attach. Maximum file size is 10 MB."


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (10_485_760, "10 MB"),
        (16_777_216, "16 MB"),
        (1_500, "1.4 KB"),
        (1_048_575, "1023.9 KB"),
        (1_048_576, "1 MB"),
        (2_621_440, "2.5 MB"),
        (100, "0 KB"),
    ],
)
def test_a_size_is_not_overstated(size, text):
    assert size_text(size, TEXTS) == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.png", "image/png"),
        ("A.JPG", "image/jpeg"),
        ("a.txt", "text/plain"),
        ("a.pdf", "application/pdf"),
        ("a.tar.gz", "application/octet-stream"),
        ("a.unheard-of", "application/octet-stream"),
        ("png", "application/octet-stream"),
        ("http://x/a.png", "image/png"),
        ("data:text/html,x", "application/octet-stream"),
    ],
)
def test_the_type_comes_from_the_ending(name, expected):
    assert content_type(name) == expected


def test_an_ending_follows_the_last_dot():
    assert [extension(one) for one in ("a.B.Txt", "a", "a.", ".gif")] == ["txt", "", "", "gif"]


# -- looking at real files ---------------------------------------------------------------------


def examined(path, rules=RULES):
    return examine(path, rules, "AttachFile")


def test_a_good_file_is_known_after_looking(tmp_path):
    (tmp_path / "Bild.PNG").write_bytes(PNG + b"rest")
    assert examined(tmp_path / "Bild.PNG") == (
        Attachment("", "Bild.PNG", "image/png", 12, path=tmp_path / "Bild.PNG"),
        None,
    )


def test_a_huge_file_is_refused_without_being_opened(tmp_path, monkeypatch):
    with (tmp_path / "huge.png").open("wb") as huge:
        huge.truncate(500_000_000)
    opened = []
    monkeypatch.setattr("webchat.chat.media_files.open_regular", opened.append)
    found = examined(tmp_path / "huge.png")
    assert (found.fault.key, found.file.size) == ("AttachFileInvalidSize", 500_000_000)
    assert opened == []


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    keys = [key(examined(tmp_path / f"{n}.txt").fault) for n in ("pipe", "folder", "zero")]
    assert keys == ["FileNotRegular", "AttachFileFolder", "FileNotRegular"]


@pytest.mark.parametrize("name", ["gone.txt", "gone/a.txt", "a.txt/b.txt", "nul\0.txt"])
def test_a_file_that_is_not_there_is_told(tmp_path, name):
    (tmp_path / "a.txt").write_text("in the way")
    assert key(examined(tmp_path / name).fault) == "FileMissing"


def test_a_file_that_may_not_be_read_is_told_with_the_reason(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("x")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("webchat.chat.media_files.open_regular", refuse)
    assert str(examined(tmp_path / "a.txt").fault.error(TEXTS)) == (
        "a.txt cannot be read: Permission denied. Please check that you may open it."
    )


def test_a_link_is_looked_at_as_its_file(tmp_path):
    (tmp_path / "a").write_bytes(PNG)
    (tmp_path / "a.png").symlink_to(tmp_path / "a")
    assert examined(tmp_path / "a.png").fault is None


def test_a_name_that_pretends_is_told_harmlessly(tmp_path):
    (tmp_path / "a\n\u202egnp.exe").write_bytes(PNG)
    found = examined(tmp_path / "a\n\u202egnp.exe")
    assert (found.fault.key, found.file.filename) == (
        "AttachFileInvalidType",
        "a\ufffd\ufffdgnp.exe",
    )
