"""What the concierge says: pure functions from what came to what is answered.

Matching is by whole words, so that "this" is not a greeting. The first topic that matches wins,
and the farewell is asked first: "thanks, bye" ends the chat, but "by the way" does not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINK = "https://example.com/help"
_QUOTED = 120
_NAMED = 60  # characters of a file's name
_LISTED = 3  # files that are named one by one

ABILITIES = (
    "Here is what I can do:\n"
    "- hours: when we are open\n"
    "- price: what things cost\n"
    "- order: how to follow an order\n"
    "- human: ask for a person\n"
    "- bye: end this chat\n"
    f"More is written down at {LINK}"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and what is done afterwards.

    Attributes:
        body: What to say.
        ends_chat: Whether the chat is over then.
        wants_person: Whether the customer asks for one; what is said then depends on who is free.
    """

    body: str
    ends_chat: bool = False
    wants_person: bool = False


@dataclass(frozen=True, slots=True)
class _Topic:
    words: frozenset[str]
    body: str
    ends_chat: bool = False
    wants_person: bool = False


def _topic(words: str, body: str, *, ends_chat: bool = False, wants_person: bool = False) -> _Topic:
    return _Topic(frozenset(words.split()), body, ends_chat, wants_person)


_FAREWELL = _topic(
    "bye goodbye bye-bye farewell ciao",
    "Goodbye, {name}! Thank you for talking to us.",
    ends_chat=True,
)
_TOPICS = (
    _FAREWELL,
    _topic("help commands menu list options what-can-you-do", ABILITIES),
    _topic(
        "hours open opening opened close closed closing",
        "We are here Monday to Friday from 9:00 to 18:00, and on Saturday from 10:00 to 14:00.",
    ),
    _topic(
        "price prices pricing cost costs fee fees expensive",
        f"The basic plan is free, the team plan is 12 a month. All prices: {LINK}/prices",
    ),
    _topic(
        "order orders delivery shipping parcel package track tracking",
        f"Your order can be followed at {LINK}/orders with the number from the confirmation mail.",
    ),
    _topic(
        "human person agent someone somebody colleague operator",
        "I will look for a colleague, {name}.",
        wants_person=True,
    ),
    _topic("thanks thank thx cheers", "You are welcome, {name}!"),
    _topic("hello hi hey morning afternoon evening", "Hello, {name}! What can I do for you?"),
)


def greet(name: str, query: str = "") -> str:
    """Return the first words to a customer.

    Args:
        name: How the customer is called.
        query: What was asked in the form, if anything.
    """
    asked = " ".join(query.split())
    if not asked:
        return f"Hello {name}! I am the concierge. Ask me anything, or write “help”."
    if len(asked) > _QUOTED:
        asked = asked[: _QUOTED - 1].rstrip() + "…"
    known = _find(query, (topic for topic in _TOPICS if not topic.ends_chat))
    hint = known.body.format(name=name) if known else "Let us see what I can do about that."
    return f"Hello {name}! I am the concierge. You asked: “{asked}” {hint}"


def answer(text: str, name: str, files: Sequence[str] = ()) -> Answer:
    """Return what is said to a message.

    Args:
        text: What it says; may be blank when there are files.
        name: How the customer is called.
        files: The names of its files.
    """
    topic = _find(text, _TOPICS)
    if files:
        thanks = f"Thank you for {_named(files)}."
        if topic is None:
            return Answer(thanks)
        return _answered(topic, f"{thanks} {topic.body.format(name=name)}")
    if topic is None:
        return Answer(
            "I am only a small bot and did not understand that. "
            "Write “help” to see what I know, or “human” for a person."
        )
    return _answered(topic, topic.body.format(name=name))


def hand_over(name: str, person: str) -> str:
    """Return what is said to a customer before *person* takes over."""
    return f"One moment, {name}: {person} will be with you shortly."


def nobody_is_free(name: str) -> str:
    """Return what is said to a customer who asks for a person when there is none."""
    return (
        f"I am sorry, {name}: all my colleagues are busy right now. "
        "I am happy to go on; ask me again later."
    )


def welcome_back(name: str) -> str:
    """Return the first words to a customer who was in other hands meanwhile."""
    return f"It is me again, {name}: the concierge. What can I do for you?"


def _answered(topic: _Topic, body: str) -> Answer:
    return Answer(body, topic.ends_chat, topic.wants_person)


def _named(files: Sequence[str]) -> str:
    """Return files as a sentence names them; of many the number has to do."""
    names = [one if len(one) <= _NAMED else f"{one[: _NAMED - 1]}…" for one in files]
    if len(names) == 1:
        return f"the file {names[0]}"
    if len(names) > _LISTED:
        return f"the {len(names)} files"
    return f"the files {', '.join(names[:-1])} and {names[-1]}"


def _find(text: str, topics: Iterable[_Topic]) -> _Topic | None:
    words = set(re.findall(r"\w+(?:-\w+)*", text.lower()))
    return next((topic for topic in topics if words & topic.words), None)
