"""Put a button of your own into the widget's header that invokes an action.

A component is made by a factory that is called with the side it is for and the parent widget.
Import PySide6 inside the factory, so that the plugin also loads without a window. ``if_``
decides when it shows; here only during a chat, when there is something to start over.
"""

from typing import Any

from webchat.plugins import PluginApp
from webchat.state import EngagementStage

TEXT = "Start over"


def init(app: PluginApp) -> None:
    """Add the button to MainHeader."""

    def make_button(side: Any, parent: Any) -> Any:
        from PySide6.QtWidgets import QToolButton

        def press() -> None:
            with side.actions.as_origin(app.name):
                side.actions.invoke_action("RestartEngagement", owner=app.name)

        button = QToolButton(parent)
        button.setObjectName("StartOverButton")
        button.setText(TEXT)
        button.setAccessibleName(TEXT)
        button.clicked.connect(press)
        return button

    def is_in_engagement(side: Any) -> bool:
        stage = side.store.state.session.engagement_stage
        return bool(stage is EngagementStage.IN_ENGAGEMENT)

    app.webchat.components.add("MainHeader", make_button, key="start-over", if_=is_in_engagement)
