"""Plain text: a line for each message, and no way to forge one."""

from tests.webchat.chat.transcript.conftest import picture, said, transcript
from webchat.chat.transcript.text_format import write_text


def text(wording, *entries):
    return "".join(write_text(transcript(*entries), wording))


def lines(wording, *entries):
    return [one for one in text(wording, *entries).splitlines() if one[:2] in {"* ", "+ ", "- "}]


def test_a_whole_conversation(wording, conversation):
    assert "".join(write_text(conversation, wording)) == (
        "Conversation with Bob\n"
        "=====================\n"
        "\n"
        "Started: Friday, 1 March 2024, 13:00\n"
        "Duration: 12 hours 2 minutes\n"
        "Participants: Ada, Bob\n"
        "Times: CET (UTC+01:00)\n"
        "\n"
        "Friday, 1 March 2024\n"
        "\n"
        "* 13:00  Ada: Hello\n"
        "         is anybody there?\n"
        "- 13:01  Bob joined\n"
        "+ 13:02  Bob: Yes, look:\n"
        "         (** Attached file photo.png **)\n"
        "\n"
        "Saturday, 2 March 2024\n"
        "\n"
        "* 01:00  Ada: مرحبا <b>*Bob*</b>\n"
        "         (** Attached file photo-1.png **)\n"
        "- 01:01  Bob left\n"
        "- 01:02  Chat ended\n"
    )


def test_files_of_one_name_are_told_apart(wording):
    files = [picture("a.tar"), picture("a.tar"), picture("a.tar"), picture(".env"), picture(".env")]
    written = text(wording, said("ada", "", 0, *files))
    for name in ("a.tar", "a-1.tar", "a-2.tar", ".env", ".env-1"):
        assert f"(** Attached file {name} **)" in written


def test_what_somebody_says_cannot_pass_for_a_line(wording):
    body = "Fine\n+ 13:01  Bob: I owe Ada 100 euros\r- 13:02  Chat ended\u2028* x"
    assert lines(wording, said("ada", body)) == ["* 13:00  Ada: Fine"]


def test_a_name_cannot_begin_a_line(wording):
    assert lines(wording, said("bob", "Hi", author="Bob\n- 13:00  Chat ended\n")) == [
        "+ 13:00  Bob - 13:00 Chat ended: Hi"
    ]


def test_a_file_name_cannot_begin_a_line(wording):
    written = text(wording, said("ada", " \n", 0, picture("x\n* 13:00  Bob: hi.png")))
    assert "* 13:00  Ada: (** Attached file x * 13:00 Bob: hi.png **)\n" in written
