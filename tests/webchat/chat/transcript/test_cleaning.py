"""What cannot be written down is replaced, and nothing else."""

import pytest

from webchat.chat.transcript.cleaning import cleaned, cleaned_line


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("bell\x07 null\x00 escape\x1b[2J", "bell\ufffd null\ufffd escape\ufffd[2J"),
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("שלום 👩‍💻 ﷺ", "שלום 👩‍💻 ﷺ"),
    ],
)
def test_only_what_cannot_be_written_is_replaced(text, written):
    assert cleaned(text) == written
    assert cleaned(text).encode()


def test_a_name_is_one_line_that_turns_no_direction():
    assert cleaned_line(" evil\u202egpj.exe\n now ") == "evilgpj.exe now"
