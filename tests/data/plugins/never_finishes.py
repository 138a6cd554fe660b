"""Its before listener waits for what never happens."""

import asyncio


def init(app):
    async def wait(payload):
        await asyncio.Event().wait()

    app.webchat.actions.add_listener("beforeToggleChatVisibility", wait)
