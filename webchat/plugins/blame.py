"""Finds the plugin that is to blame for what went wrong while it ran, and shows it there.

Three things tell: the records of the action layer (a listener raised), the watchdog (somebody
holds the loop), and the hook for what nobody caught (a slot raised).
"""

import logging
from collections.abc import Iterable
from dataclasses import replace

from webchat.plugins.failures import FailedListeners, running_event
from webchat.plugins.faults import fault_of
from webchat.plugins.records import PluginFault
from webchat.plugins.roster import Roster
from webchat.plugins.uncaught import UncaughtErrors
from webchat.plugins.watchdog import Blockage, Watchdog
from webchat.side.kind import Kind

_log = logging.getLogger(__name__)


class Blame:
    """Watches over the plugins of one host.

    Attributes:
        watchdog: Tells who holds up the loop.
    """

    def __init__(self, roster: Roster, kinds: Iterable[Kind], block_threshold: float) -> None:
        """Follow the records of every side of *kinds*.

        Args:
            roster: Whose plugins there are.
            kinds: Where they may listen.
            block_threshold: See :attr:`Watchdog.threshold`.
        """
        self._roster = roster
        self._kinds = tuple(kinds)
        self._failures = FailedListeners(self._listener_failed)
        for kind in self._kinds:
            self._failures.follow(kind)
        self._uncaught = UncaughtErrors(roster.whose, self._uncaught_error)
        self.watchdog = Watchdog(roster.whose, self._event_of, threshold=block_threshold)
        self.watchdog.subscribe(self._was_blocked)

    def start(self) -> None:
        """Watch the running loop; done once there are plugins."""
        self.watchdog.start()
        self._uncaught.start()

    def stop(self) -> None:
        """Watch the loop no longer."""
        self.watchdog.stop()
        self._uncaught.stop()

    def close(self) -> None:
        """Watch nothing any more."""
        self.stop()
        self._failures.close()

    def _show(self, name: str, fault: PluginFault) -> None:
        if name in self._roster:
            self._roster[name].show_fault(fault)

    def _listener_failed(self, name: str, event: str, error: BaseException) -> None:
        if name in self._roster:
            fault = fault_of(error, self._roster[name].plugin.path)
            self._show(name, replace(fault, message=f"{fault.message} (in {event})"))

    def _uncaught_error(self, name: str, error: BaseException) -> None:
        fault = fault_of(error, self._roster[name].plugin.path)
        _log.error("Plugin %s, called from outside: %s", name, fault, exc_info=error)
        self._show(name, fault)

    def _was_blocked(self, blockage: Blockage) -> None:
        if blockage.plugin is not None and blockage.path is not None:
            fault = PluginFault(str(blockage), blockage.path, blockage.line)
            self._show(blockage.plugin, fault)

    def _event_of(self, plugin: str, function: str) -> str:
        """Return what a plugin's code was called for; asked by the watchdog's thread."""
        if function == "<module>":
            return "import"
        if function in {"init", "shutdown"}:
            return function
        for kind in self._kinds:
            if event := running_event(kind, plugin):
                return event
        return function
