"""Ask for a rating once the chat has ended: five stars that invoke an action of their own.

The row goes into the MessageCanvasTray, which takes the place of the input when a chat is over. A
press invokes RateChat; the row thanks only when that has completed, so another plugin may listen
to it, send the rating somewhere, or cancel it. Colours are those of the palette, which follows the
widget's theme. A star is a button: Tab reaches it, Space presses it, its name is read out.
"""

from collections.abc import Callable
from typing import Any

from webchat.actions import ActionError
from webchat.plugins import PluginApp

QUESTION = "How was this chat?"
THANKS = "Thank you for your rating!"
BEST = 5
STYLE = """
QToolButton { border: 2px solid transparent; border-radius: 4px; color: palette(link);
              background: transparent; font-size: 20px; min-width: 28px; min-height: 28px; }
QToolButton:hover { color: palette(window-text); }
QToolButton:focus { border-color: palette(link); }
"""


def make_stars(parent: Any, rate: Callable[[int], object]) -> Any:
    """Return a row whose ``show_rating(number)`` fills so many stars, none to ask for one."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

    class Row(QWidget):
        def show_rating(self, rating: int) -> None:
            text.setText(THANKS if rating else QUESTION)
            self.setAccessibleName(text.text())
            for number, star in enumerate(self.findChildren(QToolButton), start=1):
                star.setText("★" if number <= rating else "☆")

    row = Row(parent)
    row.setObjectName("RatingRow")
    row.setStyleSheet(STYLE)
    text = QLabel(row, alignment=Qt.AlignmentFlag.AlignCenter)
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(text, 0, 0, 1, BEST + 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(BEST + 1, 1)
    for number in range(1, BEST + 1):
        star = QToolButton(row)
        star.setObjectName(f"RatingRow.Star.{number}")
        star.setAccessibleName(f"{number} of {BEST} stars")
        star.clicked.connect(lambda _checked=False, rating=number: rate(rating))
        grid.addWidget(star, 1, number)
    return row


def init(app: PluginApp) -> None:
    """Register RateChat and put the stars into the tray."""
    ratings: dict[str, int] = {}  # by the sid of the channel

    @app.webchat.actions.action("RateChat")
    def rate_chat(payload: dict[str, Any]) -> int:
        rating = payload["rating"]
        if rating not in range(1, BEST + 1):
            raise ValueError(f"A rating is a number from 1 to {BEST}, but {rating!r} came.")
        ratings[payload["channelSid"]] = rating
        return int(rating)

    def make_row(side: Any, parent: Any) -> Any:
        sid = side.store.state.session.channel_sid

        async def rate(rating: int) -> None:
            payload = {"channelSid": sid, "rating": rating}
            try:
                with side.actions.as_origin(app.name):
                    await side.actions.invoke_action("RateChat", payload, owner=app.name)
            except ActionError as error:
                app.log.info("The rating was not taken: %s", error)
            row.show_rating(ratings.get(sid, 0))

        row = make_stars(parent, lambda rating: app.spawn(rate(rating)))
        row.show_rating(ratings.get(sid, 0))
        return row

    app.webchat.components.add("MessageCanvasTray", make_row, key="rating-row")
