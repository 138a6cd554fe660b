"""Notices of the program itself: a slim bar above the stage, which stays until it is dismissed.

For what concerns no conversation: a damaged settings file, a configuration that could not be
read, a plugin that was left off. Several queue up, the oldest first, so that none is lost.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.chat.announcer import announce
from ui.devtools.icon_button import IconButton, TextButton
from ui.devtools.marks import paint_mark
from ui.theme import Theme, Tokens

Severity: TypeAlias = Literal["information", "warning", "error"]
_MARKS = {"information": "running", "warning": "cancelled", "error": "failed"}


class NoticeAction(NamedTuple):
    """What a person may do about a notice.

    Attributes:
        label: What the button says, a verb first.
        run: Does it.
    """

    label: str
    run: Callable[[], object]


class _Notice(NamedTuple):
    text: str
    severity: Severity
    action: NoticeAction | None


class NoticeBar(QWidget):
    """The oldest notice that was not dismissed; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        Theme.instance().extend(rules)
        self._waiting: list[_Notice] = []
        self.setObjectName("NoticeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Mark("running")
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._text.setObjectName("NoticeBar.Text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._more = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._more.setObjectName("NoticeBar.More")
        self._more.setProperty("role", "meta")
        self._action = TextButton()
        self._action.setObjectName("NoticeBar.ActionButton")
        self._action.clicked.connect(self._act)
        close = IconButton("x", "Dismiss this notice", "NoticeBar.CloseButton")
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._more)
        row.addWidget(close)
        self.hide()

    @property
    def notices(self) -> tuple[str, ...]:
        """The sentences that were not dismissed, oldest first."""
        return tuple(one.text for one in self._waiting)

    def show_notice(
        self, text: str, severity: Severity = "information", action: NoticeAction | None = None
    ) -> None:
        """Show a sentence once those before it are dismissed; one that waits already is kept once.

        Args:
            text: Plain text.
            severity: ``information``, ``warning`` or ``error``.
            action: What the person may do about it, or None.
        """
        if text not in self.notices:
            self._waiting.append(_Notice(text, severity, action))
            self._renew()
            announce(self, _spoken(text, severity), assertive=severity == "error")

    def withdraw(self, text: str) -> None:
        """Take a sentence away that has come to be untrue, whether it is shown or waits."""
        self._waiting = [one for one in self._waiting if one.text != text]
        self._renew()

    def dismiss(self) -> None:
        """Take the shown notice away and show the next."""
        if self._waiting:
            del self._waiting[0]
            self._renew()

    def _act(self) -> None:
        if self._waiting and (action := self._waiting[0].action) is not None:
            action.run()

    def _renew(self) -> None:
        self.setVisible(bool(self._waiting))
        if not self._waiting:
            return
        text, severity, action = self._waiting[0]
        self._text.setText(text)
        self._mark.set_mark(_MARKS[severity])
        self.setAccessibleName(_spoken(text, severity))
        self._action.setVisible(action is not None)
        self._action.setText("" if action is None else action.label)
        left = len(self._waiting) - 1
        self._more.setText(f"{left} more" if left else "")


def _spoken(text: str, severity: Severity) -> str:
    return f"{severity.capitalize()}: {text}"


class Mark(QWidget):
    """One of the marks, as a widget."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark
        self.setFixedSize(QSize(14, 16))
        Theme.instance().changed.connect(self.update)

    def set_mark(self, mark: str) -> None:
        """Show another mark."""
        self._mark = mark
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint it."""
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2 + 0.5)
        paint_mark(painter, centre, self._mark, Theme.instance().tokens)
        painter.end()


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
#NoticeBar {{ background: {t.panel_alt}; border-bottom: 1px solid {t.hairline}; }}
"""
