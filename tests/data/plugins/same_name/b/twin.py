WHO = "b"


def init(app):
    app.webchat.actions.register_action("TwinB", lambda payload: WHO)
