"""The box that a message is typed into.

It knows nothing of chats: it says what the person did, and shows a text it is given without losing
caret, selection or undo. Positions are counted in characters, as Python does; Qt counts UTF-16
units, of which an emoji has two.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QStyle, QWidget

HEIGHT = 36
"""Of one row, in logical pixels; as high as the send button."""

ROWS = 6
"""The most rows it grows to."""

_BORDER = 2
_REWRITTEN = 100
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x00": None})


class TextArea(QPlainTextEdit):
    """Some rows of plain text that grow with it.

    Signals:
        edited: The person has changed the text.
        entered: Enter was pressed, without Shift.
        recalled: Up (-1) in the first row or Down (+1) in the last row was pressed.
        composed: An input method has finished what it was composing.
        files_given: Files were pasted; carries their paths, a tuple.
        picture_given: A picture was pasted that is no file; carries a QImage.
    """

    edited = Signal()
    entered = Signal()
    recalled = Signal(int)
    composed = Signal()
    files_given = Signal(object)
    picture_given = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, return_sends: bool = True) -> None:
        """Make an empty area.

        Args:
            parent: The widget it stands in.
            return_sends: Whether Enter is told; else it makes a new row, and with Ctrl is told.
        """
        super().__init__(parent)
        self._return_sends = return_sends
        self._placeholder = ""
        self.is_composing = False
        self._is_showing = False
        self._last = ""
        self._rewritten: deque[str] = deque(maxlen=_REWRITTEN)
        self.setProperty("chat", "input")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_row()
        self._lean()
        self.textChanged.connect(self._on_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def text(self) -> str:
        """Return the text, with a newline between rows."""
        return plain(self.document().toRawText())

    def selection(self) -> tuple[int, int]:
        """Return where the selection begins and ends, in characters."""
        cursor = self.textCursor()
        text = self.text()
        return (
            _characters(text, cursor.selectionStart()),
            _characters(text, cursor.selectionEnd()),
        )

    def show_text(self, text: str, *, rewrites: bool = False) -> bool:
        """Show *text*, changing only what differs; the caret stays with the text around it.

        Args:
            text: What to show.
            rewrites: Somebody has made *text* of what stands there, so Undo passes over that: to
                come back to it would only have it rewritten again.

        Returns:
            Whether another text stood there.
        """
        before, after = self.text(), plain(text)
        if before == after:
            return False
        start, old_end, new_end = _difference(before, after)
        caret = [_carried(place, start, old_end, new_end) for place in self.selection()]
        cursor = QTextCursor(self.document())
        self._is_showing = True
        if rewrites:
            self._rewritten.append(before)
        cursor.beginEditBlock()
        cursor.setPosition(_units(before, start))
        cursor.setPosition(_units(before, old_end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start:new_end])
        cursor.endEditBlock()
        self.select(*caret)
        self._is_showing = False
        return True

    def select(self, start: int, end: int) -> None:
        """Put the selection between two places, in characters, and the caret to its end."""
        text = self.text()
        cursor = self.textCursor()
        cursor.setPosition(_units(text, min(max(start, 0), len(text))))
        cursor.setPosition(
            _units(text, min(max(end, 0), len(text))), QTextCursor.MoveMode.KeepAnchor
        )
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Take Enter and the arrows that leave the text; everything else edits."""
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and not self.is_composing:
            has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if is_shifted or not (self._return_sends or has_control):
                self.insertPlainText("\n")  # Qt would put in a line separator
                self.ensureCursorVisible()
            else:
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Up and not is_shifted and self._is_at_edge(up=True):
            self.recalled.emit(-1)
        elif event.key() == Qt.Key.Key_Down and not is_shifted and self._is_at_edge(up=False):
            self.recalled.emit(1)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._travel(self.undo, self.document().isUndoAvailable)
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._travel(self.redo, self.document().isRedoAvailable)
        else:
            super().keyPressEvent(event)

    def _travel(self, step: Callable[[], None], is_possible: Callable[[], bool]) -> None:
        """Undo or redo, passing over what was rewritten at once."""
        self._is_showing = True
        step()
        while self.text() in self._rewritten and is_possible():
            step()
        self._is_showing = False
        self._last = self.text()
        self.edited.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Notice whether something is being composed, which nobody may write into."""
        self.is_composing = True  # nor while Qt is putting in what was composed
        super().inputMethodEvent(event)
        self.is_composing = bool(event.preeditString())
        if not self.is_composing:
            self.composed.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Take text as text, whatever else comes with it; hand on files, and a picture alone."""
        paths = files_in(source)
        picture = source.imageData() if source.hasImage() else None
        if paths:
            self.files_given.emit(paths)
        elif isinstance(picture, QImage) and not source.text().strip():
            self.picture_given.emit(picture)
        else:
            self.insertPlainText(plain(source.text()))
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Take anything that has a text, files, or a picture."""
        return source.hasText() or source.hasImage()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Leave files to the window around."""
        if _has_files(event):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Leave files to the window around."""
        if _has_files(event):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow a change of the font, or of the side at which lines begin."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_row()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._lean()

    def _lean(self) -> None:
        """Begin where the language does while nothing is written; a text has its own direction."""
        is_right = not self._last and self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != side:  # an empty text takes the keyboard's direction, not ours
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def setPlaceholderText(self, text: str) -> None:  # noqa: N802
        """Show a text while there is none; Qt would show it at the left, whatever the language."""
        self._placeholder = text
        self.viewport().update()

    def placeholderText(self) -> str:  # noqa: N802
        """Return what is shown while there is no text."""
        return self._placeholder

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Show what may be written, where lines begin."""
        super().paintEvent(event)
        if self.document().isEmpty() and not self.is_composing:
            painter = QPainter(self.viewport())
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            painter.setPen(self.palette().placeholderText().color())
            margin = round(self.document().documentMargin())
            room = self.viewport().rect().adjusted(margin, margin, -margin, 0)
            side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
            elide = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(self._placeholder, elide, room.width())
            painter.drawText(room, side | Qt.AlignmentFlag.AlignTop, shown)

    def _fit_row(self) -> None:
        """Keep one row in the middle of its height, whatever the font."""
        free = HEIGHT - self.fontMetrics().lineSpacing() - 2 * _BORDER
        self.document().setDocumentMargin(max(free / 2, 0))
        self._grow(self.document().size())

    def _is_at_edge(self, *, up: bool) -> bool:
        """Whether the caret is in the row from which the arrow would lead out of the text."""
        cursor = self.textCursor()
        if cursor.hasSelection() or self.is_composing:
            return False
        move = QTextCursor.MoveOperation.Up if up else QTextCursor.MoveOperation.Down
        return not cursor.movePosition(move)

    def _on_changed(self) -> None:
        before, self._last = self._last, self.text()
        if not (before and self._last):
            self._lean()
        self._grow(self.document().size())  # Qt does not tell when several rows go at once
        if not self._is_showing and self._last != before:  # what is being composed is no text yet
            self.edited.emit()

    def _grow(self, size: QSizeF) -> None:
        rows = max(int(size.height()), 1)  # a plain text's layout counts in rows
        is_full = rows > ROWS
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAsNeeded if is_full else policy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != wanted:
            self.setVerticalScrollBarPolicy(wanted)
        step = self.fontMetrics().lineSpacing()
        height = HEIGHT + (min(rows, ROWS) - 1) * step
        if height != self.height():
            self.setFixedHeight(height)


