"""A page inside the program, for ``open_url`` with ``webview``; needs the extra of that name.

Nothing of it is kept: the profile is off the record and ends with the window. The page may lead
anywhere on the web and nowhere else, is granted nothing, and downloads nothing.
"""

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from ui.devtools.icon_button import IconButton, TextButton
from ui.shell import status_progress
from ui.theme import Theme

_SIZE = (960, 720)
_TITLE = "Page of a function app"
_ON_THE_WEB = frozenset({"http", "https"})
_WITHIN_A_PAGE = _ON_THE_WEB | {"about", "blob", "data"}


class WebView(QWidget):
    """A window with one page and its address; closing it leads back to the chat."""

    def __init__(self, window: QWidget) -> None:
        """Show nothing yet.

        Args:
            window: What it belongs to.
        """
        super().__init__(window, Qt.WindowType.Window)
        Theme.instance().extend(status_progress.rules)
        self.setObjectName("WebView")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._view = QWebEngineView(self)  # before the profile, so that Qt deletes it before
        self._profile = QWebEngineProfile(self)
        self._page = QWebEnginePage(self._profile, self._view)
        self._view.setPage(self._page)
        self._back = IconButton("arrow-left", "Go back", "WebView.BackButton")
        self._back.setEnabled(False)
        self._back.clicked.connect(self._view.back)
        self._reload = IconButton("rotate-cw", "Load it again", "WebView.ReloadButton")
        self._reload.clicked.connect(self._view.reload)
        self._address = QLineEdit(readOnly=True)
        self._address.setObjectName("WebView.Address")
        self._address.setAccessibleName("Address of the page")
        self._outside = IconButton("external-link", "Open in the browser", "WebView.BrowserButton")
        self._outside.clicked.connect(self._open_outside)
        self._done = TextButton("Back to the chat")
        self._done.setObjectName("WebView.CloseButton")
        self._done.clicked.connect(self.close)
        self._progress = QProgressBar(textVisible=False, maximum=100)
        self._progress.setObjectName("WebView.Progress")
        self._progress.setProperty("part", "thin")
        self._progress.setAccessibleName("How much of the page is loaded")
        self._progress.setFixedHeight(3)
        self._said = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._said.setObjectName("WebView.Said")
        self._said.setProperty("role", "error")
        self._said.setContentsMargins(12, 6, 12, 6)
        self._said.hide()
        self._is_refused = False
        self._lay_out()
        self._connect()
        self._on_title("")

    def open_page(self, address: QUrl) -> None:
        """Show the page of an address, and the window."""
        self._view.load(address)
        self.show()
        self.raise_()
        self.activateWindow()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Stop the page, and give the keyboard back."""
        self._view.stop()
        window = self.parentWidget()
        if window is not None:
            window.activateWindow()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        for widget in (self._back, self._reload):
            row.addWidget(widget)
        row.addWidget(self._address, 1)
        for button in (self._outside, self._done):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._progress)
        column.addWidget(self._said)
        column.addWidget(self._view, 1)

    def _connect(self) -> None:
        page = self._page
        page.urlChanged.connect(self._on_url)
        page.titleChanged.connect(self._on_title)
        page.loadStarted.connect(self._on_started)
        page.loadProgress.connect(self._progress.setValue)
        page.loadFinished.connect(self._on_finished)
        page.navigationRequested.connect(self._on_navigation)
        page.newWindowRequested.connect(self._on_new_window)
        page.permissionRequested.connect(self._on_permission)
        self._profile.downloadRequested.connect(self._on_download)
        for keys in (QKeySequence.StandardKey.Close, QKeySequence.StandardKey.Cancel):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)

    # What the page does and wants

    def _on_url(self, url: QUrl) -> None:
        self._address.setText(url.toDisplayString())
        self._address.setCursorPosition(0)

    def _on_title(self, title: str) -> None:
        self.setWindowTitle(f"{title} — {_TITLE}" if title else _TITLE)
        self.setAccessibleName(self.windowTitle())

    def _on_started(self) -> None:
        self._said.hide()
        self._progress.setValue(0)
        self._progress.show()

    def _on_finished(self, is_loaded: bool) -> None:
        self._progress.hide()
        self._back.setEnabled(self._page.history().canGoBack())
        if not is_loaded and not self._is_refused:
            self._say("The page could not be loaded.")
        self._is_refused = False

    def _on_navigation(self, request: Any) -> None:
        """Stay on the web: a page can name files of this machine, and programs to start."""
        allowed = _ON_THE_WEB if request.isMainFrame() else _WITHIN_A_PAGE
        if request.url().scheme().lower() not in allowed:
            request.reject()
            self._is_refused = True
            self._say(f"The page wanted to lead to {request.url().toDisplayString()[:200]}.")

    def _on_new_window(self, request: Any) -> None:
        request.openIn(self._page)

    def _on_permission(self, permission: Any) -> None:
        permission.deny()

    def _on_download(self, download: Any) -> None:
        download.cancel()
        self._say("Nothing is downloaded here. Open the page in the browser for that.")

    def _open_outside(self) -> None:
        QDesktopServices.openUrl(self._page.url())

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.show()
