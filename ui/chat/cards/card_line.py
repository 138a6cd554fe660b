"""A mark and what it stands for: a step of a card, how the card has ended, what went wrong."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.chat.labels import WrappedLabel
from ui.theme import WidgetTheme

_MARK = 16


class CardLine(QWidget):
    """A mark and a text; the mark's shape says the same as its colour."""

    def __init__(self, name: str, look: str, parent: QWidget | None = None) -> None:
        """Make an empty line.

        Args:
            name: Its object name.
            look: How its text looks, see :mod:`ui.chat.style`.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._icon, self._tint = "", "widget_text_muted"
        self._mark = QLabel(self)
        self._mark.setFixedSize(_MARK, _MARK)
        self.label = WrappedLabel("", self)
        self.label.setProperty("chat", look)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(2)
        self._texts.addWidget(self.label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts, 1)
        WidgetTheme.instance().changed.connect(self._tinted)

    def show_line(self, icon: str, tint: str, text: str, spoken: str = "") -> None:
        """Say something.

        Args:
            icon: A file in ``assets/icons``.
            tint: The token of its colour.
            text: What is read.
            spoken: What is read out, where that is more; empty for the same.
        """
        self._icon, self._tint = icon, tint
        self.label.setText(text)
        self.setAccessibleName(spoken or text)
        self._tinted()

    def _tinted(self) -> None:
        if not self._icon:
            self._mark.setPixmap(QPixmap())
            return
        icon = WidgetTheme.instance().icon(self._icon, _MARK, self._tint)
        self._mark.setPixmap(icon.pixmap(QSize(_MARK, _MARK), self.devicePixelRatioF()))


class CardTrouble(CardLine):
    """What went wrong: a title that stands out, and below it what is to be read."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make it empty; *name* is its object name."""
        super().__init__(name, "card-trouble", parent)
        self._description = WrappedLabel("", self)
        self._description.setProperty("chat", "text")
        self._texts.addWidget(self._description)

    def show_trouble(self, title: str, description: str) -> None:
        """Say what went wrong; either may be empty."""
        said = [one for one in (title, description) if one]
        self.label.setVisible(bool(title))
        self._description.setText(description)
        self._description.setVisible(bool(description))
        self.show_line("circle-alert", "error", title, "\n".join(said))
