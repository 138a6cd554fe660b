import pytest

from webchat.model import safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("two\nlines.txt", "two_lines.txt"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("..", "file"),
        ("", "file"),
        (".bashrc", "bashrc"),
        ("con.txt", "_con.txt"),
        ('a<b>:"c"|?*.txt', "a_b___c____.txt"),
        ("日本語.pdf", "日本語.pdf"),
    ],
)
def test_a_name_becomes_one_that_a_file_can_have(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending():
    name = safe_name("長" * 300 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 150
