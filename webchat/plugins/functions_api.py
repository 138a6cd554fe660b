"""Action functions as a plugin sees them: ``app.functions``."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webchat.plugins.app_share import AppShare
from webchat.plugins.contain import Container
from webchat.plugins.ledger import Ledger
from webchat.undo import Undo

if TYPE_CHECKING:  # see webchat.plugins.app_share
    from webchat.functions.app import Authentication, FunctionApp
    from webchat.functions.contract.records import ProcessKind


class FunctionsApi:
    """``app.functions``: register function apps, and look at those that there are."""

    def __init__(self, share: AppShare, ledger: Ledger, container: Container) -> None:
        """Bind the list of apps to one version of a plugin."""
        self._share = share
        self._ledger = ledger
        self._container = container

    def register(
        self,
        folder_or_handlers: str | Path | Mapping[str, Callable[..., Any]],
        *,
        name: str | None = None,
        title: str | None = None,
        kind: "ProcessKind | None" = None,
        authentication: "Authentication | Mapping[str, Any]" = None,
    ) -> Undo:
        """Add a function app that goes with this plugin; the undo takes it away before.

        Args:
            folder_or_handlers: A folder or zip, relative to the plugin's own folder. Or handlers
                ``async def handler(parameters)`` by the names of their functions, ``action``
                among them; they run in the program's loop.
            name: What it asks to be called; a name that is taken gets ``-2``. None leaves it to
                ``app.toml``, then to the folder; for handlers it is the plugin's name.
            title: How people read it; None likewise.
            kind: ``action``, ``automation``, ``await`` or ``trigger``; None leaves it to
                ``app.toml``, else it is ``action``.
            authentication: As the table ``[authentication]`` of ``app.toml``; None likewise.

        Raises:
            FunctionAppError: The folder holds no app, or something does not fit.
            TypeError: A handler cannot be called with the parameters.
            PluginError: The plugin was unloaded.
        """
        from webchat.functions.apps.registering import amendments  # noqa: PLC0415  see above

        self._ledger.check_open()
        container = self._container
        amended = amendments(name, title, kind, authentication)
        what = folder_or_handlers
        if isinstance(what, Mapping):
            given = {key: self._contained(key, handler) for key, handler in what.items()}
            slot = self._share.library.prepare(given, amended, container.name)
        else:
            folder = container.path if container.path.is_dir() else container.path.parent
            path = folder / os.path.expanduser(what)  # noqa: PTH111  never raises
            slot = self._share.library.prepare(path, amended, container.name)
        return self._ledger.add("function", slot.wanted, self._share.add(slot))

    def _contained(self, name: str, handler: Any) -> Any:
        """Let what *handler* raises be seen at the plugin; no handler is refused by the list."""
        what = f"handler of the function {name}"
        return self._container.noted(handler, what) if callable(handler) else handler

    def __getitem__(self, name: str) -> "FunctionApp":
        """Return an app that counts, whoever loaded it.

        Raises:
            FunctionAppError: None has this name.
        """
        return self._share.library[name]

    def __contains__(self, name: object) -> bool:
        return name in self._share.library

    def __iter__(self) -> Iterator[str]:
        return iter([entry.name for entry in self._share.library])
