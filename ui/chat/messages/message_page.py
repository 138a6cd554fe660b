"""A page of the panel with one thing to say and one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import ChatButton
from ui.chat.labels import WrappedLabel
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import State

_ICON = 40
_MARGIN = 24


class MessagePage(QWidget):
    """Icon, text, an optional detail below it, and a button, in the middle of the panel.

    Attributes:
        side: Whose widget this is.
    """

    def __init__(
        self,
        side: Side,
        name: str,
        *,
        icon: str,
        text: str,
        button: str,
        look: str = "text",
        fill: str = "button",
        parent: QWidget | None = None,
    ) -> None:
        """Make a page.

        Args:
            side: Whose widget this is.
            name: The component; the object name, and the slot that plugins fill.
            icon: An icon in ``assets/icons``.
            text: Key of the string it says.
            button: Key of the string on its button.
            look: How the text looks, and what the ground of the page is.
            fill: The token of the button's ground.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.side = side
        self.setProperty("chat", look)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon_name, self._text_key, self._button_key = icon, text, button
        self.setObjectName(name)
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = self._label(f"{name}.Text", f"{look}-text" if look != "text" else look)
        self._detail = self._label(f"{name}.Detail", "meta")
        self._detail.hide()
        self.button = ChatButton(f"{name}.Button", "primary", self, fill=fill)
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        column.addStretch(1)
        column.addLayout(inner)
        column.addStretch(1)
        self._slot = Slot(
            self,
            side,
            name,
            inner,
            (
                BuiltIn(f"{name}.Icon", self._icon),
                BuiltIn(f"{name}.Text", self._text),
                BuiltIn(f"{name}.Detail", self._detail),
                BuiltIn(f"{name}.Button", self.button),
            ),
        )
        WidgetTheme.instance().changed.connect(self._draw_icon)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._draw_icon()
        self._retranslate()

    def watch_detail(self, selector: Callable[[State], str]) -> None:
        """Show what *selector* picks from the state below the text."""
        until_destroyed(self, self.side.store.subscribe(selector, self._show_detail))
        self._show_detail(selector(self.side.store.state))

    def on_button(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus on the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clicked(self) -> None:
        self.on_button()

    def _label(self, name: str, look: str) -> WrappedLabel:
        label = WrappedLabel("", self, max_lines=10)
        label.setObjectName(name)
        label.setProperty("chat", look)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        return label

    def _show_detail(self, text: str) -> None:
        self._detail.setText(text)
        self._detail.setVisible(bool(text))

    def _retranslate(self) -> None:
        text = self.side.strings.render(self._text_key)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.set_label(self.side.strings.render(self._button_key))

    def _draw_icon(self) -> None:
        look = WidgetTheme.instance()
        is_plain = (
            self.property("chat") == "text" or look.tokens.invalid == look.tokens.widget_window
        )
        tint = "widget_text_muted" if is_plain else "invalid_text"
        icon = look.icon(self._icon_name, _ICON, tint)
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
