"""A library of apps in a folder of its own, and who is told of what."""

from pathlib import Path

import pytest

from tests.webchat.functions.apps.support import Asked
from webchat.functions.apps.library import AppLibrary
from webchat.plugins.memory import PluginMemory
from webchat.tasks import TaskBag
from webchat.trust import Trust


class Libraries:
    """Makes libraries on one data folder, one after the other, and ends them."""

    def __init__(self, data: Path | None) -> None:
        self.data = data
        self.dialogs = Asked(answer=True)
        self.let_go: list[str] = []
        self._made: list[tuple[AppLibrary, TaskBag]] = []

    def __call__(self) -> AppLibrary:
        tasks = TaskBag("functions")
        trust = Trust(PluginMemory(self.data))
        library = AppLibrary(self.data, dialogs=lambda: self.dialogs, tasks=tasks, trust=trust)
        library.on_change = self._let_go_of
        self._made.append((library, tasks))
        return library

    async def _let_go_of(self, name):
        self.let_go.append(name)

    async def aclose(self) -> None:
        for library, tasks in self._made:
            await library.aclose()
            assert await tasks.aclose() == ()


@pytest.fixture
async def make(tmp_path):
    libraries = Libraries(tmp_path / "data")
    yield libraries
    await libraries.aclose()


@pytest.fixture
def library(make):
    return make()


@pytest.fixture
def apps(tmp_path):
    """Where the apps of a test lie."""
    (tmp_path / "apps").mkdir()
    return tmp_path / "apps"
