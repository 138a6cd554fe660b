"""Its ``init`` waits, in line 8, for what never happens."""

import asyncio


async def init(app):
    app.webchat.actions.add_listener("beforeToggleChatVisibility", print)
    await asyncio.Event().wait()
