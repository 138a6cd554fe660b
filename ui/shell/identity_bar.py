"""The chips under the menu bar: who the customer is, in which channel, how far the chat is.

A restart that silently changes who one is has misled people before, so it stands here, always.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.enter import PressedByEnter
from ui.models.tooltips import plain_tooltip
from ui.shell import wording
from ui.shell.notice_bar import Mark
from ui.theme import Theme, Tokens
from webchat.side.side import Side

_NOBODY = "not yet known"
_NO_CHANNEL = "none"
_LONGEST = 28
_WIDE = 540
_MEDIUM = 400


class IdentityBar(QToolBar):
    """The chips of one customer, and a button that restarts the chat."""

    def __init__(self, side: Side, restart: QAction, parent: QWidget | None = None) -> None:
        """Make the bar.

        Args:
            side: The customer.
            restart: What the button at the right does.
            parent: The window.
        """
        super().__init__("Identity", parent)
        Theme.instance().extend(rules)
        self.setObjectName("IdentityBar")
        self.setAccessibleName("Who, where and how far")
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._customer = Chip("IdentityBar.Customer", "Customer")
        self._channel = Chip("IdentityBar.Channel", "Channel")
        self._stage = Chip("IdentityBar.Stage", "", has_mark=True)
        self.addWidget(_Row((self._customer, self._channel, self._stage), _RestartButton(restart)))
        self._follow(side)

    def _follow(self, side: Side) -> None:
        store = side.store
        until_destroyed(
            self,
            store.subscribe(wording.person, self._show_person),
            store.subscribe(wording.channel_sid, self._show_channel),
            store.subscribe(wording.stage, self._show_stage),
        )
        self._show_person(wording.person(store.state))
        self._show_channel(wording.channel_sid(store.state))
        self._show_stage(wording.stage(store.state))

    def _show_person(self, person: wording.Person) -> None:
        self._customer.set_value(person.name or _NOBODY, person.identity)

    def _show_channel(self, sid: str) -> None:
        self._channel.set_value(wording.shown_sid(sid) or _NO_CHANNEL, sid)

    def _show_stage(self, stage: wording.Stage) -> None:
        self._stage.set_value(stage.text, "", stage.mark)


class _Row(QWidget):
    """The chips and the button; a tool bar would put what has no room into a menu.

    Here the channel makes room first, then the names of the chips.
    """

    def __init__(self, chips: "tuple[Chip, Chip, Chip]", button: QToolButton) -> None:
        super().__init__()
        self._button = button
        self._chips = chips
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in chips:
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(button)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return no width, so that the window can be narrow."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Show what there is room for."""
        super().resizeEvent(event)
        self._chips[1].setVisible(self.width() >= _WIDE)
        for chip in self._chips:
            chip.set_named(self.width() >= _MEDIUM)
        style = Qt.ToolButtonStyle.ToolButtonTextOnly
        if self.width() < _MEDIUM:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        self._button.setToolButtonStyle(style)


class Chip(QFrame):
    """A name and a value in a frame; the tooltip has the whole value."""

    def __init__(self, name: str, label: str, *, has_mark: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("part", "chip")
        self._label = label
        self._value = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._value.setObjectName(f"{name}.Value")
        self._value.setProperty("part", "chip-value")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = Mark("disabled") if has_mark else None
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 2, 9, 2)
        row.setSpacing(6)
        if self._mark is not None:
            row.addWidget(self._mark)
        self._heading = QLabel(label, textFormat=Qt.TextFormat.PlainText)
        self._heading.setProperty("part", "chip-label")
        self._heading.setVisible(bool(label))
        row.addWidget(self._heading)
        row.addWidget(self._value)

    def set_named(self, named: bool) -> None:
        """Show what the value is the value of, or leave that to the tooltip."""
        self._heading.setVisible(named and bool(self._label))

    def set_value(self, text: str, whole: str = "", mark: str = "") -> None:
        """Show a value.

        Args:
            text: What is shown, shortened if it is long.
            whole: What the tooltip shows, if that is more.
            mark: Which mark stands before it.
        """
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        self._value.setText(shown)
        self.setToolTip(_tooltip(f"{self._label} {text}".strip(), whole))
        self.setAccessibleName(f"{self._label} {text}".strip())
        if self._mark is not None:
            self._mark.set_mark(mark)


def _tooltip(*texts: str) -> str:
    return plain_tooltip("\n".join(text for text in texts if text))


class _RestartButton(PressedByEnter, QToolButton):
    """Restarts the chat; an entry of a menu with its own icon would move all the others there."""

    def __init__(self, restart: QAction) -> None:
        super().__init__()
        self.setObjectName("IdentityBar.RestartButton")
        self.setText("Restart")
        self.setAccessibleName("Restart the chat")
        self.setToolTip("Restart the chat")
        self.setProperty("part", "framed")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEnabled(restart.isEnabled())
        self.clicked.connect(restart.trigger)
        restart.enabledChanged.connect(self.setEnabled)
        Theme.instance().changed.connect(self._renew_icon)
        self._renew_icon()

    def _renew_icon(self) -> None:
        self.setIcon(Theme.instance().icon("rotate-cw"))


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
QFrame[part="chip"] {{
    background: {t.panel}; border: 1px solid {t.hairline}; border-radius: {t.radius}px;
}}
QLabel[part="chip-label"] {{ color: {t.text_muted}; background: transparent; }}
QLabel[part="chip-value"] {{ color: {t.text}; background: transparent; }}
QToolBar QToolButton[part="framed"] {{
    border: 1px solid {t.input_border}; padding: 3px 12px; background: {t.panel};
}}
QToolBar QToolButton[part="framed"]:hover {{ background: {t.hover}; }}
QToolBar QToolButton[part="framed"]:focus {{ border: 2px solid {t.focus}; padding: 2px 11px; }}
"""
