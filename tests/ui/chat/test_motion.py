from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProxyStyle, QStyle, QWidget

from ui.chat import motion


class Still(QProxyStyle):
    """What a system says that wants no motion."""

    def styleHint(self, hint, *args):  # noqa: N802
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, *args)


def test_where_nobody_sees_it_nothing_moves(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    assert motion.duration(widget, 100) == 0


def test_what_moves_takes_less_than_a_person_would_wait_for():
    assert motion.PANEL_MS < 150


def test_a_system_that_wants_no_motion_has_none(qtbot, monkeypatch):
    widget, still = QWidget(), Still()
    qtbot.addWidget(widget)
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    assert motion.duration(widget, 100) == 100
    widget.setStyle(still)
    assert motion.duration(widget, 100) == 0
