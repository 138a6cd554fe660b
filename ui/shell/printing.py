"""A dialog to choose a printer, and a PDF that is whole or not there.

Qt's part for printing is a library of its own, which few runs need, and which may want libraries of
the system that are not there: it is imported when somebody prints.
"""

import contextlib
import errno
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from webchat.errors import WebChatError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_LAST = b"%%EOF\n"  # with which a PDF of Qt's ends
_log = logging.getLogger(__name__)


def choose_printer(
    window: QWidget, suggested: Path, print_on: "Callable[[QPrinter], object]"
) -> None:
    """Let the person choose a printer, or a PDF file.

    Args:
        window: Over which the dialog stands.
        suggested: The file that is named at first where there is no printer.
        print_on: Called with the printer once it is chosen.

    Raises:
        WebChatError: Nothing can be printed here.
    """
    try:
        from PySide6.QtPrintSupport import (  # noqa: PLC0415  see above
            QPrintDialog,
            QPrinter,
            QPrinterInfo,
        )
    except ImportError as error:
        _log.warning("QtPrintSupport cannot be imported: %s", error)
        raise WebChatError(
            "Printing needs a library of the system that is not installed here. Export the "
            "transcript as a web page instead, and print it from a browser."
        ) from error
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not QPrinterInfo.availablePrinterNames():
        printer.setOutputFileName(str(suggested))
    dialog = QPrintDialog(printer, window)
    dialog.setObjectName("PrintDialog")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, on=False)
    dialog.finished.connect(partial(_on_finished, print_on, printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own open() wants a receiver by name


@contextlib.contextmanager
def whole_file(printer: "QPrinter") -> Iterator[None]:
    """Let what is printed to a file be written beside it, and put in its place when it is whole.

    Qt says nothing of a disk that is full, so the file is looked at. Without a file, on a real
    printer, nothing is done.

    Raises:
        WebChatError: The name is that of something else than a file.
        OSError: The file cannot be written; what was there before still is.
    """
    if not printer.outputFileName():
        yield
        return
    path = Path(printer.outputFileName()).resolve()
    if path.exists() and not path.is_file():
        raise WebChatError(f"{path} is not a file. Choose another name.")
    fresh = path.with_name(f".{path.name}.new")
    fresh.touch()  # says why it cannot be written, which Qt does not
    try:
        printer.setOutputFileName(str(fresh))
        printer.setOutputFormat(type(printer).OutputFormat.PdfFormat)
        yield
        _check_whole(fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _check_whole(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(_LAST)))
        if file.read() != _LAST:
            raise OSError(errno.ENOSPC, "it could not be written whole; the disk may be full")


def _on_finished(
    print_on: "Callable[[QPrinter], object]", printer: "QPrinter", result: int
) -> None:
    if result == QDialog.DialogCode.Accepted:
        print_on(printer)
