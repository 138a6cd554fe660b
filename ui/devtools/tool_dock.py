"""What every dock has: a title row with a detail, a tool row, content, and no way to vanish.

A wide and low dock has its tools in the title row, so that the height is left to its content.

A log panel that could open at zero height once made people think that logging was broken; so a
dock's content has a least size, and a closed dock stands in the View menu.
"""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from ui.devtools.icon_button import IconButton
from ui.theme import Theme, Tokens

_LEAST_WIDTH = 220
_LEAST_HEIGHT = 140
_TOOL_ROW = 44
_WIDE = 480
_ALL = 100  # of the room, as a stretch: up to the greatest width of the tools


class ToolDock(QDockWidget):
    """A dock with a title row and a tool row.

    Attributes:
        tools: The row of tools; the filter comes first.
        content: The column beneath it.
        heading: The title, which is hidden while a tab shows it.
        is_in_front: Whether it can be seen: it is shown, and no other dock's tab covers it.
    """

    def __init__(
        self, name: str, title: str, parent: QWidget | None = None, *, is_wide: bool = False
    ) -> None:
        """Make an empty dock.

        Args:
            name: Its object name, the first part of those of its parts.
            title: What stands in its title row and in the View menu.
            parent: The window.
            is_wide: The tools stand in the title row, which has room for them.
        """
        super().__init__(title, parent)
        Theme.instance().extend(rules)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.is_in_front = False
        self.visibilityChanged.connect(self._on_visibility)
        self.toggleViewAction().triggered.connect(self._on_toggled)
        self._is_wide = is_wide
        self._detail = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(6)
        self.setTitleBarWidget(self._title_row(name, title, is_wide=is_wide))
        body = QWidget()
        body.setObjectName(f"{name}.Body")
        body.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT - is_wide * _TOOL_ROW)
        self.content = QVBoxLayout(body)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        if not is_wide:
            self.content.addWidget(self._tool_row())
        self.setWidget(body)

    def set_detail(self, text: str) -> None:
        """Show a few words at the right of the title."""
        self._detail.setText(text)

    def reveal(self) -> None:
        """Show the dock, in front if it shares its place with others."""
        self.show()
        self.raise_()

    def lead_through(self, *stops: QWidget) -> None:
        """Let Tab lead from one to the next, and to the close button last."""
        stops = (*stops, self._close)
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Vanish; but one that another covers comes to the front first, see :meth:`_on_toggled`."""
        if self.isVisible() and not self.is_in_front:
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_toggled(self) -> None:
        """Come to the front where the View menu or its keys have not put it away."""
        if not self.isHidden():
            self.toggleViewAction().setChecked(True)
            self.raise_()

    def _on_visibility(self, is_in_front: bool) -> None:
        self.is_in_front = is_in_front

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Leave out the detail where there is little room, and the title that a tab shows."""
        super().resizeEvent(event)
        self.heading.setVisible(not self._has_tab())
        self._detail.setVisible(not self._is_wide or self.width() >= _WIDE)

    def _has_tab(self) -> bool:
        window = self.parentWidget()
        others = window.tabifiedDockWidgets(self) if isinstance(window, QMainWindow) else ()
        return any(not other.isHidden() for other in others)

    def _tool_row(self) -> QWidget:
        row = QWidget()
        row.setProperty("part", "dock-tools")
        self.tools.setContentsMargins(10, 8, 10, 8)
        row.setLayout(self.tools)
        return row

    def _title_row(self, name: str, title: str, *, is_wide: bool) -> QWidget:
        row = QWidget()
        row.setProperty("part", "dock-title")
        self.heading = QLabel(title, textFormat=Qt.TextFormat.PlainText)
        self.heading.setProperty("part", "dock-heading")
        self._detail.setObjectName(f"{name}.Detail")
        self._detail.setProperty("role", "meta")
        for label in (self.heading, self._detail):
            label.setMinimumWidth(1)  # neither keeps the window from being narrow
        self._close = IconButton("x", f"Close the {title} dock", f"{name}.CloseButton")
        self._close.clicked.connect(self.close)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        if is_wide:
            layout.addSpacing(8)
            layout.addLayout(self.tools, _ALL)
        layout.addStretch(1)
        layout.addWidget(self._detail)
        layout.addWidget(self._close)
        return row


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
QWidget[part="dock-title"], QWidget[part="dock-tools"] {{
    background: {t.panel}; border-bottom: 1px solid {t.hairline};
}}
QWidget[part="dock-foot"] {{ background: {t.panel}; border-top: 1px solid {t.hairline}; }}
QLabel[part="dock-heading"] {{ font-weight: 600; background: transparent; }}
#qt_menubar_ext_button {{ padding: 0; border: none; background: transparent; }}
QPushButton[part="in-line"] {{ padding: 0 8px; font-size: {t.font_meta}px; }}
QPushButton[part="in-line"]:focus {{ padding: 0 7px; }}
"""
