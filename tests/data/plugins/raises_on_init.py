"""Line 8 raises, after something was registered."""


def init(app):
    app.webchat.actions.add_listener("beforeToggleChatVisibility", print)
    app.webchat.strings["MainHeaderTitle"] = "half done"
    app.spawn(wait(app))
    1 / 0


async def wait(app):
    import asyncio

    await asyncio.Event().wait()
