"""The popup with the prepared answers: type to filter, Enter or a click to write one."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.desk.canned_replies import CannedReply, matching
from ui.devtools.filter_field import FilterField
from ui.devtools.icon_button import TextButton
from ui.devtools.mirroring import Mirror
from ui.models.tasks import Index
from ui.theme import Theme
from webchat.side.side import Side

_WIDTH = 320
_ROW = 44
_MOST_ROWS = 6
_REPLY = Qt.ItemDataRole.UserRole + 1
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CannedPopup(QFrame):
    """Filter and list; goes away when something else is clicked.

    Signals:
        chosen: One of the answers.
        edit_requested: The person wants to change the answers.
    """

    chosen = Signal(object)
    edit_requested = Signal()

    def __init__(
        self,
        side: Side,
        replies: tuple[CannedReply, ...],
        parent: QWidget,
        *,
        can_edit: bool,
    ) -> None:
        """Offer *replies*.

        Args:
            side: The agent's.
            replies: The answers.
            parent: The window it belongs to.
            can_edit: Whether there is a file to edit.
        """
        super().__init__(parent, Qt.WindowType.Popup)
        self._side, self._replies = side, replies
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("Desk.Canned")
        self.setProperty("part", "desk-popup")
        self.setAccessibleName(side.strings.render("CannedLabel"))
        self.setFixedWidth(_WIDTH)
        self.filter = FilterField("Desk.Canned.Filter", side.strings.render("CannedFilter"))
        self.list = QListWidget(self)
        self.list.setObjectName("Desk.Canned.List")
        self.list.setAccessibleName(side.strings.render("CannedLabel"))
        self.list.setItemDelegate(_ReplyDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._nothing = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._nothing.setObjectName("Desk.Canned.Nothing")
        self._nothing.setProperty("role", "muted")
        self._edit = TextButton(side.strings.render("CannedEdit"), self)
        self._edit.setObjectName("Desk.Canned.EditButton")
        self._edit.setProperty("kind", "quiet")
        self._edit.setAutoDefault(False)
        self._edit.setVisible(can_edit)
        self._lay_out()
        self._edit.clicked.connect(self._on_edit)
        self.filter.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._on_item)
        for one in (self.filter, self.list):
            one.installEventFilter(self)
        self._fill("")

    def open_above(self, button: QWidget) -> None:
        """Show it over *button*, where a person writes."""
        self.adjustSize()
        top = button.mapToGlobal(QPoint(0, -self.height() - 4))
        over = button.window()
        room = QRect(over.mapToGlobal(QPoint(0, 0)), over.size()).adjusted(8, 8, -8, -8)
        top.setX(max(room.left(), min(top.x(), room.right() - self.width())))
        top.setY(max(room.top(), top.y()))
        self.move(top)
        self.show()
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Let arrows move in the list, and Enter choose, from the filter too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self._choose_current()
                return True
            if watched is self.filter and event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and not self.filter.text():
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        column.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignLeading)

    def _fill(self, words: str) -> None:
        self.list.clear()
        for reply in matching(self._replies, words):
            item = QListWidgetItem(reply.name, self.list)
            item.setData(_REPLY, reply)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{reply.name}: {reply.text}")
        count = self.list.count()
        self.list.setFixedHeight(_ROW * max(1, min(len(self._replies), _MOST_ROWS)))
        self.list.setVisible(count > 0)
        key = "CannedNone" if words else "CannedEmpty"
        self._nothing.setText(self._side.strings.render(key, text=words))
        self._nothing.setVisible(count == 0)
        if count:
            self.list.setCurrentRow(0)

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._on_item(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        reply = item.data(_REPLY)
        self.close()
        self.chosen.emit(reply)

    def _on_edit(self) -> None:
        self.close()
        self.edit_requested.emit()


class _ReplyDelegate(QStyledItemDelegate):
    """A name, and below it how the text begins."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(self._view.viewport().width(), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: Any = option  # the stubs leave out the fields of the C++ base
        rect: QRect = shown.rect
        tokens = Theme.instance().tokens
        mirror = Mirror(self._view.layoutDirection())
        painter.save()
        mirror.prepare(painter)
        if shown.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.selection))
        elif shown.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.hover))
        reply: CannedReply = index.data(_REPLY)
        font = QFont(self._view.font())
        font.setPixelSize(tokens.font_body)
        font.setWeight(QFont.Weight.DemiBold)
        top = mirror.inner(rect.adjusted(0, 5, 0, -22), 8, 8)
        painter.setPen(QColor(tokens.text))
        _line(painter, top, reply.name, font, mirror)
        font.setPixelSize(tokens.font_meta)
        font.setWeight(QFont.Weight.Normal)
        below = mirror.inner(rect.adjusted(0, 23, 0, -5), 8, 8)
        painter.setPen(QColor(tokens.text_muted))
        _line(painter, below, reply.text, font, mirror)
        painter.restore()


def _line(painter: QPainter, place: QRect, text: str, font: QFont, mirror: Mirror) -> None:
    mode = Qt.TextElideMode.ElideRight
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(" ".join(text.split()), mode, place.width())
    painter.drawText(place, mirror.start, shown)
