"""A person who goes through the dialogs about functions of a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.support.waiting import until
from tests.ui.shell.conftest import make_shell, shell
from tests.ui.support.gestures import part, parts
from ui.functions.setup_dialog import SetupDialog

__all__ = ["make_shell", "shell"]

FORM = [{"type": "string", "key": "shop", "label": "Name of the shop"}]
CARD = {
    "title": "Your order",
    "description": "Have your number ready.",
    "steps": [{"order_number": 1, "buttons": [{"title": "Look it up", "style": "branding"}]}],
}


def form(*inputs, **more):
    return {"output": {"form": list(inputs) or FORM, **more}}


def card(**more):
    return {"output": {"action": {**CARD, **more}}}


class Person:
    """Clicks and types in the set-up of one window."""

    def __init__(self, shell, qtbot):
        self.shell, self.qtbot = shell, qtbot
        self.window, self.sim = shell.window, shell.sim
        self.functions = shell.sim.functions

    # What can be seen

    @property
    def dialogs(self):
        found = self.window.findChildren(SetupDialog)
        return [one for one in found if one.isVisible()]

    @property
    def dialog(self):
        (dialog,) = self.dialogs
        return dialog

    def part(self, name):
        return part(self.dialog, name)

    def sees(self, name):
        return bool(parts(self.dialog, name))

    def text(self, name):
        return self.part(name).text()

    @property
    def problem(self):
        return self.text("Setup.Problem.Text") if self.sees("Setup.Problem") else ""

    def page_name(self):
        page = self.dialog.page if self.dialogs else None
        return "" if page is None else page.objectName()

    async def comes_to(self, name):
        """Wait for a page on which the person is asked something."""

        def is_there():
            is_waiting = self.dialogs and self.dialog._decision is not None
            return is_waiting and self.page_name() == name

        await until(is_there, 15)
        return self.dialog.page

    async def closed(self):
        await until(lambda: not self.dialogs)

    # What is done

    def click(self, name):
        self.qtbot.mouseClick(self.part(name), Qt.MouseButton.LeftButton)

    def next(self):
        self.click("Setup.NextButton")

    def back(self):
        self.click("Setup.BackButton")

    def type(self, key, text):
        field = self.part(f"Setup.Field.{key}")
        assert isinstance(field, (QLineEdit, QPlainTextEdit))
        field.clear()
        field.setFocus()
        self.qtbot.keyClicks(field, text)

    def press(self, key, name=None):
        widget = self.dialog.focusWidget() if name is None else self.part(name)
        self.qtbot.keyClick(widget or self.dialog, key)

    async def load(self, path):
        entry = await self.functions.apps.load(path, keep=False)
        assert entry.error is None, entry.error
        return entry.name

    def register(self, name="app", **more):
        """Load an app whose handlers are given; returns what takes it away again."""
        handlers = {key: more.pop(key) for key in tuple(more) if callable(more[key])}
        handlers.setdefault("action", _nothing)
        title = name.capitalize()
        return self.functions.apps.register(handlers, name=name, title=title, **more)


async def _nothing(_parameters):
    return {"output": {"status": "completed"}}


@pytest.fixture
def person(shell, qtbot):
    return Person(shell, qtbot)


@pytest.fixture
def app_folder(tmp_path):
    """Return a function that writes an app into a folder."""

    def write(name="app", **functions):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        functions.setdefault("action", "async def handler(p):\n    return {'output': {}}\n")
        for function, code in functions.items():
            suffix = ".toml" if function == "app" else ".py"
            (folder / f"{function}{suffix}").write_text(code)
        return folder

    return write
