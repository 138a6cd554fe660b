"""The files that wait to be sent, side by side as far as there is room, above the text."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.input.attachment_chip import HEIGHT, NARROWEST, AttachmentChip
from webchat.model import Attachment
from webchat.side.side import Side
from webchat.state import State

_GAP = 4
_MOST_ROWS = 2.4  # part of a third one shows that there is more
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class AttachmentChips(QScrollArea):
    """The attached files of one channel; hidden while there are none.

    Signals:
        removed: The person takes a file, an Attachment, away.
        emptied: The last file was taken away while the focus was here.
    """

    removed = Signal(object)
    emptied = Signal()

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._sid = side, sid
        self._chips: list[AttachmentChip] = []
        self.setObjectName("MessageInput.Attachments")
        self.setProperty("chat", "form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = QWidget()
        self.setWidget(self._ground)
        until_destroyed(
            self,
            side.store.subscribe(self._files, self._on_files),
            side.strings.subscribe(self._retranslate),
        )
        self._show(self._files(side.store.state))

    def chips(self) -> tuple[AttachmentChip, ...]:
        """Return what is shown, in order."""
        return tuple(self._chips)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Begin new rows where the width asks for it."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from one file to the next with the arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        at = next((at for at, one in enumerate(self._chips) if one.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        self._focus(min(max(at + step, 0), len(self._chips) - 1))

    def _files(self, state: State) -> tuple[Attachment, ...]:
        channel = state.chat.channels.get(self._sid)
        return () if channel is None else channel.attached_files

    def _on_files(self, files: tuple[Attachment, ...]) -> None:
        before = {one.attachment for one in self._chips}
        self._show(files)
        new = [one for one in self._chips if one.attachment not in before]
        announce(self, "\n".join(one.accessibleName() for one in new))

    def _show(self, files: tuple[Attachment, ...]) -> None:
        at = next((at for at, one in enumerate(self._chips) if one.hasFocus()), None)
        old, self._chips = self._chips, []
        for file in files:
            chip = next((one for one in old if one.attachment == file), None)
            if chip is None:
                chip = self._make(file)
            else:
                old.remove(chip)
            self._chips.append(chip)
        for chip in old:
            chip.hide()
            chip.deleteLater()
        self._retranslate()
        self.setVisible(bool(files))
        self._place()
        if at is not None and not any(one.hasFocus() for one in self._chips):
            self._focus(min(at, len(self._chips) - 1))

    def _make(self, file: Attachment) -> AttachmentChip:
        chip = AttachmentChip(self._side, file, self._ground)
        chip.removed.connect(self.removed)
        chip.show()
        return chip

    def _focus(self, at: int) -> None:
        if at < 0:
            self.emptied.emit()
            return
        self._chips[at].setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self._chips[at], 0, _GAP)

    def _place(self) -> None:
        """Put the chips into rows, and be as high as those are, up to a few."""
        room = max(self.viewport().width(), NARROWEST)
        corner, end = QPoint(0, 0), 0
        for chip in self._chips:
            width = min(chip.sizeHint().width(), room)
            if corner.x() and corner.x() + width > room:
                corner = QPoint(0, corner.y() + HEIGHT + _GAP)
            place = QRect(corner, QSize(width, HEIGHT))
            chip.setGeometry(self._mirrored(place, room))
            corner += QPoint(width + _GAP, 0)
            end = place.bottom() + 1
        self._ground.setFixedSize(room, end)
        self.setFixedHeight(min(end, round(_MOST_ROWS * (HEIGHT + _GAP))))

    def _mirrored(self, place: QRect, room: int) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveRight(room - 1 - place.left())
        return place

    def _retranslate(self) -> None:
        strings = self._side.strings
        self.setAccessibleName(strings.render("AttachedFiles", count=len(self._chips)))
        for chip in self._chips:
            chip.retranslate()
