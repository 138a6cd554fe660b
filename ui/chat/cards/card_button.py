"""A button on a card: shortened where there is no room, with a spinner in it while it is busy."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from ui.chat.controls import ChatButton
from ui.chat.labels import tooltip_of
from ui.chat.spinner import Spinner
from ui.models.message_texts import isolated

_SPINNER = 12
_INSET = 5
_SLACK = 2  # letters are a fraction of a pixel wider than their measure
_AROUND = 28  # what the rules put around the text, see ui.chat.style_buttons
_REFITS = frozenset(
    {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange}
)


class CardButton(ChatButton):
    """One button of a step."""

    def __init__(self, name: str, look: str, title: str, parent: QWidget | None = None) -> None:
        """Make a button.

        Args:
            name: Its object name.
            look: ``primary`` or ``outline``.
            title: What is read on it: plain text of somebody else.
            parent: The widget it stands in.
        """
        super().__init__(name, look, parent)
        self.setProperty("density", "small")
        self._title = " ".join(title.split())
        self._spinner = Spinner(_SPINNER, self)
        self._spinner.hide()
        self.set_label(self._title)

    @property
    def title(self) -> str:
        """What it is called."""
        return self._title

    def set_busy(self, is_busy: bool) -> None:
        """Show or hide that what it does is under way."""
        if bool(self.property("busy")) == is_busy:
            return
        self.setProperty("busy", is_busy)
        self.style().unpolish(self)
        self.style().polish(self)
        self._spinner.setVisible(is_busy)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for room for the whole title, whatever is shown of it."""
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        shown = metrics.horizontalAdvance(self.text().replace("&&", "&"))
        whole = metrics.horizontalAdvance(self._title) + _SLACK
        return QSize(hint.width() - shown + whole, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as much of the title as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow another font or direction."""
        super().changeEvent(event)
        if event.type() in _REFITS:
            self._fit()

    def _fit(self) -> None:
        room = self.width() - _AROUND
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, 0))
        self.setToolTip("" if shown == self._title else tooltip_of(self._title))
        shown = isolated(shown, "rtl" if self.isRightToLeft() else "ltr")
        if shown != self.text().replace("&&", "&"):
            self.setText(shown.replace("&", "&&"))
        top = (self.height() - _SPINNER) // 2
        place = QRect(_INSET, top, _SPINNER, _SPINNER)
        self._spinner.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
