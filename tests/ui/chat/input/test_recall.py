from datetime import UTC, datetime

from ui.chat.input.recall import Recall
from webchat.state import MessageState


def say(body, *, is_from_me=True):
    now = datetime(2024, 3, 1, tzinfo=UTC)
    return MessageState("IM", 0, "me", "Me", body, now, is_from_me=is_from_me)


TALK = [say("one"), say("theirs", is_from_me=False), say("two"), say("two"), say("three")]


def walk(recall, text, *steps):
    seen = []
    for step in steps:
        shown = recall.step(step, text, TALK)
        text = text if shown is None else shown
        seen.append(shown)
    return seen


def test_own_messages_come_back_newest_first_and_each_run_once():
    assert walk(Recall(), "", -1, -1, -1, -1) == ["three", "two", "one", None]


def test_the_way_forward_ends_at_the_draft():
    assert walk(Recall(), "draft", -1, -1, 1, 1, 1) == ["three", "two", "three", "draft", None]


def test_a_message_that_was_changed_is_a_new_draft():
    recall = Recall()
    assert recall.step(-1, "", TALK) == "three"
    assert recall.step(-1, "three!", TALK) == "three"
    assert recall.step(1, "three", TALK) == "three!"


def test_without_messages_nothing_comes_back():
    assert Recall().step(-1, "draft", []) is None
