"""Which function app to load: a folder, a zip, or a file by which a folder is named."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

_FILTERS = (
    "Folders, and files of function apps (*.zip app.toml app.json action.* index.*)",
    "All files (*)",
)


class AppDialog(QFileDialog):
    """A file dialog that takes folders as well as files.

    No desktop has one of its own that does, so this is Qt's.

    Signals:
        chosen: A folder or file was chosen; its path.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, folder: str) -> None:
        """Make the dialog; ``open()`` shows it.

        Args:
            parent: The window.
            folder: Where to begin; empty for the home folder.
        """
        super().__init__(parent, "Load a function app: a folder or a .zip")
        self.setObjectName("LoadAppDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly, on=False)
        self.setOption(QFileDialog.Option.HideNameFilterDetails)
        self.setNameFilters(_FILTERS)
        self.setLabelText(QFileDialog.DialogLabel.FileName, "Folder or file:")
        self.setLabelText(QFileDialog.DialogLabel.Accept, "Load")
        self.setDirectory(folder if folder and Path(folder).is_dir() else str(Path.home()))

    def accept(self) -> None:
        """Take what is selected, be it a folder or a file; Qt would refuse the latter."""
        paths = [Path(name) for name in self.selectedFiles()]
        if paths:
            self.chosen.emit(paths[0])
            self.done(QFileDialog.DialogCode.Accepted)
