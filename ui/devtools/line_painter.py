"""How one line of the list of actions looks: time, name, origin, mark and outcome, payload, ms.

Painted straight from the row: a delegate would cost an index, a style option and half a dozen
calls into the model for each of its cells.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPainter, QPen

from ui.devtools.marks import MARK_SIZE, mark_colour, paint_mark
from ui.devtools.mirroring import Mirror
from ui.models.action_cells import ActionRow, Child, Column, cell_text, mark
from ui.theme import Tokens

GUTTER = 16
_PADDING = 8
_INDENT = 12
_DEEPEST = 6
_CHILD_INDENT = 4
_ELBOW = 12


@dataclass(frozen=True, slots=True)
class LineState:
    """What the view knows of a line that its row does not.

    Attributes:
        is_selected: Chosen by the person.
        is_hovered: Under the pointer.
        is_current: The keyboard is here.
        is_folded: Whether its children are hidden; None if it has none.
    """

    is_selected: bool = False
    is_hovered: bool = False
    is_current: bool = False
    is_folded: bool | None = None


class LinePainter:
    """Paints lines in one look; made anew when the look, the font or the direction changes."""

    def __init__(self, tokens: Tokens, font: QFont, mirror: Mirror) -> None:
        self._tokens = tokens
        self._mirror = mirror
        self._font = QFont(font)
        self._font.setPixelSize(tokens.font_body - 1)
        self._strong = QFont(self._font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._code.setPixelSize(tokens.font_meta)
        self._measures = {
            id(one): QFontMetrics(one) for one in (self._font, self._strong, self._code)
        }

    def paint(
        self,
        painter: QPainter,
        cells: dict[Column, QRect],
        row: ActionRow,
        child: Child | None,
        state: LineState,
    ) -> None:
        """Paint one line.

        Args:
            painter: On the view's viewport.
            cells: Where each visible column's cell is.
            row: The invocation.
            child: What of it this line shows, or None for itself.
            state: Selection, hover, keyboard and folding.
        """
        self._mirror.prepare(painter)
        line = QRect()
        for cell in cells.values():
            line = line.united(cell)
        self._paint_ground(painter, line, state)
        if isinstance(child, str):
            self._paint_error(painter, cells, child)
            return
        for column, cell in cells.items():
            self._paint_cell(painter, column, cell, row, child)
        if child is None and state.is_folded is not None and Column.ACTION in cells:
            self._paint_chevron(painter, cells[Column.ACTION], row, is_folded=state.is_folded)

    @staticmethod
    def name_left(row: ActionRow) -> int:
        """Return how far from its cell's start the name of an invocation begins."""
        return GUTTER + min(row.depth, _DEEPEST) * _INDENT

    def _paint_ground(self, painter: QPainter, line: QRect, state: LineState) -> None:
        if state.is_selected:
            painter.fillRect(line, QColor(self._tokens.selection))
        elif state.is_hovered:
            painter.fillRect(line, QColor(self._tokens.hover))
        if state.is_current:
            painter.setPen(QPen(QColor(self._tokens.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(line.adjusted(0, 0, -1, -1))

    def _paint_cell(
        self, painter: QPainter, column: Column, cell: QRect, row: ActionRow, child: Child | None
    ) -> None:
        text = cell_text(row, child, column)
        if not text:
            return
        tokens = self._tokens
        inner = cell.adjusted(_PADDING, 0, -_PADDING, 0)
        match column:
            case Column.ACTION:
                self._paint_name(painter, inner, row, child, text)
            case Column.OUTCOME:
                self._paint_outcome(painter, inner, mark(row, child), text)
            case Column.PAYLOAD:
                colour = tokens.text if child is None else tokens.text_muted
                self._text(painter, inner, text, self._code, colour)
            case Column.ORIGIN:
                self._text(painter, inner, text, self._font, tokens.text_muted)
            case Column.DURATION:
                self._text(painter, inner, text, self._font, tokens.text_muted, at_end=True)
            case _:
                self._text(painter, inner, text, self._font, tokens.text_muted)

    def _paint_name(
        self, painter: QPainter, inner: QRect, row: ActionRow, child: Child | None, text: str
    ) -> None:
        left = self.name_left(row)
        if child is None:
            font = self._strong if row.children else self._font
            self._text(painter, self._mirror.inner(inner, left), text, font, self._tokens.text)
            return
        self._paint_elbow(painter, inner, left)
        rest = self._mirror.inner(inner, left + _CHILD_INDENT + _ELBOW)
        phase, dot, who = text.partition(" · ")
        self._text(painter, rest, phase + dot, self._font, self._tokens.text_muted)
        used = self._measures[id(self._font)].horizontalAdvance(phase + dot)
        who_at = self._mirror.inner(rest, used)
        self._text(painter, who_at, who, self._font, self._tokens.link)

    def _paint_outcome(self, painter: QPainter, inner: QRect, shown: str | None, text: str) -> None:
        if shown is None:
            self._text(painter, inner, text, self._font, self._tokens.text_muted)
            return
        centre = self._mirror.point(inner, MARK_SIZE / 2 + 1, inner.center().y() + 0.5)
        if inner.width() > MARK_SIZE:
            paint_mark(painter, centre, shown, self._tokens)
        rest = self._mirror.inner(inner, int(MARK_SIZE) + 6)
        self._text(painter, rest, text, self._font, mark_colour(shown, self._tokens).name())

    def _paint_error(self, painter: QPainter, cells: dict[Column, QRect], text: str) -> None:
        where = [cell for column, cell in cells.items() if column != Column.TIME]
        if not where:
            return
        inner = where[0].united(where[-1]).adjusted(_PADDING, 0, -_PADDING, 0)
        self._paint_elbow(painter, inner, GUTTER)
        rest = self._mirror.inner(inner, GUTTER + _CHILD_INDENT + _ELBOW)
        self._text(painter, rest, text, self._font, self._tokens.failed)

    def _paint_elbow(self, painter: QPainter, inner: QRect, left: int) -> None:
        middle = inner.center().y()
        if left + _CHILD_INDENT + _ELBOW > inner.width():
            return
        x = self._mirror.x(inner, left + _CHILD_INDENT)
        end = self._mirror.x(inner, left + _CHILD_INDENT + _ELBOW - 6)
        painter.setPen(QPen(QColor(self._tokens.input_border), 1))
        painter.drawLine(QPointF(x, inner.top() + 4), QPointF(x, middle))
        painter.drawLine(QPointF(x, middle), QPointF(end, middle))

    def _paint_chevron(
        self, painter: QPainter, cell: QRect, row: ActionRow, *, is_folded: bool
    ) -> None:
        x = self._mirror.x(cell, _PADDING + self.name_left(row) - GUTTER + 5.0)
        y = cell.center().y() + 0.5
        shape = [(-1.5, -3.0), (1.5, 0.0), (-1.5, 3.0)]
        points = shape if is_folded else [(dy, dx) for dx, dy in shape]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.text_muted), 1.3))
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in points])
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        where: QRect,
        text: str,
        font: QFont,
        colour: str,
        *,
        at_end: bool = False,
    ) -> None:
        if where.width() <= 0:
            return
        measure = self._measures[id(font)]
        if measure.horizontalAdvance(text) > where.width():
            text = measure.elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        alignment = self._mirror.end if at_end else self._mirror.start
        painter.drawText(where, alignment | Qt.TextFlag.TextSingleLine, text)
