"""The line at the bottom: centre, who I am, how far the chat is, what happened, what is wrong."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStatusBar,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.devtools.icon_button import TextButton
from ui.models.tooltips import plain_tooltip
from ui.shell import wording
from ui.shell.notice_bar import Mark
from ui.theme import Theme, Tokens
from webchat.side.side import Side

_MESSAGE_MS = 8000
_WIDE = 520
_WIDEST_NAME = 200


class StatusBar(QStatusBar):
    """What stands at the bottom of the window.

    Signals:
        trouble_clicked: The person wants to see which plugin is in trouble.
    """

    trouble_clicked = Signal()

    def __init__(self, side: Side, centre: str, parent: QWidget | None = None) -> None:
        """Make the bar.

        Args:
            side: The customer it speaks of.
            centre: The contact centre in use, in words.
            parent: The window.
        """
        super().__init__(parent)
        Theme.instance().extend(rules)
        self.setObjectName("StatusBar")
        self.setAccessibleName("Status")
        self.setSizeGripEnabled(False)
        self._centre = _label("StatusBar.Centre", centre)
        self._centre_name, self._is_troubled = centre, False
        self._line = Mark("completed")
        self._line.setObjectName("StatusBar.Line")
        self._person = _label("StatusBar.Identity")
        self._stage = _label("StatusBar.Stage")
        self._message = ElidedLabel("StatusBar.Message")
        self._trouble = TextButton()
        self._trouble.setObjectName("StatusBar.Trouble")
        self._trouble.setProperty("part", "trouble")
        self._trouble.setCursor(Qt.CursorShape.PointingHandCursor)
        self._trouble.clicked.connect(self.trouble_clicked)
        self._trouble.hide()
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self._line)
        for label in (self._centre, self._person, self._stage):
            layout.addWidget(label)
        layout.addWidget(self._message, 1)
        layout.addWidget(self._trouble)
        self.addWidget(row, 1)
        self._fade = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._fade.timeout.connect(self._message.clear)
        self._follow(side)

    def say(self, text: str, *, is_problem: bool = False) -> None:
        """Show a sentence; a problem stays until there is something else to say.

        Args:
            text: Plain text.
            is_problem: Whether something went wrong.
        """
        self._message.set_text(text, is_problem=is_problem)
        announce(self, text)
        if is_problem:
            self._fade.stop()
        else:
            self._fade.start()

    @property
    def message(self) -> str:
        """The sentence that is shown, or an empty string."""
        return self._message.whole

    def set_trouble(self, outdated: int, failed: int) -> None:
        """Show how many plugins did not reload, and how many do not run.

        Args:
            outdated: Plugins of which an earlier version runs.
            failed: Plugins of which none runs.
        """
        parts = [_count(outdated, "did not reload"), _count(failed, "did not load")]
        text = ", ".join(part for part in parts if part)
        self._trouble.setText(f"▲ {text}")
        self._trouble.setAccessibleName(f"{text}: show the plugins")
        self._trouble.setToolTip("Show the plugins")
        self._trouble.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Leave out the centre where there is only room for the person and the stage."""
        super().resizeEvent(event)
        self._fit_centre()

    def _fit_centre(self) -> None:
        self._centre.setVisible(self._is_troubled or self.width() >= _WIDE)

    def _follow(self, side: Side) -> None:
        store = side.store
        until_destroyed(
            self,
            store.subscribe(wording.person, self._show_person),
            store.subscribe(wording.stage, self._show_stage),
            store.subscribe(wording.connection, self._show_connection),
        )
        self._show_person(wording.person(store.state))
        self._show_stage(wording.stage(store.state))
        self._show_connection(wording.connection(store.state))

    def _show_person(self, person: wording.Person) -> None:
        is_known = bool(person.identity)
        text = person.name if is_known else "Nobody yet"
        if is_known and person.name != person.identity:
            right = Qt.TextElideMode.ElideRight
            name = self._person.fontMetrics().elidedText(person.name, right, _WIDEST_NAME)
            text = f"{name} · {wording.shown_sid(person.identity)}"
        self._person.setText(text)
        self._person.setToolTip(plain_tooltip("\n".join(dict.fromkeys(person))))

    def _show_stage(self, stage: wording.Stage) -> None:
        self._stage.setText(stage.text)

    def _show_connection(self, connection: wording.Connection) -> None:
        parts = (self._centre_name, connection.text)
        self._centre.setText(" · ".join(part for part in parts if part))
        self._line.set_mark(connection.mark)
        self._line.setAccessibleName(connection.text or "connected")
        self._is_troubled = bool(connection.text)
        self._fit_centre()


class ElidedLabel(QLabel):
    """A line that is cut where there is no room; the tooltip has all of it."""

    def __init__(self, name: str) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str, *, is_problem: bool) -> None:
        """Show a line."""
        self.whole = " ".join(text.split())
        self.setProperty("role", "error" if is_problem else "meta")
        self.style().polish(self)
        self.setToolTip(plain_tooltip(text))
        self.setAccessibleName(self.whole)
        self._fit()

    def clear(self) -> None:
        """Show nothing."""
        self.set_text("", is_problem=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return no width, so that a long line never widens the window."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        room = self.contentsRect().width() - 16
        mode = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, mode, max(0, room)))


def _label(name: str, text: str = "") -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
    label.setObjectName(name)
    return label


def _count(number: int, what: str) -> str:
    if not number:
        return ""
    return f"{number} plugin {what}" if number == 1 else f"{number} plugins {what}"


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
QStatusBar QLabel[role="error"] {{ color: {t.failed}; }}
QPushButton[part="trouble"] {{
    border: 1px solid transparent; background: transparent; color: {t.failed};
    font-size: {t.font_meta}px; padding: 2px 6px;
}}
QPushButton[part="trouble"]:hover {{ background: {t.hover}; }}
QPushButton[part="trouble"]:focus {{ border: 1px solid {t.focus}; padding: 2px 6px; }}
"""
