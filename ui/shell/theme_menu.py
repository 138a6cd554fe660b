"""View > Theme, Message style and Markdown: how the widget looks, whatever the window looks like.

A theme is worn while its entry is merely pointed at, by mouse or arrow keys, so that one sees what
one chooses; whoever leaves the menu without choosing has the former one back.
"""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ui.chat.props import MESSAGE_STYLES, MessageStyleName, Props
from ui.shell.settings import Settings
from ui.theme import WidgetTheme
from ui.theme.widget_theme import CHOICES, Choice
from ui.theme.widget_themes import THEME_NAMES, title_of
from webchat.side.side import Side

_POINTED_AT_MS = 60
"""How long an entry is pointed at before it is worn: who passes over it does not mean it."""


class ThemeMenu(QObject):
    """The entries that change the widget's looks; what is chosen is remembered."""

    def __init__(self, menu: QMenu, side: Side, settings: Settings) -> None:
        """Add the entries to *menu*, and wear what was remembered.

        Args:
            menu: The View menu.
            side: Whose widget it is; one that exists has told of its configuration already.
            settings: Remembers what the person chooses.
        """
        super().__init__(menu)
        self._props, self._settings = Props.of(side), settings
        self._look = WidgetTheme.instance()
        self._pointed_at: Choice | None = None
        self._pointing = QTimer(self, singleShot=True, interval=_POINTED_AT_MS)
        self._pointing.timeout.connect(self._on_pointed_at)
        # Not at once: the menu hides before it tells what was chosen, and nothing should flicker.
        self._leaving = QTimer(self, singleShot=True, interval=0)
        self._leaving.timeout.connect(self._on_left)
        self._restore()
        self._themes = self._add_themes(menu.addMenu("&Theme"))
        self._styles = self._add_styles(menu.addMenu("&Message style"))
        self._markdown = menu.addAction("Mar&kdown")
        self._markdown.setObjectName("View.Markdown")
        self._markdown.setToolTip("Read messages as Markdown")
        self._markdown.setCheckable(True)
        self._markdown.triggered.connect(self._choose_markdown)
        self._look.changed.connect(self._refresh)
        self._props.changed.connect(self._refresh)
        self._refresh()

    def _add_themes(self, menu: QMenu) -> QActionGroup:
        menu.setObjectName("Menu.Theme")
        menu.hovered.connect(self._on_hovered)
        menu.aboutToShow.connect(self._on_showing)
        menu.aboutToHide.connect(self._on_hiding)
        group = QActionGroup(menu)
        choices: list[tuple[Choice, str]] = [("system", "&Follow the system")]
        choices += [(name, name) for name in THEME_NAMES]
        if self._look.is_configured:
            choices.append(("configuration", "From the &configuration"))
        for choice, text in choices:
            entry = _choice(menu, group, f"View.Theme.{choice}", text)
            entry.setData(choice)
            entry.triggered.connect(partial(self._choose_theme, choice))
        return group

    def _add_styles(self, menu: QMenu) -> QActionGroup:
        menu.setObjectName("Menu.MessageStyle")
        group = QActionGroup(menu)
        configured = _choice(menu, group, "View.MessageStyle.configured", "As &configured")
        configured.setData("")
        configured.triggered.connect(partial(self._choose_style, None))
        menu.addSeparator()
        for style in MESSAGE_STYLES:
            entry = _choice(menu, group, f"View.MessageStyle.{style}", f"&{style}")
            entry.setData(style)
            entry.triggered.connect(partial(self._choose_style, style))
        return group

    # Pointing at a theme

    def _on_showing(self) -> None:
        """Call the themes as their files do, which are read now and not at the start."""
        for entry in self._themes.actions():
            name = next((one for one in THEME_NAMES if one == entry.data()), None)
            if name is not None:
                entry.setText(f"{title_of(name)}\t{name}")

    def _on_hovered(self, entry: QAction) -> None:
        self._pointed_at = next((one for one in CHOICES if one == entry.data()), None)
        self._pointing.start()

    def _on_pointed_at(self) -> None:
        self._look.preview(self._pointed_at)

    def _on_hiding(self) -> None:
        self._pointing.stop()
        self._leaving.start()

    def _on_left(self) -> None:
        self._look.preview(None)

    # What the person chooses

    def _choose_theme(self, choice: Choice, _checked: bool = False) -> None:
        self._leaving.stop()
        self._look.choose(choice)
        self._settings.values.widget_theme = choice
        self._settings.save()
        self._refresh()

    def _choose_style(self, style: MessageStyleName | None, _checked: bool = False) -> None:
        self._props.set_message_style(style)
        self._settings.values.message_style = style or ""
        self._settings.save()
        self._refresh()

    def _choose_markdown(self, is_on: bool) -> None:
        self._props.set_markdown(is_on)
        self._settings.values.markdown = is_on
        self._settings.save()

    # What was chosen before

    def _restore(self) -> None:
        values = self._settings.values
        # A name that another version has written is no reason to lose the rest.
        theme = next((one for one in CHOICES if one == values.widget_theme), None)
        style = next((one for one in MESSAGE_STYLES if one == values.message_style), None)
        self._look.choose(theme)
        self._props.set_message_style(style)
        self._props.set_markdown(values.markdown)

    def _refresh(self) -> None:
        """Check what holds; a theme that is merely pointed at does not."""
        theme = self._look.settled
        for entry in self._themes.actions():
            entry.setChecked(entry.data() == theme)
        style = self._props.chosen_message_style or ""
        for entry in self._styles.actions():
            entry.setChecked(entry.data() == style)
        self._markdown.setChecked(self._props.markdown)


def _choice(menu: QMenu, group: QActionGroup, name: str, text: str) -> QAction:
    entry = menu.addAction(text)
    entry.setObjectName(name)
    entry.setCheckable(True)
    entry.setActionGroup(group)
    return entry