def files_in(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of this machine that are dropped or pasted, in order."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def _has_files(event: QDropEvent) -> bool:
    return bool(files_in(event.mimeData()))


def plain(text: str) -> str:
    """Return *text* with one kind of line end, as a text area holds it."""
    return text.replace("\r\n", "\n").translate(_SEPARATORS)


def _difference(before: str, after: str) -> tuple[int, int, int]:
    """Return where two texts begin to differ, and where in each they agree again."""
    start = _common(before, after)
    most = min(len(before), len(after)) - start
    end = min(_common(before[::-1], after[::-1]), most)
    return start, len(before) - end, len(after) - end


def _carried(place: int, start: int, old_end: int, new_end: int) -> int:
    """Return where a place is once the text between *start* and *old_end* was exchanged."""
    if place >= old_end:
        return place + new_end - old_end
    return place if place <= start else min(place, new_end)


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning, by halving: comparing slices is cheap."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _characters(text: str, units: int) -> int:
    """Return how many characters the first UTF-16 *units* of *text* are."""
    if text.isascii():
        return units
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(encoded.decode("utf-16-le", "ignore"))


def _units(text: str, characters: int) -> int:
    """Return how many UTF-16 units the first *characters* of *text* are."""
    if text.isascii():
        return characters
    return len(text[:characters].encode("utf-16-le", "surrogatepass")) // 2
