import asyncio
import gc

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from tests.support.waiting import until
from ui.bridge import async_slot, owned_tasks, until_destroyed
from webchat.side.notifications import Notifications


class Button(QObject):
    clicked = Signal()
    typed = Signal(object)


class Panel(QObject):
    def __init__(self, parent=None):
        super().__init__(parent)
        self.tasks = owned_tasks(self)
        self.seen = []

    @async_slot()
    async def on_clicked(self):
        await asyncio.sleep(0)
        self.seen.append("clicked")

    @async_slot(object)
    async def on_typed(self, text):
        await asyncio.sleep(0.01)
        self.seen.append(text)


def destroy(widget):
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


async def test_a_slot_runs_its_coroutine_with_what_the_signal_carries():
    button, panel, text = Button(), Panel(), object()
    button.clicked.connect(panel.on_clicked)
    button.typed.connect(panel.on_typed)
    button.clicked.emit()
    button.typed.emit(text)
    await until(lambda: len(panel.seen) == 2)
    assert panel.seen == ["clicked", text]


async def test_the_collector_does_not_end_a_slot_half_way():
    button, panel = Button(), Panel()
    button.typed.connect(panel.on_typed)
    button.typed.emit("a")
    await asyncio.sleep(0)
    gc.collect()
    await until(lambda: panel.seen == ["a"])


async def test_a_slots_task_is_named_after_its_object_and_method():
    panel = Panel()
    panel.on_typed("a")
    assert [task.get_name() for task in panel.tasks] == ["Panel: Panel.on_typed"]
    await panel.tasks.aclose()


async def test_a_destroyed_object_takes_its_tasks_along():
    panel = Panel()
    panel.on_typed("never")
    await asyncio.sleep(0)
    seen = panel.seen
    destroy(panel)
    await asyncio.sleep(0.02)
    assert seen == []


def test_a_subscription_ends_with_its_object():
    notices, owner, seen = Notifications(), QObject(), []
    until_destroyed(owner, notices.subscribe(seen.append))
    destroy(owner)
    notices.show("Nobody reads this.")
    assert seen == []


def test_an_object_that_dies_with_its_parent_ends_its_subscriptions():
    parent, undone = QObject(), []
    until_destroyed(QObject(parent), lambda: undone.append(1))
    destroy(parent)
    assert undone == [1]
