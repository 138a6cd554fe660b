"""Tab goes through the panel as one reads it, though its parts are made in another order.

Qt puts whatever is made later at the end of the whole window's chain: behind the docks around the
widget, for a canvas that comes with its stage. So the chain is mended whenever the layout changes;
that costs next to nothing as long as there is nothing to mend.
"""

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


class TabOrder(QObject):
    """Keeps what Tab stops at in a panel in the order of its layouts."""

    def __init__(self, panel: QWidget) -> None:
        """Watch *panel*, which owns this; its first stop stays where it is in the chain."""
        super().__init__(panel)
        self._known: list[QWidget] = []
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Look again after parts have come or gone."""
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            self.renew(watched)
        return False

    def renew(self, panel: QWidget) -> None:
        """Put the stops in order, unless they are the same as before."""
        stops = list(stops_of(panel))
        if stops == self._known:
            return
        self._known = stops
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)


def stops_of(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab may stop at in a widget, in the order in which it is read.

    What lies over a layout, as notices do, is read before what is in it.
    """
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, _WHOLE):
        return
    layout = widget.layout()
    inside = [] if layout is None else list(_widgets_of(layout))
    kept = set(inside)
    over = [one for one in widget.children() if isinstance(one, QWidget) and one not in kept]
    for child in (*over, *inside):
        if not child.isWindow():
            yield from stops_of(child)


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (nested := item.layout()) is not None:
            yield from _widgets_of(nested)
