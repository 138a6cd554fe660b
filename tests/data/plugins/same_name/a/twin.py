WHO = "a"


def init(app):
    app.webchat.actions.register_action("TwinA", lambda payload: WHO)
