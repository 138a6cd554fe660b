"""What is shown while the engagement is being started."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat import motion
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import ChatButton
from ui.chat.labels import WrappedLabel
from ui.theme import WidgetTheme
from webchat.side.side import Side

_MARGIN = 24
_SPIN_MS = 800
_FULL_CIRCLE = 360 * 16  # Qt counts angles in sixteenths of a degree
_ARC = 90 * 16


class PendingEngagementCanvas(QWidget):
    """A spinner, what is being waited for, and a way out: Cancel invokes RestartEngagement."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName("PendingEngagementCanvas")
        self.setProperty("chat", "pending")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._spinner = Spinner(self)
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


class Spinner(QWidget):
    """A ring of 80 px of which a quarter goes round in 0.8 s, and stands still without motion."""

    SIDE = 80
    RING = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(self.SIDE)
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(1.0)
        self._turn.setDuration(_SPIN_MS)
        self._turn.setLoopCount(-1)
        self._turn.setEasingCurve(QEasingCurve.Type.Linear)
        self._turn.valueChanged.connect(self._on_turn)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the ring's size."""
        return QSize(self.SIDE, self.SIDE)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to turn."""
        super().showEvent(event)
        if motion.duration(self, _SPIN_MS):
            self._turn.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Cost nothing while nobody looks."""
        self._turn.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ring and the part that goes round."""
        tokens = WidgetTheme.instance().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.SIDE - self.RING
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(tokens.widget_hairline), self.RING))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(tokens.button), self.RING))
        begin = _ARC - int(float(self._turn.currentValue() or 0) * _FULL_CIRCLE)
        painter.drawArc(ring, begin, -_ARC)

    def _on_turn(self, _value: object) -> None:
        self.update()
