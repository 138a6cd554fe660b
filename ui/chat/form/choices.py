"""Check boxes, radio buttons and lists whose texts are of any length.

Qt's own buttons draw their label in one line, so a sentence such as "I have read …" would be cut
off in a narrow panel, and they take no clicks beside the words. Here the label wraps, and is part
of what can be clicked.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.chat.labels import wrapped

_INDICATOR = 20
_GAP = 8
_PADDING = 2


class WrappedCheckBox(QCheckBox):
    """A check box with a label of any length."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        _prepare(self, name)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802  Qt's name
        """Take a click anywhere on it."""
        return self.rect().contains(pos)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of box and label at a width."""
        return _height(self, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for the label in one line, up to a readable measure."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never widen a narrow column."""
        return QSize(_INDICATOR, _INDICATOR)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box and the lines of the label."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        _paint(self, option, QStyle.ControlElement.CE_CheckBox)


class WrappedRadioButton(QRadioButton):
    """A radio button with a label of any length."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        _prepare(self, name)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802  Qt's name
        """Take a click anywhere on it."""
        return self.rect().contains(pos)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of circle and label at a width."""
        return _height(self, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for the label in one line, up to a readable measure."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never widen a narrow column."""
        return QSize(_INDICATOR, _INDICATOR)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the circle and the lines of the label."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        _paint(self, option, QStyle.ControlElement.CE_RadioButton)


class ElidedComboBox(QComboBox):
    """A list of choices whose present one ends in an ellipsis where there is no room."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw the frame and as much of the choice as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - _PADDING
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def _prepare(button: QAbstractButton, name: str) -> None:
    button.setObjectName(name)
    button.setProperty("chat", "choice")
    button.setShortcut(QKeySequence())  # Qt makes one of an ampersand in the label
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)


def _height(button: QAbstractButton, width: int) -> int:
    lines = wrapped(button.text(), button.font(), width - _INDICATOR - _GAP)
    return max(_INDICATOR, len(lines) * button.fontMetrics().lineSpacing() + 2 * _PADDING)


def _hint(button: QAbstractButton) -> QSize:
    words = button.fontMetrics().horizontalAdvance(button.text())
    width = _INDICATOR + _GAP + min(words + 2, button.fontMetrics().averageCharWidth() * 60)
    return QSize(width, _height(button, width))


def _paint(
    button: QAbstractButton, option: QStyleOptionButton, control: QStyle.ControlElement
) -> None:
    painter = QPainter(button)
    is_mirrored = button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    room = QRect(_INDICATOR + _GAP, _PADDING, button.width() - _INDICATOR - _GAP, button.height())
    mark = QRect(0, 0, _INDICATOR, _INDICATOR)
    if is_mirrored:
        room.moveLeft(0)
        mark.moveRight(button.width() - 1)
    option.text = ""
    option.rect = mark
    button.style().drawControl(control, option, painter, button)
    painter.setPen(button.palette().color(button.foregroundRole()))
    step = button.fontMetrics().lineSpacing()
    leading = Qt.AlignmentFlag.AlignLeft  # Qt mirrors it
    for at, line in enumerate(wrapped(button.text(), button.font(), room.width())):
        painter.drawText(room.left(), room.top() + at * step, room.width(), step, leading, line)
