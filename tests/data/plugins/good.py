"""Registers one of each, and notes in ``seen`` what it was called for."""

seen = []


def init(app):
    actions = app.webchat.actions
    actions.add_listener("beforeToggleChatVisibility", lambda payload: seen.append(("before", payload)))
    actions.add_listener("afterToggleChatVisibility", lambda payload: seen.append(("after", payload)))
    actions.register_action("Ping", lambda payload: "pong")
    actions.replace_action("MinimizeChat", lambda payload, original: original(payload))
    actions.register_action("Quiet", print)
    actions.block_action("Quiet")
    app.webchat.store.subscribe(lambda state: state.session, lambda session: seen.append(session))
    app.webchat.components.add("MainHeader", lambda side, parent: None, key="star")
    app.webchat.components.replace("Avatar", lambda side, parent, message: None, key="face")
    app.webchat.components.remove("welcome")
    app.webchat.strings["MainHeaderTitle"] = "Good"
    app.spawn(forever(app))
    app.on_unload(lambda: seen.append("last word"))


async def forever(app):
    import asyncio

    await asyncio.Event().wait()


def shutdown(app):
    seen.append("shutdown")
