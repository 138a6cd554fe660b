"""The Edit menu acts on whatever has the keyboard, also while the menu has it."""

import pytest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget

from ui.shell.edit_menu import EditMenu


@pytest.fixture
def window(qtbot):
    result = QMainWindow()
    qtbot.addWidget(result)
    centre = QWidget()
    column = QVBoxLayout(centre)
    for field in (QLineEdit("one"), QPlainTextEdit("two"), QLineEdit("fixed", readOnly=True)):
        column.addWidget(field)
    result.setCentralWidget(centre)
    EditMenu(result.menuBar().addMenu("&Edit"))  # the menu owns it
    result.show()
    result.activateWindow()
    return result


def entry(window, name):
    return window.findChild(object, f"Edit.{name}")


def test_cut_and_paste_go_from_one_field_to_another(window, qapp):
    line, page = window.findChild(QLineEdit), window.findChild(QPlainTextEdit)
    line.setFocus()
    entry(window, "selectAll").trigger()
    entry(window, "cut").trigger()
    assert line.text() == ""

    page.setFocus()
    entry(window, "selectAll").trigger()
    entry(window, "paste").trigger()
    assert page.toPlainText() == "one"


def test_the_open_menu_offers_only_what_the_field_can_do(window):
    fixed = window.findChildren(QLineEdit)[-1]
    fixed.setFocus()
    menu = window.menuBar().actions()[0].menu()
    menu.aboutToShow.emit()
    enabled = {name: entry(window, name).isEnabled() for name in ("copy", "cut", "paste")}
    assert enabled == {"copy": True, "cut": False, "paste": False}

    menu.aboutToHide.emit()
    assert entry(window, "paste").isEnabled()


def test_nothing_happens_where_there_is_nothing_to_edit(window):
    window.setFocus()
    entry(window, "paste").trigger()


def test_a_field_that_is_gone_is_forgotten(window, qapp):
    line = window.findChild(QLineEdit)
    line.setFocus()
    line.setParent(None)
    line.deleteLater()
    qapp.sendPostedEvents(None, 52)
    entry(window, "copy").trigger()
