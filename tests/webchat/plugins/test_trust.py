"""A folder is asked about once."""

import asyncio

import pytest

from webchat.plugins.memory import PluginMemory
from webchat.plugins.trust import Trust, UntrustedError


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
    await trust.require(tmp_path / "one.py", yes)
    await trust.require(tmp_path / "two.py", yes)
    assert len(yes.questions) == 1
    assert Trust(PluginMemory(tmp_path / "data")).is_trusted(tmp_path / "three.py")


async def test_a_no_is_asked_again(trust, tmp_path):
    no = Asked(answer=False)
    for _ in range(2):
        with pytest.raises(UntrustedError, match=r"one\.py was not loaded"):
            await trust.require(tmp_path / "one.py", no)
    assert len(no.questions) == 2


async def test_questions_at_once_are_one_question(trust, tmp_path):
    yes = Asked(answer=True)
    await asyncio.gather(*(trust.require(tmp_path / f"{n}.py", yes) for n in range(5)))
    assert len(yes.questions) == 1


def test_a_folder_below_a_trusted_one_is_another(trust, tmp_path):
    (tmp_path / "pack").mkdir()
    trust.add(tmp_path)
    assert trust.is_trusted(tmp_path / "one.py")
    assert not trust.is_trusted(tmp_path / "below" / "one.py")
    assert not trust.is_trusted(tmp_path / "pack")
    trust.remove(tmp_path)
    assert not trust.is_trusted(tmp_path / "one.py")
