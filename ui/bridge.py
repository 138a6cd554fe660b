"""Between Qt's slots and asyncio's tasks, and between what a widget watches and its own life.

qasync's ``asyncSlot`` does not hold its task, so that the collector may end it half way, and
hides what it raised. Here a slot's task belongs to the :class:`~webchat.tasks.TaskBag` of its
object, and a bag or a subscription that is tied to an object ends when Qt destroys that.
"""

import functools
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeAlias

from PySide6.QtCore import QObject, Slot

from webchat.tasks import TaskBag
from webchat.undo import Undo, once

_Coroutine: TypeAlias = Callable[..., Coroutine[Any, Any, object]]


class _HasTasks(Protocol):
    @property
    def tasks(self) -> TaskBag: ...


def async_slot(*types: type) -> Callable[[_Coroutine], Callable[..., None]]:
    """Make a coroutine method a Qt slot, whose task ``self.tasks`` owns.

    Args:
        types: What the signal carries, as for ``Slot``; a slot for ``clicked`` usually takes
            nothing.
    """

    def decorate(method: _Coroutine) -> Callable[..., None]:
        @Slot(*types)
        @functools.wraps(method)
        def slot(self: _HasTasks, *args: object) -> None:
            name = f"{type(self).__name__}.{method.__name__}"
            self.tasks.spawn(method(self, *args), name=name)

        return slot

    return decorate


def until_destroyed(owner: QObject, *undos: Undo) -> None:
    """Call every undo once, when Qt destroys *owner*, whoever deletes it.

    Args:
        owner: A widget, usually.
        undos: What a subscription, or anything else that was added, returned.
    """
    for undo in undos:
        owner.destroyed.connect(functools.partial(_take_back, once(undo)))


def owned_tasks(owner: QObject) -> TaskBag:
    """Return a bag whose tasks are cancelled when Qt destroys *owner*."""
    bag = TaskBag(owner.objectName() or type(owner).__name__)
    until_destroyed(owner, bag.cancel)
    return bag


def _take_back(undo: Undo, *_destroyed: object) -> None:
    undo()
