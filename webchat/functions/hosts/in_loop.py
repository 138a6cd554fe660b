"""Runs handlers in our own loop: those of plugins, and Python that its author trusts.

That is for debugging: breakpoints work, and a module is the very one that a plugin sees. Only
what is raised, and time-outs at an await, are contained here; answers obey the same rules as those
from a process.
"""

import asyncio
import inspect
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from webchat.functions.app import FunctionApp, Source
from webchat.functions.contract.records import FunctionName
from webchat.functions.hosts.channel import plain
from webchat.functions.hosts.failures import failed_call, too_late
from webchat.functions.hosts.python_child import answer_of, described, load

_AnyHandler = Callable[[Any], Any]


class InLoop:
    """The handlers that run in our loop, with the modules that were loaded for them."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        """Make one that has loaded nothing.

        Args:
            mask: Takes the secrets out of a text.
        """
        self._mask = mask
        self._loaded: dict[str, dict[Path, _AnyHandler]] = {}
        self._folders: dict[str, list[str]] = {}

    async def call(
        self,
        app: FunctionApp,
        function: FunctionName,
        parameters: Mapping[str, Any],
        seconds: float,
    ) -> Any:
        """Call a handler.

        Args:
            app: Whose.
            function: Which; the app has it.
            parameters: What it is given: JSON.
            seconds: How long it may take.

        Raises:
            FunctionError: It failed.
        """
        given = json.loads(json.dumps(parameters, default=plain))  # as if it had gone to a process
        try:
            async with asyncio.timeout(seconds):
                outcome = await self._outcome(app, function, given)
        except TimeoutError:
            raise too_late(app, function, seconds) from None
        if isinstance(outcome, str):
            return json.loads(outcome)
        raise failed_call(outcome, app, function, self._mask)

    async def _outcome(
        self, app: FunctionApp, function: FunctionName, parameters: Any
    ) -> str | dict[str, Any]:
        """Return the answer's JSON, or the report of what was raised."""
        source, kind = app.sources[function], "load"
        try:
            handler = source.handler or self._handler(app, function, source)
            kind = "raised"
            return await answer_of(handler, parameters)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            task = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
                raise
            return described(error, kind, _folder_of(app, source), __file__)

    def _handler(self, app: FunctionApp, function: FunctionName, source: Source) -> _AnyHandler:
        path = source.path
        assert path is not None  # noqa: S101  a file, since it has no callable
        known = self._loaded.setdefault(app.name, {})
        if path not in known:
            self._make_importable(app.name, app.folder or path.parent, path.parent)
            known[path] = load(str(path), f"function_{app.name}_{function}")
        return known[path]

    def _make_importable(self, name: str, *folders: Path) -> None:
        """Let an app import what lies beside it; last, so that it hides nothing of ours."""
        ours = self._folders.setdefault(name, [])
        for folder in map(str, folders):
            if folder not in sys.path:
                sys.path.append(folder)
                ours.append(folder)

    def let_go(self, name: str) -> None:
        """Forget an app's modules, so that they are loaded anew.

        Args:
            name: The app's.
        """
        self._loaded.pop(name, None)
        for folder in self._folders.pop(name, ()):
            if folder in sys.path:
                sys.path.remove(folder)
            for known, module in tuple(sys.modules.items()):
                file = getattr(module, "__file__", None)
                if isinstance(file, str) and Path(folder) in Path(file).parents:
                    del sys.modules[known]


def _folder_of(app: FunctionApp, source: Source) -> str:
    """Return the folder whose lines are named when a handler fails."""
    if source.handler is None:
        return str(app.folder or Path(str(source.path)).parent)
    code = inspect.unwrap(source.handler)
    file = getattr(getattr(code, "__code__", None), "co_filename", "")
    return str(Path(file).parent)
