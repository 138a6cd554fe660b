import pytest

from webchat.centre import line
from webchat.chat import echoes
from webchat.errors import ConfigError
from webchat.side import languages, templates
from webchat.side.strings import DEFAULT_STRINGS, Strings


@pytest.fixture
def strings():
    return Strings()


def test_every_documented_text_has_a_default(strings):
    assert dict(strings) == dict(DEFAULT_STRINGS)
    assert strings["MessageCanvasTrayButton"] == "START NEW CHAT"


@pytest.mark.parametrize("key", DEFAULT_STRINGS)
def test_every_default_can_be_rendered(strings, key):
    values = dict.fromkeys(templates.places(DEFAULT_STRINGS[key]), 2)
    assert "{{" not in strings.render(key, **values)


def test_values_are_put_in(strings):
    assert strings.render("TypingIndicator", name="Ada") == "Ada is typing … "


@pytest.mark.parametrize("value", ["<b>{{name}}</b>", "{% raw %}", "&amp;", "{{ 7 * 7 }}"])
def test_a_value_is_neither_markup_nor_a_template(strings, value):
    assert strings.render("MemberJoined", name=value) == f"{value} joined"


def test_a_text_that_is_set_counts_until_it_is_deleted(strings):
    strings["Read"] = "Seen"
    assert strings.render("Read") == "Seen"
    del strings["Read"]
    assert strings.render("Read") == "Read"


def test_an_override_puts_back_what_stood_there(strings):
    strings["Read"] = "Seen"
    undo = strings.override("Read", "Gelesen")
    assert strings["Read"] == "Gelesen"
    undo()
    undo()
    assert strings["Read"] == "Seen"


def test_an_override_of_a_default_leaves_nothing_behind(strings):
    strings.override("Read", "Gelesen")()
    assert strings["Read"] == "Read"
    strings["New"] = "new"
    assert len(strings) == len(DEFAULT_STRINGS) + 1


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{{name}}}", "triple braces"),
        ("{{name", "is no template"),
        ("{{ 1 +* }}", "is no template"),
        (7, "a text was expected, but a int came"),
    ],
)
def test_what_cannot_be_shown_is_refused_where_it_is_set(strings, template, says):
    with pytest.raises(ConfigError, match=says):
        strings["Read"] = template
    assert strings["Read"] == "Read"


def test_a_template_that_cannot_be_filled_in_is_shown_as_it_is(strings, caplog):
    strings["Read"] = "{{ name.first.letter }}"
    assert strings.render("Read", name="Ada") == "{{ name.first.letter }}"
    assert "String 'Read' cannot be filled in" in caplog.text


def test_an_unknown_key_is_an_error(strings):
    with pytest.raises(KeyError):
        strings.render("Nonsense")


def test_subscribers_are_told_of_every_change_though_one_fails(strings, caplog):
    told = []

    def bad():
        raise ValueError("bad")

    strings.subscribe(bad)
    undo = strings.subscribe(lambda: told.append(strings["Read"]))
    strings["Read"] = "Seen"
    undo()
    strings["Read"] = "Again"
    assert told == ["Seen"]
    assert "A listener of the strings failed" in caplog.text


def test_errors_that_people_meet_are_said_in_their_language(strings):
    strings.speak(languages.find("de"))
    assert strings.sentence(line._NONE).startswith("Es besteht keine Verbindung")
    assert strings.sentence("Quite another error.") == "Quite another error."


@pytest.mark.parametrize("sentence", [line._NONE, line._BROKEN_OFF, echoes.INTERRUPTED])
def test_the_table_has_them_word_for_word(strings, sentence):
    strings.speak(languages.find("qps-ploc"))
    assert strings.sentence(sentence) != sentence
