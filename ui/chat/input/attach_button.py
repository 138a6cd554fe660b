"""The paper clip: chooses files of this machine for the next message."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import IconButton
from webchat.side.side import Side


class AttachFileButton(QWidget):
    """The component AttachFileButton; not there where files are off or cannot be sent.

    Signals:
        chosen: Paths, a tuple, in the order of the dialog.
    """

    chosen = Signal(object)

    folder: ClassVar[str] = ""
    """Where the person last chose something, for the next time."""

    def __init__(self, side: Side, edge: int, parent: QWidget | None = None) -> None:
        """Make the button of a side, *edge* logical pixels wide and high."""
        super().__init__(parent)
        self._side = side
        self._dialog: QFileDialog | None = None
        self.setObjectName("AttachFileButton")
        self.button = IconButton(
            "MessageInput.AttachButton", "paperclip", "icon", "input_muted", edge, self
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._slot = Slot(
            self,
            side,
            "AttachFileButton",
            row,
            (BuiltIn("MessageInput.AttachButton", self.button),),
        )
        settings = side.store.state.config.file_attachment
        self.setVisible(settings.enabled and not settings.read_only)
        self.button.clicked.connect(self.open_dialog)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._retranslate()

    def open_dialog(self) -> None:
        """Let the person choose files; one dialog at a time."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        strings = self._side.strings
        self._dialog = dialog = QFileDialog(
            self, strings.render("AttachFileDialogTitle"), type(self).folder or _usual_folder()
        )
        dialog.setObjectName("AttachFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(self._filters())
        dialog.filesSelected.connect(self._on_selected)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _filters(self) -> list[str]:
        endings = self._side.store.state.config.file_attachment.accepted_extensions
        if not endings:
            return ["* (*)"]
        patterns = " ".join(f"*.{one}" for one in endings)
        return [f"{self._side.strings.render('AttachFileDialogFilter')} ({patterns})"]

    def _on_selected(self, names: list[str]) -> None:
        paths = tuple(Path(one) for one in names)
        if paths:
            type(self).folder = str(paths[0].parent)
            self.chosen.emit(paths)

    def _on_finished(self, result: int) -> None:
        self._dialog = None
        if result == QFileDialog.DialogCode.Rejected:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retranslate(self) -> None:
        self.button.set_label(self._side.strings.render("AttachFileImageTooltip"))


def _usual_folder() -> str:
    """Return where a person is likely to have something to send."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return found if Path(found).is_dir() else str(Path.home())
