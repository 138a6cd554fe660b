"""Plugin files for tests, and a picture of everything that a plugin could leave behind."""

import asyncio
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data" / "plugins"


class Files:
    """Plugin files in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, name: str) -> Path:
        """Copy one of ``tests/data/plugins``; what does not compile ends in ``.txt`` there."""
        source, target = DATA / name, self.folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            text = source if source.exists() else source.with_suffix(".py.txt")
            shutil.copyfile(text, target)
        return target

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def listening(self, name: str, event: str = "beforeToggleChatVisibility") -> Path:
        """Write a plugin that has one listener, at *event*."""
        return self.write(
            name,
            f"def init(app):\n    app.webchat.actions.add_listener({event!r}, lambda p: None)\n",
        )


def registries(sim: Any) -> dict[str, Any]:
    """Return everything that plugins add to, as plain values that can be compared."""
    kinds = {
        name: (
            [scope.owner for scope in kind.scopes],
            [scope.owner for scope in kind.components.scopes],
            kind.components.parts("MainHeader"),
            dict(kind.strings),
            [len(side.store._subscriptions) for side in kind.sides],
            [len(side.notifications.active) for side in kind.sides],
        )
        for name, kind in sim.kinds.items()
    }
    return {
        "kinds": kinds,
        "modules": sorted(name for name in sys.modules if name.startswith("webchat_plugin_")),
        "finders": list(sys.meta_path),
        "path": list(sys.path),
        "tasks": sorted(
            task.get_name()
            for task in asyncio.all_tasks()
            if task.get_name().startswith("plugin ") and "host" not in task.get_name()
        ),
    }


def toggle(sim: Any) -> Any:
    """Invoke ToggleChatVisibility, which needs no engagement, so that listeners are called."""
    return sim.webchat.actions.invoke_action("ToggleChatVisibility")


async def app_of(host: Any, files: Files, name: str = "probe.py") -> Any:
    """Load a plugin that does nothing, and return its ``app`` for the test to act with."""
    plugin = await host.load(files.write(name, "def init(app):\n    pass\n"))
    return host._roster[plugin.name].version._app


def fail_in_slot(function: Callable[[], object]) -> BaseException:
    """Hand what *function* raises to the hook as Qt does: the traceback begins there."""
    with pytest.raises(BaseException) as caught:  # noqa: PT011  whatever it is
        function()
    sys.excepthook(caught.type, caught.value, caught.tb.tb_next)
    return caught.value
