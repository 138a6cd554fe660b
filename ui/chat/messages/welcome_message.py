"""The welcome at the top of a conversation: an icon, and a line of text below it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.labels import WrappedLabel
from ui.chat.props import Props
from ui.theme import WidgetTheme
from webchat.side.side import Side

_ICON = 20
_SPACE = 8


class WelcomeMessage(QWidget):
    """Icon and text, in the middle."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Welcome the person of *side*."""
        super().__init__(parent)
        self._side = side
        self.setObjectName("WelcomeMessage")
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = WrappedLabel("", self)
        self._text.setProperty("chat", "welcome")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * _SPACE, 0, 0)
        column.setSpacing(_SPACE)
        self._slot = Slot(
            self,
            side,
            "WelcomeMessage",
            column,
            (
                BuiltIn("WelcomeMessage.Icon", self._icon),
                BuiltIn("WelcomeMessage.Text", self._text),
            ),
        )
        theme = WidgetTheme.instance()
        theme.changed.connect(self._tint)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._tint()
        self._retranslate()

    def text(self) -> str:
        """Return the line of text."""
        return self._text.text()

    def _retranslate(self) -> None:
        text = Props.of(self._side).welcome_message_text
        if text is None:
            text = self._side.strings.render("WelcomeMessage")
        self._text.setText(text)
        self.setAccessibleName(text)

    def _tint(self) -> None:
        name = Props.of(self._side).welcome_message_icon
        icon = WidgetTheme.instance().icon(name, _ICON, "welcome_text")
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
