"""Calling what plugins wrote to make parts of the widget: what goes wrong there stays there.

A part that cannot be made is left out, and its plugin is named in a notice, once.
"""

import logging
from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from webchat.side.components import Component
from webchat.side.side import Side

_log = logging.getLogger(__name__)


class Factories:
    """The factories of one slot on one side."""

    def __init__(self, side: Side, slot: str) -> None:
        """Make parts of *slot* for *side*."""
        self._side, self._slot = side, slot
        self._complained: set[Component] = set()

    def is_wanted(self, component: Component) -> bool:
        """Whether a part is to be seen now, as far as its ``if_`` says."""
        if component.if_ is None:
            return True
        try:
            return bool(component.if_(self._side))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._complain(component, error, "could not say whether it is to be shown")
            return False

    def make(self, component: Component, parent: QWidget, *more: object) -> QWidget | None:
        """Return a part, or None for one that could not be made.

        Args:
            component: The registration.
            parent: The widget it stands in.
            more: What the factory gets besides side and parent, such as a message.
        """
        try:
            widget = _made_by(component, self._side, parent, *more)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._complain(component, error, "could not be made")
            return None
        if not widget.objectName():
            widget.setObjectName(component.key)
        return widget

    def keep(self, known: Iterable[Component]) -> None:
        """Forget what was complained of others than these: they may come again."""
        self._complained &= set(known)

    def _complain(self, component: Component, error: BaseException, what: str) -> None:
        if component in self._complained:
            return
        self._complained.add(component)
        owner = f" of {component.owner}" if component.owner else ""
        _log.error("Part %s%s of %s %s", component.key, owner, self._slot, what, exc_info=error)
        reason = str(error) or type(error).__name__
        self._side.notifications.show(
            f"The part “{component.key}”{owner} in {self._slot} {what}: {reason}.", "error"
        )


def _made_by(component: Component, side: Side, parent: QWidget, *more: object) -> QWidget:
    factory = component.factory
    widget = factory(side, parent, *more) if factory is not None else None
    if not isinstance(widget, QWidget):
        raise TypeError(f"its factory must return a QWidget, but returned {type(widget).__name__}")
    return widget
