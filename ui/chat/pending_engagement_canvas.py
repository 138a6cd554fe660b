"""What is shown while the engagement is being started."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import ChatButton
from ui.chat.labels import WrappedLabel
from ui.chat.spinner import Spinner
from webchat.side.side import Side

_MARGIN = 24
_SPINNER = 80


class PendingEngagementCanvas(QWidget):
    """A spinner, what is being waited for, and a way out: Cancel invokes RestartEngagement."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName("PendingEngagementCanvas")
        self.setProperty("chat", "pending")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._spinner = Spinner(_SPINNER, self)
        self._spinner.setObjectName("PendingEngagementCanvas.Spinner")
        self._text = WrappedLabel("", self)
        self._text.setObjectName("PendingEngagementCanvas.Text")
        self._text.setProperty("chat", "pending-text")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._cancel = ChatButton("PendingEngagementCanvas.CancelButton", "outline", self)
        self._cancel.clicked.connect(self._on_cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        inner = QVBoxLayout()
        inner.setSpacing(24)
        column.addStretch(1)
        column.addLayout(inner)
        column.addStretch(1)
        self._slot = Slot(
            self,
            side,
            "PendingEngagementCanvas",
            inner,
            (
                BuiltIn("PendingEngagementCanvas.Spinner", self._spinner),
                BuiltIn("PendingEngagementCanvas.Text", self._text),
                BuiltIn("PendingEngagementCanvas.CancelButton", self._cancel),
            ),
        )
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()

    def focus_first(self) -> None:
        """Put the focus on the way out."""
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancel(self) -> None:
        with self._side.actions.as_origin("PendingEngagementCanvas"):
            self._side.actions.invoke_action("RestartEngagement")

    def _retranslate(self) -> None:
        text = self._side.strings.render("PendingEngagementMessage")
        self._text.setText(text)
        self.setAccessibleName(text)
        self._cancel.set_label(self._side.strings.render("PendingEngagementCancelButton"))
