"""A folder is asked about once, whatever lies in it."""

import asyncio

import pytest

from webchat.errors import FunctionAppError
from webchat.plugins.memory import PluginMemory
from webchat.plugins.trust import PLUGINS, UntrustedError
from webchat.trust import Subject, Trust

APPS = Subject("functions", "A function app", FunctionAppError)


class Asked:
    def __init__(self, answer):
        self.answer = answer
        self.questions = []

    async def confirm(self, text):
        self.questions.append(text)
        await asyncio.sleep(0)
        return self.answer


@pytest.fixture
def trust(tmp_path):
    return Trust(PluginMemory(tmp_path / "data"))


async def test_a_yes_is_remembered(trust, tmp_path):
    yes = Asked(answer=True)
    await trust.require(tmp_path / "one.py", yes, PLUGINS)
    await trust.require(tmp_path / "two.py", yes, PLUGINS)
    assert len(yes.questions) == 1
    assert Trust(PluginMemory(tmp_path / "data")).is_trusted(tmp_path / "three.py")


async def test_a_folder_that_is_trusted_for_plugins_is_trusted_for_functions(trust, tmp_path):
    yes = Asked(answer=True)
    await trust.require(tmp_path / "one.py", yes, PLUGINS)
    await trust.require(tmp_path / "orders.zip", yes, APPS)
    assert len(yes.questions) == 1


@pytest.mark.parametrize("subject", [PLUGINS, APPS], ids=lambda one: one.many)
async def test_the_question_says_what_it_is_about(trust, tmp_path, subject):
    asked = Asked(answer=True)
    await trust.require(tmp_path / "one", asked, subject)
    question = asked.questions[0]
    assert question.startswith(
        f"Load {subject.many} from {tmp_path}?\n\n{subject.one} is a program"
    )


@pytest.mark.parametrize(
    ("subject", "refusal"), [(PLUGINS, UntrustedError), (APPS, FunctionAppError)]
)
async def test_a_no_is_asked_again(trust, tmp_path, subject, refusal):
    no = Asked(answer=False)
    for _ in range(2):
        with pytest.raises(refusal, match=r"one\.py was not loaded"):
            await trust.require(tmp_path / "one.py", no, subject)
    assert len(no.questions) == 2


async def test_questions_at_once_are_one_question(trust, tmp_path):
    yes = Asked(answer=True)
    await asyncio.gather(*(trust.require(tmp_path / f"{n}.py", yes, PLUGINS) for n in range(5)))
    assert len(yes.questions) == 1


def test_a_folder_below_a_trusted_one_is_another(trust, tmp_path):
    (tmp_path / "pack").mkdir()
    trust.add(tmp_path)
    assert trust.is_trusted(tmp_path / "one.py")
    assert not trust.is_trusted(tmp_path / "below" / "one.py")
    assert not trust.is_trusted(tmp_path / "pack")
    trust.remove(tmp_path)
    assert not trust.is_trusted(tmp_path / "one.py")
