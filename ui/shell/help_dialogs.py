"""About, and the list of keyboard shortcuts; both stay beside the work, neither blocks it."""

from collections.abc import Iterable

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme, Tokens

_DISTRIBUTION = "webchat-simulator"
_ABOUT = (
    "A whole contact-centre conversation on one desk: chat widget, plugins, and who did what "
    "and why.\n\nMIT licence. Icons: Lucide, ISC licence."
)
_IN_LISTS = (
    ("Plugins: turn on or off", "Space"),
    ("Plugins: reload", "F5"),
    ("Plugins: unload", "Del"),
    ("Plugins: listen earlier, later", "Alt+Up, Alt+Down"),
    ("Actions: fold, unfold the listeners", "Left, Right"),
    ("Actions: copy as JSON", "Ctrl+C"),
    ("Chat: send, new line", "Enter, Shift+Enter"),
    ("Chat: earlier messages of mine", "Up"),
)


def show_about(window: QWidget) -> None:
    """Say what this program is."""
    from importlib import metadata  # noqa: PLC0415  takes long, and nobody asks at the start

    try:
        version = metadata.version(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        version = "not installed as a package"
    dialog, column = _dialog(window, "AboutDialog", "About the webchat simulator")
    heading = _label("Webchat simulator")
    heading.setProperty("role", "title")
    column.addWidget(heading)
    column.addWidget(_label(f"Version {version}, PySide6 {PySide6.__version__}", "muted"))
    text = _label(_ABOUT)
    text.setWordWrap(True)
    text.setMinimumWidth(320)
    column.addWidget(text)
    _open(dialog, column)


def show_shortcuts(window: QWidget, menu_bar: QMenuBar) -> None:
    """List every shortcut of the menus and of the lists."""
    dialog, column = _dialog(window, "ShortcutsDialog", "Keyboard shortcuts")
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 16, 0)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    for row, (what, keys) in enumerate((*shortcuts(menu_bar), *_IN_LISTS)):
        grid.addWidget(_label(what), row, 0)
        grid.addWidget(_label(keys, "muted"), row, 1)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(table)
    area.setMinimumSize(480, 420)
    column.addWidget(area, 1)
    _open(dialog, column)


def shortcuts(menu_bar: QMenuBar) -> list[tuple[str, str]]:
    """Return what the menus' entries are called, and their keys."""
    found = []
    for top in menu_bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            found += [
                (f"{_plain(top.text())}: {_plain(action.text())}", _keys(action))
                for action in _leaves(menu)
                if action.shortcuts()
            ]
    return found


def _leaves(menu: QMenu) -> Iterable[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _leaves(inner)
        else:
            yield action


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _plain(text: str) -> str:
    return text.replace("&", "")


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def _dialog(window: QWidget, name: str, title: str) -> tuple[QDialog, QVBoxLayout]:
    Theme.instance().extend(rules)
    dialog = QDialog(window)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    return dialog, column


def rules(_tokens: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }"


def _open(dialog: QDialog, column: QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    dialog.open()
