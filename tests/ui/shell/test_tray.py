"""The icon in the tray, on a desktop that has none: it does nothing, and does it quietly."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from ui.shell.tray import Tray, make_tray

pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # offscreen has none


def icon(tray):
    return tray.findChild(QSystemTrayIcon)


def test_a_click_on_icon_or_notice_is_told(qtbot):
    tray, told = Tray(), []
    tray.clicked.connect(lambda: told.append("clicked"))
    icon(tray).messageClicked.emit()
    icon(tray).activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    icon(tray).activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert told == ["clicked", "clicked"]
    tray.close()


def test_a_notice_without_a_tray_is_harmless(qtbot):
    tray = Tray()
    tray.show_message("New message from Grace", "Hello")
    tray.close()
    assert not icon(tray).isVisible()


def test_the_icon_follows_the_look(qtbot, theme):
    tray = Tray()
    light = icon(tray).icon().pixmap(20).toImage()
    theme.set_scheme("dark")
    assert icon(tray).icon().pixmap(20).toImage() != light
    tray.close()


def test_where_there_is_no_tray_none_is_made(qapp):
    assert make_tray(qapp) is None
