"""View > Language and View > Direction: what the widget speaks, and which way it is written.

The window itself stays in English: it is the workshop, and the widget is what is made in it.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ui.bridge import async_slot, owned_tasks, until_destroyed
from ui.chat.writing import Writing
from ui.shell.settings import DirectionName, Settings
from webchat.config import Config
from webchat.errors import ConfigError
from webchat.side import languages
from webchat.side.language import Direction, Language
from webchat.side.strings import Strings
from webchat.tasks import in_thread

_WRITINGS: dict[DirectionName, Direction | None] = {"language": None, "ltr": "ltr", "rtl": "rtl"}
_DIRECTIONS: tuple[tuple[DirectionName, str], ...] = (
    ("language", "&As the language"),
    ("ltr", "&Left to right"),
    ("rtl", "&Right to left"),
)


class LanguageMenu(QObject):
    """The entries of both menus.

    Signals:
        said: A sentence about a file of texts, and whether it is a problem.
    """

    said = Signal(str, bool)

    def __init__(
        self, menu: QMenu, strings: Strings, widget: QWidget, config: Config, settings: Settings
    ) -> None:
        """Add both menus to *menu*, and speak what was remembered.

        Args:
            menu: The View menu.
            strings: Those of the widget.
            widget: The widget, whose direction is chosen.
            config: A language that it names is spoken at the start, whatever was remembered.
            settings: Remembers what the person chose.
        """
        super().__init__(menu)
        self._strings, self._settings, self._parent = strings, settings, widget
        self._configured = config.language or ""
        self._loaded: QAction | None = None
        self.tasks = owned_tasks(self)
        self._writing = widget.findChild(Writing) or Writing(widget, strings)
        self._menu = menu.addMenu("Lang&uage")
        self._menu.setObjectName("Menu.Language")
        self._group = QActionGroup(self._menu)
        # The shipped files are read when somebody looks: at the start only the spoken one matters.
        self._menu.aboutToShow.connect(self._fill)
        self._directions = self._add_directions(menu.addMenu("D&irection"))
        until_destroyed(self, strings.subscribe(self._refresh))
        self._restore()
        self._refresh()

    def _fill(self) -> None:
        if self._menu.isEmpty():
            self._add_languages()
            self._refresh()

    def _add_languages(self) -> None:
        for language in languages.shipped():
            self._menu.addAction(self._choice(language))
        self._separator = self._menu.addSeparator()
        for language in languages.pseudo_languages():
            self._menu.addAction(self._choice(language))
        self._menu.addSeparator()
        load = self._menu.addAction("&Load strings…")
        load.setObjectName("Language.Load")
        load.setToolTip("Load a JSON file of texts in any language")
        load.triggered.connect(self._choose_file)

    def _choice(self, language: Language, file: Path | None = None) -> QAction:
        entry = QAction(language.name.replace("&", "&&"), self._menu)
        entry.setObjectName("Language.File" if file else f"Language.{language.code}")
        entry.setCheckable(True)
        entry.setData(language)
        entry.setActionGroup(self._group)
        entry.triggered.connect(partial(self._choose, language, file))
        return entry

    def _add_directions(self, menu: QMenu) -> QActionGroup:
        menu.setObjectName("Menu.Direction")
        group = QActionGroup(menu)
        for name, text in _DIRECTIONS:
            entry = menu.addAction(text)
            entry.setObjectName(f"Direction.{name}")
            entry.setCheckable(True)
            entry.setData(name)
            entry.setActionGroup(group)
            entry.triggered.connect(partial(self._choose_direction, name))
        return group

    # What the person chooses

    def _choose(self, language: Language, file: Path | None, _checked: bool = False) -> None:
        self._strings.speak(language)
        self._settings.values.language = language.code
        self._settings.values.strings_file = str(file or "")
        self._settings.save()

    def _choose_direction(self, name: DirectionName, _checked: bool = False) -> None:
        self._writing.choose(_WRITINGS[name])
        self._settings.values.direction = name
        self._settings.save()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self._parent.window(), "Load strings")
        dialog.setObjectName("StringsDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Texts (*.json)", "All files (*)"])
        dialog.fileSelected.connect(self.load)
        dialog.open()

    @async_slot(str)
    async def load(self, path: str) -> None:
        """Speak the texts of a file, and say what is odd about it.

        Args:
            path: A JSON file of texts.
        """
        file = Path(path)
        if await self._load(file):
            self.said.emit(f"The chat speaks the texts of {file.name}.", False)

    @async_slot(str)
    async def _load_again(self, path: str) -> None:
        await self._load(Path(path))

    async def _load(self, file: Path) -> bool:
        try:
            language, warnings = await in_thread(languages.loaded, file, self._strings.language)
        except ConfigError as error:
            self.said.emit(str(error), True)
            return False
        self._fill()
        if self._loaded is not None:
            self._group.removeAction(self._loaded)
            self._loaded.deleteLater()
        self._loaded = self._choice(language, file)
        self._loaded.setToolTip(str(file))
        self._menu.insertAction(self._separator, self._loaded)
        self._choose(language, file)
        for warning in warnings:
            self.said.emit(warning, True)
        return True

    # What was chosen before

    def _restore(self) -> None:
        values = self._settings.values
        self._writing.choose(_WRITINGS[values.direction])
        if self._configured:
            return
        language = languages.find(values.language) if values.language else None
        if language is not None:
            self._strings.speak(language)
        if values.strings_file:
            self._load_again(values.strings_file)

    def _refresh(self) -> None:
        spoken = self._strings.language
        for entry in self._group.actions():
            entry.setChecked(entry.data() is spoken or entry.data() == spoken)
        for entry in self._directions.actions():
            entry.setChecked(_WRITINGS[entry.data()] == self._writing.chosen)
