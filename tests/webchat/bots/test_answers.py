import pytest

from webchat.bots.answers import (
    ABILITIES,
    LINK,
    Answer,
    answer,
    greet,
    hand_over,
    nobody_is_free,
    welcome_back,
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("When are you OPEN?", "Monday to Friday"),
        ("what does it cost", "12 a month"),
        ("Where is my order, please?", "/orders"),
        ("let me talk to a human!", "a colleague"),
        ("thanks", "You are welcome, Ada!"),
        ("Hi", "Hello, Ada!"),
        ("help", ABILITIES),
        ("quux", "did not understand"),
    ],
)
def test_a_keyword_finds_its_answer(text, says):
    reply = answer(text, "Ada")
    assert says in reply.body
    assert not reply.ends_chat


@pytest.mark.parametrize("text", ["bye", "Bye!", "ok, thanks, bye", "GOODBYE", "bye-bye"])
def test_a_farewell_ends_the_chat(text):
    assert answer(text, "Ada").ends_chat


@pytest.mark.parametrize("text", ["by the way", "this", "goodbyes", "", "\n"])
def test_only_whole_words_count(text):
    assert "did not understand" in answer(text, "Ada").body


@pytest.mark.parametrize(
    "text", ["agent please", "human", "I want to speak to a person", "get me somebody!"]
)
def test_who_asks_for_a_person_is_understood(text):
    assert answer(text, "Ada").wants_person
    assert answer(text, "Ada", ["a.png"]).wants_person


def test_what_is_said_of_persons_names_them():
    assert hand_over("Ada", "Ann") == "One moment, Ada: Ann will be with you shortly."
    assert "Ada" in nobody_is_free("Ada")
    assert "Ada" in welcome_back("Ada")


def test_what_it_can_do_is_a_plain_list_with_a_link():
    assert ABILITIES.count("\n- ") == 5
    assert LINK in ABILITIES


def test_the_greeting_has_the_name_and_the_question():
    said = greet("Ada", "Where is\nmy order?")
    assert said.startswith("Hello Ada! I am the concierge. You asked: “Where is my order?” ")
    assert "/orders" in said


def test_without_a_question_it_is_only_a_greeting():
    assert greet("Ada", " ") == ("Hello Ada! I am the concierge. Ask me anything, or write “help”.")


def test_a_long_question_is_quoted_in_part():
    assert "“" + "x" * 119 + "…”" in greet("Ada", "x" * 5000)


def test_a_name_is_text_and_never_a_template():
    assert "{name} {0}" in greet("{name} {0}", "thanks {x}")
    assert answer("thanks", "{0}").body == "You are welcome, {0}!"


@pytest.mark.parametrize(
    ("files", "thanks"),
    [
        (["report.pdf"], "Thank you for the file report.pdf."),
        (["a.txt", "b.txt"], "Thank you for the files a.txt and b.txt."),
        (["a", "b", "c"], "Thank you for the files a, b and c."),
        (["a", "b", "c", "d"], "Thank you for the 4 files."),
        (["x" * 200], f"Thank you for the file {'x' * 59}…."),
    ],
)
def test_files_are_thanked_for_by_name(files, thanks):
    assert answer("", "Ada", files) == Answer(thanks)
    assert answer("whatever", "Ada", files) == Answer(thanks)


def test_what_comes_with_a_file_is_answered_too():
    both = answer("bye", "Ada", ["a.txt"])
    assert both.body == "Thank you for the file a.txt. " + answer("bye", "Ada").body
    assert both.ends_chat
