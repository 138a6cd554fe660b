"""The whole widget in a real simulation, with an agent at the other end."""

from contextlib import asynccontextmanager

from PySide6.QtCore import QPoint, Qt
from shiboken6 import isValid

from tests.support.simulation import bodies, channel, companion, simulation, start
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, texts
from tests.ui.support.widget import SIZE
from ui.chat import RootContainer
from ui.models.messages import Role

FIELD = "PreEngagementCanvas.Field."
SUBMIT = "PreEngagementCanvas.SubmitButton"


class Widget:
    """The widget, and what its person does."""

    def __init__(self, sim, qtbot):
        self.sim, self.side, self.qtbot = sim, sim.webchat, qtbot
        self.root = RootContainer(sim.webchat)
        qtbot.addWidget(self.root)
        self.root.resize(*SIZE)
        self.root.show()
        self.root.activateWindow()

    # What can be seen

    def part(self, name):
        return part(self.root, name)

    def is_seen(self, name):
        return is_seen(self.root, name)

    @property
    def texts(self):
        return texts(self.root)

    @property
    def area(self):
        return self.part("MessageInput.TextArea")

    @property
    def list(self):
        return self.part("MessageList")

    def rows(self, kind="message", role=Role.BODY):
        model = self.list.model()
        rows = (model.index(row) for row in range(model.rowCount()))
        return [one.data(role) for one in rows if one.data(Role.KIND) == kind]

    # What is so

    @property
    def state(self):
        return self.side.store.state

    @property
    def session(self):
        return self.state.session

    @property
    def channel(self):
        return channel(self.side)

    @property
    def bodies(self):
        return bodies(self.side)

    def invoked(self, action):
        return [one for one in self.side.actions.history if one.action == action]

    # What the person does

    def click(self, name):
        click(self.qtbot, self.root, name)

    def toggle(self):
        self.click("EntryPoint")

    def fill(self, name, text):
        self.click(FIELD + name)
        self.qtbot.keyClicks(self.part(FIELD + name), text)

    def submit(self, name="Ada"):
        self.toggle()
        self.fill("friendlyName", name)
        self.click(SUBMIT)

    def type(self, text):
        self.qtbot.keyClicks(self.area, text)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.area, key, modifier)

    async def say(self, text):
        self.type(text)
        self.press(Qt.Key.Key_Return)
        await until(lambda: text in self.bodies)

    def press_in_list(self, kind):
        """Click the first thing of a kind in the conversation."""
        view = self.list.viewport()
        for y in range(view.height() - 1, 0, -4):
            for x in range(0, view.width(), 6):
                met = self.list.hit(QPoint(x, y).toPointF())
                if met is not None and met[1].kind == kind:
                    self.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
                    return met[1]
        raise AssertionError(f"nothing of kind {kind} is in sight")

    # What others do

    async def begin(self):
        """Open the widget and come into an engagement with an agent, Bob."""
        self.toggle()
        sid = self.session.channel_sid or await start(self.side)
        self.bob = await companion(self.sim, sid)
        await until(lambda: self.is_seen("MessageInput"))
        return self

    async def hear(self, body):
        sid = self.session.channel_sid
        await self.bob.channel(sid).send_message(body)
        await until(lambda: body in self.bodies)

    async def end(self):
        await self.bob.channel(self.session.channel_sid).close()
        await until(lambda: self.channel.status == "inactive")


@asynccontextmanager
async def widget(qtbot, **settings):
    """Show the widget of a new simulation."""
    async with simulation(**settings) as sim:
        one = Widget(sim, qtbot)
        yield one
        if isValid(one.root):  # qtbot may have closed it already
            one.root.hide()
