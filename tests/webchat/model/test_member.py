"""What a person may be called."""

import pytest

from webchat.model import plain_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ada\r\n Lovelace\t", "Ada Lovelace"),
        ("Ada\u202eecalevoL\u2066", "AdaecalevoL"),
        ("A\x07da\x1b\u2028L", "Ada L"),
        (
            "\u05e9\u05e8\u05d4 \u200fO\u2019Neill \U0001f469\u200d\U0001f52c",
            "\u05e9\u05e8\u05d4 \u200fO\u2019Neill \U0001f469\u200d\U0001f52c",
        ),
        ("\u202e\n", ""),
    ],
)
def test_a_name_is_on_one_line_and_turns_no_writing_around_it(given, shown):
    assert plain_name(given) == shown
