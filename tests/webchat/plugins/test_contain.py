"""Whatever a plugin's callable raises stays the plugin's own error."""

import asyncio
from pathlib import Path

import pytest

from webchat.errors import EngagementError, PluginError
from webchat.plugins.contain import Container

OUTCOMES = [ValueError("odd"), SystemExit(3), BaseExceptionGroup("all", [SystemExit()])]


@pytest.fixture
def faults():
    return []


@pytest.fixture
def container(faults):
    return Container("greet", Path(__file__), faults.append)


def raising(error):
    def fail(*arguments):
        raise error

    return fail


def raising_later(error):
    async def fail(*arguments):
        raise error

    return fail


@pytest.mark.parametrize("error", OUTCOMES)
def test_aloud_raises_a_sentence_that_names_the_plugin(container, faults, error):
    with pytest.raises(PluginError, match="Plugin greet, component star: test_contain"):
        container.aloud(raising(error), "component star")(1, 2)
    assert faults[0].line is not None


@pytest.mark.parametrize("error", OUTCOMES)
def test_silently_raises_nothing(container, faults, error):
    assert container.silently(raising(error), "subscriber")(1) is None
    assert len(faults) == 1


@pytest.mark.parametrize("error", OUTCOMES)
async def test_an_async_callable_is_contained_too(container, faults, error):
    container.silently(raising_later(error), "subscriber")(1)
    with pytest.raises(Exception, match=r"odd|ends nothing"):
        await container.noted(raising_later(error), "body")(1)
    await asyncio.sleep(0.01)
    assert len(faults) == 2


@pytest.mark.parametrize("error", OUTCOMES)
async def test_a_task_fails_as_itself_and_ends_nothing(container, faults, error):
    task = container.spawn(raising_later(error)(), "work")
    with pytest.raises(Exception, match=r"odd|ends nothing"):
        await task
    await asyncio.sleep(0)
    assert len(faults) == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, asyncio.CancelledError])
def test_requests_to_end_pass(container, faults, error):
    for wrap in (container.aloud, container.silently, container.noted, container.selecting):
        with pytest.raises(error):
            wrap(raising(error), "x")(1)
    assert faults == []


def test_a_refusal_of_the_program_is_not_the_plugins_fault(container, faults):
    error = EngagementError("Not now.")
    with pytest.raises(EngagementError) as caught:
        container.noted(raising(error), "body")()
    assert caught.value is error
    assert error.__cause__ is None
    assert faults == []


def test_an_error_without_a_text_is_given_one(container):
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError

    with pytest.raises(PluginError, match="MuteError"):
        container.noted(raising(MuteError()), "body")()


async def test_a_task_that_never_began_leaves_no_warning(container):
    task = container.spawn(raising_later(ValueError())(), "work")
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()


async def test_what_is_no_coroutine_is_refused_by_name(container):
    with pytest.raises(TypeError, match="'fail' came"):
        container.spawn(raising_later(ValueError()), "work")
