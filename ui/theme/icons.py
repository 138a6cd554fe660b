"""Icons of one family, tinted from the tokens and sharp on every screen.

The drawings are Lucide's, with ``currentColor`` as their only colour. A picture is rendered for
the pixel ratio of each screen there is, so nothing is scaled afterwards. (An icon engine written in
Python, which could paint on demand, crashes PySide6 6.11 when its icon is copied.)
"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.resources import asset

_USUAL_RATIOS = (1.0, 2.0)


def tinted_icon(name: str, size: int, colour: str, disabled: str) -> QIcon:
    """Return an icon in one colour, and in another when its control is disabled.

    Args:
        name: A file in ``assets/icons`` without its suffix, such as ``"send-horizontal"``.
        size: Its edge in logical pixels; 16 and 20 are the sizes in use.
        colour: ``#rrggbb``.
        disabled: ``#rrggbb`` for a disabled control.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    svg = asset(f"icons/{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", tint).encode()))
        for ratio in pixel_ratios():
            icon.addPixmap(_render(renderer, size, ratio), mode)
    return icon


def pixel_ratios() -> tuple[float, ...]:
    """Return the device pixel ratios worth rendering for, smallest first."""
    screens = (screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return tuple(sorted({*_USUAL_RATIOS, *screens}))


def _render(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
