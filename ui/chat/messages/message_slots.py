"""What plugins put into the rows of the list: real widgets, for the rows in sight only.

The list paints itself, so a part of a row that a plugin makes is a widget over the painting, in the
place that the row's layout keeps free for it. It is built when its row is laid out and destroyed
when the row is scrolled away; a row whose message is another record gets another widget.
"""

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.bridge import until_destroyed
from ui.chat.component_factories import Factories
from webchat.side.components import Component
from webchat.side.side import Side
from webchat.state import MessageState, State
from webchat.undo import Undo

ROW_SLOTS = ("MessageListItem", "MessageBubble", "Avatar", "DateSeparator")
"""The components whose factories get ``(side, parent, message)``."""


class Around(NamedTuple):
    """What stands around, or in place of, a part of a row.

    Attributes:
        before: Above it.
        instead: In its place, or None.
        after: Below it.
        is_removed: Whether the part itself is left out.
    """

    before: tuple[QWidget, ...] = ()
    instead: QWidget | None = None
    after: tuple[QWidget, ...] = ()
    is_removed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the part stands there alone."""
        return self == NOTHING


NOTHING = Around()


class _Plan(NamedTuple):
    before: tuple[Component, ...] = ()
    instead: Component | None = None
    after: tuple[Component, ...] = ()
    is_removed: bool = False


class _Made(NamedTuple):
    message: MessageState
    widget: QWidget | None


class RowSlots(QObject):
    """The widgets in the rows of one list.

    Signals:
        changed: Other parts are to be shown now; every row is to be laid out anew.
    """

    changed = Signal()

    def __init__(self, side: Side, view: QAbstractScrollArea) -> None:
        """Make the parts that ``side.components`` asks for, in the viewport of *view*."""
        super().__init__(view)
        self._side, self._view = side, view
        self._factories = {slot: Factories(side, slot) for slot in ROW_SLOTS}
        self._plans: dict[str, _Plan] = {}
        self._made: dict[str, dict[Component, _Made]] = {}
        self._undo_watch: Undo | None = None
        until_destroyed(self, side.components.subscribe(self._on_components), self._unwatch)
        self._plans = self._make_plans()

    @property
    def is_idle(self) -> bool:
        """Whether no plugin has anything to do with rows."""
        return not self._plans

    @property
    def has_widgets(self) -> bool:
        """Whether any widget stands in a row."""
        return bool(self._made)

    def is_gone(self, slot: str) -> bool:
        """Whether the part itself is left out, with nothing else in its place."""
        plan = self._plans.get(slot)
        return plan is not None and plan.is_removed and not _components(plan)

    def around(self, slot: str, key: str, message: MessageState) -> Around:
        """Return what stands around a part, built now if it is not there.

        Args:
            slot: One of :data:`ROW_SLOTS`.
            key: Of the row.
            message: What the factories get.
        """
        plan = self._plans.get(slot)
        if plan is None:
            return NOTHING
        before = self._widgets(slot, plan.before, key, message)
        instead = self._widgets(slot, (plan.instead,) if plan.instead else (), key, message)
        after = self._widgets(slot, plan.after, key, message)
        return Around(before, instead[0] if instead else None, after, plan.is_removed)

    def of_our_own(self, component: Component, key: str, message: MessageState, sid: str) -> Around:
        """Return what stands in the place of a bubble's text without any plugin.

        Args:
            component: What makes it; not one of a plugin's.
            key: Of the row.
            message: What its factory gets, with
            sid: the channel.
        """
        made = self._widgets(component.slot, (component,), key, message, sid)
        return Around(instead=made[0]) if made else NOTHING

    def keep(self, keys: Collection[str]) -> list[str]:
        """Destroy the widgets of all rows but these; return the keys of those that had any."""
        gone = [key for key in self._made if key not in keys]
        for key in gone:
            for made in self._made.pop(key).values():
                self._destroy(made.widget)
        return gone

    def _widgets(
        self,
        slot: str,
        components: tuple[Component, ...],
        key: str,
        message: MessageState,
        *more: object,
    ) -> tuple[QWidget, ...]:
        made = self._made.setdefault(key, {}) if components else {}
        found = []
        for component in components:
            known = made.get(component)
            if known is None or known.message is not message:
                name = "" if known is None else self._focused_in(known.widget)
                if known is not None:
                    self._destroy(known.widget)
                factory = self._factories[slot]
                widget = factory.make(component, self._view.viewport(), message, *more)
                made[component] = known = _Made(message, widget)
                self._put_in_order(widget)
                _focus_again(widget, name)
            if known.widget is not None:
                found.append(known.widget)
        return tuple(found)

    def _focused_in(self, widget: QWidget | None) -> str:
        """Return the name of what has the focus in a part that is about to be made anew."""
        focus = QApplication.focusWidget()
        if widget is None or focus is None or not widget.isAncestorOf(focus):
            return ""
        return focus.objectName()

    def _put_in_order(self, widget: QWidget | None) -> None:
        """Let Tab come to a new part right after the list, not at the end of the window."""
        if widget is None:
            return
        before: QWidget = self._view
        for one in (widget, *widget.findChildren(QWidget)):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, one)
                before = one

    def _destroy(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        focus = QApplication.focusWidget()
        if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        widget.hide()
        for one in (widget, *widget.findChildren(QWidget)):
            one.setObjectName("")  # whoever looks for a part by its name means the new one
        widget.deleteLater()

    def _on_components(self) -> None:
        plans = self._make_plans()
        if plans != self._plans:
            self._plans = plans
            used = {one for plan in plans.values() for one in _components(plan)}
            for key, made in list(self._made.items()):
                for component in [one for one in made if one not in used]:
                    self._destroy(made.pop(component).widget)
                if not made:
                    del self._made[key]
            self.changed.emit()

    def _on_state(self, _state: State) -> None:
        self._on_components()

    def _make_plans(self) -> dict[str, _Plan]:
        """Return what is to be shown now, of slots with anything but their own part."""
        components, plans, is_asked = self._side.components, {}, False
        for slot in ROW_SLOTS:
            factories, replacement = self._factories[slot], components.replacement(slot)
            added = components.parts(slot)
            known = (*added, replacement) if replacement else added
            factories.keep(known)
            is_asked = is_asked or any(one.if_ is not None for one in known)
            shown = [one for one in added if factories.is_wanted(one)]
            instead = replacement if replacement and factories.is_wanted(replacement) else None
            plan = _Plan(
                tuple(one for one in shown if one.sort_order < 0),
                instead,
                tuple(one for one in shown if one.sort_order >= 0),
                components.is_removed(slot),
            )
            if plan != _Plan():
                plans[slot] = plan
        self._watch(is_asked)
        return plans

    def _watch(self, is_asked: bool) -> None:
        """Look at every change of the state, but only while somebody's ``if_`` asks for it."""
        if is_asked and self._undo_watch is None:
            self._undo_watch = self._side.store.subscribe(_whole, self._on_state)
        elif not is_asked:
            self._unwatch()

    def _unwatch(self) -> None:
        if self._undo_watch is not None:
            self._undo_watch()
            self._undo_watch = None


def stops(widget: QWidget) -> list[QWidget]:
    """Return what the keyboard can be at within *widget*, itself first, in the order of Tab."""
    return [
        one
        for one in (widget, *widget.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isEnabledTo(widget)
        and (one is widget or one.isVisibleTo(widget))
    ]


def _focus_again(widget: QWidget | None, name: str) -> None:
    """Go on where the keyboard was: at what has the same name, else at the first that takes it."""
    if widget is None or not name:
        return
    usable = stops(widget)
    same = [one for one in usable if one.objectName() == name]
    for one in (same or usable)[:1]:
        one.setFocus(Qt.FocusReason.OtherFocusReason)


def _components(plan: _Plan) -> tuple[Component, ...]:
    return (*plan.before, *((plan.instead,) if plan.instead else ()), *plan.after)


def _whole(state: State) -> State:
    return state
