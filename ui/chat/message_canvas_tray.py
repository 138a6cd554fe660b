"""What takes the place of the text input once the chat has ended."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import ChatButton
from ui.chat.labels import WrappedLabel
from ui.chat.props import Props
from webchat.side.side import Side

_MARGIN = 16


class MessageCanvasTray(QFrame):
    """Thanks for the chat; its button, if ``showButton`` leaves it, invokes RestartEngagement."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName("MessageCanvasTray")
        self.setProperty("chat", "tray")
        self._heading = self._label("Heading", "tray-heading")
        self._content = self._label("Content", "tray-text")
        self._button = ChatButton("MessageCanvasTray.Button", "primary", self, fill="tray_button")
        self._button.setVisible(Props.of(side).show_tray_button)
        self._button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        self._slot = Slot(
            self,
            side,
            "MessageCanvasTray",
            column,
            (
                BuiltIn("MessageCanvasTray.Heading", self._heading),
                BuiltIn("MessageCanvasTray.Content", self._content),
                BuiltIn("MessageCanvasTray.Button", self._button),
            ),
        )
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()

    def focus_first(self) -> None:
        """Put the focus on the button, if there is one."""
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label(self, name: str, look: str) -> WrappedLabel:
        label = WrappedLabel("", self)
        label.setObjectName(f"MessageCanvasTray.{name}")
        label.setProperty("chat", look)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _on_clicked(self) -> None:
        with self._side.actions.as_origin("MessageCanvasTray"):
            self._side.actions.invoke_action("RestartEngagement")

    def _retranslate(self) -> None:
        strings = self._side.strings
        self._heading.setText(strings.render("MessageCanvasTrayHeading"))
        self._content.setText(strings.render("MessageCanvasTrayContent"))
        self.setAccessibleName(self._heading.text())
        self._button.set_label(strings.render("MessageCanvasTrayButton"))
