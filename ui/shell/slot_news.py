"""Says so when a plugin puts something into a part of the chat that takes nothing.

Its factory would never be called, and nothing would tell its author why nothing is to be seen.
"""

import logging

from PySide6.QtCore import QObject

from ui.bridge import until_destroyed
from ui.chat.components import SLOTS
from ui.shell.notice_bar import NoticeBar
from webchat.side.components import Component, Components

_log = logging.getLogger(__name__)


class SlotNews(QObject):
    """Follows the components of one kind of side for one window."""

    def __init__(self, components: Components, notices: NoticeBar) -> None:
        """Begin to follow.

        Args:
            components: What plugins registered.
            notices: Where it is said; a notice goes with the registration it is about.
        """
        super().__init__(notices)
        self._components = components
        self._notices = notices
        self._told: dict[Component, str] = {}
        until_destroyed(self, components.subscribe(self._look))
        self._look()

    def _look(self) -> None:
        entries = [one for scope in self._components.scopes for one in scope.entries]
        lost = {one: _sentence(one) for one in entries if one.slot and one.slot not in SLOTS}
        for component in self._told.keys() - lost.keys():
            self._notices.withdraw(self._told[component])
        for component in lost.keys() - self._told.keys():
            _log.warning(lost[component])
            self._notices.show_notice(lost[component], "warning")
        self._told = lost


def _sentence(component: Component) -> str:
    return (
        f"Plugin {component.owner}: “{component.key}” is not shown, since “{component.slot}” is no "
        f"part of the chat that can be added to or replaced. These are: {', '.join(SLOTS)}."
    )
