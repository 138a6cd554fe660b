"""What a plugin's slot or event handler raises: shown at the plugin, and nothing else happens.

Qt hands an exception that nobody caught to ``sys.excepthook``. If its traceback begins in a
plugin's file, that plugin was called from outside and it is its fault; all else goes on to
the hook that was there before.
"""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

_log = logging.getLogger(__name__)


class UncaughtErrors:
    """The hook of one host."""

    def __init__(
        self,
        whose: Callable[[str], str | None],
        on_error: Callable[[str, BaseException], object],
    ) -> None:
        """Make a hook that is not in place yet.

        Args:
            whose: Tells which plugin a file name belongs to, or None.
            on_error: Told (the plugin's name, what it raised).
        """
        self._whose = whose
        self._on_error = on_error
        self._is_on = False
        self._next = sys.excepthook

    def start(self) -> None:
        """Put the hook in place; harmless when it is there."""
        if not self._is_on:
            self._is_on = True
            self._next = sys.excepthook
            sys.excepthook = self._hook

    def stop(self) -> None:
        """Take the hook away; if another was put over it meanwhile, it only passes on."""
        self._is_on = False
        if sys.excepthook == self._hook:
            sys.excepthook = self._next

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        name = None
        if self._is_on and traceback is not None and not issubclass(kind, KeyboardInterrupt):
            name = self._whose(traceback.tb_frame.f_code.co_filename)
        if name is None:
            self._next(kind, error, traceback)
        else:
            self._on_error(name, error.with_traceback(traceback))
