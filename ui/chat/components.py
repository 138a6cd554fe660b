"""The parts of one component of the widget: its own, and what plugins add, replace or remove.

A :class:`Slot` keeps a box layout in step with ``side.components``. A built-in part has the key of
its object name (``MainHeader.CloseButton``), so a plugin takes it out by that name. What a plugin's
factory does wrong stays there: the part is left out and named in a notice
(:mod:`ui.chat.component_factories`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.component_factories import Factories
from webchat.side.components import Component
from webchat.side.side import Side
from webchat.undo import Undo

SLOTS = (
    "AttachFileButton",
    "Avatar",
    "ConnectionBanner",
    "DateSeparator",
    "EntryPoint",
    "ErrorPage",
    "FileAttachmentDropArea",
    "InvalidPreEngagementCanvas",
    "MainContainer",
    "MainHeader",
    "MessageBubble",
    "MessageCanvasTray",
    "MessageInput",
    "MessageInput.Row",
    "MessageList",
    "MessageListItem",
    "MessagingCanvas",
    "NotificationBar",
    "PendingEngagementCanvas",
    "PreEngagementCanvas",
    "RootContainer",
    "TypingIndicator",
    "WelcomeMessage",
)
"""The components that take parts."""

_FILL = Qt.AlignmentFlag(0)


class BuiltIn(NamedTuple):
    """A part that the widget has by itself.

    Attributes:
        key: By what it is removed: the object name.
        widget: The part.
        stretch: Its share of the room that is left over.
        is_last: Whether it stays behind everything that is added, as a close button does.
    """

    key: str
    widget: QWidget
    stretch: int = 0
    is_last: bool = False


class Slot(QObject):
    """The parts of one component, in one box."""

    def __init__(
        self,
        host: QWidget,
        side: Side,
        name: str,
        layout: QBoxLayout,
        built_in: Sequence[BuiltIn],
        *,
        align: Qt.AlignmentFlag = _FILL,
    ) -> None:
        """Fill *layout* and keep it filled.

        Args:
            host: The component's widget, and the parent of parts that are made.
            side: Whose widget this is.
            name: The component, such as ``MainHeader``.
            layout: The box of the component's widget; only this slot puts anything into it.
            built_in: What the component has by itself, in order.
            align: How parts stand that are smaller than the box; none fills it.
        """
        super().__init__(host)
        self._side, self._name, self._layout, self._host = side, name, layout, host
        self._built_in, self._align = tuple(built_in), align
        self._made: dict[Component, QWidget | None] = {}
        self._factories = Factories(side, name)
        self._away: set[QWidget] = set()
        self._undo_watch: Undo | None = None
        until_destroyed(self, side.components.subscribe(self.refresh), self._unwatch_later())
        self.refresh()

    def refresh(self) -> None:
        """Show what is to be shown now, in its order."""
        added = self._side.components.parts(self._name)
        replacement = self._side.components.replacement(self._name)
        known = (*added, replacement) if replacement else added
        self._forget(set(known))
        self._watch(any(one.if_ is not None for one in known))
        own = self._own(replacement)
        shown = [(one.sort_order, self._widget(one)) for one in added]
        before = [(widget, 0) for order, widget in shown if order < 0 and widget]
        after = [(widget, 0) for order, widget in shown if order >= 0 and widget]
        first = [(one.widget, one.stretch) for one in own if not one.is_last]
        last = [(one.widget, one.stretch) for one in own if one.is_last]
        self._arrange([*before, *first, *after, *last])

    def _own(self, replacement: Component | None) -> list[BuiltIn]:
        """Return the built-in parts, or what stands in their place."""
        if replacement is not None and (widget := self._widget(replacement)) is not None:
            return [BuiltIn(replacement.key, widget, stretch=1)]
        removed = self._side.components.is_removed
        return [one for one in self._built_in if not removed(one.key)]

    def _arrange(self, wanted: list[tuple[QWidget, int]]) -> None:
        items = (self._layout.itemAt(at) for at in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        present = [widget for widget in widgets if widget is not None]
        if present == [widget for widget, _ in wanted]:
            return
        staying = {widget for widget, _ in wanted}
        for widget in present:
            self._layout.removeWidget(widget)
            if widget not in staying:
                widget.hide()
                self._away.add(widget)
        for widget, stretch in wanted:
            self._layout.addWidget(widget, stretch, self._align)
            decided = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            if widget in self._away or not decided:  # others hid themselves, for their own reasons
                self._away.discard(widget)
                widget.show()

    def _widget(self, component: Component) -> QWidget | None:
        """Return the widget of a plugin's part, or None while it is not to be seen."""
        if not self._factories.is_wanted(component):
            return None
        if component not in self._made:
            self._made[component] = self._factories.make(component, self._host)
        return self._made[component]

    def _forget(self, known: set[Component]) -> None:
        for component in tuple(self._made):
            if component not in known:
                widget = self._made.pop(component)
                if widget is not None:
                    self._layout.removeWidget(widget)
                    widget.hide()
                    self._away.discard(widget)
                    widget.deleteLater()
        self._factories.keep(known)

    def _watch(self, has_conditions: bool) -> None:
        """Look at every change of the state, but only while somebody's ``if_`` asks for it."""
        if has_conditions and self._undo_watch is None:
            self._undo_watch = self._side.store.subscribe(_whole, self._on_state)
        elif not has_conditions and self._undo_watch is not None:
            self._undo_watch()
            self._undo_watch = None

    def _unwatch_later(self) -> Undo:
        def unwatch() -> None:
            if self._undo_watch is not None:
                self._undo_watch()
                self._undo_watch = None

        return unwatch

    def _on_state(self, _state: object) -> None:
        self.refresh()


def _whole(state: object) -> object:
    return state
