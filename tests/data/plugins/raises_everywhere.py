"""Raises in whatever is called after ``init``; also with a text that cannot be made."""


class Nasty(Exception):
    def __str__(self):
        raise RuntimeError("not even that")


def explode(*arguments):
    raise Nasty


async def explode_later(*arguments):
    raise Nasty


def init(app):
    actions = app.webchat.actions
    actions.add_listener("beforeToggleChatVisibility", explode)
    actions.add_listener("afterToggleChatVisibility", explode_later)
    actions.register_action("Explode", explode)
    actions.register_action("ExplodeLater", explode_later)
    app.webchat.store.subscribe(explode, print)
    app.webchat.store.subscribe(lambda state: state.session, explode)
    app.webchat.components.add("MainHeader", explode, key="boom", if_=explode)
    app.on_unload(explode)
    app.on_unload(explode_later)
    app.spawn(explode_later())


def shutdown(app):
    raise Nasty
