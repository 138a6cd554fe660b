"""Asking for a card to be posted in the conversation that is shown."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.bridge import until_destroyed
from ui.desk.orders import Orders
from ui.devtools.icon_button import TextButton
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme

_ICON = 16
_NARROW = 36


class PostCardButton(TextButton):
    """``Desk.PostCardButton``: there for chats, where somebody can set a card up.

    Beside longer buttons on a narrow desk it has an icon in place of its words.

    Signals:
        requested: The person wants to post a card; the channel's sid.
    """

    requested = Signal(object)

    def __init__(self, orders: Orders, parent: QWidget | None = None) -> None:
        """Make a button of no task yet, which is not offered yet.

        Args:
            orders: Know the tasks.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._orders, self._sid, self._words = orders, "", ""
        self._is_offered = False
        self.setObjectName("Desk.PostCardButton")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        Theme.instance().changed.connect(self._fit)
        until_destroyed(self, orders.side.strings.subscribe(self.refresh))
        self.refresh()

    def offer(self) -> None:
        """Be there from now on, wherever a card makes sense."""
        self._is_offered = True
        self.refresh()

    def set_task(self, sid: str) -> None:
        """Be about another task (WR…); none for an empty sid."""
        self._sid = sid
        self.refresh()

    def refresh(self) -> None:
        """Be there or not, and say what it does."""
        strings, task = self._orders.side.strings, self._orders.task(self._sid)
        is_chat = task is not None and task.task_channel_unique_name != "voice"
        is_open = task is not None and task.status == "accepted"
        self._words = strings.render("TaskPostCard")
        self.setToolTip(plain_tooltip(strings.render("TaskPostCardHint")))
        name = "" if task is None else task.customer_name
        spoken = strings.render("TaskOrderSpoken", order=self._words, name=name)
        self.setAccessibleName(spoken if name else self._words)
        self.setVisible(self._is_offered and is_chat and is_open)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for room for the words, whatever is shown."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        bare = hint.width() - self._shown_width()
        return QSize(bare + metrics.horizontalAdvance(self._words), hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Make do with room for the icon."""
        return QSize(_NARROW, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _shown_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) if self.text() else _ICON

    def _fit(self) -> None:
        has_room = self.width() >= self.sizeHint().width()
        self.setText(self._words if has_room else "")
        icon = QIcon() if has_room else Theme.instance().icon("square-function", _ICON)
        self.setIcon(icon)

    def _on_clicked(self) -> None:
        task = self._orders.task(self._sid)
        if task is not None:
            self.requested.emit(task.channel_sid)
