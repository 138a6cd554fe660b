"""A component that is one widget, with room for what plugins put above and below it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.chat.components import BuiltIn, Slot
from webchat.side.side import Side


class ComponentFrame(QWidget):
    """A widget in a column of its own; as wide and as high as that is.

    Attributes:
        content: The widget itself, which a plugin may have replaced.
    """

    def __init__(
        self, side: Side, name: str, content: QWidget, parent: QWidget | None = None
    ) -> None:
        """Put *content* into a column.

        Args:
            side: Whose widget this is.
            name: The component, and the key by which its content is taken out.
            content: What the component is by itself.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.content = content
        self.setObjectName(f"{name}.Frame")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._slot = Slot(self, side, name, column, (BuiltIn(name, content, stretch=1),))
