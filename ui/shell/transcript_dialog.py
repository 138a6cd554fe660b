"""Where a transcript is to go, and in which format."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from webchat.chat.transcript import FORMATS, Format, format_for

_FILTERS = {f"{one.label} (*{one.suffix})": one for one in FORMATS.values()}


class TranscriptDialog(QFileDialog):
    """A file dialog with the formats as its filters; the suffix of the name decides.

    Signals:
        chosen: A file was named; its path and the :class:`Format`.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget, folder: str, format_name: str, name: str) -> None:
        """Make the dialog; ``open()`` shows it.

        Args:
            parent: The window.
            folder: Where to begin; empty for the home folder.
            format_name: The format that is chosen at first.
            name: The name that is suggested, without a suffix: the chosen filter adds its own.
        """
        super().__init__(parent, "Export transcript")
        self.setObjectName("TranscriptDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(_FILTERS))
        first = FORMATS.get(format_name, FORMATS["text"])
        self.filterSelected.connect(self._on_filter)
        self.selectNameFilter(next(text for text, one in _FILTERS.items() if one is first))
        self.setDefaultSuffix(first.suffix.removeprefix("."))
        self.setDirectory(folder if folder and Path(folder).is_dir() else str(Path.home()))
        self.selectFile(name)
        self.fileSelected.connect(self._on_file)

    def _on_filter(self, text: str) -> None:
        if text in _FILTERS:
            self.setDefaultSuffix(_FILTERS[text].suffix.removeprefix("."))

    def _on_file(self, name: str) -> None:
        chosen: Format = _FILTERS.get(self.selectedNameFilter(), FORMATS["text"])
        path = Path(name)
        self.chosen.emit(path, format_for(path, chosen.name))
