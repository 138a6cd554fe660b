"""A person at the Functions dock, over a real simulation whose apps lie in folders of the test."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.support.cards import CardInChat, card_of
from tests.support.clock import ManualClock
from tests.support.simulation import simulation
from tests.support.waiting import until
from tests.ui.support.gestures import part, parts
from tests.webchat.functions.apps.support import write
from ui.devtools.functions.functions_dock import FunctionsDock

COMPLETES = 'async def handler(p):\n    return {"output": {"status": "completed"}}\n'


class Developer:
    """Somebody who writes functions, and what they see of them.

    Attributes:
        said: What the status bar was told.
        loads: How often they wanted to load an app.
    """

    def __init__(self, sim, dock, qtbot, folder):
        self.sim, self.dock, self.qtbot, self.folder = sim, dock, qtbot, folder
        self.functions = sim.functions
        self.said, self.loads = [], 0
        dock.said.connect(self.said.append)
        dock.load_requested.connect(self._count_load)

    def _count_load(self):
        self.loads += 1

    # Apps

    async def app(self, name="app", *, app_toml="", **code):
        """Write an app and load it; ``action`` and so on are whole modules."""
        code.setdefault("action", COMPLETES)
        files = {f"{function}_py": text for function, text in code.items()}
        write(self.folder / name, app_toml=app_toml, **files)
        return await self.functions.apps.load(self.folder / name)

    async def card(self, name="app", **more) -> CardInChat:
        """Post a card of an app that is loaded."""
        return await card_of(self.sim, name=name, **more)

    # Gestures

    def page(self, key):
        """Choose a page by a click on its tab."""
        tabs = self.part("Tabs")
        number = ["bench", "runs", "callbacks", "log"].index(key)
        place = tabs.tabRect(number).center()
        self.qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
        return self.dock.page(key)

    def click(self, name):
        self.qtbot.mouseClick(self.part(name), Qt.MouseButton.LeftButton)

    def select(self, name, text):
        """Choose in a field by the keyboard."""
        box = self.part(name)
        box.setFocus()
        wanted = box.findText(text)
        assert wanted >= 0, f"{text} is not among {[box.itemText(n) for n in range(box.count())]}"
        if wanted == box.count() - 1:
            self.qtbot.keyClick(box, Qt.Key.Key_End)
            return
        while box.currentIndex() != wanted:
            before = box.currentIndex()
            self.qtbot.keyClick(box, Qt.Key.Key_Down if before < wanted else Qt.Key.Key_Up)
            assert box.currentIndex() != before

    def type(self, name, text):
        """Replace what stands in an editor."""
        area = self.part(name)
        area.setFocus()
        self.qtbot.keyClick(area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClick(area, Qt.Key.Key_Delete)
        area.insertPlainText(text)

    # What can be seen

    def part(self, name) -> Any:
        return part(self.dock, f"FunctionsDock.{name}")

    def sees(self, name):
        return bool(parts(self.dock, f"FunctionsDock.{name}"))

    def text(self, name):
        return self.part(name).text()

    @property
    def detail(self):
        return self.text("Detail")


class AtBench(Developer):
    """A developer at the bench."""

    @property
    def bench(self):
        return self.dock.page("bench")

    @property
    def outcome(self):
        return self.text("Bench.Result.Outcome")

    @property
    def sentences(self):
        return self.bench.result.sentences.texts

    @property
    def parameters(self):
        return self.bench.editor.value()

    def give(self, text):
        """Write parameters."""
        self.type("Bench.Parameters.Text", text)

    async def run(self):
        """Press Run, and wait until it is over."""
        self.click("Bench.Run")
        await self.over()

    async def over(self):
        await until(lambda: self.text("Bench.Run") == "Run" and self.outcome != "Running …", 15)

    def rows(self):
        """Return what stands in the answer: path, value, check of each row."""
        found, left = [], [(self.bench.result.tree.invisibleRootItem(), "")]
        while left:
            outer, path = left.pop(0)
            inner = []
            for number in range(outer.childCount()):
                item = outer.child(number)
                where = f"{path}/{item.text(0)}"
                found.append((where, item.text(1), item.text(2)))
                inner.append((item, where))
            left = inner + left
        return found

    def checks(self):
        """Return what is said of fields, by their paths."""
        return {where: check for where, _value, check in self.rows() if check}


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def developer(qtbot, theme, tmp_path, clock):
    async with simulation(clock=clock) as sim:
        dock = FunctionsDock(sim.functions)
        qtbot.addWidget(dock)
        dock.resize(1200, 420)
        dock.show()
        dock.activateWindow()
        await until(lambda: dock.findChild(QWidget, "FunctionsDock.Bench"))
        yield AtBench(sim, dock, qtbot, tmp_path)
