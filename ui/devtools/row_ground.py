"""What is behind a painted row: selection, pointer, the line below it, the keyboard's ring."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from ui.theme.tokens import Tokens

_State = QStyle.StateFlag


def paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
    """Paint the ground of a row in one look."""
    if state & _State.State_Selected:
        painter.fillRect(rect, QColor(tokens.selection))
    elif state & _State.State_MouseOver:
        painter.fillRect(rect, QColor(tokens.hover))
    painter.setPen(QPen(QColor(tokens.hairline), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if state & _State.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRect(rect.adjusted(1, 1, -1, -2))
