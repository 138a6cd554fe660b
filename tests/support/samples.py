"""The sample plugins, and a server on this machine for those that ask one."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from aiohttp import web

SAMPLES = Path(__file__).parents[2] / "assets" / "plugins"
DESK_SAMPLES = SAMPLES / "desk"


async def load_sample(plugins: Any, path: Path) -> ModuleType:
    """Load a sample and return its module, whose constants a test may set."""
    plugin = await plugins.load(path)
    assert (plugin.state, plugin.error) == ("active", None)
    prefix = f"webchat_plugin_{plugin.name}_"
    return next(module for name, module in sys.modules.items() if name.startswith(prefix))


class Crm:
    """A server that a sample tells what an agent is done with.

    Attributes:
        asked: What came: method, path, and what stood behind the question mark.
        status: What it answers.
        text: With what.
        url: Where it listens.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.status = 200
        self.text = '{"ok": true}'
        self.url = ""
        app = web.Application()
        app.router.add_route("*", "/test", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.method, request.path, dict(request.query)))
        return web.Response(text=self.text, status=self.status, content_type="application/json")

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/test"
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._runner.cleanup()
