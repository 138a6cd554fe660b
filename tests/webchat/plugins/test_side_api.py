"""State, components and strings as a plugin has them."""

import pytest

from tests.support.plugins import app_of, toggle
from tests.support.waiting import until
from webchat import ConfigError, EngagementError
from webchat.side.strings import DEFAULT_STRINGS

KEY = "MainHeaderTitle"


@pytest.fixture
async def webchat(host, files):
    return (await app_of(host, files)).webchat


def expanded(state):
    return state.session.is_entry_point_expanded


async def test_a_subscriber_is_told_of_every_side_also_later_ones(webchat, sim, host):
    seen = []
    webchat.store.subscribe(expanded, seen.append)
    await toggle(sim)
    other = sim.add_customer()
    await other.actions.invoke_action("ToggleChatVisibility")
    assert seen == [True, True]
    await host.unload("probe")
    await toggle(sim)
    assert seen == [True, True]


async def test_a_subscription_can_be_undone(webchat, sim, host):
    seen = []
    undo = webchat.store.subscribe(expanded, seen.append)
    undo()
    undo()
    await toggle(sim)
    assert seen == []
    assert host["probe"].registrations == ()


async def test_a_subscriber_may_be_async(webchat, sim):
    seen = []

    async def note(value):
        seen.append(value)

    webchat.store.subscribe(expanded, note)
    await toggle(sim)
    await until(lambda: seen == [True])


@pytest.mark.parametrize("error", [ValueError, SystemExit])
async def test_a_subscriber_that_fails_is_the_plugins_fault_alone(webchat, sim, host, error):
    def fail(value):
        raise error

    seen = []
    webchat.store.subscribe(expanded, fail)
    webchat.store.subscribe(expanded, seen.append)
    await toggle(sim)
    assert seen == [True]
    assert error.__name__ in host["probe"].error.message


async def test_a_selector_that_fails_is_reported_once_until_it_works(webchat, sim, host, caplog):
    works = []

    def select(state):
        return works[0]

    seen = []
    webchat.store.subscribe(select, seen.append)
    await toggle(sim)
    await toggle(sim)
    assert caplog.text.count("selector of") == 1
    works.append(7)
    await toggle(sim)
    assert seen == [7]


def test_there_is_no_chat_client_before_an_engagement(webchat):
    with pytest.raises(EngagementError, match="no chat client"):
        webchat.chat_client  # noqa: B018  reading it is the point


def test_components_carry_the_plugins_name(webchat, sim, host):
    components = sim.kinds["webchat"].components
    undo = webchat.components.add("MainHeader", lambda side, parent: "made", key="b", sort_order=2)
    webchat.components.add("MainHeader", lambda side, parent: "made", key="a", sort_order=1)
    webchat.components.replace("Avatar", lambda side, parent, message: message, key="face")
    webchat.components.remove("old")
    parts = components.parts("MainHeader")
    assert [(part.key, part.owner) for part in parts] == [("a", "probe"), ("b", "probe")]
    assert parts[0].factory(sim.webchat, None) == "made"
    assert components.replacement("Avatar").factory(sim.webchat, None, "m") == "m"
    assert components.is_removed("old")
    undo()
    assert [part.key for part in components.parts("MainHeader")] == ["a"]
    assert len(host["probe"].registrations) == 3


def test_strings_are_a_mapping_over_the_widgets(webchat, sim):
    strings, shown = webchat.strings, sim.kinds["webchat"].strings
    strings[KEY] = "Hello {{name}}"
    strings[KEY] = "Bye {{name}}"
    assert shown[KEY] == strings[KEY] == "Bye {{name}}"
    assert strings.render(KEY, name="<b>") == "Bye <b>"
    assert set(strings) == set(shown)
    assert len(strings) == len(shown)
    del strings[KEY]
    assert shown[KEY] == DEFAULT_STRINGS[KEY]
    with pytest.raises(KeyError):
        del strings[KEY]


def test_a_text_that_cannot_be_shown_is_refused(webchat, sim):
    with pytest.raises(ConfigError):
        webchat.strings[KEY] = "{{{x}}}"
    with pytest.raises(ConfigError, match="a text was expected"):
        webchat.strings[KEY] = 5
    assert sim.kinds["webchat"].strings[KEY] == DEFAULT_STRINGS[KEY]


async def test_the_last_plugins_text_wins_and_gives_way(host, files, sim):
    strings = sim.kinds["webchat"].strings
    one, two = await app_of(host, files, "one.py"), await app_of(host, files, "two.py")
    two.webchat.strings[KEY] = "two"
    one.webchat.strings[KEY] = "one"
    assert strings[KEY] == "two"
    host.move("one", 1)
    assert strings[KEY] == "one"
    await host.unload("one")
    assert strings[KEY] == "two"
