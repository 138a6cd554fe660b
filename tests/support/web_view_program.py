"""The real program with a page inside it; writes what was seen of the page as JSON.

The engine outlives no second loop, so this is a process of its own: ``python THIS DATA_FOLDER``.
"""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from PySide6.QtGui import QDesktopServices

from tests.support.waiting import until
from ui.app import run
from ui.options import Options
from webchat.config import Config

_PAGE = "<title>{path}</title><script>function lead(where) {{ location = where }}</script>"
_PATIENCE = 30


@asynccontextmanager
async def site():
    """A site with a page at every address, and a file to download."""

    async def answer(request):
        if request.path == "/file":
            headers = {"Content-Disposition": "attachment; filename=file.bin"}
            return web.Response(body=b"x", headers=headers)
        return web.Response(text=_PAGE.format(path=request.path), content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def look(program, seen):
    """Let a page be opened as a function does, and lead it here and there."""
    from ui.functions.web_view import WebView  # noqa: PLC0415  only where there is an engine

    async with site() as address:
        payload = {"url": f"{address}/begin", "openType": "webview"}
        seen["answer"] = await program.sim.webchat.actions.invoke_action("OpenUrl", payload)
        view = program.window.findChild(WebView)

        async def at(path):
            await until(lambda: view.windowTitle().startswith(path), _PATIENCE)
            return view.windowTitle(), view._address.text().removeprefix(address)

        async def said_after(where):
            view._said.hide()
            view._page.runJavaScript(f"lead({where!r})")
            await until(view._said.isVisible, _PATIENCE)
            return view._said.text().replace(address, "")

        seen["begin"] = await at("/begin")
        seen["can go back"] = [view._back.isEnabled()]
        view._page.runJavaScript("lead('/next')")
        seen["next"] = await at("/next")
        await until(view._back.isEnabled, _PATIENCE)
        outside = []

        def open_outside(url):
            outside.append(url.url().removeprefix(address))
            return True

        setattr(QDesktopServices, "openUrl", open_outside)  # noqa: B010  a type checker knows better
        seen["mail"] = await said_after("mailto:a@b.se")
        seen["after mail"] = [*await at("/next"), *outside]
        seen["file"] = await said_after("/file")
        view._outside.click()
        seen["outside"] = outside
        seen["dead end"] = await said_after("http://127.0.0.1:1/")
        seen["is off the record"] = view._profile.isOffTheRecord()
        view._done.click()
        seen["is open"] = view.isVisible()
        await asyncio.sleep(0)


def main(folder):
    seen: dict[str, Any] = {}

    async def scenario(program):
        try:
            await look(program, seen)
        except BaseException as error:
            seen["error"] = repr(error)
            return 1
        return 0

    seen["code"] = run(Options(Config(data_dir=folder)), scenario)
    (folder / "seen.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
