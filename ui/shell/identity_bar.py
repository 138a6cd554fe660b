"""The chips under the menu bar: who the customer and the agent are, where, and how far the chat is.

A restart that silently changes who one is has misled people before, so it stands here, always.
"""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from ui.bridge import until_destroyed
from ui.enter import PressedByEnter
from ui.models.locales import locale_of
from ui.models.tooltips import plain_tooltip
from ui.shell import wording
from ui.shell.notice_bar import Mark
from ui.theme import Theme, Tokens
from webchat.side.side import Side

_NOBODY = "not yet known"
_NO_CHANNEL = "none"
_NO_AGENT = "nobody"
_LONGEST = 28
_MEDIUM = 400
_SPACING = 8
_LEAST_FIRST = (4, 2, 1)
"""The chips that make room, by their places: locale, channel, agent."""


class IdentityBar(QToolBar):
    """The chips of one conversation, and a button that restarts the chat."""

    def __init__(
        self,
        side: Side,
        desk: Side,
        restart: tuple[QAction, QMenu],
        parent: QWidget | None = None,
    ) -> None:
        """Make the bar.

        Args:
            side: The customer.
            desk: The first agent, who is named while nobody answers.
            restart: What the button at the right does, and what the arrow beside it offers.
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
        self._agent = Chip("IdentityBar.Agent", "Agent")
        self._channel = Chip("IdentityBar.Channel", "Channel")
        self._stage = Chip("IdentityBar.Stage", "", has_mark=True)
        self._locale = Chip("IdentityBar.Locale", "Locale")
        chips = (self._customer, self._agent, self._channel, self._stage, self._locale)
        self._side, self._desk = side, desk
        self.addWidget(_Row(chips, _Restart(*restart)))
        self._follow()

    def _follow(self) -> None:
        store = self._side.store
        until_destroyed(
            self,
            store.subscribe(wording.person, self._show_person),
            store.subscribe(wording.next_person, self._show_person),
            store.subscribe(wording.agent, self._show_agent),
            self._desk.store.subscribe(wording.staff, self._show_agent),
            store.subscribe(wording.channel_sid, self._show_channel),
            store.subscribe(wording.stage, self._show_stage),
            self._side.strings.subscribe(self._show_locale),
        )
        self._show_person()
        self._show_agent()
        self._show_channel(wording.channel_sid(store.state))
        self._show_stage(wording.stage(store.state))
        self._show_locale()

    def _show_person(self, _person: object = None) -> None:
        state = self._side.store.state
        person, later = wording.person(state), wording.next_person(state)
        if later:
            self._customer.set_value(later, "The identity of the next chat")
        else:
            self._customer.set_value(person.name or _NOBODY, person.identity)

    def _show_agent(self, _agent: object = None) -> None:
        """Name who answers, else who could."""
        agent = wording.agent(self._side.store.state)
        staff = wording.staff(self._desk.store.state)
        if agent.name:
            self._agent.set_value(agent.name, agent.identity)
        else:
            text = f"{staff.name} ({staff.identity})" if staff.name else _NO_AGENT
            self._agent.set_value(text, "Nobody is in the chat")

    def _show_locale(self) -> None:
        language = self._side.strings.language
        locale = locale_of(language).bcp47Name().removesuffix("-POSIX")
        self._locale.set_value(locale, language.name)

    def _show_channel(self, sid: str) -> None:
        self._channel.set_value(wording.shown_sid(sid) or _NO_CHANNEL, sid)

    def _show_stage(self, stage: wording.Stage) -> None:
        self._stage.set_value(stage.text, "", stage.mark)


class _Row(QWidget):
    """The chips and the button; a tool bar would put what has no room into a menu.

    Here the locale makes room first, then the channel, then the agent, then the names of the chips.
    """

    def __init__(self, chips: "tuple[Chip, ...]", button: "_Restart") -> None:
        super().__init__()
        self._button = button
        self._chips = chips
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
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
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Follow values that have become longer."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def fit(self) -> None:
        """Let chips go until the rest has room, those that matter least first."""
        is_roomy = self.width() >= _MEDIUM
        self._button.set_short(is_short=not is_roomy)
        for chip in self._chips:
            chip.set_named(is_roomy)
        needed = self._button.sizeHint().width() + _SPACING
        needed += sum(chip.sizeHint().width() + _SPACING for chip in self._chips)
        for place in _LEAST_FIRST:
            chip = self._chips[place]
            chip.setVisible(needed <= self.width())
            if chip.isHidden():
                needed -= chip.sizeHint().width() + _SPACING


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


class _Restart(QWidget):
    """The button that restarts the chat, and beside it the one that asks as whom."""

    def __init__(self, restart: QAction, menu: QMenu) -> None:
        super().__init__()
        self._button = _RestartButton(restart)
        self._arrow = _ArrowButton(restart, menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._button)
        row.addWidget(self._arrow)

    def set_short(self, *, is_short: bool) -> None:
        """Show an icon only, or the word."""
        style = Qt.ToolButtonStyle
        self._button.setToolButtonStyle(
            style.ToolButtonIconOnly if is_short else style.ToolButtonTextOnly
        )


class _ArrowButton(PressedByEnter, QToolButton):
    """Opens the menu; Qt's own way would run a loop of its own while that is open."""

    def __init__(self, restart: QAction, menu: QMenu) -> None:
        super().__init__()
        self._menu = menu
        self.setObjectName("IdentityBar.RestartMenuButton")
        self.setAccessibleName("Restart the chat as …")
        self.setToolTip("Restart the chat as the same, a new or a given customer")
        self.setProperty("part", "framed-end")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEnabled(restart.isEnabled())
        self.clicked.connect(self._open)
        restart.enabledChanged.connect(self.setEnabled)
        Theme.instance().changed.connect(self._renew_icon)
        self._renew_icon()

    def _open(self) -> None:
        menu = self._menu
        right = self.mapToGlobal(QPoint(self.width(), self.height() + 2))
        menu.popup(right - QPoint(menu.sizeHint().width(), 0))

    def _renew_icon(self) -> None:
        self.setIcon(Theme.instance().icon("chevron-down"))


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
    border-top-right-radius: 0; border-bottom-right-radius: 0;
}}
QToolBar QToolButton[part="framed-end"] {{
    border: 1px solid {t.input_border}; border-left: none; padding: 3px 4px;
    background: {t.panel}; border-top-left-radius: 0; border-bottom-left-radius: 0;
}}
QToolBar QToolButton[part="framed-end"]:hover {{ background: {t.hover}; }}
QToolBar QToolButton[part="framed-end"]:focus {{
    border: 2px solid {t.focus}; padding: 2px 2px 2px 3px;
}}
QToolBar QToolButton[part="framed"]:hover {{ background: {t.hover}; }}
QToolBar QToolButton[part="framed"]:focus {{ border: 2px solid {t.focus}; padding: 2px 11px; }}
"""
